"""Sentences of the replies, from ``texts.yaml``."""

from __future__ import annotations

from knowledge.indicators.catalogue import DEFAULT_STANDARD, Indicator
from knowledge.language.messages import Messages

say = Messages("knowledge.indicators.replies").say


def reference(indicator: Indicator) -> str:
    """How an answer names an indicator: ``19.9``, with the standard where it is not the default one."""
    if indicator.standard == DEFAULT_STANDARD:
        return indicator.code
    return f"ISO {indicator.standard} {indicator.code}"


def lower_initial(text: str) -> str:
    """Lower-case the first letter for the middle of a sentence, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
