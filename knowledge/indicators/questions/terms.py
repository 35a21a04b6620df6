"""Words of questions about indicators."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import Stemmer
from rapidfuzz import fuzz

from knowledge.documents import Language
from knowledge.indicators.questions.cues import DENOMINATOR
from knowledge.language.messages import Messages

WORD = re.compile(r"[^\W_]+(?:\.\d+)*")
_INDONESIAN = Stemmer.Stemmer("indonesian")
_ENGLISH = Stemmer.Stemmer("english")
_WORDS = Messages("knowledge.indicators.questions", "terms.yaml").content
CHAT: dict[str, str] = _WORDS["chat"]
STOP_WORDS = frozenset(_WORDS["stop_words"].split())
FRAME_WORDS = frozenset(_WORDS["frame_words"].split())
THEME_FRAME = frozenset(_WORDS["theme_frame"].split())
# Abbreviations that in small letters are an English function word.
_CAPITALS = re.compile(r"(?<=[a-z] )(?:IT|TI)\b|^(?:IT|TI)\b(?= [a-z])")
# Written apart, joined or with a hyphen.
_COMPOUNDS = (
    (re.compile(r"\bwi[- ]fi\b"), "wifi"),
    (re.compile(r"\bwaste[- ]water\b"), "wastewater"),
    (re.compile(r"\bself[- ]driving\b|\b(?:jalan|nyetir|menyetir|kemudi) sendiri\b"), "selfdriving"),
    (re.compile(r"\bstart[- ]ups?\b"), "startup"),
    (re.compile(r"\bheat[- ]?wave"), "heat wave"),
    (re.compile(r"\be[- ]?waste\b"), "sampah elektronik"),
    (re.compile(r"\bblank[- ]?spot\b"), "blank spot"),
    (re.compile(r"\b(?:trash|garbage|litter|rubbish|refuse|waste) (?:can|bin|container|basket)(?=s?\b)"), "bin"),
    (re.compile(r"\b(?:tong|bak|keranjang) sampah\b"), "tempat sampah"),
    (re.compile(r"\bindikator(?=\d)"), "indikator "),
)


def normalise(text: str) -> str:
    """Lower-case text in compatible Unicode form with chat spellings written out and 'indikator' spelled right."""
    plain = _CAPITALS.sub("ICT", unicodedata.normalize("NFKC", text)).lower()
    plain = plain.translate({0x2019: "'", 0x2013: "-", 0x2014: "-", 0x2212: "-"})
    spelled = re.sub(r"[^\W\d_]+(?:\d(?![\d.,]\d|\d))?", lambda match: _spelled(match[0]), plain)
    for written, meant in _COMPOUNDS:
        spelled = written.sub(meant, spelled)
    return " ".join(spelled.split())


@cache
def _spelled(word: str) -> str:
    if word in CHAT:
        return CHAT[word]
    if word.endswith("2") and len(word) > 4:  # said twice: gedung2
        return _spelled(word[:-1])
    if len(word) >= 7 and word[0] == "i" and fuzz.ratio(word.removesuffix("nya")[:9], "indikator") >= 75:
        return "indikator"
    return word


@cache
def stem(word: str) -> str:
    """One stem for words of both languages; English after Indonesian, so that mixed text needs no guess."""
    bare = word[:-3] if word.endswith("nya") and len(word) > 5 else word
    british = re.sub(r"(?<=\w{4})iz(?=e|ing|ation)", "is", bare)
    return str(_ENGLISH.stemWord(_INDONESIAN.stemWord(british)))


# The stem of every synonym, and the one that stands for its meaning.
_MEANINGS = {stem(word): stem(meaning) for meaning, group in _WORDS["synonyms"].items() for word in group.split()}


def words(text: str, language: Language) -> list[str]:
    """The words of a normalised text that describe a subject: without function words and the frame of a question."""
    # English "air" is written as Indonesian "water": the one word of the catalogue that means two things.
    plain = re.sub(r"\bair\b", "udara", text) if language == "en" else text
    found = WORD.findall(DENOMINATOR.sub(" ", plain))
    return [
        word
        for word in found
        if word not in STOP_WORDS and word not in FRAME_WORDS and not word[0].isdigit() and len(word) > 1
    ]


def names_subject(text: str, language: Language) -> bool:
    """Whether a text as it was typed has a subject of its own, beside the words of asking for an indicator."""
    return any(word not in THEME_FRAME for word in words(normalise(text), language))


def terms(text: str, language: Language) -> list[str]:
    """The search terms of a normalised text: stems of its subject words, one for all synonyms."""
    return [term_of(word) for word in words(text, language)]


def term_of(word: str) -> str:
    """The search term of one subject word."""
    term = stem(word)
    return _MEANINGS.get(term, term)
