"""A language model, if there is one, puts into its own words what the passages say; what they do not say never
leaves."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.answering.citations import Citations
from knowledge.answering.context import Asker, Context
from knowledge.answering.drafts import Draft, Drafted
from knowledge.answering.steps.composition import originals_of
from knowledge.answers import Block, Heading, Item, Judged, ListBlock, Outcome, Paragraph, Written
from knowledge.chat_model.budget import Budget
from knowledge.chat_model.model import ChatModel, Reply
from knowledge.chat_model.prompts import Prompt
from knowledge.documents import Passage
from knowledge.embedding.base import Embedder
from knowledge.grounding.originals import OriginalStore
from knowledge.grounding.verifier import Ground, Verdict, Verifier
from knowledge.grounding.windows import Window
from knowledge.language.detection import document_language
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.statements import parse_section

logger = logging.getLogger(__name__)

_PASSAGES = 4
_CHARACTERS = 7000  # of all passages
_LEAST = 0.5  # share of the sentences that must be borne out
_REPLACED = 0.6  # share of its words from which a sentence is taken for another wording of its passage's
_TELLING = 6  # words from which the language of a sentence can be told
_OFF_THE_POINT = 0.35  # cosine below which what is written has nothing to do with the question


@dataclass(slots=True)
class _Kept:
    """A sentence that stays, in the words of the model or in those of its passage."""

    drafted: Drafted
    text: str
    windows: tuple[Window, ...]


class Writing:
    """Writes what was found anew, from the passages alone; the extract stays where that fails.

    Args:
        model: writes.
        embedder: compares meanings.
        budget: of tokens.
        originals: what the originals of sources say.
    """

    def __init__(
        self, model: ChatModel, embedder: Embedder, budget: Budget, originals: OriginalStore | None = None
    ) -> None:
        self.model, self.budget = model, budget
        self._embedder, self._originals = embedder, originals
        self._verifier = Verifier(embedder)
        self._prompt = Prompt("writing")

    def __call__(self, context: Context, asker: Asker) -> None:
        """Replace the blocks of an answer from the documents by what is written and verified."""
        seconds = asker.until - time.monotonic()
        if not _may_be_written(context) or seconds <= 0:
            return
        if not self.budget.allows(asker.person):
            context.written = Written(model=self.model.name, prompt=self._prompt.version, ending="spent")
            return
        passages = _chosen(context)
        reply, judged = Reply(), list[Judged]()
        kept = list(self._kept(context, passages, asker, reply, judged, seconds))
        self.budget.spend(asker.person, reply.tokens_in + reply.tokens_out)
        used = reply.ending == "complete" and self._enough(context, kept, judged)
        if used:
            self._replace(context, passages, kept)
        context.written = Written(
            model=self.model.name,
            prompt=self._prompt.version,
            ending=reply.ending,
            used=used,
            tokens_in=reply.tokens_in,
            tokens_out=reply.tokens_out,
            milliseconds=reply.milliseconds,
            sentences=tuple(judged),
        )

    def _kept(
        self,
        context: Context,
        passages: Sequence[Passage],
        asker: Asker,
        reply: Reply,
        judged: list[Judged],
        seconds: float,
    ) -> Iterator[_Kept]:
        """The sentences that stay, told as they come."""
        grounds = [Ground(passage.chunk.text, _heading(passage)) for passage in passages]
        numbered = [
            {"number": number, "heading": ground.heading, "text": strip_marks(ground.text)}
            for number, ground in enumerate(grounds, 1)
        ]
        asked = self._prompt.asked(numbered, question=context.standalone.text)
        draft, said = Draft(), set[str]()
        for piece in self.model.stream(self._prompt.system(context.language), asked, reply, seconds):
            for drafted in draft.add(piece):
                yield from self._judge(drafted, grounds, context, asker, judged, said)
        if reply.ending == "complete":
            for drafted in draft.end():
                yield from self._judge(drafted, grounds, context, asker, judged, said)

    def _judge(
        self,
        drafted: Drafted,
        grounds: Sequence[Ground],
        context: Context,
        asker: Asker,
        judged: list[Judged],
        said: set[str],
    ) -> Iterator[_Kept]:
        cited = [grounds[number - 1] for number in drafted.cited if 1 <= number <= len(grounds)]
        verdict = Verdict(False, problems=("citation",))
        if drafted.clean and cited and len(cited) == len(drafted.cited) and _in_language(drafted.text, context):
            verdict = self._verifier.verify(drafted.text, cited)
        text = drafted.text if verdict.supported else _own_words(verdict, context)
        made = "kept" if verdict.supported else "replaced" if text and text not in said else "dropped"
        judged.append(Judged(text=drafted.text, made=made, problems=verdict.problems))
        if made != "dropped" and text not in said:
            said.add(text)
            if asker.tell:
                asker.tell(text)
            yield _Kept(drafted, text, verdict.windows)

    def _enough(self, context: Context, kept: Sequence[_Kept], judged: Sequence[Judged]) -> bool:
        """Whether enough was borne out, and it is what was asked."""
        borne = sum(one.made == "kept" for one in judged)
        if not kept or borne < _LEAST * len(judged):
            return False
        vectors = self._embedder.embed_questions([context.standalone.text, " ".join(one.text for one in kept)[:600]])
        return float(vectors[0] @ vectors[1]) >= _OFF_THE_POINT

    def _replace(self, context: Context, passages: Sequence[Passage], kept: Sequence[_Kept]) -> None:
        used = [
            passage for passage in passages if any(_holds(passage, window) for one in kept for window in one.windows)
        ]
        originals = [original for passage in used for original in originals_of(passage, self._originals)]
        files = [
            file
            for passage in used
            if self._originals and passage.document.quoted
            if (file := self._originals.open_files.published(passage.document.id))
        ]
        citations = Citations(context.language, originals, files)
        blocks: list[Block] = [block for block in context.blocks[:1] if isinstance(block, Heading)]
        for (item, _), group in groupby(
            kept, key=lambda one: (one.drafted.item, 0 if one.drafted.item else one.drafted.line)
        ):
            lines = [(one.text, _numbers(one, used, citations)) for one in group]
            if item:
                blocks.append(ListBlock(items=tuple(Item(text=text, citations=numbers) for text, numbers in lines)))
            else:
                blocks += [Paragraph(text=text, citations=numbers) for text, numbers in lines]
        # What is said of the age of the sources is not the model's to leave out.
        blocks += [block for block in context.blocks if isinstance(block, Paragraph) and not block.citations]
        context.blocks = blocks
        context.citations = citations.all
        context.passages = tuple(dict.fromkeys((*context.passages, *(passage.chunk.id for passage in used))))


def _may_be_written(context: Context) -> bool:
    """Whether an answer is one from the documents, given without reserve: a refusal stays in our words."""
    return bool(context.outcome is Outcome.ANSWERED and context.found and context.passages and not context.reserve)


def _chosen(context: Context) -> list[Passage]:
    """The passages shown, then the next ones, as many as there is room for."""
    shown = [passage for passage in context.passages_found if passage.chunk.id in context.passages]
    others = [passage for passage in context.passages_found if passage.chunk.id not in context.passages]
    chosen: list[Passage] = []
    room = _CHARACTERS
    for passage in (*shown, *others):
        room -= len(passage.chunk.text)
        if chosen and (room < 0 or len(chosen) == _PASSAGES):
            break
        chosen.append(passage)
    return chosen


def _heading(passage: Passage) -> str:
    return " – ".join(dict.fromkeys((passage.document.title, *passage.chunk.heading)))


def _in_language(text: str, context: Context) -> bool:
    return len(text.split()) < _TELLING or document_language(text) == context.language


def _own_words(verdict: Verdict, context: Context) -> str:
    """The passage's own statement in place of a sentence that says it otherwise; "" where it says something else."""
    if verdict.score < _REPLACED or len(verdict.windows) != 1 or "\t" in (text := verdict.windows[0].statements[0]):
        return ""
    window = verdict.windows[0]
    fits = window.kind in ("clause", "sentence", "item") and _in_language(text, context)
    return text if fits and len(text.split()) >= _TELLING and text[-1] != ":" else ""


def _holds(passage: Passage, window: Window) -> bool:
    return any(
        statement.text in window.statements
        for block in parse_section(passage.chunk.text)
        for statement in block.statements
    )


def _numbers(one: _Kept, passages: Sequence[Passage], citations: Citations) -> tuple[int, ...]:
    """The numbers of what bears a sentence out: the sources of the very statements that do."""
    return tuple(
        dict.fromkeys(
            number
            for passage in passages
            for block in parse_section(passage.chunk.text)
            for statement in block.statements
            if any(statement.text in window.statements for window in one.windows)
            for number in citations.numbers(passage, statement.marks, statement.text)
        )
    )
