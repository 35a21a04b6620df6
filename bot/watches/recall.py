"""Asking watched questions again: once after each publication, and what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from bot.journal import Turn
from bot.watches.watches import Watch, Watches
from knowledge.answering.difference import change_between
from knowledge.answers import Answer
from knowledge.documents import Language
from knowledge.embedding.base import Embedder
from knowledge.errors import NotFoundError

logger = logging.getLogger(__name__)
_PAUSE: Final = 0.05


class AnswerService(Protocol):
    """What answers a question by itself."""

    def answer(self, text: str, *, language: Language | None = None) -> Answer:
        """Answer one question."""
        ...


@dataclass(frozen=True, slots=True)
class Recall:
    """Compares what askers were told with what they would be told now.

    Args:
        watches: who wishes to know.
        answering: answers from what is published.
        embedder: tells whether an answer says the same in other words.
        published: the Release that answers.
    """

    watches: Watches
    answering: AnswerService
    embedder: Embedder
    published: Callable[[], str | None]

    def begin(self, turn: Turn, who: str, channel: str, address: str, *, confirmed: bool = True) -> Watch:
        """Watch the answer of a turn. What is compared later is the answer to its question by itself, as it is now: a
        follow-up may have been answered by what had not been said before.

        Raises:
            NotFoundError: the turn is no longer stored, or nothing is published.
            TooManyError: the person watches as many answers as one may.
        """
        release = self.published()
        if release is None:
            raise NotFoundError("Nothing is published yet.")
        answer = self._asked(turn.answer.question, turn.answer.language)
        return self.watches.add(turn, who, channel, address, answer, answer.release or release, confirmed=confirmed)

    def ask_again(self, pause: float = _PAUSE, stopped: Callable[[], bool] = lambda: False) -> int:
        """Ask every watched question that the published Release was not asked yet; returns of how many there is news.

        News that nobody was told yet and that is none any more, since it was rolled back, is taken back.

        Args:
            pause: seconds between two questions, so that people who ask go first.
            stopped: whether to leave the others for the next time.
        """
        release, found = self.published(), 0
        asked = cache(self._asked)  # many may watch the answer to one question
        while release is not None and (batch := self.watches.to_ask(release)):
            for watch in batch:
                answer = asked(watch.question, watch.language)
                if stopped() or self.published() != release:
                    return found  # at the next look, of what is published then
                news = answer if self.differs(watch, answer) else None
                found += self.watches.asked(watch, release, news) and news is not None
                time.sleep(pause)
        if found:
            logger.info("%d askers are to be told that an answer has changed", found)
        return found

    def differs(self, watch: Watch, answer: Answer) -> bool:
        """Whether an answer says something else than its asker was told, or says it from elsewhere."""
        return change_between(watch.answer, answer, self.embedder).substantial

    def _asked(self, question: str, language: Language) -> Answer:
        return self.answering.answer(question, language=language)
