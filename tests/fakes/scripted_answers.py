"""Answers by script, so that a test knows what the server will say; everything around them is real."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from knowledge.answering.context import Asker
from knowledge.answers import (
    Answer,
    Card,
    CardField,
    Citation,
    Heading,
    Item,
    ListBlock,
    Outcome,
    Paragraph,
    Quote,
    TableBlock,
)
from knowledge.documents import Language

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>{{7*7}}'
CITATIONS = (
    Citation(
        number=1,
        kind="quotation",
        title="ASCN Terms of Reference",
        publisher="ASEAN",
        date="2022",
        locator="clause 17",
        url="https://asean.example/tor.pdf#page=4",
        document="ascn-governance.id",
        section="chair",
        quote="The ASCN Chair is the ASEAN Chair of the year.",
        picture=f"{'a' * 40}-{'b' * 32}.jpg",
        file="/sumber/ascn-governance.id/berkas#page=3",
    ),
    Citation(
        number=2,
        title="Catatan rapat tahunan",
        publisher="Kemendagri",
        date="2025",
        locator="hlm. 3",
        document="ascn-governance.id",
        section="chair",
    ),
)


class ScriptedAnswers:
    """Answers by a word in the question: ``lambat`` waits for :attr:`released`, ``gagal`` raises, ``tolak`` refuses,
    ``jahat`` answers with markup, ``semua`` with every kind of block, ``paham`` says how it was read,
    ``petugas`` is for a person, ``ragu`` answers with reserve, ``panjang`` at length,
    ``english`` is answered in English."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.model = None  # no language model writes
        self.asked: list[tuple[str, Language | None, str | None, int]] = []

    def answer(
        self,
        text: str,
        *,
        language: Language | None = None,
        scope: str | None = None,
        history: Sequence[Answer] = (),
        asker: Asker | None = None,
    ) -> Answer:
        """The scripted answer."""
        self.asked.append((text, language, scope, len(history)))
        if "bertahap" in text and asker and asker.tell:
            asker.tell(f"Kalimat yang sudah diperiksa. {HOSTILE}")
        if "lambat" in text:
            self.released.wait(20)
        if "gagal" in text:
            raise RuntimeError("scripted failure with a secret")
        spoken = language or ("en" if "english" in text else "id")
        if "tolak" in text:
            return self._answer(text, spoken, Outcome.REFUSED, (Paragraph(text=Outcome.REFUSED.message(spoken)),))
        if "jahat" in text:
            return self._hostile(text, spoken)
        if "paham" in text:
            read = self._answer(text, spoken, Outcome.ANSWERED, (Paragraph(text="Ya."),))
            return read.model_copy(update={"understood": f"Saya memahami: {HOSTILE}", "place": "Kota Batu"})
        if "ragu" in text:
            near = self._answer(text, spoken, Outcome.PARTLY, (Paragraph(text="Barangkali ini."),))
            return near.model_copy(update={"confidence": 0.3, "steps": {"retrieve": 1.0}, "as_of": "Januari 2024"})
        if "panjang" in text:
            more = tuple(Paragraph(text=f"Alinea {number}. " + "Kata " * 40, citations=(2,)) for number in range(9))
            wide = TableBlock(header=("Kota", "Provinsi", "Tahun"), rows=(("Banyuwangi" * 3, "Jawa" * 9, "2018" * 9),))
            blocks = (Heading(text="Judul"), Paragraph(text="Yang menjawab.", citations=(1, 2) * 6), *more, wide)
            return self._answer(text, spoken, Outcome.ANSWERED, blocks, CITATIONS)
        if "petugas" in text:
            return self._answer("", spoken, Outcome.PERSON, (Paragraph(text="Petugas dapat menjawab."),))
        if "semua" in text:
            return self._answer(text, spoken, Outcome.ANSWERED, _EVERY_BLOCK, CITATIONS)
        mark = f"Jawaban ke-{len(history) + 1} atas: {text}"
        blocks = (Paragraph(text=mark, citations=(1, 2)),)
        return self._answer(text, spoken, Outcome.ANSWERED, blocks, CITATIONS, ("Siapa ketuanya?",))

    def _hostile(self, text: str, language: Language) -> Answer:
        citation = Citation(number=1, title=HOSTILE, url="javascript:window.hacked=1", quote=HOSTILE)
        blocks = (
            Paragraph(text=HOSTILE, citations=(1,)),
            TableBlock(header=(HOSTILE,), rows=((HOSTILE,),)),
            Card(title=HOSTILE, fields=(CardField(label=HOSTILE, value=HOSTILE),)),
        )
        return self._answer(text, language, Outcome.ANSWERED, blocks, (citation,), (HOSTILE,))

    @staticmethod
    def _answer(
        text: str,
        language: Language,
        outcome: Outcome,
        blocks: tuple[Paragraph | Heading | ListBlock | TableBlock | Quote | Card, ...],
        citations: tuple[Citation, ...] = (),
        suggestions: tuple[str, ...] = (),
    ) -> Answer:
        return Answer(
            outcome=outcome,
            language=language,
            question=text,
            blocks=blocks,
            citations=citations,
            suggestions=suggestions,
            confidence=0.9,
            release="r-test",
            milliseconds=time.thread_time(),
        )


_EVERY_BLOCK = (
    Paragraph(
        text="ASCN adalah wadah kerja sama kota-kota cerdas di ASEAN, diluncurkan pada tahun 2018.", citations=(1,)
    ),
    Heading(text="Siapa saja anggotanya"),
    ListBlock(
        items=(
            Item(text="Kota yang diusulkan oleh perwakilan nasionalnya", citations=(1,)),
            Item(text="Kota yang diterima dalam pertemuan tahunan", citations=(2,)),
        )
    ),
    ListBlock(ordered=True, items=(Item(text="Usulan kota"), Item(text="Penilaian"), Item(text="Penetapan"))),
    TableBlock(
        header=("Kota", "Provinsi", "Tahun"),
        rows=(("Makassar", "Sulawesi Selatan", "2018"), ("Banyuwangi", "Jawa Timur", "2018")),
        citations=(2,),
    ),
    Quote(text="The ASCN Chair is the ASEAN Chair of the year.", citations=(1,)),
    Card(
        key="37122:19.9",
        title="19.9 Porsi lampu lalu lintas yang pintar",
        fields=(
            CardField(label="Rumus", value="(Lampu lalu lintas pintar) ÷ (Seluruh lampu lalu lintas) × 100"),
            CardField(label="Satuan", value="persen"),
            CardField(label="Keyakinan sumber", value="A: kode, tema dan judul dari satu sumber", aside=True),
        ),
        note="Yang menentukan adalah teks standar itu sendiri.",
        citations=(1,),
    ),
)
