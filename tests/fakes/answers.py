"""Answers by script for the Telegram tests: what is said is known, everything around it is real."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from knowledge.answering.context import Asker
from knowledge.answers import Answer, Card, CardField, Citation, Item, ListBlock, Outcome, Paragraph, TableBlock
from knowledge.documents import Language

TOR = Citation(
    number=1,
    title="ASCN Terms of Reference",
    publisher="ASEAN",
    date="2019",
    locator="clause 17",
    url="https://asean.example/tor.pdf?a=1&b=2#page=4",
    quote="Member cities report <progress> & plans.",
)


class ScriptedAnswers:
    """Answers by a word in the question: ``tolak`` refuses, ``tabel`` shows a wide table,
    ``panjang`` is longer than a message, ``kartu`` is an
    indicator card, ``lambat`` takes half a second, ``tahan`` waits for :attr:`released`, ``rusak`` raises.
    :attr:`release` is what is published, and says :attr:`also` this."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.asked: list[str] = []
        self.release, self.also = "r1", ""
        self.model = None  # no language model writes

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
        self.asked.append(text)
        spoken = language or "id"
        if "rusak" in text:
            raise RuntimeError("scripted failure")
        if "bertahap" in text and asker and asker.tell:
            asker.tell("Kalimat pertama <b>.")
            asker.tell("Kalimat kedua.")
            self.released.wait(20)
        if "lambat" in text:
            time.sleep(0.5)
        if "tahan" in text:
            self.released.wait(20)
        if "tolak" in text:
            blocks = (Paragraph(text=Outcome.REFUSED.message(spoken)),)
            near = ("Apa itu ASCN?",) if "dekat" in text else ()
            return Answer(outcome=Outcome.REFUSED, language=spoken, question=text, blocks=blocks, suggestions=near)
        if "tabel" in text:
            rows = tuple((f"kota {number}", "kota", "2025", "anggota <penuh> & aktif") for number in range(3))
            table = TableBlock(header=("kota", "bentuk", "tahun", "keterangan"), rows=rows, citations=(1,))
            return Answer(outcome=Outcome.ANSWERED, language=spoken, question=text, blocks=(table,), citations=(TOR,))
        if "kartu" in text or "19.9" in text:
            return _card(text, spoken)
        items = tuple(Item(text=f"butir {i} <b> & co {'kata ' * 40}", citations=(1,)) for i in range(60))
        blocks = (
            Paragraph(text=f"Jawaban {len(history) + 1}: {text} <3 & x{self.also}", citations=(1,)),
            ListBlock(items=items if "panjang" in text else items[:1]),
        )
        return Answer(
            outcome=Outcome.ANSWERED,
            language=spoken,
            question=text,
            blocks=blocks,
            citations=(TOR,),
            suggestions=("Siapa yang memimpin ASCN?",),
            confidence=0.9,
        )


def _card(text: str, language: Language) -> Answer:
    card = Card(
        key="37122:19.9",
        title="19.9 Lampu lalu lintas pintar",
        fields=(CardField(label="Satuan", value="%"),),
        note="Teks standar yang menentukan.",
        citations=(1,),
    )
    return Answer(outcome=Outcome.INDICATOR, language=language, question=text, blocks=(card,), citations=(TOR,))
