"""What is shown of documents that are quoted."""

from __future__ import annotations

import pytest

from knowledge.answering.excerpts import brief_excerpts, excerpts
from knowledge.documents import Chunk, Document, Passage
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.language.query import Query

REPORT = Document("laporan", "Laporan Kota", "staff", "id")
OTHER = "Bagian ini menceritakan acara lain yang diadakan pada hari yang berbeda di tempat yang jauh."


def _passage(row: int, text: str, *heading: str, score: float = 0.8, page: int = 1) -> Passage:
    chunk = Chunk(f"c{row}", REPORT.id, text, (REPORT.title, *heading), page)
    return Passage(chunk, REPORT, score, score, 1.0, row)


def _shown(shipped: OnnxEmbedder, question: str, *found: Passage) -> list[tuple[str, tuple[str, ...]]]:
    """The passages that are shown, each with its statements."""
    parts = excerpts(found[0], found, Query(question, "id"), shipped)
    return [(part.passage.chunk.id, tuple(s.text for block in part.blocks for s in block.statements)) for part in parts]


def test_a_section_that_goes_on_is_shown_as_far_as_it_speaks_of_the_question(shipped: OnnxEmbedder) -> None:
    first = _passage(3, "Banyuwangi membina kaum muda.", "Banyuwangi")
    second = _passage(4, f"Pesertanya 927 petani muda. {' '.join([OTHER] * 12)}", "Banyuwangi", score=0.7)
    elsewhere = _passage(5, "Jakarta membina pedagang.", "Jakarta", score=0.75)
    far = _passage(6, "Banyuwangi juga punya pantai.", "Banyuwangi", score=0.3)
    shown = _shown(shipped, "berapa peserta muda?", first, second, elsewhere, far)
    assert [name for name, _ in shown] == ["c3", "c4"]
    assert shown[0][1] == ("Banyuwangi membina kaum muda.",)
    assert "Pesertanya 927 petani muda." in shown[1][1][0]


def test_sections_beside_each_other_are_shown_where_several_things_are_asked_for(shipped: OnnxEmbedder) -> None:
    first = _passage(8, "Mengurangi dampak lingkungan.", "Dimensi", "Lingkungan")
    second = _passage(7, "Hidup sehat dan aman.", "Dimensi", "Kehidupan", score=0.75)
    below = _passage(9, "Contoh dari sebuah kota.", "Dimensi", "Lingkungan", "Contoh", score=0.75)
    assert [name for name, _ in _shown(shipped, "apa saja dimensinya?", first, second, below)] == ["c7", "c8"]
    assert [name for name, _ in _shown(shipped, "apa dampaknya?", first, second, below)] == ["c8"]
    listed = _passage(8, "- sungai;\n- udara.", "Dimensi", "Lingkungan")
    assert [name for name, _ in _shown(shipped, "apa saja dimensinya?", listed, second)] == ["c8"]


def test_of_a_long_table_the_rows_that_are_asked_for_are_shown_over_all_its_pages(shipped: OnnxEmbedder) -> None:
    def page(number: int, names: list[str]) -> Passage:
        rows = "\n".join(f"| {name} | Proyek rencana {place} |" for place, name in enumerate(names))
        return _passage(number, f"| Kota | Proyek |\n| --- | --- |\n{rows}", "Daftar", page=number)

    first, second = page(1, ["Phuket"] * 2 + ["Hanoi"] * 6), page(2, ["Hanoi"] * 5 + ["Phuket"])
    third = page(3, ["Manila"] * 3)
    assert _shown(shipped, "proyek Phuket dalam daftar?", first, second, third) == [
        ("c1", ("Phuket\tProyek rencana 0", "Phuket\tProyek rencana 1")),
        ("c2", ("Phuket\tProyek rencana 5",)),
    ]
    ((_, whole),) = _shown(shipped, "proyek apa?", third)
    assert len(whole) == 3


def test_of_a_long_text_the_list_stays_whole(shipped: OnnxEmbedder) -> None:
    text = " ".join(f"Acara nomor {number} diadakan pada hari lain di tempat yang jauh." for number in range(20))
    passage = _passage(1, f"{text}\n\n- sungai;\n- udara.", "Daftar")
    ((_, said),) = _shown(shipped, "apa yang dijaga?", passage)
    assert said[-2:] == ("sungai;", "udara.")
    assert len(" ".join(said).split()) < 130


@pytest.mark.parametrize("heading", [(), ("Bab I", "Pasal 5", "ayat (1)")])
def test_the_last_headings_tell_where_it_stands(shipped: OnnxEmbedder, heading: tuple[str, ...]) -> None:
    passage = _passage(1, "Kota melapor.", *heading)
    (part,) = excerpts(passage, [passage], Query("lapor?", "id"), shipped)
    assert part.headings == (heading[-2:] or (REPORT.title,))


def test_below_an_answer_of_ours_few_words_are_shown(shipped: OnnxEmbedder) -> None:
    others = " ".join(OTHER.replace("lain", f"ke-{number}") for number in range(6))
    passage = _passage(3, f"{others} Luas taman kota 12 hektare.", "Taman", page=4)
    (part,) = brief_excerpts([passage], Query("berapa luas taman kota?", "id"), shipped)
    text = " ".join(statement.text for block in part.blocks for statement in block.statements)
    assert "12 hektare" in text
    assert len(text.split()) <= 60
