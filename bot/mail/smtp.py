"""The mail server that is set: what its address means, and handing a message to it."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

from knowledge.errors import ConfigError, PanduError

_TIMEOUT = 20.0  # seconds for each word of the server's
_PORTS: Final = {"smtp": 25, "smtps": 465}
#: One mailbox, as people write it; what else the standard allows (quoted names, literal addresses) nobody has.
MAILBOX: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
_SENDER = re.compile(r"(?:[^<>\r\n]{0,100}<)?([^<>\s]{3,254})>?")


class MailError(PanduError):
    """A message that the server did not take; ``final`` when it is of no use to try again."""

    def __init__(self, text: str, *, final: bool = False) -> None:
        super().__init__(text)
        self.final = final


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server: ``tls`` from the first word on (smtps), otherwise as soon as the server offers it."""

    host: str
    port: int
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> SmtpServer:
        """The server of a setting, ``smtp(s)://user:password@host:port``.

        Raises:
            ConfigError: it is no such address; the text does not repeat it, since it may hold a password.
        """
        wrong = ConfigError(
            "PANDU_SMTP_URL is not the address of a mail server: write smtp://user:password@host:port, or smtps:// "
            "for one that is encrypted from the start; special characters of the password as %XX."
        )
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise wrong from None
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
            raise wrong
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps", user, password)

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; it blocks, for a few minutes at most.

        Raises:
            MailError: the server cannot be reached or did not take it.
        """
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise MailError(f"The recipient is refused ({code} {_words(said)}).", final=code >= 500) from None
        except smtplib.SMTPDataError as error:
            final = error.smtp_code >= 500
            raise MailError(
                f"The message is refused ({error.smtp_code} {_words(error.smtp_error)}).", final=final
            ) from None
        except smtplib.SMTPResponseException as error:  # of the sender or the sign-in: the operator can mend it
            raise MailError(f"The mail server refuses us ({error.smtp_code} {_words(error.smtp_error)}).") from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(f"The mail server cannot be reached ({type(error).__name__}: {error}).") from None

    def greet(self) -> None:
        """Connect, sign in and leave, to see that it works.

        Raises:
            MailError: it does not.
        """
        try:
            with self._connected() as server:
                server.noop()
        except smtplib.SMTPResponseException as error:
            raise MailError(f"The mail server refuses us ({error.smtp_code} {_words(error.smtp_error)}).") from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(f"The mail server cannot be reached ({type(error).__name__}: {error}).") from None

    def _connected(self) -> smtplib.SMTP:
        if self.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT)
        try:
            self._secure(server)
        except BaseException:
            server.close()
            raise
        return server

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        encrypted = self.tls
        if not encrypted and server.has_extn("starttls") and not _own_machine(self.host):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
            encrypted = True
        if self.user:
            if not encrypted and not _own_machine(self.host):
                raise MailError(
                    "The mail server offers no encryption, so the password is not sent to it. Use smtps://."
                )
            server.login(self.user, self.password)


def mailbox_in(text: str) -> str:
    """The one mailbox that somebody left as their address, or "" where there is none or more than one."""
    found = list(dict.fromkeys(match[0] for match in MAILBOX.finditer(text)))
    return found[0] if len(found) == 1 else ""


def sender_mailbox(sender: str) -> str:
    """The mailbox of a sender as it is set, ``Pandu <pandu@example.go.id>`` or the mailbox alone.

    Raises:
        ConfigError: there is none.
    """
    match = _SENDER.fullmatch(sender.strip())
    if match is None or not MAILBOX.fullmatch(match[1]):
        raise ConfigError("PANDU_SMTP_FROM must be a mailbox, such as Pandu ASCN <pandu@example.go.id>.")
    return match[1]


def _own_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _words(said: bytes | str) -> str:
    """What a server said, without mailboxes: servers repeat whom a message goes to, and this is logged and kept."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return MAILBOX.sub("…", " ".join(text.split()))[:200]
