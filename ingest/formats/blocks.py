"""Where the Markdown subset lived before the answering side needed it too: ``knowledge.blocks``."""

from knowledge.blocks import Block, Kind, count_words, parse, render, table

__all__ = ["Block", "Kind", "count_words", "parse", "render", "table"]
