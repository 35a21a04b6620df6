"""Questions in the terminal."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import JsonOption, LanguageOption, ScopeOption, language_of, open_app, out, scope_of
from bot.cli.terminal import shown
from knowledge.errors import NotFoundError

if TYPE_CHECKING:
    from bot.app import App
    from knowledge.answering.pipeline import AnswerPipeline
    from knowledge.answers import Answer


def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads one question a line.")],
    as_json: JsonOption = False,
    lang: LanguageOption = None,
    scope: ScopeOption = None,
    release: Annotated[
        str | None, typer.Option("--release", help="Try this release instead of the published one: draft, or its id.")
    ] = None,
) -> None:
    """Answer one question; with "-" one a line, where a blank line begins a new conversation."""
    language, collection = language_of(lang), scope_of(scope)
    with open_app(exact=True) as app, _answering(app, release) as answering:
        history: list[Answer] = []
        for line in _questions(question):
            if not line.strip() and question == "-":
                history = []
                continue
            answer = answering.answer(line, language=language, scope=collection, history=history)
            history = [*history[-3:], answer]
            if as_json:
                sys.stdout.write(json.dumps(_as_json(answer), ensure_ascii=False) + "\n")
                sys.stdout.flush()
            else:
                _show(answer)


def chat(lang: LanguageOption = None, scope: ScopeOption = None) -> None:
    """Talk in the terminal; follow-up questions are understood. An empty line ends it."""
    import readline  # noqa: F401  # importing it gives input() line editing and history

    language, collection = language_of(lang), scope_of(scope)
    with open_app(exact=True) as app:
        history: list[Answer] = []
        out.print("[dim]Pandu ASCN — baris kosong untuk selesai / an empty line ends[/]")
        while line := _typed():
            answer = app.answering.answer(line, language=language, scope=collection, history=history)
            history = [*history[-3:], answer]
            _show(answer)


def _questions(question: str) -> Iterator[str]:
    if question != "-":
        yield question
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte is no reason to stop
    for line in sys.stdin:
        yield line.rstrip("\n")


def _typed() -> str:
    try:
        return input("? ").strip()
    except EOFError:
        return ""


@contextmanager
def _answering(app: App, release: str | None) -> Iterator[AnswerPipeline]:
    """What answers: from the published release, or from the one that is tried."""
    if release is None:
        yield app.answering
        return
    tried = app.release_store.draft() if release == "draft" else release
    if tried is None:
        raise NotFoundError("There is no draft: nothing was built since the publication. Run `pandu build`.")
    with app.trying(tried) as answering:
        yield answering


def _as_json(answer: Answer) -> dict[str, object]:
    from knowledge.answer_text import plain_text

    return {**answer.model_dump(mode="json"), "text": plain_text(answer)}


def _show(answer: Answer) -> None:
    from knowledge.answer_text import plain_text, source_lines

    out.print(shown(plain_text(answer)), soft_wrap=True)
    for line in source_lines(answer.citations, answer.language):
        out.print(f"[dim]{shown(line)}[/]", soft_wrap=True)
    out.print()
