"""Cities that are told by their name alone, for what is written without the word "kota"."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

CITIES: Final = frozenset(map(str, yaml.safe_load((Path(__file__).parent / "cities.yaml").read_text(encoding="utf-8"))))
