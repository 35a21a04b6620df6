"""Sentences of the replies."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Indicator


@cache
def _phrases() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(
        files("knowledge.indicators.replies").joinpath("texts.yaml").read_text(encoding="utf-8")
    )
    return loaded


def say(language: Language, phrase: str, **values: object) -> str:
    """A phrase of ``texts.yaml`` in that language, its braces filled in."""
    return _phrases()[phrase][language].format(**values)


def reference(indicator: Indicator) -> str:
    """How an answer names an indicator: ``19.9``, with the standard where it is not the default one."""
    if indicator.standard == DEFAULT_STANDARD:
        return indicator.code
    return f"ISO {indicator.standard} {indicator.code}"
