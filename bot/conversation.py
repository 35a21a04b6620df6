"""One turn, the same for every channel: its turn in the queue, the answer, the journal."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Protocol

from bot.journal import Journal, Turn
from bot.rate_limits import RateLimit
from knowledge.answering.context import Asker
from knowledge.answers import Answer, Outcome, Paragraph
from knowledge.deadlines import Deadline
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.language.query import MESSAGE_LIMIT, Query

logger = logging.getLogger(__name__)


class AnswerService(Protocol):
    """What answers questions: ``knowledge.answering.Answering``."""

    def answer(
        self,
        text: str,
        *,
        language: Language | None = None,
        scope: str | None = None,
        history: Sequence[Answer] = (),
        asker: Asker | None = None,
    ) -> Answer:
        """Answer one question from the published release."""
        ...


class Conversation:
    """The door for every channel.

    Args:
        answers: what answers questions; called in a worker thread.
        journal: where turns are kept, as long as it can be written: an answer is never held back for it.
        reading: bounds the wait for the journal's earlier answers.
        writing: bounds the wait for the journal to take the answer.
        question_limit: how much of a question is kept, in characters.
        per_minute: questions one person may ask in a minute.
        concurrency: questions worked on at the same time; the others wait their turn.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        answers: AnswerService,
        journal: Journal,
        *,
        reading: Deadline | None = None,
        writing: Deadline | None = None,
        question_limit: int = MESSAGE_LIMIT,
        per_minute: int = 12,
        concurrency: int = 4,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answers = answers
        self._journal = journal
        self._reading = reading or Deadline()
        self._writing = writing or Deadline()
        self._limit = question_limit
        self._rate_limit = RateLimit(per_minute, clock)
        # Threads of its own: those that asyncio shares are few on a small machine, whatever is set here.
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="answering")
        self.storing = True  # whether the latest turn could be stored

    async def ask(
        self,
        text: str,
        *,
        channel: str,
        who: str,
        conversation: str,
        new: bool = False,
        after: str = "",
        language: Language | None = None,
        scope: str | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> Turn:
        """Answer a question and journal the turn. Never raises for what a person typed: every ending is an Outcome.

        The turn's id is empty when it could not be stored.

        Args:
            text: what the person wrote, of any length.
            channel: ``telegram``, ``web`` or ``cli``.
            who: the person's id in the channel; stored as a keyed hash only.
            conversation: what belongs together for follow-ups (a chat, a browser tab); stored hashed as well.
            new: the conversation begins with this question, so there is no history to read.
            after: the turn of this conversation that the question replies to, where the person says which; else it
                goes on from the latest.
            language: the person's chosen language; None means that of the question.
            scope: restrict to one collection.
            tell: called, from another thread, with each sentence that is written and verified, before the answer is
                complete; the answer itself counts.
        """
        spoken: Language = language or "id"
        kept = self._journal.people.hash_person(f"{channel}:{conversation}")
        if not self._rate_limit.allows(f"{channel}:{who}"):
            return Turn("", kept, _plain(Outcome.BUSY, spoken))
        asker = Asker(self._journal.people.hash_person(f"{channel}:{who}"), tell)
        turn = partial(self._turn, text, channel, who, kept, new, after, language, scope, asker)
        return await asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, turn)

    def _turn(
        self,
        text: str,
        channel: str,
        who: str,
        conversation: str,
        new: bool,
        after: str,
        language: Language | None,
        scope: str | None,
        asker: Asker,
    ) -> Turn:
        history = [] if new else self._history(conversation, after)
        answer = self._answer(text, history, language, scope, asker)
        asked = answer.message
        if not asked and answer.outcome is not Outcome.CARE:  # an error has no message; of distress none is kept
            asked = Query.of(text, answer.language, limit=self._limit).text
        return self._record(partial(self._journal.record, conversation, channel, f"{channel}:{who}", asked, answer))

    def _record(self, record: partial[Turn]) -> Turn:
        try:
            turn = self._writing.call(record)
        except Exception as error:  # whatever is wrong with the database, the person gets the answer
            if self.storing:  # logged once, until it works again
                logger.warning("Turns cannot be stored (%s); answers are given all the same", error)
            self.storing = False
            conversation, *_, answer = record.args
            return Turn("", conversation, answer)
        self.storing = True
        return turn

    def _history(self, conversation: str, after: str) -> list[Answer]:
        try:
            if after and (known := self._reading.call(partial(self._journal.turn, after))).conversation == conversation:
                return [known.answer]
        except NotFoundError:
            pass  # deleted since, so that the latest have to do
        except Exception as error:
            logger.warning("An earlier answer cannot be read: %s", error)
        try:
            return self._reading.call(partial(self._journal.history, conversation))
        except Exception as error:  # a follow-up is then read as it stands
            logger.warning("A conversation cannot be read: %s", error)
            return []

    def _answer(
        self, text: str, history: Sequence[Answer], language: Language | None, scope: str | None, asker: Asker
    ) -> Answer:
        try:
            return self._answers.answer(text, language=language, scope=scope, history=history, asker=asker)
        except Exception:  # the one border where an error becomes an outcome
            logger.exception("A question could not be answered")
            spoken: Language = language or "id"
            return _plain(Outcome.ERROR, spoken)


def _plain(outcome: Outcome, language: Language) -> Answer:
    text = outcome.message(language)
    return Answer(outcome=outcome, language=language, question="", blocks=(Paragraph(text=text),))
