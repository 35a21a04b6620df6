"""An Answer as Telegram shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.telegram.messages import html
from bot.telegram.messages.html import Run, bold, plain
from bot.telegram.messages.texts import say
from bot.telegram.messages.widths import aligned
from knowledge.answer_text import by_locator, citation_line
from knowledge.answers import Answer, Block, Card, Citation, Heading, ListBlock, Paragraph, Quote, TableBlock
from knowledge.documents import Language

_NARROW = 34  # characters of a monospaced line that a phone shows without wrapping
_QUOTE_SHOWN = 600
_LEAD = 350  # characters, some fifty words, after which an answer may fold
_WORTH_FOLDING = 400

Sources = Mapping[int, Citation]


def render(answer: Answer) -> list[html.Block]:
    """The whole answer: notice, blocks with citation marks as links, what goes on for long after the lead folded, and
    the list of sources, folded."""
    blocks = [html.italic(f"⚠️ {answer.notice}")] if answer.notice else []
    blocks += [html.italic(answer.understood)] if answer.understood else []
    blocks += _folded(list(_body(answer)))
    return [*blocks, _sources(answer.language, answer.citations)] if answer.citations else blocks


def render_sources(answer: Answer) -> list[html.Block]:
    """The citations one by one with the passages they stand for."""
    blocks = [bold(say("sources_title", answer.language))]
    for citation in answer.citations:
        blocks.append(
            html.Block((Run(f"[{citation.number}] "), Run(citation_line(citation, answer.language), url=citation.url)))
        )
        if citation.quote:
            blocks.append(html.Block((Run(_shortened(citation.quote, _QUOTE_SHOWN)),), "quote", tight=True))
    return blocks


def render_short(answer: Answer, limit: int = 700) -> list[html.Block]:
    """A short form to share in other chats: its beginning up to ``limit`` characters, with the sources of that."""
    blocks: list[html.Block] = []
    used: set[int] = set()
    size = 0
    for block, rendered in _body(answer):
        size += rendered.size
        if blocks and size > limit:
            blocks.append(plain("…", tight=True))
            break
        blocks.append(rendered)
        used.update(_numbers(block))
    cited = [citation for citation in answer.citations if citation.number in used] or answer.citations[:1]
    return [*blocks, _sources(answer.language, cited)] if cited else blocks


def _body(answer: Answer) -> Iterator[tuple[Block, html.Block]]:
    """The blocks of an answer with what each becomes; a heading stands close to what it names."""
    cited = {citation.number: citation for citation in answer.citations}
    named = False
    for block in answer.blocks:
        for rendered in _block(block, cited):
            yield block, replace(rendered, tight=rendered.tight or named)
            named = isinstance(block, Heading)


def _folded(body: Sequence[tuple[Block, html.Block]]) -> list[html.Block]:
    """What a phone shows at once, and behind it, folded, the paragraphs and lists that follow, where they are long.
    What offers or asks something at the end stays in sight, and so does all of a message of several questions."""
    whole = [rendered for _, rendered in body]
    last = max((at for at, (block, _) in enumerate(body) if _numbers(block)), default=-1)
    shown = 0
    for at, (block, rendered) in enumerate(body[: last + 1]):
        before = body[at - 1][0] if at else None
        begins = isinstance(block, Paragraph) and not (isinstance(before, Paragraph) and before.text.endswith(":"))
        rest = body[at : last + 1]
        if begins and shown >= _LEAD and all(isinstance(one, Paragraph | ListBlock) for one, _ in rest):
            runs = [run for _, one in rest for run in (Run("\n" if one.tight else "\n\n"), *one.runs)][1:]
            long = sum(one.size for _, one in rest) >= _WORTH_FOLDING
            return [*whole[:at], html.Block(tuple(runs), "details"), *whole[last + 1 :]] if long else whole
        shown += rendered.size
    return whole


def _block(block: Block, cited: Sources) -> Iterator[html.Block]:
    match block:
        case Paragraph():
            yield html.Block((Run(block.text), *marks(block.citations, cited)))
        case Heading():
            yield bold(block.text)
        case Quote():
            yield html.Block((Run(block.text), *marks(block.citations, cited)), "quote")
        case ListBlock():
            for position, item in enumerate(block.items, start=1):
                bullet = f"{item.number or position}. " if block.ordered else "• "
                runs = (Run(bullet), Run(item.text), *marks(item.citations, cited))
                yield html.Block(runs, tight=position > 1)
        case TableBlock():
            yield from _table(block, cited)
        case Card():
            yield from _card(block, cited)


def _card(card: Card, cited: Sources) -> Iterator[html.Block]:
    yield html.Block((Run(f"📊 {card.title}", bold=True), *marks(card.citations, cited)))
    for position, field in enumerate(card.fields):
        yield html.Block((Run(f"{field.label}: ", bold=True), Run(field.value)), tight=position > 0)
    if card.note:
        yield html.italic(card.note)


def _table(table: TableBlock, cited: Sources) -> Iterator[html.Block]:
    """Narrow tables in columns, wide ones as one short list for each row, since phones do not scroll sideways."""
    cited_by = marks(table.citations, cited)
    if lines := _in_columns(table):
        yield html.Block((Run("\n".join(lines)),), "pre")
    else:
        for row in table.rows:
            if row[0]:
                yield bold(row[0])
            for position, (label, cell) in enumerate(zip(table.header[1:], row[1:], strict=True)):
                if cell:
                    named = (Run(f"{label}: ", italic=True),) if label else ()
                    yield html.Block((*named, Run(cell)), tight=bool(row[0]) or position > 0)
    if cited_by:
        yield html.Block(cited_by[1:], tight=True)  # without the blank that sets marks off from a text


def marks(numbers: tuple[int, ...], cited: Sources) -> tuple[Run, ...]:
    """The citation marks behind a text, as links, with the blank that sets them off; nothing where none is known."""
    known = [cited[number] for number in numbers if number in cited]
    marks = [Run(f"[{citation.number}]", url=citation.url) for citation in known]
    return (Run(" "), *marks) if marks else ()


def source_runs(language: Language, citations: Sequence[Citation]) -> Iterator[tuple[Run, ...]]:
    """The sources, each named once with the places in it that are cited."""
    works: dict[tuple[str, str, str, str], list[Citation]] = {}
    for citation in citations:
        work = (citation.title, citation.publisher, citation.date, citation.label(language))
        works.setdefault(work, []).append(citation)
    for (title, publisher, date, label), places in works.items():
        details = ", ".join(part for part in (publisher, date, label) if part)
        runs = [Run(title, url=places[0].url), Run(f" ({details})" if details else "")]
        for position, (locator, shared) in enumerate(by_locator(places)):
            runs.append(Run(": " if position == 0 else " · "))
            runs += [Run(f"[{place.number}]", url=place.url) for place in shared]
            runs.append(Run(f" {locator}" if locator else ""))
        yield tuple(runs)


def has_wide_table(answer: Answer) -> bool:
    """Whether a table of the answer has no room in columns."""
    return any(isinstance(block, TableBlock) and _in_columns(block) is None for block in answer.blocks)


def _in_columns(table: TableBlock) -> Sequence[str] | None:
    return aligned((table.header, *table.rows), _NARROW) if any(table.header) else None


def _sources(language: Language, citations: Sequence[Citation]) -> html.Block:
    runs = [Run(f"📖 {say('sources', language)}", bold=True)]
    for work in source_runs(language, citations):
        runs += [Run("\n• "), *work]
    return html.Block(tuple(runs), "details")


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
