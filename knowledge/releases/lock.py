"""One process builds at a time."""

from __future__ import annotations

import json
from pathlib import Path


def _describe(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "Another process is building."
    return f"Process {who['process']} on {who['host']} has been {who['doing']} since {who['since']}."
