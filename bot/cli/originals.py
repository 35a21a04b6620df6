"""Commands about the originals of cited sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.console import actor, open_app, out
from bot.cli.terminal import shown

if TYPE_CHECKING:
    from knowledge.grounding.originals import Original


def bind(
    source: Annotated[str, typer.Argument(help="The source's id, as `pandu originals --sources` lists it.")],
    file: Annotated[Path, typer.Argument(help="Its original.", exists=True, dir_okay=False)],
) -> None:
    """Bind the original of a source: what we say of it is then shown with its own words, page and place."""
    with open_app() as app:
        found = app.binder.bind(source, file, actor())
        app.audit.record(actor(), "source.bound", source, {"file": file.name})
    _say(source, found)


def unbind(source: Annotated[str, typer.Argument(help="The source's id.")]) -> None:
    """Forget the original of a source; answers cite it by name alone again."""
    with open_app() as app:
        app.originals.unbind(source)
        app.audit.record(actor(), "source.unbound", source)
    out.print(f"{shown(source)} has no original now.")


def originals(
    source: Annotated[str | None, typer.Argument(help="Report on the original of this source.")] = None,
    sources: Annotated[bool, typer.Option("--sources", help="List the sources that documents cite.")] = False,
) -> None:
    """List the originals that are held; with a source, report the statements that its original does not bear out."""
    with open_app() as app:
        if sources:
            table = Table("Source", "Title", "Statements")
            for name, (title, count) in app.binder.sources().items():
                table.add_row(shown(name), shown(title), str(count))
            out.print(table)
        elif source is not None:
            _say(source, app.originals.of_source(source))
        else:
            table = Table("Source", "File", "Statements", "Not found", "In doubt")
            for name, one in app.originals.tallies().items():
                counts = (str(one.statements), str(one.missing), str(one.doubtful))
                table.add_row(shown(name), shown(one.name), *counts)
            out.print(table)


def _told(text: str) -> str:
    """A text for the terminal, the cells of a row told apart."""
    return shown(text.replace("\t", " · "))


def _say(source: str, found: list[Original]) -> None:
    missing = [one for one in found if not one.sentence]
    doubtful = [one for one in found if one.doubts]
    for one in missing:
        out.print(f"[yellow]not found[/] {shown(one.where)}: {_told(one.statement)}", soft_wrap=True)
    for one in doubtful:
        out.print(f"[yellow]{', '.join(one.doubts)}[/] {shown(one.where)}: {_told(one.statement)}", soft_wrap=True)
        out.print(f"          p. {one.page} {shown(one.clause)}: {_told(one.sentence)}", soft_wrap=True)
    out.print(
        f"{shown(source)}: {len(found)} statements, {len(found) - len(missing)} found in the original, "
        f"{len(doubtful)} of these in doubt."
    )
