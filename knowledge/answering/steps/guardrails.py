"""Step 2: what kind of message this is."""

from __future__ import annotations

import re

from knowledge.answering.context import Context
from knowledge.answering.texts import TEXTS, patterns, say
from knowledge.answers import Outcome, Paragraph

_SMALLTALK_LIMIT = 90  # characters; a longer message asks something


class Guardrails:
    """Meets small talk and declines what must not be done."""

    def __call__(self, context: Context) -> None:
        """Finish small talk and unsafe requests; leave everything else to the next steps."""
        lowered = context.query.text.casefold()
        for kind in TEXTS.get("unsafe"):
            if any(pattern.search(lowered) for pattern in patterns(f"unsafe.{kind}")):
                context.finish(Outcome.DECLINED, Paragraph(text=say(f"unsafe.{kind}.answer", context.language)))
                return
        plain = " ".join(re.sub(r"[^\w\s'-]", " ", lowered).split())
        if len(plain) > _SMALLTALK_LIMIT:
            return
        if not plain:  # nothing but emoji or punctuation
            context.finish(Outcome.SMALLTALK, Paragraph(text=say("smalltalk.short.answer", context.language)))
            return
        for kind in TEXTS.get("smalltalk"):
            if any(consists_of(pattern, plain) for pattern in patterns(f"smalltalk.{kind}")):
                context.finish(Outcome.SMALLTALK, Paragraph(text=say(f"smalltalk.{kind}.answer", context.language)))
                return


def consists_of(pattern: re.Pattern[str], text: str) -> bool:
    """Whether single-spaced words are nothing but what a pattern matches, over and over.

    Each place is looked at once: a repeat around the pattern would try every way to cut words that two of its
    alternatives match, which doubles with every word.
    """
    ends = [at for at, character in enumerate(text) if character == " "] + [len(text)]
    reached = {0}
    for start in [0, *(end + 1 for end in ends)]:
        if start in reached:
            reached |= {end + 1 for end in ends if end > start and pattern.fullmatch(text, start, end)}
    return len(text) + 1 in reached
