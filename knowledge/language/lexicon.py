"""The Indonesian–English lexicon: weighted translations, words of chat and which words are English."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import Stemmer

MODEL_FOLDER = Path(__file__).parents[1] / "model"
LEXICON_FILE = MODEL_FOLDER / "lexicon.tsv.gz"
MAX_PHRASE_WORDS = 4
#: Kinds of lines that hold translations, in the order of the lexicon's fields.
TABLES = ("id", "en", "id-stem", "en-stem")

Translations = Mapping[str, tuple[tuple[str, float], ...]]


class _AsWritten(Translations):
    """Translations as they stand in a file, of which a question needs a few: each is read when it is asked for."""

    def __init__(self, written: dict[str, str]) -> None:
        self._written = written

    def __getitem__(self, term: str) -> tuple[tuple[str, float], ...]:
        pairs = (target.rpartition(":") for target in self._written[term].split("|"))
        return tuple((target, float(weight)) for target, _, weight in pairs)

    def __contains__(self, term: object) -> bool:
        return term in self._written

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Translations in both directions, chat spellings and the language a word is mostly written in.

    ``from_indonesian`` and ``from_english`` map a lower-case word or phrase (its tokens joined by one space) to
    translations with weights in 0..1, best first; ``stems_indonesian`` and ``stems_english`` map stems to stems, for
    forms that are rare or not listed. ``spellings`` maps chat forms to standard forms. ``english`` are
    the words seen more often in English than in Indonesian, ``mostly_english`` those seen more than three times as
    often: the first decides in which direction a word is translated, the second how it is stemmed.
    """

    from_indonesian: Translations
    from_english: Translations
    stems_indonesian: Translations
    stems_english: Translations
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
        tables = self.from_indonesian, self.from_english, self.stems_indonesian, self.stems_english
        for kind, table in zip(TABLES, tables, strict=True):
            for term, translations in sorted(table.items()):
                targets = "|".join(f"{target}:{weight:.2f}" for target, weight in translations)
                lines.append(f"{kind}\t{term}\t{targets}")
        lines += [f"chat\t{chat}\t{standard}" for chat, standard in sorted(self.spellings.items())]
        lines += [f"lang\t{word}\t{'e' if word in self.mostly_english else '='}" for word in sorted(self.english)]
        path.parent.mkdir(parents=True, exist_ok=True)
        # No name and no time in the header: equal content gives an equal file.
        path.write_bytes(gzip.compress("\n".join(lines).encode() + b"\n", mtime=0))

    def normalise(self, word: str) -> str:
        """The standard form of a chat spelling (may be several words), or the word itself. ``-in`` on a word that is
        not known is the spoken ``-kan`` or ``-i``: ``diluncurin`` is ``diluncurkan``."""
        if word in self.spellings or not word.endswith("in") or word in self.from_indonesian or word in self.english:
            return self.spellings.get(word, word)
        written = (f"{word[:-2]}{suffix}" for suffix in ("kan", "i"))
        return next((form for form in written if form in self.from_indonesian), word)

    def translate(self, term: str) -> Sequence[tuple[str, float]]:
        """Translations of a lower-case word or phrase into the other language, best first; empty if unknown."""
        first, second = self.from_indonesian, self.from_english
        if term in self.english:
            first, second = second, first
        return first.get(term) or second.get(term) or ()

    def translate_stem(self, stem: str, *, english: bool) -> Sequence[tuple[str, float]]:
        """Stems of the other language for a stem, best first; empty if unknown."""
        first, second = self.stems_indonesian, self.stems_english
        if english:
            first, second = second, first
        return first.get(stem) or second.get(stem) or ()


class Stems:
    """Stems words in the language that they are mostly written in; codes and numbers stay whole."""

    def __init__(self, mostly_english: frozenset[str]) -> None:
        self._mostly_english = mostly_english
        self._indonesian = Stemmer.Stemmer("indonesian")
        self._english = Stemmer.Stemmer("english")
        self._known: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """The stem of a lower-case word."""
        if word not in self._known:
            if any(character.isdigit() for character in word):
                self._known[word] = word
            else:
                stemmer = self._english if word in self._mostly_english else self._indonesian
                self._known[word] = stemmer.stemWord(word)
        return self._known[word]


@cache
def _load(path: Path) -> Lexicon:
    return _read(path)


def _read(path: Path) -> Lexicon:
    kinds: dict[str, dict[str, str]] = {kind: {} for kind in (*TABLES, "chat", "lang")}
    for number, line in enumerate(gzip.decompress(path.read_bytes()).decode().splitlines(), 1):
        try:
            kind, term, value = line.split("\t")
            kinds[kind][term] = value
        except (ValueError, KeyError):
            raise ValueError(f"Line {number} of the lexicon {path.name} is damaged. Reinstall the package.") from None
    from_indonesian, from_english, stems_indonesian, stems_english = (_AsWritten(kinds[kind]) for kind in TABLES)
    return Lexicon(
        from_indonesian=from_indonesian,
        from_english=from_english,
        stems_indonesian=stems_indonesian,
        stems_english=stems_english,
        spellings=kinds["chat"],
        english=frozenset(kinds["lang"]),
        mostly_english=frozenset(word for word, value in kinds["lang"].items() if value == "e"),
    )
