"""Text without what nobody sees."""

from __future__ import annotations

import re
import unicodedata

# What looks like a citation mark of ours: "[7]" in an answer, "[@tor, cl. 4]" in the starter corpus.
_MARK = re.compile(r"[\[［](\s*+(?:@[^\[\]［］]*+|\d[\d\s,;–-]*+))[\]］]")
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def clean(text: str) -> str:
    """Text in composed form without control, private and invisible characters, its ``[7]`` written ``{7}``.

    Invisible characters can hide instructions from a reader, and lone surrogates cannot be stored. A number in square
    brackets is a citation mark in answers: a document's own would be taken for one of ours.
    """
    composed = unicodedata.normalize("NFC", text)
    if not composed.replace("\n", "").replace("\t", "").isprintable():
        composed = "".join(c for c in composed if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    return _MARK.sub(r"{\1}", composed)


# What shows as nothing without being a format character: joiners, fillers, variation selectors, a blank Braille cell.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_READ = 100_000  # characters; the rest of a longer text is not even looked at


def clean_question(text: str) -> str:
    """A question as it is worked on: composed Unicode, no invisible or control characters, single spaces.

    Format characters (Unicode category Cf, such as zero-width spaces, directional overrides and tag characters) can
    hide instructions from a reader, so they go.
    """
    visible = (
        character if character.isprintable() else " " if character.isspace() else ""
        for character in _BLANK.sub("", text[:_READ])
        if unicodedata.category(character) not in {"Cf", "Co", "Cs", "Cn"}
    )
    return unicodedata.normalize("NFC", " ".join("".join(visible).split()))
