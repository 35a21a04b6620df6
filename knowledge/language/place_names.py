"""Places that are told by their name alone: cities without the word "kota", and countries."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

_NAMES = yaml.safe_load((Path(__file__).parent / "place_names.yaml").read_text(encoding="utf-8"))
CITIES: Final = frozenset(map(str, _NAMES["cities"]))
COUNTRIES: Final = frozenset(map(str, _NAMES["countries"]))
