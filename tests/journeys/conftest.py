"""What holds for whole walks."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
SECONDS = 1200  # a walk starts many processes; beside other work each takes several times as long


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A walk is given up only when it surely hangs."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(SECONDS))
