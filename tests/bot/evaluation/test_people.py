"""Messages as people write them: read, asked as conversations, and written out for grading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.evaluate import evaluate_command
from bot.evaluation.people import FILE_LIMIT, PeopleTurn, Told, ask_all, load_turns, transcript
from knowledge.answers import Answer, Outcome
from knowledge.errors import ConfigError
from tests.bot.evaluation.making import answer

ASKED = {"id": "p1", "kind": "question", "question": "apa kewajiban kota?", "wants": "the six duties"}


class Recorded:
    """Answers anything, and notes what it was asked after what."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def answer(self, text: str, *, history: Sequence[Answer] = ()) -> Answer:
        """An answer that repeats the message."""
        self.asked.append((text, [before.question for before in history]))
        return answer(f"On {text}.", question=text)


def _file(tmp_path: Path, *lines: dict[str, Any] | str) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def _turn(**fields: Any) -> PeopleTurn:
    return PeopleTurn.model_validate({**ASKED, **fields})


def test_messages_are_read_in_order_and_blank_lines_left_out(tmp_path: Path) -> None:
    turns = load_turns(_file(tmp_path, ASKED, "", {**ASKED, "id": "p2", "chain": 7, "must": ["scap"], "by": "a"}))
    assert [(turn.id, turn.chain, turn.must) for turn in turns] == [("p1", None, ()), ("p2", 7, ("scap",))]


@pytest.mark.parametrize(
    ("line", "told"), [("{", "Invalid JSON"), ({"id": "x"}, "kind"), ({**ASKED, "words": "few"}, "words")]
)
def test_a_line_that_is_no_message_is_named(tmp_path: Path, line: dict[str, Any] | str, told: str) -> None:
    with pytest.raises(ConfigError, match=rf"set\.jsonl, line 3: .*{told}"):
        load_turns(_file(tmp_path, ASKED, "", line))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_turns(tmp_path / "missing.jsonl")
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_turns(path)
    path.write_bytes(b" " * (FILE_LIMIT + 1))
    with pytest.raises(ConfigError, match="larger than 5 MB"):
        load_turns(path)


def test_a_conversation_is_asked_after_what_was_said_in_it_and_no_other() -> None:
    turns = [_turn(id=f"p{number}", chain=chain, question=f"q{number}") for number, chain in enumerate("abaaaaa")]
    turns += [_turn(id="alone", question="alone"), _turn(id="alone2", question="alone2")]
    recorded, done = Recorded(), []
    told = ask_all(turns, recorded, lambda *progress: done.append(progress))
    assert recorded.asked == [
        ("q0", []),
        ("q1", []),
        ("q2", ["q0"]),
        ("q3", ["q0", "q2"]),
        ("q4", ["q0", "q2", "q3"]),
        ("q5", ["q0", "q2", "q3", "q4"]),
        ("q6", ["q2", "q3", "q4", "q5"]),
        ("alone", []),
        ("alone2", []),
    ]
    assert [one.turn for one in told] == turns
    assert done[0] == (1, 9)
    assert done[-1] == (9, 9)


@pytest.mark.parametrize(
    ("checks", "faults"),
    [
        ({}, []),
        ({"must": ["28 april", "2018"]}, []),
        ({"must": ["28 mei"]}, ["lacks 28 mei"]),
        ({"must_not": ["^maaf", "2019"]}, []),
        ({"must_not": ["2018"]}, ["says 2018"]),
        ({"lead": ["singapore", "28 april"]}, []),
        ({"lead": ["singapore"]}, ["does not lead with it"]),
        ({"outcome": "answered"}, []),
        ({"outcome": "refused"}, ["ends as answered"]),
        ({"words": 20}, []),
        ({"words": 3}, ["takes 6 words"]),
    ],
)
def test_what_a_machine_can_check_is_checked(checks: dict[str, Any], faults: list[str]) -> None:
    told = Told(_turn(**checks), answer("It was 28 April 2018."))
    assert told.faults == faults
    assert told.checked == bool(checks)


def test_a_short_line_before_the_first_paragraph_leads_nothing() -> None:
    told = Told(_turn(lead=["28 april"]), answer("It was 28 April 2018.", notice="Halo!"))
    assert told.faults == []


def test_the_transcript_shows_message_answer_sources_and_faults() -> None:
    first = Told(_turn(chain="a", must=["scap"]), answer())
    second = Told(_turn(id="p2", wants=""), answer("Maaf.", Outcome.REFUSED, citations=()))
    one, two = transcript([first, second])
    assert one.splitlines() == [
        "### p1 [question] conversation a",
        "Q: apa kewajiban kota?",
        "WANTS: the six duties",
        "OUTCOME: answered",
        "A: It was 28 April 2018. [1] [1]",
        "SOURCES: [1] clause 7: ASCN (ASEAN, Pandu's summary)",
        "FAULTS: lacks scap",
    ]
    assert two.splitlines() == ["### p2 [question]", "Q: apa kewajiban kota?", "OUTCOME: refused", "A: Maaf. [1]"]


def test_the_command_asks_a_set_and_prints_the_answers(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = typer.Typer()
    app.command()(evaluate_command)
    monkeypatch.setenv("PANDU_DATA", str(published))
    duties = {**ASKED, "question": "Apa saja kewajiban kota anggota ASCN?", "chain": 1, "must": ["scap"]}
    follows = {**ASKED, "id": "p2", "question": "terus siapa orangnya?", "chain": 1, "must": ["tidak termuat"]}
    path = _file(tmp_path, duties, follows, {**ASKED, "id": "p3", "question": "[bold]halo[/bold]"})
    done = CliRunner().invoke(app, ["--people", str(path)])
    assert done.exit_code == 0, done.output
    assert "Q: Apa saja kewajiban kota anggota ASCN?\n" in done.stdout
    assert "[bold]halo[/bold]" in done.stdout
    assert "1 of 2 messages with checks pass them" in done.stderr
    report = tmp_path / "report"
    written = CliRunner().invoke(app, ["--people", str(path), "--report", str(report)])
    assert written.exit_code == 0, written.output
    assert (report / "set.txt").read_text(encoding="utf-8").count("### ") == 3
