"""Menus: the documents, the themes and the indicators of a theme, to choose from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.telegram.actions import AskIndicator, MenuPage, OpenApp, Row, ShowDocuments, ShowTheme, ShowThemes
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.handlers.pager import View, page_of, with_pager
from bot.telegram.messages.buttons import label_width
from bot.telegram.messages.html import Block, Run, bold, plain
from bot.telegram.messages.texts import say
from bot.telegram.messages.widths import width
from knowledge.documents import Document, Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator
from knowledge.language.dates import written_date

_DOCUMENTS_SHOWN, _INDICATORS_SHOWN = 8, 8


@dataclass(frozen=True, slots=True)
class Menus:
    """Shows lists to choose from.

    Args:
        catalogue: the indicators.
        documents: gives the documents of the published release.
        app: the address of the Mini App; "" where there is none.
    """

    catalogue: Catalogue
    documents: Callable[[], Awaitable[Sequence[Document]]]
    app: str = ""

    async def open(self, context: UpdateContext, page: MenuPage) -> None:
        """Show a page in a message of its own; the themes with the way into the catalogue, in private chats."""
        blocks, rows = await self.view(page)
        if self.app and context.incoming.private and isinstance(page, ShowThemes):
            url = f"{self.app}?lang=en" if page.language == "en" else self.app
            rows = [[(say("open_app", page.language), OpenApp(url))], *rows]
        await context.write(blocks, rows)

    async def turn_to(self, context: CallbackContext, page: MenuPage) -> None:
        """Show the page that a button names, in place of the one it is under unless it asks for a new message."""
        blocks, rows = await self.view(page)
        await context.acknowledge()
        if isinstance(page, ShowTheme) and page.new:
            await context.write(blocks, rows)
        else:
            await context.edit(blocks, rows)

    async def view(self, page: MenuPage) -> View:
        """What a page shows."""
        match page:
            case ShowDocuments():
                return document_page(await self.documents(), page)
            case ShowThemes():
                return self._themes(page)
            case ShowTheme():
                return self._indicators(page)

    def _themes(self, page: ShowThemes) -> View:
        """The themes of a standard, two to a row where both are short, and the other standards."""
        label, language = self.catalogue.standards[page.standard].label, page.language
        buttons: Row = [
            (f"{theme.clause} {theme.name.in_(language)}", ShowTheme(theme.slug, page.standard, 0, language))
            for theme in sorted(self.catalogue.themes.values(), key=lambda theme: theme.clause)
            if self._known(theme.slug, page.standard)
        ]
        rows = _in_pairs(buttons)
        rows.append(
            [
                (standard.label, ShowThemes(number, language))
                for number, standard in self.catalogue.standards.items()
                if number != page.standard
            ]
        )
        return [bold(say("themes_title", language, standard=label))], rows

    def _indicators(self, action: ShowTheme) -> View:
        """The indicators of a theme, one to a row."""
        language, indicators = action.language, self._known(action.theme, action.standard)
        page = page_of(indicators, action.page, _INDICATORS_SHOWN)
        theme, label = self.catalogue.themes[action.theme], self.catalogue.standards[action.standard].label
        title = say("indicators_title", language, theme=theme.name.in_(language), count=len(indicators), standard=label)
        rows: list[Row] = [
            [(f"{indicator.code} {indicator.title.in_(language)}", AskIndicator(indicator.key, language))]
            for indicator in page.items
        ]
        shown = replace(action, new=False)
        blocks, rows = with_pager(([bold(title)], rows), page, language, lambda number: replace(shown, page=number))
        return blocks, [*rows, [(say("all_themes", language), ShowThemes(action.standard, language))]]

    def _known(self, theme: str, standard: str) -> list[Indicator]:
        return [indicator for indicator in self.catalogue.of_theme(theme, standard) if indicator.verified]


def document_page(documents: Sequence[Document], action: ShowDocuments) -> View:
    """The documents in the person's language (and those without a translation into it), with dates and addresses."""
    language = action.language
    translated = {
        document.translation for document in documents if document.translation and document.language == language
    }
    shown = [
        document for document in documents if document.language == language or document.translation not in translated
    ]
    if not shown:
        return [plain(say("documents_none", language))], []
    shown.sort(key=lambda document: (document.collection, document.title))
    page = page_of(shown, action.page, _DOCUMENTS_SHOWN)
    blocks = [bold(say("documents_title", language, count=len(shown)))]
    blocks += [_document(document, language) for document in page.items]
    return with_pager((blocks, []), page, language, lambda number: replace(action, page=number))


def first_themes(language: Language) -> ShowThemes:
    """The themes of the default standard."""
    return ShowThemes(DEFAULT_STANDARD, language)


def _in_pairs(buttons: Row) -> list[Row]:
    """Two buttons to a row where neither would be cut."""
    rows: list[Row] = []
    for button in buttons:
        short = width(button[0]) <= label_width(2)
        beside = rows[-1] if rows and len(rows[-1]) == 1 and width(rows[-1][0][0]) <= label_width(2) else None
        if short and beside is not None:
            beside.append(button)
        else:
            rows.append([button])
    return rows


def _document(document: Document, language: Language) -> Block:
    details = [part for part in (document.publisher, written_date(document.date, language)) if part]
    if document.as_of:
        details.append(say("documents_as_of", language, date=written_date(document.as_of, language)))
    rest = f" ({', '.join(details)})" if details else ""
    return Block((Run("• "), Run(document.title, url=document.url), Run(rest)), tight=True)
