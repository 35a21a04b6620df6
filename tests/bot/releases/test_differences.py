"""Two answers as one text."""

from __future__ import annotations

from bot.releases.differences import answer_differences
from knowledge.answers import Paragraph
from tests.bot.journals import an_answer


def test_words_are_compared_and_texts_with_little_in_common_stand_one_after_the_other() -> None:
    before = an_answer().model_copy(update={"blocks": (Paragraph(text="Kota melapor setiap tahun kepada NR."),)})
    after = before.model_copy(update={"blocks": (Paragraph(text="Kota melapor setiap bulan kepada NR."),)})
    changed = [(one.kind, one.text) for one in answer_differences(before, after) if one.kind != "same"]
    assert changed == [("removed", "tahun"), ("added", "bulan")]
    other = before.model_copy(
        update={"blocks": (Paragraph(text="No fee is due, and none is planned."),), "citations": ()}
    )
    assert [one.kind for one in answer_differences(before, other)] == ["removed", "added"]
