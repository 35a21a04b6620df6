"""The starter corpus is sound, and the check that says so finds what it must."""

from pathlib import Path

import pytest

from ingest.corpus.checks import check_corpus

CORPUS = Path(__file__).parents[3] / "knowledge" / "corpus"


def _edit(corpus: Path, old: str, new: str, language: str = "en") -> list[str]:
    path = corpus / "ascn" / f"ascn-test.{language}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return check_corpus(corpus)


def test_the_shipped_corpus_is_sound() -> None:
    assert check_corpus(CORPUS) == []


def test_a_sound_corpus_has_no_problems(corpus: Path) -> None:
    assert check_corpus(corpus) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{#route}", "{#path}", "anchors of the twins differ"),
        ("{#route}", "", "does not end with an anchor"),
        ("[@tor, cl. 7]", "", "no source is given for: A city is proposed"),
        ("It hands in: [@tor, cl. 7;\n@note, p. 2]", "It hands in:", "no source is given for: - a vision"),
        ("@note, p. 2", "@nota, p. 2", "no source 'nota'"),
        ("F1 F2", "F1 F2 F9", "no fact F9"),
        ("F1 F2", "F1", "the twins state different facts"),
        ("  - 2045\n", "", "2 ways of asking"),
        ("  - how does a city join?", "  - how: does a city join?", "not a list of plain texts"),
        ("a plan.", "a **plan**.", "bold, links, headings and HTML"),
        ("a plan.", "a plan [7].", "numbers in square brackets"),
        ("a plan.", "a plan " * 250, "at most 200"),
        ("as_of: 2026-01\n", "", "exactly the keys"),
        ("collection: ascn", "collection: other", "collection or language"),
        ("-->", "", "exactly one comment"),
        ("as_of: 2026-01", "as_of: 2025-01", "'as_of' differs"),
        ("as_of: 2026-01", "as_of: 2026-01\nreview_after: 6", "'review_after' differs"),
        ("as_of: 2026-01", "as_of: 2026-01\nreview_after: soon", "not a number of months"),
        ("facts: F1 F2", "facts: F1 F2\nas_of: 2026-11", "'as_of' or 'gap' differs"),
        ("facts: F1 F2", "facts: F1 F2\nas_of: last year", "not a year or a year-month"),
        ("facts: F1 F2", "facts: F1 F2\ngap: part", "'as_of' or 'gap' differs"),
    ],
)
def test_the_check_names_what_is_wrong(corpus: Path, old: str, new: str, problem: str) -> None:
    assert problem in " ".join(_edit(corpus, old, new))


@pytest.mark.parametrize(
    ("shown", "problem"),
    [
        ("", "has no 'shown' question"),
        ("how does a city join?", "not a whole question"),
        ("How does a city join", "not a whole question"),
        ("How come?", "not a whole question"),
        (f"How does a city join {'the network ' * 5}?", "at most 75 characters"),
        ("Gimana kota bergabung?", "a word of chats: 'Gimana'"),
        ("Kota yg bergabung wajib apa?", "a word of chats: 'yg'"),
        ("Is there a fee, min?", "a word of chats: 'min'"),
        ("What is gonna happen to a city?", "a word of chats: 'gonna'"),
    ],
)
def test_a_question_on_a_button_is_well_formed(corpus: Path, shown: str, problem: str) -> None:
    (found,) = _edit(corpus, "shown: How does a city join?", f"shown: {shown}")
    assert found.startswith("ascn/ascn-test.en.md#route: it")
    assert problem in found


@pytest.mark.parametrize("shown", ["Apa gagasan ASCN?", "What is the minimum fee?", "2045 atau 2025?", f"A{'a' * 73}?"])
def test_a_well_formed_question_may_stand_on_a_button(corpus: Path, shown: str) -> None:
    assert _edit(corpus, "shown: How does a city join?", f"shown: {shown}") == []


def test_two_sections_share_no_question_on_a_button(corpus: Path) -> None:
    for language, title in (("en", "Another way"), ("id", "Cara lain")):
        path = corpus / "ascn" / f"ascn-test.{language}.md"
        text = path.read_text(encoding="utf-8")
        section = text[text.index("## ") :].replace("{#route}", "{#other}").replace("## ", f"## {title} ")
        question = "How does a city join?" if language == "en" else "Bagaimana kota bergabung?"
        other = "HOW DOES A CITY JOIN?" if language == "en" else "Bagaimana cara lain bergabung?"
        path.write_text(text + "\n" + section.replace(question, other), encoding="utf-8")
    assert check_corpus(corpus) == [
        "ascn-test#route and ascn-test#other share the shown question 'how does a city join?'."
    ]


def test_the_check_misses_no_fact_of_class_a(corpus: Path) -> None:
    _edit(corpus, "F1 F2", "F1")
    assert "Fact F2 (class A) is stated in no text." in _edit(corpus, "F1 F2", "F1", "id")


def test_the_check_asks_for_the_twin(corpus: Path) -> None:
    (corpus / "ascn" / "ascn-test.en.md").unlink()
    assert "ascn-test: the English twin is missing." in check_corpus(corpus)
