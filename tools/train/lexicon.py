"""Builds the lexicon from word alignment, the own terms, the glossary and FreeDict."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import groupby

import Stemmer

from knowledge.lexicon import MAX_PHRASE_WORDS, Lexicon
from tools.train.alignment import TokenPair, translation_probabilities
from tools.train.data import SOFTWARE_SOURCES, Pair, TrainingData

WORD = re.compile(r"[a-z]+")
MAX_SENTENCE = 40
KEPT_TRANSLATIONS = 6
#: How often a text counts, against 1 for a sentence of a handbook.
OWN_WEIGHT, OWN_TERM_WEIGHT, DICTIONARY_WEIGHT = 3, 6, 3
OWN_TERM_LEAST, DICTIONARY_LEAST, STEM_LEAST = 0.4, 0.3, 0.15

Table = dict[str, tuple[tuple[str, float], ...]]


def build_lexicon(data: TrainingData) -> Lexicon:
    """Word translations weigh ``√(P(en|id)·P(id|en))`` of IBM Model 1; terms of the own lexicon and the glossary
    weigh at least 0.4 and dictionary entries that were not seen in a sentence 0.3."""
    sentences = list(_sentences(data))
    to_english = translation_probabilities(sentences)
    to_indonesian = translation_probabilities([(english, indonesian) for indonesian, english in sentences])
    weights: dict[tuple[str, str], float] = {}
    for (indonesian, english), probability in to_english.items():
        back = to_indonesian.get((english, indonesian), 0.0)
        if back > 0:
            weights[indonesian, english] = math.sqrt(probability * back)
    english_words, mostly_english = _languages(data)
    _raise_terms(weights, data.own_terms, OWN_TERM_LEAST)
    known = {term for pair, weight in weights.items() if weight >= DICTIONARY_LEAST for term in pair}
    unknown = [pair for pair in data.dictionary if _is_missing(pair, known, english_words)]
    _raise_terms(weights, unknown, DICTIONARY_LEAST)
    for short, full in data.abbreviations:
        weights[" ".join(words(short)), " ".join(words(full))] = OWN_TERM_LEAST
    from_indonesian = _table(weights.items())
    from_english = _table(((english, indonesian), weight) for (indonesian, english), weight in weights.items())
    return Lexicon(
        from_indonesian=from_indonesian,
        from_english=from_english,
        stems=_by_stem(from_indonesian, _frequencies(data)),
        spellings={chat: standard for chat, standard in data.spellings.items() if chat != standard},
        english=english_words,
        mostly_english=mostly_english,
    )


def words(text: str) -> list[str]:
    """Lower-case words of a text; a reduplicated word (kota-kota) counts once."""
    return [word for word, _ in groupby(WORD.findall(text.lower()))]


def _sentences(data: TrainingData) -> Iterable[TokenPair]:
    for pair in data.pairs:
        if pair.source == "mo_ui" and len(pair.english) >= 60:
            continue
        yield from [_tokens(pair)] * (OWN_WEIGHT if pair.source.startswith("own") else 1)
    for weight, terms in ((OWN_TERM_WEIGHT, data.own_terms), (DICTIONARY_WEIGHT, data.dictionary)):
        for indonesian, english in terms:
            yield from [(words(indonesian), words(english))] * weight


def _tokens(pair: Pair) -> TokenPair:
    return words(pair.indonesian)[:MAX_SENTENCE], words(pair.english)[:MAX_SENTENCE]


def _raise_terms(weights: dict[tuple[str, str], float], terms: Iterable[tuple[str, str]], least: float) -> None:
    for indonesian, english in terms:
        source, target = words(indonesian), words(english)
        if 0 < len(source) <= MAX_PHRASE_WORDS and 0 < len(target) <= MAX_PHRASE_WORDS:
            key = " ".join(source), " ".join(target)
            weights[key] = max(weights.get(key, 0.0), least)


def _by_stem(table: Table, frequencies: Counter[str]) -> Table:
    """Translations of a stem: those of its most frequent word. They serve forms that were never translated."""
    stem = Stemmer.Stemmer("indonesian").stemWord
    best: dict[str, str] = {}
    for word in table:
        if " " not in word and table[word][0][1] >= STEM_LEAST:
            key = stem(word)
            if key not in best or frequencies[word] > frequencies[best[key]]:
                best[key] = word
    return {key: table[word][:3] for key, word in best.items()}


def _is_missing(pair: tuple[str, str], known: set[str], english: frozenset[str]) -> bool:
    """Whether a dictionary entry tells something new; FreeDict also has English explanations as if Indonesian."""
    indonesian, target = words(pair[0]), words(pair[1])
    explained = len(indonesian) > 1 and any(word in english for word in indonesian)
    return not explained and not (" ".join(indonesian) in known and " ".join(target) in known)


def _table(weights: Iterable[tuple[tuple[str, str], float]]) -> Table:
    grouped: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (source, target), weight in weights:
        if source != target:
            grouped[source].append((target, round(weight, 2)))
    return {
        source: tuple(sorted(targets, key=lambda item: (-item[1], item[0]))[:KEPT_TRANSLATIONS])
        for source, targets in grouped.items()
    }


def _frequencies(data: TrainingData) -> Counter[str]:
    counts: Counter[str] = Counter()
    for pair in data.pairs:
        counts.update(words(pair.indonesian) * (1 if pair.source in SOFTWARE_SOURCES else 3))
    for question, passage in data.wikipedia:
        counts.update(words(question + " " + passage))
    return counts


def _languages(data: TrainingData) -> tuple[frozenset[str], frozenset[str]]:
    indonesian = _frequencies(data)
    english: Counter[str] = Counter()
    for pair in data.pairs:
        english.update(words(pair.english) * (1 if pair.source in SOFTWARE_SOURCES else 3))
    for source, target in (*data.dictionary, *data.own_terms):
        indonesian.update(words(source))
        english.update(words(target))
    return (
        frozenset(word for word, count in english.items() if count > indonesian[word]),
        frozenset(word for word, count in english.items() if count > 3 * indonesian[word]),
    )
