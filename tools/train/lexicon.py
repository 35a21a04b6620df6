"""Builds the lexicon from word alignment, the own terms, the glossary and FreeDict."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from knowledge.language.lexicon import MAX_PHRASE_WORDS, Lexicon, Stems
from tools.train.alignment import TokenPair, translation_probabilities
from tools.train.data import SOFTWARE_SOURCES, Pair, TrainingData

WORD = re.compile(r"[a-z]+")
MAX_SENTENCE = 40
KEPT_TRANSLATIONS = 6
#: How often a text counts, against 1 for a sentence of a handbook.
OWN_WEIGHT, OWN_TERM_WEIGHT, DICTIONARY_WEIGHT = 3, 6, 3
OWN_TERM_LEAST, DICTIONARY_LEAST, STEM_LEAST = 0.4, 0.3, 0.05
#: What a word of the English vocabulary counts beside the words of the sentences.
VOCABULARY_WEIGHT = 10

Table = dict[str, tuple[tuple[str, float], ...]]
Weights = dict[tuple[str, str], float]


def build_lexicon(data: TrainingData, english_vocabulary: Collection[str]) -> Lexicon:
    """Word translations weigh ``√(P(en|id)·P(id|en))`` of IBM Model 1; terms of the own lexicon and the glossary
    weigh at least 0.4 and dictionary entries that were not seen in a sentence 0.3. The same over stems serves forms
    that are rare or were not seen. ``english_vocabulary`` tells English words that the data lacks."""
    dictionary = _without_explanations(data, _languages(data, (), english_vocabulary)[0])
    english_words, mostly_english = _languages(data, dictionary, english_vocabulary)
    sentences = list(_sentences(data, dictionary))
    weights = _symmetric(sentences)
    _raise_terms(weights, data.own_terms, OWN_TERM_LEAST)
    known = {term for pair, weight in weights.items() if weight >= DICTIONARY_LEAST for term in pair}
    _raise_terms(weights, (pair for pair in dictionary if not _is_known(pair, known)), DICTIONARY_LEAST)
    for short, full in data.abbreviations:
        weights[" ".join(words(short)), " ".join(words(full))] = OWN_TERM_LEAST
    stem = Stems(mostly_english).stem
    by_stem = _symmetric([([stem(word) for word in one], [stem(word) for word in other]) for one, other in sentences])
    return Lexicon(
        from_indonesian=_table(weights.items()),
        from_english=_table(_turned(weights)),
        stems_indonesian=_table(by_stem.items(), STEM_LEAST),
        stems_english=_table(_turned(by_stem), STEM_LEAST),
        spellings={chat: standard for chat, standard in data.spellings.items() if chat != standard},
        english=english_words,
        mostly_english=mostly_english,
    )


def words(text: str) -> list[str]:
    """Lower-case words of a text; a reduplicated word (kota-kota) counts once."""
    return [word for word, _ in groupby(WORD.findall(text.lower()))]


def _symmetric(sentences: Sequence[TokenPair]) -> Weights:
    to_english = translation_probabilities(sentences)
    to_indonesian = translation_probabilities([(english, indonesian) for indonesian, english in sentences])
    return {
        (indonesian, english): math.sqrt(probability * back)
        for (indonesian, english), probability in to_english.items()
        if (back := to_indonesian.get((english, indonesian), 0.0)) > 0
    }


def _turned(weights: Weights) -> Iterable[tuple[tuple[str, str], float]]:
    return (((english, indonesian), weight) for (indonesian, english), weight in weights.items())


def _sentences(data: TrainingData, dictionary: Sequence[tuple[str, str]]) -> Iterable[TokenPair]:
    for pair in data.pairs:
        if pair.source == "mo_ui" and len(pair.english) >= 60:
            continue
        yield from [_tokens(pair)] * (OWN_WEIGHT if pair.source.startswith("own") else 1)
    for weight, terms in ((OWN_TERM_WEIGHT, data.own_terms), (DICTIONARY_WEIGHT, dictionary)):
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


def _without_explanations(data: TrainingData, english: frozenset[str]) -> list[tuple[str, str]]:
    """The dictionary without the English explanations that FreeDict has in the place of Indonesian ("young duck" for
    duckling)."""
    return [pair for pair in data.dictionary if not _is_english(words(pair[0]), english)]


def _is_english(text: Sequence[str], english: frozenset[str]) -> bool:
    return 2 * sum(word in english for word in text) >= len(text)


def _is_known(pair: tuple[str, str], known: set[str]) -> bool:
    return " ".join(words(pair[0])) in known and " ".join(words(pair[1])) in known


def _table(weights: Iterable[tuple[tuple[str, str], float]], least: float = 0.0) -> Table:
    grouped: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (source, target), weight in weights:
        if source != target and weight >= least:
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


def _languages(
    data: TrainingData, dictionary: Iterable[tuple[str, str]], english_vocabulary: Iterable[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Words more often English than Indonesian, and those more than three times as often."""
    indonesian = _frequencies(data)
    english: Counter[str] = Counter()
    for pair in data.pairs:
        english.update(words(pair.english) * (1 if pair.source in SOFTWARE_SOURCES else 3))
    for source, target in (*dictionary, *data.own_terms):
        indonesian.update(words(source))
        english.update(words(target))
    for word in english_vocabulary:
        if len(word) > 2 and WORD.fullmatch(word):
            english[word] += VOCABULARY_WEIGHT
    return (
        frozenset(word for word, count in english.items() if count > indonesian[word]),
        frozenset(word for word, count in english.items() if count > 3 * indonesian[word]),
    )
