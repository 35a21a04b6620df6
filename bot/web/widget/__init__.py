"""The widget, and the conversation on our own page: each one script, put together when the server starts. The page's
extends the widget's, so that both look and behave alike."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from knowledge.language.messages import Messages

PARTS = ("dom.js", "client.js", "store.js", "blocks.js", "actions.js", "tickets.js", "element.js")
PAGE_PARTS = ("page/answer.js", "page/conversation.js")

_AROUND = re.compile(r" ([!=]?==|[<>]=?|[-+]?=|&&|\|\||[?:*]) ")
_QUOTED = re.compile(r"""("[^"\n]*"|'[^'\n]*'|`[^`]*`)""")


def widget_script(question_limit: int) -> str:
    """The script a site includes. The parts share one scope, closed to the page around them; comments and
    indentation are left out.

    Args:
        question_limit: longest question in characters, which the field keeps to.
    """
    return _script(question_limit, Messages(__name__).content, ["style.css"], PARTS, "PanduAscn")


def page_script(question_limit: int) -> str:
    """The script of our own page, where the conversation is the page: the widget's parts with those of the page.

    Args:
        question_limit: as for the widget.
    """
    texts, more = Messages(__name__).content, Messages(__name__, "page/texts.yaml").content
    both = {language: {**texts[language], **more[language]} for language in texts}
    return _script(question_limit, both, ["style.css", "page/style.css"], PARTS + PAGE_PARTS, "ConversationPage")


def _script(limit: int, texts: object, styles: list[str], parts: tuple[str, ...], element: str) -> str:
    constants = [
        "const SCRIPT = document.currentScript;",
        'const SERVER = new URL(".", SCRIPT ? SCRIPT.src : location.href).href;',
        f"const LIMIT = {limit};",
        f"const TEXTS = {json.dumps(texts, ensure_ascii=False, separators=(',', ':'))};",
        f"const STYLE = {json.dumps(_compact(''.join(map(_read, styles))), ensure_ascii=False)};",
    ]
    code = [_compact_code(_read(name)) for name in parts]
    start = [f"const Element = {element};", _compact_code(_read("start.js"))]
    return "\n".join(['(() => {\n"use strict";', *constants, *code, *start, "})();\n"])


def _read(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _without_indentation(source: str) -> str:
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not re.match(r"//\s|/\*.*\*/$", line))


def _compact_code(code: str) -> str:
    """A part without the space beside braces, commas and arrows, nor around what compares and joins: no pattern in it
    has any there. What stands in quotes stays as it is."""
    pieces = _QUOTED.split(_without_indentation(code))  # what is quoted stands at the odd places
    pieces[::2] = [_AROUND.sub(r"\1", re.sub(r" ?(=>|[{},;]) ?", r"\1", piece)) for piece in pieces[::2]]
    return "".join(pieces)


def _compact(style: str) -> str:
    """A style sheet without the space that means nothing."""
    text = " ".join(_without_indentation(style).splitlines())
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(": ", ":").replace(";}", "}")
