"""Several replies to one message become one answer: numbered, in order, with one list of sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from knowledge.answering.texts import say
from knowledge.answers import Block, Card, Citation, Heading, Item, ListBlock, Outcome, Paragraph, Quote, TableBlock
from knowledge.documents import Language

#: Outcomes by which a question is answered, without reserve.
SAID: Final = frozenset({Outcome.ANSWERED, Outcome.INDICATOR})
_ANSWERED = SAID | {Outcome.PARTLY}
_LONGEST = 120  # characters of a question that is repeated over its answer
_NEAREST = 2  # topics named for each part of a message that is not answered


@dataclass(slots=True)
class Reply:
    """What one part of a message got. ``asked`` is the part in its own words, ``offers`` the sentences that offer to
    pass it on, which are said once for all, ``as_of`` of when its facts are, as ISO writes it."""

    asked: str
    outcome: Outcome
    blocks: Sequence[Block] = ()
    citations: Sequence[Citation] = ()
    offers: Sequence[Block] = ()
    suggestions: Sequence[str] = ()
    subjects: Sequence[str] = ()
    passages: Sequence[str] = ()
    as_of: str = ""


@dataclass(slots=True)
class Merged:
    """The blocks and sources of the whole answer."""

    outcome: Outcome
    blocks: list[Block] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


def merge(replies: Sequence[Reply], language: Language) -> Merged:
    """Put the replies together; one by itself stays as it is, what two have in common is given once, and what the
    documents do not answer beside something that they do is told in one line behind it."""
    told, unanswered = _parted(_joined(replies), language)
    if not told:
        return _refused(unanswered, language)
    if len(told) == 1:
        (reply,) = told
        merged = Merged(reply.outcome, list(reply.blocks), list(reply.citations))
    else:
        merged = _numbered(told)
    if unanswered:
        asked = ", ".join(f"“{_shortened(reply.asked)}”" for reply in unanswered)
        merged.blocks.append(Paragraph(text=say("unanswered", language, asked=asked)))
        _add_nearest(merged, unanswered, language)
        merged.outcome = Outcome.PARTLY
    merged.blocks += dict.fromkeys(offer for reply in (*told, *unanswered) for offer in reply.offers)
    return merged


def _parted(replies: Sequence[Reply], language: Language) -> tuple[Sequence[Reply], Sequence[Reply]]:
    """The replies that are given as they are, and those that say only that the documents hold no answer, where others
    are answered or there is nothing else."""
    refusal = Paragraph(text=Outcome.REFUSED.message(language))
    unanswered = [reply for reply in replies if reply.outcome is Outcome.REFUSED and refusal in reply.blocks[:1]]
    told = [reply for reply in replies if reply not in unanswered]
    if told and not any(reply.outcome in _ANSWERED for reply in told):
        return replies, ()
    return told, unanswered


def _refused(replies: Sequence[Reply], language: Language) -> Merged:
    """Nothing is answered: said once, with what is near to any of it."""
    if len(replies) == 1:
        return Merged(Outcome.REFUSED, [*replies[0].blocks, *replies[0].offers], list(replies[0].citations))
    merged = Merged(Outcome.REFUSED, [replies[0].blocks[0]])
    _add_nearest(merged, replies, language)
    merged.blocks += dict.fromkeys(offer for reply in replies for offer in reply.offers)
    return merged


def _add_nearest(merged: Merged, refused: Sequence[Reply], language: Language) -> None:
    """Add what is nearest to parts that are not answered, a few items of each."""
    items: dict[Item, None] = {}
    for reply in refused:
        near = [item for block in reply.blocks if isinstance(block, ListBlock) for item in block.items][:_NEAREST]
        used = {number for item in near for number in item.citations}
        cited = [citation for citation in reply.citations if citation.number in used]
        numbers = {citation.number: _number(citation, merged.citations) for citation in cited}
        items |= {item.model_copy(update={"citations": _numbers(item.citations, numbers)}): None for item in near}
    if items:
        merged.blocks += [Paragraph(text=say("refusal.nearest", language)), ListBlock(items=tuple(items))]


def _numbered(replies: Sequence[Reply]) -> Merged:
    """Each reply under what was asked."""
    merged = Merged(_outcome([reply.outcome for reply in replies]))
    for number, reply in enumerate(replies, 1):
        merged.blocks.append(Heading(text=f"{number}. {_shortened(reply.asked)}"))
        numbers = {citation.number: _number(citation, merged.citations) for citation in reply.citations}
        merged.blocks += [_renumbered(block, numbers) for block in reply.blocks if not isinstance(block, Heading)]
    return merged


def _shortened(asked: str) -> str:
    return asked if len(asked) <= _LONGEST else asked[: _LONGEST - 1].rstrip() + "…"


def merge_offered(replies: Sequence[Reply], language: Language, hand_over: bool) -> Merged:
    """The same, without the offers to pass a question on where there is nobody just now to take it."""
    return merge(replies if hand_over else [replace(reply, offers=()) for reply in replies], language)


def one_behind_the_other(replies: Sequence[Reply]) -> Merged:
    """Replies without headings between them, with one list of sources."""
    merged = Merged(_outcome([reply.outcome for reply in replies]))
    for reply in replies:
        numbers = {citation.number: _number(citation, merged.citations) for citation in reply.citations}
        merged.blocks += [_renumbered(block, numbers) for block in reply.blocks]
    return merged


def _joined(replies: Sequence[Reply]) -> list[Reply]:
    """Replies without what an earlier one on the same passage or indicator says already; one that says nothing more
    goes with it."""
    found: list[Reply] = []
    for reply in replies:
        shown = {*reply.passages, *reply.subjects}
        same = next((other for other in found if shown and shown <= {*other.passages, *other.subjects}), None)
        more = reply.blocks if same is None else _more(reply.blocks, same.blocks)
        if same is None or any(not isinstance(block, Heading) for block in more):
            found.append(replace(reply, blocks=more))
        else:
            found[found.index(same)] = replace(same, asked=f"{same.asked} / {reply.asked}")
    return found


def _more(blocks: Sequence[Block], said: Sequence[Block]) -> list[Block]:
    """Of these blocks what the others do not say: an item may be said by itself there."""
    told = {_plain(text) for block in said for text in _texts(block)}
    cards = {block.key for block in said if isinstance(block, Card)}
    left: list[Block] = []
    for block in blocks:
        if isinstance(block, ListBlock):
            items = tuple(item for item in block.items if _plain(item.text) not in told)
            left += [block.model_copy(update={"items": items})] if items else []
        elif isinstance(block, Card) and block.key in cards:
            continue
        elif block not in said and not (isinstance(block, Paragraph) and _plain(block.text) in told):
            left.append(block)
    return left


def _texts(block: Block) -> list[str]:
    if isinstance(block, ListBlock):
        return [item.text for item in block.items]
    return [block.text] if isinstance(block, Paragraph) else []


def _plain(text: str) -> str:
    return text.rstrip(" .;,").casefold()


def _outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """Of the whole: answered where every question was, partly where one was, and what is replied beside them aside."""
    asked = [outcome for outcome in outcomes if outcome in _ANSWERED or outcome is Outcome.REFUSED]
    if not asked:
        return outcomes[0]
    if all(outcome is Outcome.REFUSED for outcome in asked):
        return Outcome.REFUSED
    if Outcome.REFUSED in asked or Outcome.PARTLY in asked:
        return Outcome.PARTLY
    return Outcome.INDICATOR if set(asked) == {Outcome.INDICATOR} else Outcome.ANSWERED


def _number(citation: Citation, known: list[Citation]) -> int:
    """The number of a source and place in the whole answer."""
    key = (citation.title, citation.url, citation.locator)
    for other in known:
        if (other.title, other.url, other.locator) == key:
            return other.number
    known.append(citation.model_copy(update={"number": len(known) + 1}))
    return len(known)


def _renumbered(block: Block, numbers: dict[int, int]) -> Block:
    match block:
        case Paragraph() | Quote() | TableBlock() | Card():
            return block.model_copy(update={"citations": _numbers(block.citations, numbers)})
        case ListBlock():
            items = tuple(
                item.model_copy(update={"citations": _numbers(item.citations, numbers)}) for item in block.items
            )
            return block.model_copy(update={"items": items})
        case Heading():
            return block


def _numbers(citations: tuple[int, ...], numbers: dict[int, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers[number] for number in citations if number in numbers))
