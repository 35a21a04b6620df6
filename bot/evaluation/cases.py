"""Golden cases: questions with what a right answer must hold, loaded from YAML and checked."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, field_validator, model_validator

from knowledge.documents import LANGUAGES, Language
from knowledge.errors import ConfigError

Split = Literal["dev", "kept"]
Expect = Literal["answered", "indicator", "partly", "refused", "declined", "smalltalk"]
SPLITS: tuple[Split, ...] = ("dev", "kept")
FILE_LIMIT = 2_000_000  # bytes of one file of cases
CASES_LIMIT = 5000
CALIBRATION = "calibration.yaml"  # beside the cases: questions that the calibration is fitted on
_TURNS_LIMIT = 12


@dataclass(frozen=True, slots=True)
class CalibrationQuestion:
    """A question and the sections of which any one answers it; none when the documents do not."""

    question: str
    language: Language
    sections: tuple[str, ...]


def _pattern(text: Any) -> re.Pattern[str]:
    """A pattern for normalised text; see :func:`bot.evaluation.scoring.normalise`."""
    if isinstance(text, re.Pattern):
        return text
    try:
        return re.compile(str(text), re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"“{text}” is not a regular expression ({error})") from None


def _fact(value: Any) -> Any:
    """A fact is a list of alternatives; a single one may be written without brackets."""
    return value if isinstance(value, list) else [value]


Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]
Fact = Annotated[tuple[Pattern, ...], BeforeValidator(_fact)]


class Case(BaseModel):
    """One golden question, the last of its ``turns``.

    ``required`` are facts, each a tuple of alternative patterns of which one must be found; ``forbidden`` are patterns
    of statements that must not be made. ``citation`` is looked for in "title | publisher | locator | document id" of
    every citation; where there is none, one citation has to come from a document of ``sections``. ``sections``
    (``ascn-duties#duties``) are the corpus sections of which any one answers the question.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str
    collection: Literal["ascn", "asean-2045", "sni", "none"]
    language: Language
    style: Literal["formal", "chat"]
    expect: Expect
    turns: tuple[str, ...]
    required: tuple[Fact, ...] = ()
    forbidden: tuple[Pattern, ...] = ()
    citation: Pattern | None = None
    sections: tuple[str, ...] = ()
    kind: Literal["", "follow-up", "false-premise", "near-miss", "outside", "unpublished", "unsafe"] = ""

    @property
    def split(self) -> Split:
        """``kept`` for about a third of the cases, by the hash of the id, so that nobody chooses."""
        return "kept" if hashlib.sha256(self.id.encode()).digest()[0] % 3 == 0 else "dev"

    @property
    def question(self) -> str:
        """The question that is scored."""
        return self.turns[-1]

    @field_validator("turns")
    @classmethod
    def _few_turns(cls, turns: tuple[str, ...]) -> tuple[str, ...]:
        if not 0 < len(turns) <= _TURNS_LIMIT or not all(turn.strip() for turn in turns):
            raise ValueError(f"a case has 1 to {_TURNS_LIMIT} turns, none of them empty")
        return turns

    @field_validator("sections")
    @classmethod
    def _named_sections(cls, sections: tuple[str, ...]) -> tuple[str, ...]:
        for section in sections:
            if not re.fullmatch(r"[a-z0-9-]+#[a-z0-9-]+", section):
                raise ValueError(f"“{section}” is not document#anchor")
        return sections

    @model_validator(mode="after")
    def _checkable(self) -> Case:
        if self.expect in {"answered", "indicator", "partly"} and not self.required:
            raise ValueError("a case that expects an answer needs required facts")
        return self


def load_cases(path: Path) -> list[Case]:
    """The cases of a YAML file, or of every YAML file of a folder, in the order of file names.

    Raises:
        ConfigError: there is none, one is not as it should be, or an id stands twice; the text lists every problem.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    files = [file for file in files if file.is_file() and file.name != CALIBRATION]
    if not files:
        raise ConfigError(f"There are no golden cases in {path}; name their folder with --cases.")
    problems: list[str] = []
    cases: dict[str, Case] = {}
    for file in files:
        for number, entry in enumerate(_entries(file), 1):
            try:
                case = _case(entry)
            except (ValidationError, ConfigError) as error:
                problems.append(f"{file.name}, case {number} ({_name(entry)}): {_reason(error)}")
                continue
            if case.id in cases:
                problems.append(f"{file.name}: the id {case.id} stands twice")
            cases[case.id] = case
    if len(cases) > CASES_LIMIT:
        problems.append(f"{len(cases)} cases are more than {CASES_LIMIT}")
    if problems:
        raise ConfigError("These golden cases need attention:\n  " + "\n  ".join(problems))
    return list(cases.values())


def load_calibration(folder: Path) -> list[CalibrationQuestion]:
    """The questions of ``calibration.yaml``.

    Raises:
        ConfigError: it is missing, or not as it should be.
    """
    file = folder / CALIBRATION
    if not file.is_file():
        raise ConfigError(f"{file} is missing; it holds the questions that the calibration is fitted on.")
    content = _yaml(file)
    try:
        return [
            *(
                CalibrationQuestion(question["question"], language, tuple(question["sections"]))
                for language in LANGUAGES
                for question in content["answered"][language]
            ),
            *(
                CalibrationQuestion(question, language, ())
                for language in LANGUAGES
                for question in content["outside"][language]
            ),
        ]
    except (KeyError, TypeError):
        raise ConfigError(f"{file} must map answered and outside to the questions of id and en.") from None


def in_split(cases: list[Case], split: Split | None) -> list[Case]:
    """The cases of one split; all without one."""
    return [case for case in cases if split is None or case.split == split]


def _yaml(file: Path) -> Any:
    if file.stat().st_size > FILE_LIMIT:
        raise ConfigError(f"{file} is larger than {FILE_LIMIT // 1_000_000} MB.")
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} is not YAML: {error}") from None


def _entries(file: Path) -> list[Any]:
    entries = _yaml(file) or []
    if not isinstance(entries, list):
        raise ConfigError(f"{file} must hold a list of cases.")
    return entries


def _case(entry: Any) -> Case:
    if not isinstance(entry, dict):
        raise ConfigError("it is not a mapping")
    fields = dict(entry)
    if ("question" in fields) == ("turns" in fields):
        raise ConfigError("it needs either question or turns")
    if "question" in fields:
        fields["turns"] = [fields.pop("question")]
    return Case.model_validate(fields)


def _name(entry: Any) -> str:
    return str(entry.get("id", "without id")) if isinstance(entry, dict) else "without id"


def _reason(error: ValidationError | ConfigError) -> str:
    if isinstance(error, ConfigError):
        return str(error)
    return "; ".join(
        f"{'.'.join(str(part) for part in item['loc']) or 'case'}: {item['msg']}"
        for item in error.errors(include_url=False, include_input=False)
    )
