"""Whether a sentence is borne out by the passages it cites: decided without a model, sentence by sentence."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.embedding.base import Embedder, Vectors
from knowledge.grounding.problems import Problem, coverage, problems
from knowledge.grounding.roles import exchanged
from knowledge.grounding.ties import substitutes
from knowledge.grounding.windows import Window, windows_of
from knowledge.grounding.wording import Wording, read_wording

#: What share of its words a passage must hold, and how near in meaning it must be: either is enough.
_ENOUGH = ((0.8, 0.4), (0.65, 0.72))
_ENOUGH_ACROSS = ((0.75, 0.4), (0.5, 0.6), (0.35, 0.75))  # in the other language
_OWN = 0.55  # share of the words that must stand in the window itself, not in what it is said under
_OWN_LISTED = 0.4
_SHORT = 0.7  # share of the words of a part, where the whole is borne out
_SAME = 0.95  # share of its words from which its meaning need not be compared
_ALIKE = 0.45  # cosine of two words from which one may stand for the other
_LOOKED_AT = 2  # windows whose meaning is compared
_REMEMBERED = 2048  # vectors of windows and sentences
_PART = re.compile(
    r"; |\. |, (?=(?:dan|serta|sedangkan|sementara|tetapi|namun|lalu|kemudian|and|while|whereas|but|then|as well as)\b)"
    r"| (?=(?:dan|serta|sedangkan|sementara|tetapi|lalu|kemudian|and|while|whereas|but|then)\b)"
)
_FEWEST = 2  # words with a topic, below which a part says nothing by itself
_LISTED = re.compile(
    r"(?<!\w)(?:[A-Z][\w-]{1,30}(?: [A-Z][\w-]{1,30}){0,3}, ){0,12}[A-Z][\w-]{1,30}(?: [A-Z][\w-]{1,30}){0,3},? "
    r"(?:dan|serta|and|atau|or) [A-Z][\w-]{1,30}(?: [A-Z][\w-]{1,30}){0,3}"
)
_LISTED_PART = re.compile(r",? (?:dan|serta|and|atau|or) |, ")


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage that a sentence may cite: its text with citation marks, and what it stands under."""

    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is borne out: by which windows, or what is wrong with it. ``score`` is the share of its words
    that stand there."""

    supported: bool
    score: float = 0.0
    windows: tuple[Window, ...] = ()
    problems: tuple[Problem, ...] = ()


class Verifier:
    """Verifies sentences.

    Args:
        embedder: tells how near in meaning a sentence and a window are, in one language or both.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Vectors] = {}
        self._lock = threading.Lock()

    def verify(self, sentence: str, grounds: Sequence[Ground]) -> Verdict:
        """Whether a sentence without its citation marks is borne out by the passages that it cites.

        Args:
            sentence: what is said, in either language.
            grounds: the passages that it cites.
        """
        found = self._verified(sentence, grounds)
        statements = dict.fromkeys(text for window in found.windows for text in window.statements)
        if found.supported and any(exchanged(read_wording(sentence), read_wording(text)) for text in statements):
            return replace(found, supported=False, problems=("tie",))
        return found

    def _verified(self, sentence: str, grounds: Sequence[Ground]) -> Verdict:
        windows = _windows(grounds)
        if not windows:
            return Verdict(False, problems=("citation",))
        if verbatim := _verbatim(sentence, windows):
            return Verdict(True, 1.0, (verbatim,))
        whole = self._best(sentence, windows)
        if whole.supported and ";" not in sentence:
            return whole
        for parts in (_parts(sentence), [] if ";" in sentence else _each_named(sentence)):
            if len(parts) < 2:
                continue
            found = [self._best(part, windows) for part in parts]
            # What the whole is borne out by may bear a short part out in fewer words, where nothing is denied.
            eased = whole.supported and not _denies(sentence, whole)
            if all(one.supported or (eased and not _hard(one) and one.score >= _SHORT) for one in found):
                used = tuple(dict.fromkeys(window for one in found for window in one.windows))
                return Verdict(True, min(one.score for one in found), used)
        return replace(whole, supported=False, problems=whole.problems or ("words",))

    @staticmethod
    def judged(sentence: str, grounds: Sequence[Ground]) -> list[Verdict]:
        """What is wrong with a sentence beside each window of its passages, the best first; meaning left aside."""
        said = read_wording(sentence)
        return sorted((_judged(said, window) for window in _windows(grounds)), key=_rank, reverse=True)

    def _best(self, sentence: str, windows: Sequence[Window]) -> Verdict:
        """How the window that bears most of a sentence out does so."""
        said = read_wording(sentence)
        judged = sorted((_judged(said, window) for window in windows), key=_rank, reverse=True)
        best = judged[0]
        if not best.problems and best.score >= _SAME:
            return replace(best, supported=True)
        # What another window says of all its words but denies is not borne out by one that holds fewer of them.
        denied = max((one for one in judged if "denial" in one.problems), key=_rank, default=best)
        if denied.score >= _SAME:
            return denied
        fit = [one for one in judged[:_LOOKED_AT] if not one.problems and one.score >= _ENOUGH_ACROSS[-1][0]]
        near = self._likeness(sentence, [one.windows[0].text for one in fit])
        for one, likeness in zip(fit, near, strict=True):
            across = said.language != one.windows[0].language
            if not across and self._substituted(said, one.windows[0]):
                continue
            if any(one.score >= least and likeness >= like for least, like in (_ENOUGH_ACROSS if across else _ENOUGH)):
                return replace(one, supported=True)
        return best if best.problems else replace(best, problems=("words",))

    def _substituted(self, said: Wording, window: Window) -> bool:
        """Whether a word of the sentence stands in place of one that means something else."""
        pairs = list(substitutes(said, read_wording(window.text), read_wording(window.context)))
        return any(self._likeness(word, [other])[0] < _ALIKE for word, other in pairs[:_LOOKED_AT])

    def _likeness(self, sentence: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        with self._lock:
            missing = [text for text in dict.fromkeys((sentence, *texts)) if text not in self._vectors]
        made = self._embedder.embed_passages(missing) if missing else ()
        with self._lock:
            self._vectors |= zip(missing, made, strict=True)
            vectors = [self._vectors[text] for text in (sentence, *texts)]
            while len(self._vectors) > _REMEMBERED:
                del self._vectors[next(iter(self._vectors))]
        return [float(vector @ vectors[0]) for vector in vectors[1:]]


def _hard(verdict: Verdict) -> bool:
    return bool(set(verdict.problems) - {"words"})


def _denies(sentence: str, verdict: Verdict) -> bool:
    texts = (sentence, *(text for window in verdict.windows for text in window.statements))
    return any("denial" in read_wording(text).markers for text in texts)


def _windows(grounds: Sequence[Ground]) -> list[Window]:
    return [window for ground in grounds for window in windows_of(ground.text, ground.heading)]


def _rank(verdict: Verdict) -> tuple[bool, float]:
    return not verdict.problems, verdict.score


def _verbatim(sentence: str, windows: Sequence[Window]) -> Window | None:
    """The window that is this sentence, or begins with it: what stands before words may turn them round."""
    plain = sentence.strip(" .;")
    stated = ((window, text) for window in windows for text in (window.text, *window.statements))
    return next((window for window, text in stated if len(plain.split()) > _FEWEST and _begins(text, plain)), None)


def _begins(text: str, plain: str) -> bool:
    """Whether a text begins with these words and pauses there: what follows at once may restrict what they say."""
    return text.startswith(plain) and text[len(plain) : len(plain) + 1] in ("", ".", ",", ";", ":")


def _judged(said: Wording, window: Window) -> Verdict:
    stands, around = read_wording(window.text), read_wording(window.context)
    found = tuple(dict.fromkeys(problems(said, stands, around, window)))
    lead = read_wording(window.lead)
    own = sum(max(stands.bears(term), lead.bears(term)) for term in said.terms) / len(said.terms) if said.terms else 1.0
    if own < (_OWN if window.kind in ("clause", "sentence") else _OWN_LISTED):
        found = (*found, "words")
    return Verdict(False, coverage(said, stands, around), (window,), found)


def _parts(sentence: str) -> list[str]:
    """What a sentence says one after the other; what says nothing by itself stays with what is before it."""
    parts: list[str] = []
    for part in _PART.split(sentence):
        ended = part == sentence or sentence[max(0, sentence.find(part) - 2)] == ";"
        if parts and min(_length(part), _length(parts[-1])) <= (1 if ended else _FEWEST):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


def _length(part: str) -> int:
    said = read_wording(part)
    return len(said.terms) + len(said.figures)


def _each_named(sentence: str) -> list[str]:
    """A sentence on several names as one on each: ``A dan B bergabung`` as ``A bergabung``, ``B bergabung``."""
    listed = _LISTED.search(sentence)
    if listed is None:
        return [sentence]
    before, after = sentence[: listed.start()], sentence[listed.end() :]
    return [f"{before}{name}{after}" for name in _LISTED_PART.split(listed[0]) if name]
