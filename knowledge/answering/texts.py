"""What is said and understood without the documents, from ``texts.yaml``."""

from __future__ import annotations

import re
from functools import cache

from knowledge.language.messages import Messages

TEXTS = Messages("knowledge.answering")
say = TEXTS.say


@cache
def patterns(key: str) -> tuple[re.Pattern[str], ...]:
    """The compiled patterns of a group, such as ``follow_up`` or ``smalltalk.thanks``."""
    return tuple(re.compile(pattern) for pattern in TEXTS.get(key)["patterns"])
