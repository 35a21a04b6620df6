"""Buttons and what they stand for."""

from __future__ import annotations

from typing import Any

Action = dict[str, Any]
Row = list[tuple[str, Action]]
