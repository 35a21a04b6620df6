"""The widget, and the conversation on our own page: each one script, built of parts by ``tools.build_widget`` and put
together with its texts and styles when the server starts. The page's extends the widget's, so that both look and behave
alike."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from knowledge.language.messages import Messages


def widget_script(question_limit: int, home: str = "") -> str:
    """The script a site includes.

    Args:
        question_limit: longest question in characters, which the field keeps to.
        home: the public address of this server with a slash at its end, for who bundles the script; empty where it is
            not known.
    """
    return _script("widget.js", home, question_limit, ["texts.yaml"], ["style.css"])


def page_script(question_limit: int) -> str:
    """The script of our own page, where the conversation is the page: the widget's parts with those of the page.

    Args:
        question_limit: as for the widget.
    """
    texts, styles = (["texts.yaml", "page/texts.yaml"], ["style.css", "page/style.css"])
    return _script("page.js", "", question_limit, texts, styles)


def _script(name: str, home: str, limit: int, texts: list[str], styles: list[str]) -> str:
    said = [Messages(__name__, file).content for file in texts]
    pairs = {key: [one["id"][key], one["en"][key]] for one in said for key in one["id"]}
    given = (home, limit, pairs, _compact("".join(map(_read, styles))))
    values = ",".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in given)
    return f"({_read(f'built/{name}').strip()})(document.currentScript,{values});\n"


def _read(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _compact(style: str) -> str:
    """A style sheet without the space that means nothing, nor what a line says of the next."""
    lines = (line.strip() for line in style.splitlines())
    text = " ".join(line for line in lines if line and not line.startswith("/*"))
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(": ", ":").replace(";}", "}")
