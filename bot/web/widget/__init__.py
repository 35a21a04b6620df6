"""The widget: one script, put together from its parts when the server starts."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from knowledge.language.messages import Messages

PARTS = ("dom.js", "client.js", "store.js", "blocks.js", "actions.js", "tickets.js", "element.js", "start.js")


def widget_script(question_limit: int) -> str:
    """The script a site includes. The parts share one scope, closed to the page around them; comments and
    indentation are left out.

    Args:
        question_limit: longest question in characters, which the field keeps to.
    """
    texts = json.dumps(Messages(__name__).content, ensure_ascii=False, separators=(",", ":"))
    constants = [
        "const SCRIPT = document.currentScript;",
        'const SERVER = new URL(".", SCRIPT ? SCRIPT.src : location.href).href;',
        f"const LIMIT = {question_limit};",
        f"const TEXTS = {texts};",
        f"const STYLE = {json.dumps(_without_indentation(_read('style.css')))};",
    ]
    parts = [_without_indentation(_read(name)) for name in PARTS]
    return "\n".join(['(() => {\n"use strict";', *constants, *parts, "})();\n"])


def _read(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _without_indentation(source: str) -> str:
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not re.match(r"//\s|/\*.*\*/$", line))
