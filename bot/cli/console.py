"""What the commands share: output, options, the App."""

from __future__ import annotations

import getpass
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

if TYPE_CHECKING:
    from bot.app import App
    from knowledge.documents import Language
    from knowledge.releases.builder import Builder
    from knowledge.releases.report import ProgressCallback

# A pipe has no width: lines for programs are not folded.
out = Console(highlight=False, width=None if sys.stdout.isatty() else 240)
err = Console(stderr=True, highlight=False)
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
LanguageOption = Annotated[str | None, typer.Option("--lang", help="Answer in this language: id or en.")]
ScopeOption = Annotated[
    str | None, typer.Option("--scope", help="Stay within one collection: ascn, asean-2045, sni or staff.")
]


@contextmanager
def open_app(*, exact: bool = False) -> Iterator[App]:
    """The parts by the settings, closed afterwards; Ctrl-C ends the command with exit code 130."""
    from bot.app import build_app
    from bot.settings import load_settings

    logging.basicConfig(level=logging.WARNING)
    app = build_app(load_settings(), exact=exact)
    try:
        yield app
    except KeyboardInterrupt:
        err.print("pandu: stopped; what is published goes on answering.")
        raise typer.Exit(130) from None
    finally:
        app.close()


@contextmanager
def open_builder(app: App) -> Iterator[Builder]:
    """The builder, with a bar on the terminal for what takes long."""
    with progress() as on_progress:
        yield app.builder(on_progress)


@contextmanager
def progress() -> Iterator[ProgressCallback]:
    """Bars on the terminal for what takes long, one for each kind of work."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def on_progress(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = bars.add_task(doing, total=total)
            bars.update(tasks[doing], completed=done, total=total)

        yield on_progress


def language_of(text: str | None) -> Language | None:
    """The language of an option; raises ``BadParameter`` for another word."""
    if text not in (None, "id", "en"):
        raise typer.BadParameter(f"The language is id or en, not {text!r}.")
    return "id" if text == "id" else "en" if text == "en" else None


def scope_of(text: str | None) -> str | None:
    """The collection of an option; raises ``BadParameter`` when there is none of this name."""
    from knowledge.documents import COLLECTIONS

    if text is not None and text not in COLLECTIONS:
        raise typer.BadParameter(f"The collections are {', '.join(COLLECTIONS)}; there is no {text!r}.")
    return text


def actor() -> str:
    """Who publishes, for the release's history."""
    return f"cli:{getpass.getuser()}"
