"""Messages as people write them: conversations run through the real answering, printed to be graded by reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.answer_text import plain_text, source_lines
from knowledge.answers import Answer
from knowledge.errors import ConfigError

FILE_LIMIT = 5_000_000  # bytes of a set
_HISTORY = 4  # earlier answers that a channel hands over, too


class Answering(Protocol):
    """What answers messages: ``knowledge.answering.pipeline.AnswerPipeline``."""

    def answer(self, text: str, *, history: Sequence[Answer] = ()) -> Answer:
        """Answer one message."""
        ...


class PeopleTurn(BaseModel):
    """One message of a set. Those with the same ``chain`` are one conversation, in their order.

    ``wants`` tells the grader what a right reaction holds in kind. Checks for a machine, where the writer gave any:
    ``must`` and ``must_not`` are patterns on the answer in lower case, ``lead`` those of which one must stand in its
    first paragraph, ``outcome`` how it must end, ``words`` how long it may be.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    chain: str | int | None = None
    kind: str
    question: str
    wants: str = ""
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    outcome: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A message with its answer."""

    turn: PeopleTurn
    answer: Answer

    @property
    def faults(self) -> list[str]:
        """Which checks the answer fails."""
        turn, text = self.turn, plain_text(self.answer).casefold()
        lead = next((part for part in text.split("\n\n") if len(part.split()) > 3), "")
        found = [f"lacks {wanted}" for wanted in turn.must if not re.search(wanted, text)]
        found += [f"says {unwanted}" for unwanted in turn.must_not if re.search(unwanted, text)]
        if turn.lead and not any(re.search(wanted, lead) for wanted in turn.lead):
            found.append("does not lead with it")
        if turn.outcome and self.answer.outcome.value != turn.outcome:
            found.append(f"ends as {self.answer.outcome.value}")
        if turn.words and len(text.split()) > turn.words:
            found.append(f"takes {len(text.split())} words")
        return found

    @property
    def checked(self) -> bool:
        """Whether the writer of the set gave any checks."""
        turn = self.turn
        return bool(turn.must or turn.must_not or turn.lead or turn.outcome or turn.words)


def load_turns(path: Path) -> list[PeopleTurn]:
    """The messages of a set (JSON lines), in order.

    Raises:
        ConfigError: the file cannot be read, or a line is no message; the text names the line.
    """
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise ConfigError(f"{path} is larger than {FILE_LIMIT // 1_000_000} MB and cannot be a set of messages.")
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The messages in {path} cannot be read ({error}).") from None
    return [_turn(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def ask_all(
    turns: Sequence[PeopleTurn], answering: Answering, on_progress: Callable[[int, int], None] = lambda done, of: None
) -> list[Told]:
    """Ask them, conversations with what was said before in them."""
    said: dict[str | int, list[Answer]] = {}
    told = []
    for done, turn in enumerate(turns, 1):
        before = said.setdefault(turn.chain, []) if turn.chain is not None else []
        answer = answering.answer(turn.question, history=before[-_HISTORY:])
        before.append(answer)
        told.append(Told(turn, answer))
        on_progress(done, len(turns))
    return told


def transcript(told: Sequence[Told]) -> Iterator[str]:
    """The messages with their answers as text, to be graded by reading."""
    for one in told:
        turn, answer = one.turn, one.answer
        head = f"### {turn.id} [{turn.kind}]" + (f" conversation {turn.chain}" if turn.chain is not None else "")
        parts = [head, f"Q: {turn.question}"]
        parts += [f"WANTS: {turn.wants}"] if turn.wants else []
        parts += [f"OUTCOME: {answer.outcome.value}", f"A: {plain_text(answer)}"]
        parts += [f"SOURCES: {' | '.join(source_lines(answer.citations, answer.language))}"] if answer.citations else []
        parts += [f"FAULTS: {'; '.join(one.faults)}"] if one.faults else []
        yield "\n".join(parts) + "\n"


def _turn(path: Path, number: int, line: str) -> PeopleTurn:
    try:
        return PeopleTurn.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise ConfigError(f"{path}, line {number}: {where}: {problem['msg']}") from None
