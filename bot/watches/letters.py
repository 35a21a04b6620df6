"""Watches by mail: the letter that asks for consent, and the news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.mail.outbox import Mail, Outbox
from bot.watches.tables import MAIL, letter_key
from bot.watches.watches import Watch, Watches
from knowledge.answer_text import plain_text, source_lines
from knowledge.answers import Answer
from knowledge.documents import Language
from knowledge.language.messages import Messages

PAGE: Final = "/kabar/"
_TEXTS = Messages("bot.watches")


@dataclass(frozen=True, slots=True)
class WatchLetters:
    """Writes to who watches an answer by mail.

    Args:
        watches: who does.
        outbox: takes the letters.
        public_url: the public address of this server, without a slash at its end.
        paused: whether the web is switched off; what was found meanwhile may have been what is wrong, so it waits.
    """

    watches: Watches
    outbox: Outbox
    public_url: str
    paused: Callable[[], bool] = lambda: False

    def ask_consent(self, watch: Watch) -> None:
        """Ask, once, whether the address is the asker's. What was typed into the question is not written to an address
        that may be somebody else's."""
        text = _TEXTS.say("confirm.text", watch.language, url=self._url(watch))
        subject = _TEXTS.say("confirm.subject", watch.language)
        self.outbox.put(Mail(letter_key(watch.id, "consent"), watch.address, subject, text), who=watch.who)

    def tell(self) -> None:
        """Hand what is new to the outbox, each of it once."""
        if self.paused():
            return
        for watch in self.watches.take(MAIL):
            before, after = _written(watch.answer), _written(watch.news or watch.answer)
            text = _TEXTS.say(
                "news.text",
                watch.language,
                question=watch.question,
                before=before,
                after=after,
                url=self._url(watch),
            )
            subject = _TEXTS.say("news.subject", watch.language)
            # A second process that comes here, after this one died, changes nothing: the key is the same. It is another
            # one where a Release comes back that was rolled back.
            last = f"{watch.told_at:%Y%m%d%H%M%S}" if watch.told_at else "first"
            key = letter_key(watch.id, f"{watch.release}-{last}")
            self.outbox.put(Mail(key, watch.address, subject, text), who=watch.who)
            self.watches.told(watch)

    def _url(self, watch: Watch) -> str:
        english = "?lang=en" if watch.language == "en" else ""
        return f"{self.public_url}{PAGE}{watch.id}/{self.watches.secret(watch.id)}{english}"


def consent_asked(language: Language) -> str:
    """What is told to who gave an address."""
    return _TEXTS.say("consent_asked", language)


def _written(answer: Answer) -> str:
    return "\n\n".join([plain_text(answer), *source_lines(answer.citations, answer.language)])
