"""An Answer as Telegram shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.telegram import richtext
from bot.telegram.richtext import Run, bold, plain
from bot.telegram.texts import say
from knowledge.answers import (
    Answer,
    Block,
    Card,
    Citation,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    TableBlock,
    citation_line,
)

_NARROW = 34  # characters of a monospaced line that a phone shows without wrapping
_QUOTE_SHOWN = 600

Sources = Mapping[int, Citation]


def render(answer: Answer) -> list[richtext.Block]:
    """The whole answer: notice, blocks with citation marks as links, and the list of sources, folded."""
    cited = {citation.number: citation for citation in answer.citations}
    blocks = [richtext.italic(f"⚠️ {answer.notice}")] if answer.notice else []
    for block in answer.blocks:
        blocks += _block(block, cited)
    if answer.citations:
        blocks.append(_sources(answer))
    return blocks


def render_sources(answer: Answer) -> list[richtext.Block]:
    """The citations one by one with the passages they stand for."""
    blocks = [bold(say("sources_title", answer.language))]
    for citation in answer.citations:
        blocks.append(richtext.Block((Run(f"[{citation.number}] "), Run(citation_line(citation), url=citation.url))))
        if citation.quote:
            blocks.append(richtext.Block((Run(_shortened(citation.quote, _QUOTE_SHOWN)),), "quote", tight=True))
    return blocks


def render_short(answer: Answer, limit: int = 700) -> list[richtext.Block]:
    """A short form to share in other chats: what fits of the first blocks, and the sources it cites."""
    cited = {citation.number: citation for citation in answer.citations}
    blocks: list[richtext.Block] = []
    used: set[int] = set()
    size = 0
    for block in answer.blocks:
        rendered = list(_block(block, cited))
        size += sum(part.size for part in rendered)
        if blocks and size > limit:
            blocks.append(plain("…"))
            break
        blocks += rendered
        used.update(_numbers(block))
    lines = [citation for citation in answer.citations if citation.number in used] or list(answer.citations[:1])
    blocks.append(_sources(answer.model_copy(update={"citations": tuple(lines)})))
    return blocks


def _block(block: Block, cited: Sources) -> Iterator[richtext.Block]:
    match block:
        case Paragraph():
            yield richtext.Block((Run(block.text), *_marks(block.citations, cited)))
        case Heading():
            yield bold(block.text)
        case Quote():
            yield richtext.Block((Run(block.text), *_marks(block.citations, cited)), "quote")
        case ListBlock():
            for position, item in enumerate(block.items, start=1):
                bullet = f"{position}. " if block.ordered else "• "
                runs = (Run(bullet), Run(item.text), *_marks(item.citations, cited))
                yield richtext.Block(runs, tight=position > 1)
        case TableBlock():
            yield from _table(block, cited)
        case Card():
            yield from _card(block, cited)


def _card(card: Card, cited: Sources) -> Iterator[richtext.Block]:
    yield richtext.Block((Run(f"📊 {card.title}", bold=True), *_marks(card.citations, cited)))
    for position, field in enumerate(card.fields):
        yield richtext.Block((Run(f"{field.label}: ", bold=True), Run(field.value)), tight=position > 0)
    if card.note:
        yield richtext.italic(card.note)


def _table(table: TableBlock, cited: Sources) -> Iterator[richtext.Block]:
    """Narrow tables in columns, wide ones as one short list for each row, since phones do not scroll sideways."""
    rows = (table.header, *table.rows)
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]
    marks = _marks(table.citations, cited)
    if sum(widths) + 2 * (len(widths) - 1) <= _NARROW:
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
        yield richtext.Block((Run("\n".join(lines)),), "pre")
    else:
        for row in table.rows:
            yield bold(row[0])
            for label, cell in zip(table.header[1:], row[1:], strict=True):
                if cell:
                    yield richtext.Block((Run(f"{label}: ", italic=True), Run(cell)), tight=True)
    if marks:
        yield richtext.Block(marks, tight=True)


def _marks(numbers: tuple[int, ...], cited: Sources) -> tuple[Run, ...]:
    known = [cited[number] for number in numbers if number in cited]
    marks = [Run(f"[{citation.number}]", url=citation.url) for citation in known]
    return (Run(" "), *marks) if marks else ()


def _sources(answer: Answer) -> richtext.Block:
    runs = [Run(f"📖 {say('sources', answer.language)}", bold=True)]
    for citation in answer.citations:
        runs += [Run(f"\n[{citation.number}] "), Run(citation.title, url=citation.url), Run(_details(citation))]
    return richtext.Block(tuple(runs), "details")


def _details(citation: Citation) -> str:
    details = ", ".join(part for part in (citation.publisher, citation.date, citation.locator) if part)
    return f" ({details})" if details else ""


def _numbers(block: Block) -> tuple[int, ...]:
    match block:
        case ListBlock():
            return tuple(number for item in block.items for number in item.citations)
        case Heading():
            return ()
        case _:
            return block.citations


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
