"""An Answer as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import Answer, Block, Card, Citation, Heading, ListBlock, Paragraph, Quote, TableBlock
from knowledge.documents import Language
from knowledge.markup.citation_marks import written_numbers


def plain_text(answer: Answer) -> str:
    """The answer as plain text with ``[1]`` marks, without the list of citations."""
    parts = [text for text in (answer.notice, answer.understood) if text]
    parts += [_block_text(block) for block in answer.blocks]
    return "\n\n".join(part for part in parts if part)


def citation_line(citation: Citation, language: Language) -> str:
    """A citation as one line: title, publisher, date, locator, and whose words the answer is in."""
    parts = (citation.publisher, citation.date, citation.locator, citation.label(language))
    return f"{citation.title} ({', '.join(part for part in parts if part)})"


def source_lines(citations: Sequence[Citation], language: Language, *, numbered: bool = True) -> list[str]:
    """The citations for a list under an answer: one line for each work, with the places in it by their marks; without
    marks under what has none."""
    return [_work_line(cited, language, numbered) for cited in works(citations)]


def works(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations by the work that they stand in, and by whose words it is shown in."""
    found: dict[tuple[str, str, str, str, str], list[Citation]] = {}
    for citation in citations:
        file = citation.url.partition("#page=")[0]
        work = (citation.title, citation.publisher, citation.date, file, citation.kind)
        found.setdefault(work, []).append(citation)
    return list(found.values())


def by_locator(citations: Sequence[Citation]) -> list[tuple[str, list[Citation]]]:
    """Citations of one work by the place that they name, so that each place is named once."""
    places: dict[str, list[Citation]] = {}
    for citation in citations:
        places.setdefault(citation.locator, []).append(citation)
    return list(places.items())


def _work_line(cited: Sequence[Citation], language: Language, numbered: bool) -> str:
    work = cited[0]
    details = ", ".join(part for part in (work.publisher, work.date, work.label(language)) if part)
    where = ", ".join(
        f"{written_numbers([place.number for place in shared]) if numbered else ''} {locator}".strip()
        for locator, shared in by_locator(cited)
    )
    said = f"{where}: {work.title}" if where else work.title
    return " ".join(part for part in (said, f"({details})" if details else "", work.url.partition("#page=")[0]) if part)


def _block_text(block: Block) -> str:
    match block:
        case Heading():
            return block.text
        case ListBlock():
            return "\n".join(
                f"{f'{item.number or place}.' if block.ordered else '•'} {item.text}{_marked(item.citations)}"
                for place, item in enumerate(block.items, start=1)
            )
        case TableBlock():
            rows = [" | ".join(row) for row in (block.header, *block.rows)]
            return "\n".join([*rows, written_numbers(block.citations)]).rstrip()
        case Card():
            lines = [block.title + _marked(block.citations)]
            lines += [f"{field.label}: {field.value}" for field in block.fields]
            return "\n".join([*lines, block.note] if block.note else lines)
        case Quote():
            return f"“{block.text}”{_marked(block.citations)}"
        case Paragraph():
            return block.text + _marked(block.citations)


def _marked(numbers: tuple[int, ...]) -> str:
    return f" {written_numbers(numbers)}" if numbers else ""
