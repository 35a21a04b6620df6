"""What has a fixed shape in a message: closed lists and patterns, from ``shapes.yaml``."""

from __future__ import annotations

from typing import Final

from knowledge.language.patterns import Patterns

SHAPES: Final = Patterns("knowledge.understanding", "shapes.yaml")
pattern: Final = SHAPES.pattern
words: Final = SHAPES.words
