"""Turns the data into batches: sentences with a target vector, and questions with the passages that answer them."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import bm25s

from knowledge.language.lexicon import Lexicon
from tools.train.data import RUNNING_SOURCES, SOFTWARE_SOURCES, Asked, Pair, TrainingData
from tools.train.lexicon import words

WORD = re.compile(r"[A-Za-z]+")
NEIGHBOURS = 12
MAX_PARAGRAPH = 700
PARAGRAPHS = 8000
#: How often own sentences are seen in one pass; which part of the software strings and dictionary words is.
OWN_PASSES, SOFTWARE_SHARE, DICTIONARY_SHARE = 2, 0.15, 0.25


@dataclass(frozen=True, slots=True)
class Distilled:
    """``text`` shall have the vector that the teacher gives to ``english``; a gloss is trusted less."""

    text: str
    english: str
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Answered:
    """``question`` shall be nearest to ``passage`` among the passages of its batch."""

    question: str
    passage: str


class Rewriter:
    """Rewrites text for robustness: chat spelling, single words in the other language, typing errors, word-by-word
    glosses."""

    def __init__(self, data: TrainingData, lexicon: Lexicon, rng: random.Random) -> None:
        self.lexicon = lexicon
        self.rng = rng
        self.chat_forms: dict[str, list[str]] = defaultdict(list)
        for standard, chat in data.noise:
            self.chat_forms[standard].append(chat)

    def chat(self, text: str, share: float) -> str:
        """Write ``share`` of the words that have a chat form in it, in lower case, and mistype one word in forty."""
        return WORD.sub(lambda match: self._chat_word(match[0], share), text.lower())

    def glossed(self, text: str, *, english: bool, share: float = 1.0) -> str:
        """Replace ``share`` of the words by their translation into the other language; ``english`` says which
        language ``text`` is in. Names and unknown words stay."""
        table = self.lexicon.from_english if english else self.lexicon.from_indonesian
        return WORD.sub(lambda match: self._gloss_word(match[0], table.get(match[0].lower(), ()), share), text)

    def _gloss_word(self, word: str, translations: Sequence[tuple[str, float]], share: float) -> str:
        if not translations or (share < 1 and self.rng.random() > share):
            return word
        likely = translations[:3] if share < 1 else translations[:1]
        return self.rng.choices([text for text, _ in likely], [weight**2 for _, weight in likely])[0]

    def _chat_word(self, word: str, share: float) -> str:
        forms = self.chat_forms.get(word)
        if forms and self.rng.random() < share:
            return self.rng.choice(forms)
        if len(word) > 4 and self.rng.random() < 0.025:
            place = self.rng.randrange(1, len(word) - 1)
            swapped = word[place + 1] + word[place]
            return word[:place] + (swapped if self.rng.random() < 0.5 else word[place + 1]) + word[place + 2 :]
        return word


def paragraphs(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Two to four neighbouring sentences of one text as one pair."""
    found, start = [], 0
    while start < len(pairs) - 4:
        run = pairs[start : start + rng.choice((2, 3, 4))]
        if run[0].source in RUNNING_SOURCES and run[-1].source == run[0].source:
            joined = Pair("paragraph", _joined([p.indonesian for p in run]), _joined([p.english for p in run]))
            if max(len(joined.indonesian), len(joined.english)) < MAX_PARAGRAPH:
                found.append(joined)
            start += len(run)
        else:
            start += 1
    rng.shuffle(found)
    return found[:PARAGRAPHS]


def distilled(data: TrainingData, rewriter: Rewriter) -> Iterator[list[Distilled]]:
    """One pass over the translated texts after another, for ever; each is a new sample and a new rewriting."""
    rng = rewriter.rng
    own = [pair for pair in data.pairs if pair.source.startswith("own")]
    software = [pair for pair in data.pairs if pair.source in SOFTWARE_SOURCES]
    core = [pair for pair in data.pairs if pair.source not in SOFTWARE_SOURCES and not pair.source.startswith("own")]
    longer = paragraphs(data.pairs, rng)
    passages = list(dict.fromkeys(passage for _, passage in data.wikipedia))
    terms = [*data.own_terms * 3, *data.dictionary]
    while True:
        sample = own * OWN_PASSES + core + rng.sample(software, int(len(software) * SOFTWARE_SHARE))
        sample += rng.sample(longer, len(longer) // 3)
        items = [Distilled(_varied(pair.indonesian, rewriter), pair.english) for pair in sample]
        for pair in rng.sample(sample, len(sample) // 4):
            share = rng.choice((0.0, 0.3, 0.6))
            items.append(Distilled(rewriter.glossed(pair.english, english=True, share=share), pair.english))
        items += [Distilled(term, english) for term, english in rng.sample(terms, int(len(terms) * DICTIONARY_SHARE))]
        for passage in rng.sample(passages, len(passages) // 3):
            items.append(Distilled(passage, rewriter.glossed(passage, english=False), trust=0.4))
        for question, _ in rng.sample(data.wikipedia, len(data.wikipedia) // 3):
            gloss = rewriter.glossed(question, english=False)
            items.append(Distilled(_varied(question, rewriter), gloss, trust=0.4))
        yield items


def answered(data: TrainingData, rewriter: Rewriter, size: int) -> Iterator[list[Answered]]:
    """Batches of questions with different passages, for ever: two of three from Wikipedia, in which half of the
    passages are BM25 neighbours of one another; one of three from the own questions, across languages."""
    rng = rewriter.rng
    by_passage: dict[str, list[str]] = defaultdict(list)
    for question, passage in data.wikipedia:
        by_passage[passage].append(question)
    passages = list(by_passage)
    near = _neighbours(passages)
    for number in count():
        if number % 3 == 2:
            yield [_own_question(row, rewriter) for row in rng.sample(data.asked, size)]
            continue
        chosen = dict.fromkeys(rng.sample(range(len(passages)), max(1, size // NEIGHBOURS)))
        for seed in list(chosen):
            chosen.update(dict.fromkeys(near[seed]))
        chosen = dict.fromkeys(rng.sample(list(chosen), min(size // 2, len(chosen))))
        while len(chosen) < size:
            chosen[rng.randrange(len(passages))] = None
        yield [_wikipedia_question(rng.choice(by_passage[passages[row]]), passages[row], rewriter) for row in chosen]


def _own_question(row: Asked, rewriter: Rewriter) -> Answered:
    rng = rewriter.rng
    question = rng.choice((row.chat, row.formal, row.english))
    passage = rng.choice((row.passage_indonesian, row.passage_english))
    return Answered(_varied(question, rewriter), passage)


def _wikipedia_question(question: str, passage: str, rewriter: Rewriter) -> Answered:
    chance = rewriter.rng.random()
    if chance < 0.25:
        return Answered(rewriter.glossed(question, english=False), passage)
    if chance < 0.45:
        return Answered(_varied(question, rewriter), rewriter.glossed(passage, english=False))
    return Answered(rewriter.chat(question, 0.7) if chance < 0.65 else question, passage)


def _varied(text: str, rewriter: Rewriter) -> str:
    return rewriter.chat(text, 0.6) if rewriter.rng.random() < 0.15 else text


def _neighbours(passages: Sequence[str]) -> list[list[int]]:
    tokens = [words(passage) for passage in passages]
    index = bm25s.BM25()
    index.index(tokens, show_progress=False)
    rows, _ = index.retrieve([passage[:25] for passage in tokens], k=NEIGHBOURS, show_progress=False)
    return [[int(other) for other in row if other != number] for number, row in enumerate(rows)]


def _joined(sentences: Sequence[str]) -> str:
    return " ".join(text if text.endswith((".", "?", "!")) else text + "." for text in sentences)
