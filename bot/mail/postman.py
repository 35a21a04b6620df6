"""The postman: takes mail out of the outbox and hands it to the mail server."""

from __future__ import annotations

import logging
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from bot.mail.outbox import Mail, Outbox
from bot.mail.smtp import MailError, SmtpServer, sender_mailbox
from bot.settings import Settings
from knowledge.storage.engine import now

logger = logging.getLogger(__name__)


class Postman:
    """Hands over what is due.

    Args:
        outbox: the mail.
        server: who takes it.
        sender: whom it comes from, ``Pandu <pandu@example.go.id>`` or the mailbox alone.

    Raises:
        ConfigError: the sender is no mailbox.
    """

    def __init__(self, outbox: Outbox, server: SmtpServer, sender: str) -> None:
        self._outbox = outbox
        self._server = server
        self._mailbox = sender_mailbox(sender)
        self._name = sender.partition("<")[0].strip().strip('"') if "<" in sender else ""

    def deliver(self) -> None:
        """Hand over what is due, once."""
        for mail in self._outbox.take():
            try:
                self._server.send(self._written(mail))
            except MailError as error:
                state = self._outbox.refused(mail.key, str(error), final=error.final)
                told = "is given up" if state == "failed" else "is tried again"
                logger.warning("Mail %s %s: %s", mail.key, told, error)
            except ValueError:  # an address that the library cannot write
                self._outbox.refused(mail.key, "The address cannot be written to.", final=True)
            else:
                self._outbox.sent(mail.key)

    def _written(self, mail: Mail) -> EmailMessage:
        """The message. Its id is made of its key: one that is handed over twice, since the server's word was lost,
        is known to be the same."""
        name, _, domain = self._mailbox.rpartition("@")
        message = EmailMessage()
        message["From"] = Address(self._name, name, domain)
        message["To"] = Address(addr_spec=mail.recipient)
        message["Subject"] = " ".join(mail.subject.split())[:200]
        message["Date"] = format_datetime(now())
        message["Message-ID"] = f"<{mail.key}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text, cte="quoted-printable")
        return message


def open_postman(outbox: Outbox, settings: Settings) -> Postman | None:
    """The postman of the settings; None where no mail server is set.

    Raises:
        ConfigError: the mail server or the sender is set wrongly.
    """
    url = settings.smtp_url.get_secret_value()
    return Postman(outbox, SmtpServer.of(url), settings.smtp_from) if url else None
