"""One turn, the same for every channel: admit, answer, journal."""

from __future__ import annotations

import asyncio
import logging
import time
import unicodedata
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.journal import Journal, Turn
from knowledge import personal_data
from knowledge.answers import Answer, Outcome, Paragraph
from knowledge.documents import Language

logger = logging.getLogger(__name__)

_TOO_LONG: dict[Language, str] = {
    "id": "Pertanyaan Anda terlalu panjang: paling banyak {limit} karakter. Ringkaslah, lalu kirim lagi.",
    "en": "Your question is too long: {limit} characters at most. Please shorten it and send it again.",
}
_EMPTY: dict[Language, str] = {
    "id": "Pertanyaannya kosong. Tuliskan apa yang ingin Anda ketahui tentang ASCN atau indikator kota cerdas.",
    "en": "The question is empty. Write what you would like to know about the ASCN or the smart-city indicators.",
}
_PERSONAL: dict[Language, str] = {
    "id": "Pertanyaan Anda memuat data pribadi ({kinds}). Data itu tidak disimpan; mohon jangan mengirimkannya.",
    "en": "Your question holds personal data ({kinds}). It was not stored; please do not send it.",
}


class Answers(Protocol):
    """What answers questions: ``knowledge.answering.Answering``."""

    def answer(
        self,
        text: str,
        *,
        language: Language | None = None,
        scope: str | None = None,
        history: Sequence[Answer] = (),
    ) -> Answer:
        """Answer one question from the published release."""
        ...


class Conversation:
    """The door for every channel.

    Args:
        answers: what answers questions; called in a worker thread.
        journal: where turns are kept.
        question_limit: longest question in characters.
        per_minute: questions one person may ask in a minute.
        concurrency: questions worked on at the same time; the others wait their turn.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        answers: Answers,
        journal: Journal,
        *,
        question_limit: int = 1000,
        per_minute: int = 12,
        concurrency: int = 4,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answers = answers
        self._journal = journal
        self._limit = question_limit
        self._rate = _Rate(per_minute, clock)
        self._slots = asyncio.Semaphore(concurrency)

    async def ask(
        self,
        text: str,
        *,
        channel: str,
        who: str,
        conversation: str,
        language: Language | None = None,
        scope: str | None = None,
    ) -> Turn:
        """Answer a question and journal the turn. Never raises for what a person typed: every ending is an Outcome.

        Args:
            text: what the person wrote, of any length.
            channel: ``telegram``, ``web`` or ``cli``.
            who: the person's id in the channel; stored as a keyed hash only.
            conversation: what belongs together for follow-ups (a chat, a browser tab); stored hashed as well.
            language: the person's chosen language; None means that of the question.
            scope: restrict to one collection.
        """
        spoken: Language = language or "id"
        kept = self._journal.hash_person(f"{channel}:{conversation}")
        cleaned = clean(text)
        if not self._rate.allow(f"{channel}:{who}"):
            return Turn("", kept, _plain(Outcome.BUSY, spoken, "", Outcome.BUSY.message(spoken)))
        if not cleaned:
            return Turn("", kept, _plain(Outcome.DECLINED, spoken, "", _EMPTY[spoken]))
        if len(cleaned) > self._limit:
            answer = _plain(Outcome.DECLINED, spoken, "", _TOO_LONG[spoken].format(limit=self._limit))
            return Turn("", kept, answer)
        found = personal_data.find(cleaned)
        masked = personal_data.mask(cleaned) if found else cleaned
        async with self._slots:
            answer = await asyncio.to_thread(self._answer, masked, kept, language, scope)
        if found:
            kinds = ", ".join(sorted({finding.label(answer.language) for finding in found}))
            answer = answer.model_copy(update={"notice": _PERSONAL[answer.language].format(kinds=kinds)})
        return await asyncio.to_thread(self._journal.record, kept, channel, f"{channel}:{who}", masked, answer)

    def _answer(self, text: str, conversation: str, language: Language | None, scope: str | None) -> Answer:
        try:
            history = self._journal.history(conversation)
            return self._answers.answer(text, language=language, scope=scope, history=history)
        except Exception:  # the one border where an error becomes an outcome
            logger.exception("A question could not be answered")
            spoken: Language = language or "id"
            return _plain(Outcome.ERROR, spoken, text, Outcome.ERROR.message(spoken))


def clean(text: str) -> str:
    """A question as it is worked on: composed Unicode, no invisible or control characters, single spaces.

    Format characters (Unicode category Cf, such as zero-width spaces, directional overrides and tag characters) can
    hide instructions from a reader, so they go.
    """
    composed = unicodedata.normalize("NFC", text[:100_000])
    visible = (
        character if character.isprintable() else " " if character.isspace() else ""
        for character in composed
        if unicodedata.category(character) not in {"Cf", "Co", "Cs", "Cn"}
    )
    return " ".join("".join(visible).split())


class _Rate:
    """A sliding window of one minute for each person, bounded in memory."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}

    def allow(self, who: str) -> bool:
        now = self._clock()
        window = self._seen.setdefault(who, deque())
        while window and now - window[0] >= 60:
            window.popleft()
        if len(window) >= self._per_minute:
            return False
        window.append(now)
        if len(self._seen) > 20_000:
            self._seen = {key: times for key, times in self._seen.items() if times and now - times[-1] < 60}
        return True


def _plain(outcome: Outcome, language: Language, question: str, text: str) -> Answer:
    return Answer(outcome=outcome, language=language, question=question, blocks=(Paragraph(text=text),))
