"""Step 1: what is let in: cleaned, of bearable length, without personal data."""

from __future__ import annotations

import re
import unicodedata

from knowledge import personal_data
from knowledge.answering.context import Context
from knowledge.answering.phrases import say
from knowledge.answers import Outcome, Paragraph

# What shows as nothing without being a format character: joiners, fillers, variation selectors, a blank Braille cell.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_READ = 100_000  # characters; the rest of a longer text is not even looked at


class Admit:
    """Cleans a question, masks personal data in it and turns away what is empty or too long.

    Args:
        limit: longest question, in characters.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit

    def __call__(self, context: Context) -> None:
        """Replace the text by what is worked on, warn of personal data, or finish as declined."""
        text = clean(context.text)
        if found := personal_data.find(text):
            kinds = ", ".join(sorted({finding.label(context.language) for finding in found}))
            context.notice = say("admission", "personal", context.language, kinds=kinds)
            text = personal_data.mask(text)
        context.text = context.question = text[: self._limit]
        if not text:
            context.finish(Outcome.DECLINED, Paragraph(text=say("admission", "empty", context.language)))
        elif len(text) > self._limit:
            said = say("admission", "too_long", context.language, limit=str(self._limit))
            context.finish(Outcome.DECLINED, Paragraph(text=said))


def clean(text: str) -> str:
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
