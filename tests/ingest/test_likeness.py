"""Whether two documents are the same one in two states."""

from __future__ import annotations

import pytest

from ingest.likeness import Likeness, likeness
from knowledge.documents import Chunk, Document, Section

WORDS = [f"kata{number}" for number in range(400)]


def like(text: str, title: str = "Judul Laporan", origin: str = "/a/berkas.pdf") -> Likeness:
    document = Document("d", title, "staff", "id")
    return likeness(document, [Chunk.of("d", Section(text, (title,)))], origin)


def test_the_share_of_what_two_texts_say_is_estimated() -> None:
    text = " ".join(WORDS)
    assert like(text).share(like(text)) == 1
    half = " ".join((*WORDS[:200], *(f"lain{number}" for number in range(200))))
    assert 0.15 < like(text).share(like(half)) < 0.55
    assert like(text).share(like(half.upper())) == like(text).share(like(half))
    assert like(text).share(like(" ".join(f"lain{number}" for number in range(400)))) == 0
    assert like("").share(like("")) == 0


def test_the_name_of_a_file_is_no_title() -> None:
    assert like("x", "Berkas").title == ""
    assert like("x", "surat masuk", "telegram:surat_masuk.pdf").title == ""
    assert like("x", "catatan", "/a/b.zip!/laporan/catatan.txt").title == ""
    assert like("x", "document", "telegram:a.pdf").title == ""
    assert like("x", "Aturan Pasar").title == "aturan pasar"


LETTER = "Nomor : {}\nPerihal: undangan rapat. " + " ".join(WORDS[:60])


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (like(LETTER.format("005/127/2026")), like(LETTER.format("005/127/2026") + " tambahan"), True),
        (like(LETTER.format("005/127/2026")), like(LETTER.format("005/128/2026")), False),
        (like(" ".join(WORDS[:80]), "Berkas"), like(" ".join(WORDS[100:180]), "Berkas"), False),
        (like(" ".join(WORDS[:80]), "Aturan A"), like(" ".join(WORDS[100:180]), "Aturan B"), False),
        (like(" ".join(WORDS[:80]), "Laporan Kota"), like(" ".join(WORDS[100:180]), "Laporan Kota"), True),
        (like(" ".join(WORDS[:80]), "Aturan A"), like(" ".join(WORDS[10:90]), "Aturan B"), True),
        (like("Surat warga.", "Berkas"), like("Diganti seluruhnya.", "Berkas"), True),
    ],
)
def test_title_number_and_content_say_whether_a_document_goes_on(before: Likeness, after: Likeness, same: bool) -> None:
    assert after.continues(before) is same
    assert Likeness.of(before.stored()) == before


def test_nearly_the_same_text_resembles_whatever_it_is_called() -> None:
    text = " ".join(WORDS[:100])
    assert like(text, "A").resembles(like(f"Halaman 1 {text} Halaman 2", "B"))
    assert not like(text, "A").resembles(like(" ".join(WORDS[200:300]), "A"))
    assert not like(LETTER.format("005/127/2026")).resembles(like(LETTER.format("005/128/2026")))
