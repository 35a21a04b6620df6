"""Pages to leaf through: the documents, the themes and the indicators of a theme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.telegram.actions import Action, Row
from bot.telegram.messages.html import Block, Run, bold, italic, plain
from bot.telegram.messages.texts import say
from knowledge.documents import Document, Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator
from knowledge.language.dates import written_date

T = TypeVar("T")
View = tuple[list[Block], list[Row]]
_DOCUMENTS, _INDICATORS = 8, 8


@dataclass(frozen=True, slots=True)
class Menus:
    """Makes the pages.

    Args:
        catalogue: the indicators.
        documents: gives the documents of the published release; it blocks.
    """

    catalogue: Catalogue
    documents: Callable[[], Sequence[Document]]

    def show(self, action: Action) -> View:
        """The page an action names; it blocks.

        Raises:
            KeyError: the action names no page.
        """
        language: Language = "en" if action["language"] == "en" else "id"
        pages: dict[str, Callable[[], View]] = {
            "documents": lambda: self.document_page(action["page"], language),
            "themes": lambda: self.theme_list(action["standard"], language),
            "theme": lambda: self.theme_page(action["theme"], action["standard"], action["page"], language),
        }
        return pages[action["do"]]()

    def document_page(self, page: int, language: Language) -> View:
        """The documents in the person's language (and those without a twin in it), with dates and addresses."""
        every = list(self.documents())
        twins = {one.twin for one in every if one.twin and one.language == language}
        shown = [one for one in every if one.language == language or one.twin not in twins]
        if not shown:
            return [plain(say("documents_none", language))], []
        shown.sort(key=lambda one: (one.collection, one.title))
        part, page, pages = _page(shown, page, _DOCUMENTS)
        blocks = [bold(say("documents_title", language, count=len(shown)))]
        blocks += [_document(one, language) for one in part]
        return _with_pages(blocks, [], page, pages, {"do": "documents", "language": language})

    def theme_list(self, standard: str, language: Language) -> View:
        """The themes of a standard, two to a row, and the other standards."""
        label = self.catalogue.standards[standard].label
        buttons = [
            (f"{theme.clause} {theme.name.in_(language)}", _theme_action(theme.slug, standard, language))
            for theme in sorted(self.catalogue.themes.values(), key=lambda one: one.clause)
            if self._known(theme.slug, standard)
        ]
        rows: list[Row] = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
        rows.append(
            [
                (other.label, {"do": "themes", "standard": number, "language": language})
                for number, other in self.catalogue.standards.items()
                if number != standard
            ]
        )
        return [bold(say("themes_title", language, standard=label))], rows

    def theme_page(self, slug: str, standard: str, page: int, language: Language) -> View:
        """The indicators of a theme, one to a row."""
        every = self._known(slug, standard)
        part, page, pages = _page(every, page, _INDICATORS)
        name, label = self.catalogue.themes[slug].name.in_(language), self.catalogue.standards[standard].label
        blocks = [bold(say("indicators_title", language, theme=name, count=len(every), standard=label))]
        rows: list[Row] = [
            [(f"{one.code} {one.title.in_(language)}", {"do": "indicator", "key": one.key, "language": language})]
            for one in part
        ]
        blocks, rows = _with_pages(blocks, rows, page, pages, _theme_action(slug, standard, language))
        back = {"do": "themes", "standard": standard, "language": language}
        return blocks, [*rows, [(say("all_themes", language), back)]]

    def question_about(self, key: str, language: Language) -> str:
        """The question that asks for one indicator; raises ``NotFoundError`` for an unknown key."""
        indicator = self.catalogue.get(key)
        label = self.catalogue.standards[indicator.standard].label
        return say("indicator_question", language, code=indicator.code, standard=label)

    def _known(self, slug: str, standard: str) -> list[Indicator]:
        return [one for one in self.catalogue.of_theme(slug, standard) if one.verified]


def first_themes(language: Language) -> Action:
    """The action that shows the themes of the default standard."""
    return {"do": "themes", "standard": DEFAULT_STANDARD, "language": language}


def _theme_action(slug: str, standard: str, language: Language) -> Action:
    return {"do": "theme", "theme": slug, "standard": standard, "page": 0, "language": language}


def _page(every: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    pages = max(1, -(-len(every) // size))
    page = min(max(page, 0), pages - 1)
    return every[page * size : (page + 1) * size], page, pages


def _with_pages(blocks: list[Block], rows: list[Row], page: int, pages: int, action: Action) -> View:
    if pages == 1:
        return blocks, rows
    language: Language = "en" if action["language"] == "en" else "id"
    leaf: Row = []
    if page > 0:
        leaf.append((say("previous", language), {**action, "page": page - 1}))
    if page < pages - 1:
        leaf.append((say("next", language), {**action, "page": page + 1}))
    return [*blocks, italic(say("page", language, page=page + 1, pages=pages))], [*rows, leaf]


def _document(document: Document, language: Language) -> Block:
    details = [part for part in (document.publisher, written_date(document.date, language)) if part]
    if document.as_of:
        details.append(say("documents_as_of", language, date=written_date(document.as_of, language)))
    rest = f" ({', '.join(details)})" if details else ""
    return Block((Run("• "), Run(document.title, url=document.url), Run(rest)), tight=True)
