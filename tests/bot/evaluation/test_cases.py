"""Golden cases: what is accepted, and what the shipped set must hold."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.evaluation.cases import Case, in_split, load_calibration, load_cases
from knowledge.errors import ConfigError

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden"
VALID = """
- id: one
  collection: ascn
  language: id
  style: chat
  expect: answered
  question: ascn itu apa
  required: [jejaring, ['2018', 'april']]
  sections: [ascn-basics#what-is-ascn]
"""


@pytest.fixture(scope="module")
def shipped() -> list[Case]:
    return load_cases(GOLDEN)


def test_a_case_is_read_with_alternatives(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(VALID, encoding="utf-8")
    (case,) = load_cases(tmp_path)
    assert case.question == "ascn itu apa"
    assert [len(fact) for fact in case.required] == [1, 2]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("expect: answered", "expect: perhaps"), "expect"),
        (("question: ascn itu apa", "turns: []"), "turns"),
        (("question: ascn itu apa", "turns: [a]\n  question: b"), "either question or turns"),
        (("[jejaring,", "['(',"), "not a regular expression"),
        (("  required: [jejaring, ['2018', 'april']]\n", ""), "needs required facts"),
        (("ascn-basics#what-is-ascn", "ascn-basics"), "document#anchor"),
        (("style: chat", "style: chat\n  colour: red"), "colour"),
    ],
)
def test_a_wrong_case_is_named_with_its_problem(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    (tmp_path / "a.yaml").write_text(VALID.replace(*change), encoding="utf-8")
    with pytest.raises(ConfigError, match=problem) as caught:
        load_cases(tmp_path)
    assert "a.yaml, case 1 (one)" in str(caught.value)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    broken = VALID.replace("id: one", "id: two").replace("style: chat", "style: loud")
    (tmp_path / "a.yaml").write_text(VALID + VALID + broken + "- 7\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_cases(tmp_path)
    assert all(part in str(caught.value) for part in ("stands twice", "style", "not a mapping"))


@pytest.mark.parametrize("content", ["a: [", "just: a mapping"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a\.yaml"):
        load_cases(tmp_path)


def test_a_folder_without_cases_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no golden cases"):
        load_cases(tmp_path)


def test_the_splits_hold_every_case_once(shipped: list[Case]) -> None:
    dev, kept = in_split(shipped, "dev"), in_split(shipped, "kept")
    assert len(dev) + len(kept) == len(shipped) == len(in_split(shipped, None))
    assert 0.25 < len(kept) / len(shipped) < 0.42


def test_the_shipped_set_is_broad_enough(shipped: list[Case]) -> None:
    kinds, expected = Counter(case.kind for case in shipped), Counter(case.expect for case in shipped)
    assert len(shipped) >= 300
    assert expected["refused"] >= 45
    assert expected["indicator"] >= 70
    assert kinds["unsafe"] >= 25
    assert kinds["false-premise"] >= 15
    assert sum(len(case.turns) > 1 for case in shipped) >= 12
    assert {case.collection for case in shipped} == {"ascn", "asean-2045", "sni", "none"}
    combinations = Counter((case.language, case.style) for case in shipped)
    assert min(combinations[language, style] for language in ("id", "en") for style in ("formal", "chat")) >= 60


def test_every_section_expected_stands_in_the_corpus(shipped: list[Case]) -> None:
    known = _sections_of_the_corpus()
    assert [(case.id, section) for case in shipped for section in case.sections if section not in known] == []


def test_no_golden_question_is_a_question_of_the_corpus(shipped: list[Case]) -> None:
    asked = _asked_in_the_corpus()
    assert [case.id for case in shipped for turn in case.turns[-1:] if turn.casefold() in asked] == []


def test_the_calibration_questions_are_of_both_kinds_and_languages() -> None:
    questions = load_calibration(GOLDEN)
    kinds = {(one.language, bool(one.sections)) for one in questions}
    assert kinds == {("id", True), ("id", False), ("en", True), ("en", False)}
    assert len({one.question for one in questions}) == len(questions) >= 800


def test_no_calibration_question_is_a_golden_one_or_one_of_the_corpus(shipped: list[Case]) -> None:
    golden = {turn.casefold() for case in shipped for turn in case.turns}
    known = golden | _asked_in_the_corpus()
    assert [one.question for one in load_calibration(GOLDEN) if one.question.casefold() in known] == []


def test_every_section_of_a_calibration_question_exists() -> None:
    known = _sections_of_the_corpus()
    wrong = [one for one in load_calibration(GOLDEN) if not known.issuperset(one.sections)]
    assert wrong == []


@pytest.mark.parametrize("content", [None, "- a list", "answered: {de: [Frage]}"])
def test_a_wrong_file_of_calibration_questions_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "calibration.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"calibration\.yaml"):
        load_calibration(tmp_path)


def _sections_of_the_corpus() -> set[str]:
    return {
        f"{file.name.split('.')[0]}#{anchor}"
        for file in (ROOT / "knowledge" / "corpus").glob("*/*.id.md")
        for anchor in re.findall(r"^## .*\{#([\w-]+)\}", file.read_text(encoding="utf-8"), re.MULTILINE)
    }


def _asked_in_the_corpus() -> set[str]:
    return {
        line.strip(" -\n").casefold()
        for file in (ROOT / "knowledge" / "corpus").glob("*/*.md")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("  - ")
    }
