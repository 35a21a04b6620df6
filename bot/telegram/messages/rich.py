"""An Answer as a rich message (Bot API 10.1): headings, tables that are tables, and sources that fold.

A server takes at most 32,768 characters, 500 blocks and 20 columns. Clients that are older than their server show such
a message empty, and say nothing; so it is only for who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bot.telegram.messages import html
from bot.telegram.messages.html import Run
from bot.telegram.messages.rendering import Sources, marks, source_runs
from bot.telegram.messages.texts import say
from knowledge.answers import Answer, Block, Card, Heading, ListBlock, Paragraph, Quote, TableBlock

_MOST_CHARACTERS, _MOST_BLOCKS, _MOST_COLUMNS = 32_000, 480, 20


def is_tabular(answer: Answer) -> bool:
    """Whether an answer gains by being shown so."""
    return any(isinstance(block, TableBlock | Card) for block in answer.blocks)


def rich(answer: Answer, before: Sequence[html.Block] = ()) -> str:
    """The answer as the HTML of rich messages, below these blocks; "" where it is larger than a server takes."""
    cited = {citation.number: citation for citation in answer.citations}
    parts = [_paragraph(*block.runs) for block in before]
    parts += [_paragraph(Run(text, italic=True)) for text in (answer.notice, answer.understood) if text]
    parts += [part for block in answer.blocks for part in _block(block, cited)]
    if answer.citations:
        items = "".join(f"<li>{_inline(*runs)}</li>" for runs in source_runs(answer.language, answer.citations))
        title = escape(say("sources", answer.language))
        parts.append(f"<details><summary>📖 {title}</summary><ul>{items}</ul></details>")
    written = "".join(parts)
    columns = max((len(block.header) for block in answer.blocks if isinstance(block, TableBlock)), default=0)
    fits = len(written) <= _MOST_CHARACTERS and written.count("<") <= 2 * _MOST_BLOCKS and columns <= _MOST_COLUMNS
    return written if fits else ""


def _block(block: Block, cited: Sources) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _paragraph(Run(block.text), *marks(block.citations, cited))
        case Heading():
            yield f"<h3>{_inline(Run(block.text))}</h3>"
        case Quote():
            yield f"<blockquote>{_inline(Run(block.text), *marks(block.citations, cited))}</blockquote>"
        case ListBlock():
            yield from _list(block, cited)
        case TableBlock():
            rows = [_row(block.header, "th")] if any(block.header) else []
            rows += [_row(row, "td") for row in block.rows]
            yield f"<table bordered striped>{''.join(rows)}</table>"
            if block.citations:
                yield _paragraph(*marks(block.citations, cited)[1:])
        case Card():
            yield f"<h3>📊 {_inline(Run(block.title), *marks(block.citations, cited))}</h3>"
            fields = (
                f"<tr><th>{_inline(Run(f.label))}</th><td>{_inline(Run(f.value))}</td></tr>" for f in block.fields
            )
            yield f"<table bordered striped>{''.join(fields)}</table>"
            if block.note:
                yield _paragraph(Run(block.note, italic=True))


def _list(block: ListBlock, cited: Sources) -> Iterator[str]:
    texts = [_inline(Run(item.text), *marks(item.citations, cited)) for item in block.items]
    if any(item.number for item in block.items):  # under the numbers that they have in their document
        yield from (f"<p>{item.number}. {text}</p>" for item, text in zip(block.items, texts, strict=True))
        return
    kind = "ol" if block.ordered else "ul"
    yield f"<{kind}>{''.join(f'<li>{text}</li>' for text in texts)}</{kind}>"


def _row(cells: Sequence[str], kind: str) -> str:
    return "<tr>" + "".join(f"<{kind}>{_inline(Run(cell))}</{kind}>" for cell in cells) + "</tr>"


def _paragraph(*runs: Run) -> str:
    return f"<p>{_inline(*runs)}</p>"


def _inline(*runs: Run) -> str:
    return "".join(run.html() for run in runs)
