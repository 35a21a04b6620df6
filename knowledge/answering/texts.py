"""What is said about answers and refusals, from ``texts.yaml``."""

from __future__ import annotations

from knowledge.language.messages import Messages

TEXTS = Messages("knowledge.answering")
say = TEXTS.say
