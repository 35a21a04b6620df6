"""Builds the script of the widget, and that of our own page, of their readable parts.

    python -m tools.build_widget

What the server sends is what stands in ``bot/web/widget/built/``: build it again after a change to a part, and commit
it along. A minifier shortens the names that nobody outside can see; ours is fixed in ``constraints.txt``.
"""

from __future__ import annotations

from pathlib import Path

import minify

WIDGET = Path(__file__).parents[1] / "bot" / "web" / "widget"
PARTS = (
    *("scope.js", "dom.js", "client.js", "store.js", "blocks.js", "actions.js", "tickets.js", "layer.js"),
    *("conversation.js", "element.js"),
)
#: The parts of each script, and the class of its element.
SCRIPTS = {
    "widget.js": (PARTS, "PanduAscn"),
    "page.js": ((*PARTS, "page/answer.js", "page/conversation.js"), "ConversationPage"),
}
#: What the server calls the script with.
GIVEN = ("SCRIPT", "HOME", "LIMIT", "TEXTS", "STYLE")


def built(name: str) -> str:
    """One of ``SCRIPTS`` as a function of ``GIVEN``, closed to the page around it."""
    parts, element = SCRIPTS[name]
    code = [(WIDGET / part).read_text(encoding="utf-8") for part in parts]
    start = (WIDGET / "start.js").read_text(encoding="utf-8")
    whole = ['"use strict";', *code, f"const Element = {element};", start]
    function = "({}) => {{\n{}}}".format(", ".join(GIVEN), "\n".join(whole))
    return f"{minify.string('application/javascript', function)}\n"


def main() -> None:
    """Write both."""
    for name in SCRIPTS:
        (WIDGET / "built" / name).write_text(built(name), encoding="utf-8")


if __name__ == "__main__":
    main()
