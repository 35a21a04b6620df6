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
