"""What is written to askers by mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.tickets.ticket import TEXTS, Ticket
from knowledge.answer_text import source_lines
from knowledge.answers import Citation


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes mail to askers.

    Args:
        secret: the secret of a ticket's page.
        public_url: the public address of this server, without a slash at its end; empty where it has none, and then
            a letter has no link.
    """

    secret: Callable[[int], str]
    public_url: str

    def reply(self, ticket: Ticket, kind: str, text: str, sources: Sequence[Citation]) -> tuple[str, str]:
        """Subject and text of a letter that brings what the directorate wrote."""
        language = ticket.language
        parts = [
            TEXTS.say(f"letter.{kind}", language, id=ticket.id),
            TEXTS.say("letter.question", language, question=ticket.question),
            text,
        ]
        if sources:
            lines = [
                TEXTS.say("letter.sources", language),
                *(f"- {line}" for line in source_lines(sources, language, numbered=False)),
            ]
            parts.append("\n".join(lines))
        if self.public_url:
            url = f"{self.public_url}/tiket/{self.secret(ticket.id)}{'?lang=en' if language == 'en' else ''}"
            parts.append(TEXTS.say("letter.link", language, url=url))
        else:
            parts.append(TEXTS.say("letter.no_link", language))
        return TEXTS.say("letter.subject", language, id=ticket.id), "\n\n".join(parts) + "\n"
