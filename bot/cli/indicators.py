"""``pandu indicators``: list, show, filter and export the indicator catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from knowledge.answer_text import citation_line, plain_text
from knowledge.answers import Answer, Outcome
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator
from knowledge.indicators.matching.lexical import IndicatorIndex
from knowledge.indicators.questions.mentions import find_owner, find_theme
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.indicators.questions.terms import normalise
from knowledge.indicators.replies.builder import ReplyBuilder
from knowledge.indicators.replies.single import reply_to_codes

app = typer.Typer(help="The indicators of SNI ISO 37122, 37120 and ISO 37123.", no_args_is_help=True)

StandardOption = Annotated[str, typer.Option("--standard", "-s", help="37122, 37120, 37123 or all.")]
ThemeOption = Annotated[str, typer.Option("--theme", "-t", help="A theme: name or clause number, such as 19.")]
OwnerOption = Annotated[
    str, typer.Option("--owner", "-o", help="Who usually holds the data (our suggestion), such as PLN.")
]
TextOption = Annotated[str, typer.Option("--text", help="Everyday words, such as 'lampu merah pintar'.")]
EnglishOption = Annotated[bool, typer.Option("--english", help="Titles in English instead of Indonesian.")]
MAX_FOUND = 10


@app.callback()
def load_catalogue(context: typer.Context) -> None:
    """The commands need the catalogue and nothing else of the App, no database either."""
    context.obj = Catalogue.load()


@app.command("list")
def list_indicators(
    context: typer.Context,
    standard: StandardOption = DEFAULT_STANDARD,
    theme: ThemeOption = "",
    owner: OwnerOption = "",
    text: TextOption = "",
    english: EnglishOption = False,
) -> None:
    """List indicators, filtered by standard, theme, data owner or everyday words."""
    catalogue: Catalogue = context.obj
    language: Language = "en" if english else "id"
    table = Table("Key", "Theme", "Indicator", "Unit", "Source")
    for indicator in _chosen(catalogue, standard, theme, owner, text, language):
        table.add_row(
            indicator.key,
            catalogue.themes[indicator.theme].name.in_(language),
            indicator.title.in_(language),
            indicator.unit.in_(language),
            indicator.evidence_grade,
        )
    console = Console()
    console.print(table)
    console.print(f"{table.row_count} indicators")


@app.command("show")
def show_indicator(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="A code such as 19.9 or 37120:16.5.")],
    english: EnglishOption = False,
) -> None:
    """Show the card of one indicator with its sources."""
    catalogue: Catalogue = context.obj
    try:
        indicator = catalogue.get(code)
    except NotFoundError as error:
        raise typer.BadParameter(str(error)) from error
    language: Language = "en" if english else "id"
    reply = reply_to_codes([indicator], IndicatorQuestion("", language), ReplyBuilder(catalogue, language))
    answer = Answer(outcome=Outcome.INDICATOR, language=language, question=code, blocks=reply.blocks)
    typer.echo(plain_text(answer))
    for citation in reply.citations:
        typer.echo(f"[{citation.number}] {citation_line(citation, language)}")


@app.command("export")
def export_indicators(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="Where to write: a .csv, or an .xlsx workbook to fill in.")],
    standard: StandardOption = DEFAULT_STANDARD,
    theme: ThemeOption = "",
    owner: OwnerOption = "",
) -> None:
    """Export indicators as CSV, or as a workbook that computes and checks the values a city fills in."""
    from knowledge.indicators.export import write_csv, write_workbook  # openpyxl is slow to import

    catalogue: Catalogue = context.obj
    writers = {".csv": write_csv, ".xlsx": write_workbook}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise typer.BadParameter(f"{path.name} must end in .csv or .xlsx.")
    chosen = _chosen(catalogue, standard, theme, owner, "", "id")
    try:
        write(catalogue, chosen, path)
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written: {error.strerror}.") from error
    typer.echo(f"{len(chosen)} indicators written to {path}")


def _chosen(
    catalogue: Catalogue, standard: str, theme: str, owner: str, text: str, language: Language
) -> Sequence[Indicator]:
    numbers = tuple(catalogue.standards) if standard == "all" else (standard,)
    if standard != "all" and standard not in catalogue.standards:
        raise typer.BadParameter(f"{standard} is not one of {', '.join(catalogue.standards)} or all.")
    chosen: Sequence[Indicator] = [indicator for number in numbers for indicator in catalogue.of_standard(number)]
    if theme:
        slug = _theme_slug(catalogue, theme, language)
        chosen = [indicator for indicator in chosen if indicator.theme == slug]
    if owner:
        found = find_owner(normalise(owner), catalogue)
        if found is None:
            known = ", ".join(known_owner.name.in_(language) for known_owner in catalogue.owners.values())
            raise typer.BadParameter(f"No data owner is called {owner!r}. Known: {known}.")
        chosen = [indicator for indicator in chosen if found[0].slug in indicator.owners]
    if text:
        if not chosen:
            return []
        hits = IndicatorIndex(catalogue).search(text, language, among=chosen, limit=MAX_FOUND)
        chosen = [hit.indicator for hit in hits]
    return chosen


def _theme_slug(catalogue: Catalogue, theme: str, language: Language) -> str:
    text = normalise(theme)
    if text in catalogue.themes:
        return text
    found = find_theme(f"tema {text}" if text.isdigit() else text, language, catalogue)
    if found is None:
        known = ", ".join(
            f"{known_theme.clause} {known_theme.name.in_(language)}" for known_theme in catalogue.themes.values()
        )
        raise typer.BadParameter(f"No theme is called {theme!r}. Known: {known}.")
    return found[0].slug
