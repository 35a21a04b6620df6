"""From text to index terms: tokens, chat spelling, stop words, stems, and the weighted translation of a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from knowledge.language.lexicon import MAX_PHRASE_WORDS, MODEL_FOLDER, Lexicon, Stems

VERSION = 2
# A number keeps its separators and a letter in brackets (19.9, 5.1.2, 1.000.000, 17(d)); a word is a run of letters
# and digits (4G, UU23, SKPD).
TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:\([a-z]\))?(?![^\W_])|[^\W_]+")
# In chat a 2 stands for saying the word twice (kota2 = kota-kota); shorter ones are formulas (CO2, PM2).
DOUBLED = re.compile(r"(?<![^\W\d_])([^\W\d_]{4,})2(nya|an)?")
STOP_WORDS = frozenset((MODEL_FOLDER / "stop-words.txt").read_text(encoding="utf-8").split())
MAX_TRANSLATIONS = 4
MIN_WEIGHT = 0.15
#: Translations that are together less sure than this leave the rest to the word as written.
FULL_WEIGHT = 0.6

Translations = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question: as written, as indexed, and the weighted index terms of its translation.

    ``translations`` of an untranslatable word (a name, a number) is the word itself; the words of a phrase share its
    translation. Their weights sum to one for each word of a translation.
    """

    word: str
    stem: str
    translations: Translations


class Analyzer:
    """Turns passages and questions into the same terms, in Indonesian and English without asking which."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.stem = Stems(lexicon.mostly_english).stem

    def terms(self, text: str) -> list[str]:
        """The index terms of a text in order, stop words left out."""
        return [self.stem(word) for word in self._standard(tokens(text)) if word not in STOP_WORDS]

    def question(self, text: str) -> list[Term]:
        """The terms of a question with their translations, longest known phrases first."""
        return self.question_terms(tokens(text))

    def question_terms(self, question: Sequence[str]) -> list[Term]:
        """The same for a question that is cut into tokens already."""
        words = [word for word in self._standard(question) if word not in STOP_WORDS]
        terms: list[Term] = []
        while len(terms) < len(words):
            phrase, translations = self._longest(words[len(terms) :])
            terms += [Term(word, self.stem(word), translations) for word in phrase]
        return terms

    def _standard(self, words: Iterable[str]) -> Iterator[str]:
        for word in words:
            yield from self.lexicon.normalise(word).split()

    def _longest(self, words: Sequence[str]) -> tuple[Sequence[str], Translations]:
        """The longest known phrase that words start with, and what each of its words is translated to."""
        for length in range(min(MAX_PHRASE_WORDS, len(words)), 1, -1):
            if found := self.lexicon.translate(" ".join(words[:length])):
                total = length * sum(weight for _, weight in found)
                weights = self._stemmed(found[:MAX_TRANSLATIONS])
                return words[:length], tuple((stem, weight / total) for stem, weight in weights.items())
        return words[:1], self._translated(words[0])

    def _translated(self, word: str) -> Translations:
        """What the dictionary is not sure of is left to the translations of the stem, and what these are not sure of
        to the word itself, which may be a name."""
        found = [item for item in self.lexicon.translate(word) if item[1] > MIN_WEIGHT][:MAX_TRANSLATIONS]
        weights = self._stemmed(found)
        stem = self.stem(word)
        known = sum(weight for _, weight in found)
        if known < FULL_WEIGHT:
            related = self.lexicon.translate_stem(stem, english=word in self.lexicon.english)[:MAX_TRANSLATIONS]
            sure = sum(weight for _, weight in related)
            share = (FULL_WEIGHT - known) / max(FULL_WEIGHT, sure)
            for other, weight in related:
                weights[other] = weights.get(other, 0.0) + weight * share
            known += sure * share
        if known < FULL_WEIGHT - 0.01:
            weights[stem] = weights.get(stem, 0.0) + FULL_WEIGHT - known
        total = max(FULL_WEIGHT, known)
        return tuple((other, min(1.0, weight / total)) for other, weight in weights.items())

    def _stemmed(self, found: Sequence[tuple[str, float]]) -> dict[str, float]:
        weights: dict[str, float] = {}
        for translation, weight in found:
            for word in translation.split():
                if word not in STOP_WORDS:
                    stem = self.stem(word)
                    weights[stem] = weights.get(stem, 0.0) + weight
        return weights


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers and codes of a text; accents are dropped, a reduplicated word counts once."""
    text = unicodedata.normalize("NFKC", text).lower()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFD", text)
        text = "".join(character for character in decomposed if unicodedata.category(character) != "Mn")
    found = (DOUBLED.sub(r"\1\2", token.replace(",", ".")) for token in TOKEN.findall(text))
    return [token for token, _ in groupby(found)]


@cache
def default_analyzer() -> Analyzer:
    """The analyzer over the shipped lexicon."""
    return Analyzer(Lexicon.load())
