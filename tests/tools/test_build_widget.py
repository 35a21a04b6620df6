"""What the server sends as the widget's script is built of the parts that people read."""

from __future__ import annotations

import pytest

from tools.build_widget import SCRIPTS, WIDGET, built


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_is_sent_is_built_of_its_parts(name: str) -> None:
    assert (WIDGET / "built" / name).read_text(encoding="utf-8") == built(name), "run python -m tools.build_widget"


def test_every_part_is_in_a_script() -> None:
    given = {part for parts, _ in SCRIPTS.values() for part in (*parts, "start.js")}
    there = {str(path.relative_to(WIDGET)) for path in WIDGET.rglob("*.js") if path.parent.name != "built"}
    assert there == given
