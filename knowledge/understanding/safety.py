"""What a message must not be helped with, or needs care: learned from whole messages, most of them indirect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from knowledge.embedding.base import Embedder
from knowledge.understanding.acts import Said
from knowledge.understanding.heads import head
from knowledge.understanding.shapes import pattern

#: The gravest first. A message in distress, or in acute danger, is met with care; the others are declined.
UNSAFE: Final = ("emergency", "distress", "danger", "personal", "forgery", "bribery", "injection")
#: Probability from which a message is taken for one of them: care is given sooner, since it harms nobody.
SURE_ENOUGH: Final = {
    "emergency": 0.45,
    "distress": 0.37,
    "danger": 0.65,
    "personal": 0.55,
    "forgery": 0.7,
    "bribery": 0.7,
    "injection": 0.7,
}
_ALONE: Final = 0.98  # and for a sentence of several by itself, which may only sound so
_FEW: Final = 5  # words that by themselves hardly say what is wanted, such as "and teachers?"
_FEW_WORDS: Final = 0.95
_IN_NEED: Final = 0.52  # sum of the two that are met with care, where neither is plain by itself
_CARE_ALONE: Final = 0.9
_SUSPECT: Final = 0.3  # probability of an act from which a sentence is looked at as a message too
_TOGETHER: Final = 0.86  # sum of the two
_BY_ITSELF: Final = 0.8  # of a sentence of several that the message bears out
_AMONG_OTHERS: Final = 0.5
_SHORTEST: Final = 5  # characters of a message that can do anything of the kind
_OF_THE_FIELD: Final = 0.85  # indicators are of crime, death and misery, too
_FEWEST_FIGURES: Final = 2  # in a text that is little more than figures
_WINDOW: Final = 4  # sentences that are looked at together


def unsafe_in(said: Sequence[Said], embedder: Embedder) -> str:
    """The gravest of what a message does that it must not be helped with, or "".

    Args:
        said: the sentences of the message, in order, with what each does.
        embedder: the shipped one.
    """
    sentences = [sentence.text for sentence in said]
    if sum(len(sentence) for sentence in sentences) < _SHORTEST:
        return ""
    windows = [
        " ".join(sentences[start : start + _WINDOW]) for start in range(0, max(len(sentences) - 1, 1), _WINDOW - 1)
    ]
    found = _told(windows, embedder) | _told(sentences if len(sentences) > 1 else (), embedder, _ALONE)
    found |= _agreed(said, embedder) if len(said) == 1 else _borne_out(sentences, windows, embedder)
    return next((kind for kind in UNSAFE if kind in found), "")


def _agreed(said: Sequence[Said], embedder: Embedder) -> set[str]:
    """What a message of one sentence does by what both heads tell together."""
    suspect = [one for one in said if max(one.probabilities.get(kind, 0.0) for kind in UNSAFE) >= _SUSPECT]
    suspect = [one for one in suspect if not _is_figures(one.text)]
    found = set()
    for one, vector in zip(suspect, embedder.embed_questions([one.text for one in suspect]), strict=True):
        probabilities = head("safety").probabilities([one.text], vector)
        found |= {kind for kind in UNSAFE if probabilities[kind] + one.probabilities.get(kind, 0.0) >= _TOGETHER}
    return found


def _borne_out(sentences: Sequence[str], windows: Sequence[str], embedder: Embedder) -> set[str]:
    """What is declined that a sentence tells by itself and those around it do not take back, however harmless they are:
    "… to watch activists? May we call it an indicator?"."""
    alone, together = (
        [head("safety").probabilities([text], vector) for text, vector in zip(texts, vectors, strict=True)]
        for texts, vectors in ((texts, embedder.embed_questions(texts)) for texts in (sentences, windows))
    )
    return {
        kind
        for kind in UNSAFE
        if kind not in ("distress", "emergency")
        and max(one[kind] for one in alone) >= _BY_ITSELF
        and max(one[kind] for one in together) >= _AMONG_OTHERS
    }


def _told(texts: Sequence[str], embedder: Embedder, least: float = 0.0) -> set[str]:
    safety = head("safety")
    found = set()
    for text, vector in zip(texts, embedder.embed_questions(texts), strict=True):
        probabilities = safety.probabilities([text], vector)
        # Who is in need does not speak of standards; who forges or bribes may well speak of the network.
        of_the_field = pattern("field").search(text.casefold()) is not None
        of_indicators = pattern("indicator").search(text) is not None
        for kind in UNSAFE:
            in_need = kind in ("distress", "emergency")
            enough = _OF_THE_FIELD if of_indicators or (in_need and of_the_field) else SURE_ENOUGH[kind]
            alone = least if len(text.split()) > _FEW else max(least, _FEW_WORDS)
            alone = min(least, _CARE_ALONE) if in_need else alone
            alone = max(alone, _CARE_ALONE) if _is_figures(text) else alone
            if probabilities[kind] >= max(alone, enough):
                found.add(kind)
        need = probabilities["emergency"] + probabilities["distress"]
        if need >= max(least, _IN_NEED) and not of_the_field and not _is_figures(text):
            found.add("distress")
    return found


def _is_figures(text: str) -> bool:
    """Whether a text is little more than figures with their names, such as "computers 5,200, pupils 78,000"."""
    words = text.split()
    figures = sum(any(letter.isdigit() for letter in word) for word in words)
    return figures >= _FEWEST_FIGURES and len(words) <= 2 * figures
