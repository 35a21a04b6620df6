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
        ("how does a city join?", "how: does a city join?", "not a list of plain texts"),
        ("a plan.", "a **plan**.", "bold, links, headings and HTML"),
        ("a plan.", "a plan [7].", "numbers in square brackets"),
        ("a plan.", "a plan " * 250, "at most 200"),
        ("as_of: 2026-01\n", "", "exactly the keys"),
        ("collection: ascn", "collection: other", "collection or language"),
        ("-->", "", "exactly one comment"),
        ("as_of: 2026-01", "as_of: 2025-01", "'as_of' differs"),
    ],
)
def test_the_check_names_what_is_wrong(corpus: Path, old: str, new: str, problem: str) -> None:
    assert problem in " ".join(_edit(corpus, old, new))


def test_the_check_misses_no_fact_of_class_a(corpus: Path) -> None:
    _edit(corpus, "F1 F2", "F1")
    assert "Fact F2 (class A) is stated in no text." in _edit(corpus, "F1 F2", "F1", "id")


def test_the_check_asks_for_the_twin(corpus: Path) -> None:
    (corpus / "ascn" / "ascn-test.en.md").unlink()
    assert "ascn-test: the English twin is missing." in check_corpus(corpus)
