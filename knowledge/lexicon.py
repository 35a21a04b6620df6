"""The Indonesian–English lexicon: weighted translations, words of chat and which words are English."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MODEL_FOLDER = Path(__file__).parent / "model"
LEXICON_FILE = MODEL_FOLDER / "lexicon.tsv.gz"
MAX_PHRASE_WORDS = 4

Translations = Mapping[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Translations in both directions, chat spellings and the language a word is mostly written in.

    ``from_indonesian`` and ``from_english`` map a lower-case word or phrase (its tokens joined by one space) to
    translations with weights in 0..1, best first; ``stems`` maps Indonesian stems to the translations of their most
    frequent word, for forms that are not listed. ``spellings`` maps chat forms to standard forms. ``english`` are
    the words seen more often in English than in Indonesian, ``mostly_english`` those seen more than three times as
    often: the first decides in which direction a word is translated, the second how it is stemmed.
    """

    from_indonesian: Translations
    from_english: Translations
    stems: Translations
    spellings: Mapping[str, str]
    english: frozenset[str]
    mostly_english: frozenset[str]

    @classmethod
    def load(cls, path: Path = LEXICON_FILE) -> Lexicon:
        """Read a lexicon file written by :meth:`save`; raises ``FileNotFoundError`` or ``ValueError``."""
        return _load(path) if path == LEXICON_FILE else _read(path)

    def save(self, path: Path) -> None:
        """Write one line per entry, so that a rebuilt file can be compared with the old one."""
        lines = []
        for kind, table in (("id", self.from_indonesian), ("en", self.from_english), ("stem", self.stems)):
            for term, translations in sorted(table.items()):
                targets = "|".join(f"{target}:{weight:.2f}" for target, weight in translations)
                lines.append(f"{kind}\t{term}\t{targets}")
        lines += [f"chat\t{chat}\t{standard}" for chat, standard in sorted(self.spellings.items())]
        lines += [f"lang\t{word}\t{'e' if word in self.mostly_english else '='}" for word in sorted(self.english)]
        path.parent.mkdir(parents=True, exist_ok=True)
        # No name and no time in the header: equal content gives an equal file.
        path.write_bytes(gzip.compress("\n".join(lines).encode() + b"\n", mtime=0))

    def normalise(self, word: str) -> str:
        """The standard form of a chat spelling (may be several words), or the word itself."""
        return self.spellings.get(word, word)

    def translate(self, term: str) -> Sequence[tuple[str, float]]:
        """Translations of a lower-case word or phrase into the other language, best first; empty if unknown."""
        first, second = self.from_indonesian, self.from_english
        if term in self.english:
            first, second = second, first
        return first.get(term) or second.get(term) or ()


@cache
def _load(path: Path) -> Lexicon:
    return _read(path)


def _read(path: Path) -> Lexicon:
    tables: dict[str, dict[str, tuple[tuple[str, float], ...]]] = {"id": {}, "en": {}, "stem": {}}
    spellings: dict[str, str] = {}
    english: set[str] = set()
    mostly_english: set[str] = set()
    for number, line in enumerate(gzip.decompress(path.read_bytes()).decode().splitlines(), 1):
        kind, term, value = _fields(line, path, number)
        if kind == "chat":
            spellings[term] = value
        elif kind == "lang":
            english.add(term)
            if value == "e":
                mostly_english.add(term)
        else:
            pairs = (target.rpartition(":") for target in value.split("|"))
            tables[kind][term] = tuple((target, float(weight)) for target, _, weight in pairs)
    return Lexicon(tables["id"], tables["en"], tables["stem"], spellings, frozenset(english), frozenset(mostly_english))


def _fields(line: str, path: Path, number: int) -> tuple[str, str, str]:
    fields = line.split("\t")
    if len(fields) != 3 or fields[0] not in {"id", "en", "stem", "chat", "lang"}:
        raise ValueError(f"Line {number} of the lexicon {path.name} is damaged. Reinstall the package.")
    return fields[0], fields[1], fields[2]
