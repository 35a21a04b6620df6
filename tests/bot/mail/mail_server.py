"""A real mail server on a port of this machine, which keeps what it takes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class MailServer:
    """What it took; ``says`` is what it answers to a recipient or a message, if not that it takes it."""

    port: int
    taken: list[EmailMessage] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    passwords: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address as a setting."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient or not."""
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a message or not."""
        if "message" in self.says:
            return self.says["message"]
        self.taken.append(BytesParser(policy=default).parsebytes(cast(bytes, envelope.content)))
        return "250 OK"

    def sign_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: object) -> AuthResult:
        """Take a name with its password."""
        given = (getattr(data, "login", b""), getattr(data, "password", b""))
        self.passwords.append(given)
        right = given == (b"pandu", b"kunci rahasia")
        return AuthResult(success=right, handled=right)


@contextmanager
def mail_server(*, sign_in: bool = False) -> Iterator[MailServer]:
    """Run a mail server; with ``sign_in`` one may sign in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = MailServer(port)
    more = {"authenticator": server.sign_in, "auth_require_tls": False} if sign_in else {}
    controller = Controller(server, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
