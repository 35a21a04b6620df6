"""Whether the letters of a text layer are words: a wrong table of characters or a poor recognition leaves none."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from knowledge.documents import LANGUAGES
from knowledge.language.function_words import function_words
from knowledge.language.lexicon import Lexicon

_STRETCH = 80  # words that are judged together
_FEWEST = 6
_SMALL_WORDS = 0.06  # share of them that running text has at least
_BROKEN = 0.2  # share of words with signs amid their letters that no text has
_KNOWN = 0.2  # share of known words below which a text is none of the languages spoken here
# Letters that the languages spoken here and their neighbours' names do not have: the font of a heading that is mapped
# wrongly writes them amid words. Vietnamese, Turkish and Central European names seldom come in such numbers.
_STRANGE = re.compile("[A-Za-z][µ¾¨³«]|[µ¾¨³«][A-Za-z]{2}|[ĀāĆ-ďĒ-ħĪ-ņŊŋŎ-ŝŢ-ŧŪ-ž]")
_MOST_STRANGE = 0.05  # of the words, and
_FEW_STRANGE = 3
_UNLIKELY = -6.7  # mean logarithm of the likelihood of two letters: names of any language are above
_NEVER = -12.0  # the same for two letters that never follow each other
_EDGES = ".,;:!?()[]{}\"'“”‘’«»…•–—-*/<>|\u00ad\ufffe"
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PLAIN_WORD = re.compile(r"[^\W\d_]++(?:['’./&:,\u00ad-][^\W\d_]++)*+")
_CODE = re.compile(
    r"[A-Za-z]{0,8}[\d.,/:_()-]{2,}[A-Za-z]{0,8}|[A-Za-z]{1,8}[\d.,]+|[\d.,]+[A-Za-z]{1,8}|\w{1,3}"
    r"|[\w.+-]{1,60}@[\w.-]+|(?:https?:|www\.|#)\S+|\w+(?:[/&=+|]\w*)++"
)


def are_words(text: str) -> bool:
    """Whether a text, and every longer stretch of it, is made of words.

    A text without the small words of the languages spoken here is looked at letter by letter: lists of names, other
    languages and codes are words as well. What is too short to tell, and other scripts, are taken for words.
    """
    words = [word for token in text.split() if (word := token).isalpha() or _LETTER.search(word := token.strip(_EDGES))]
    strange = sum(_STRANGE.search(word) is not None for word in words if not word.isascii())
    if strange > max(_FEW_STRANGE, _MOST_STRANGE * len(words)):
        return False
    stretches = [words[start : start + _STRETCH] for start in range(0, len(words), _STRETCH)]
    if len(stretches) > 1 and len(stretches[-1]) < _STRETCH // 2:
        stretches[-2:] = [stretches[-2] + stretches[-1]]
    return all(map(_is_wording, stretches))


def _is_wording(words: Sequence[str]) -> bool:
    if len(words) < _FEWEST:
        return True
    small = _small_words()
    if sum(map(_is_broken, words)) > _BROKEN * len(words):
        return False
    if sum(map(small.__contains__, map(str.lower, words))) >= _SMALL_WORDS * len(words):
        return True
    plain = [word.lower() for word in words if len(word) > 2 and word.isascii() and word.isalpha()]
    if len(plain) < _FEWEST or len(plain) < len(words) / 3:
        return True
    known, likelihoods = _known()
    if sum(word in known for word in plain) >= _KNOWN * len(plain):
        return True
    pairs = [likelihoods.get(pair, _NEVER) for word in plain for pair in _pairs(word)]
    return math.fsum(pairs) / len(pairs) > _UNLIKELY


def _is_broken(word: str) -> bool:
    if word.isalpha() or _PLAIN_WORD.fullmatch(word) or _CODE.fullmatch(word):
        return False
    return _LATIN.search(word) is not None


@cache
def _small_words() -> frozenset[str]:
    return frozenset[str]().union(*(function_words("document", language) for language in LANGUAGES))


def _pairs(word: str) -> list[str]:
    padded = f" {word} "
    return [one + other for one, other in pairwise(padded)]


@cache
def _known() -> tuple[frozenset[str], Mapping[str, float]]:
    """The words of the lexicon, and how likely two letters follow each other in them."""
    lexicon = Lexicon.load()
    words = frozenset(word for word in (*lexicon.from_indonesian, *lexicon.from_english) if " " not in word)
    counts = Counter(pair for word in words for pair in _pairs(word))
    every = counts.total()
    return words, {pair: math.log(count / every) for pair, count in counts.items()}
