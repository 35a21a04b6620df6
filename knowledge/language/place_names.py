"""Places that are told by their name alone: cities without the word "kota", and countries."""

from __future__ import annotations

from typing import Final

from knowledge.language.messages import Messages

_NAMES = Messages("knowledge.language", "place_names.yaml").content
CITIES: Final = frozenset(map(str, _NAMES["cities"]))
COUNTRIES: Final = frozenset(map(str, _NAMES["countries"]))
