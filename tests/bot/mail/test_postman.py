"""Mail handed to a real server."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from bot.mail.outbox import Mail, MailRow, Outbox
from bot.mail.postman import Postman, open_postman
from bot.mail.smtp import SmtpServer
from bot.periodic import every
from bot.settings import Settings
from knowledge.errors import ConfigError
from knowledge.storage.engine import database_url, now, open_database
from tests.bot.mail.mail_server import mail_server

SENDER = "Pandu ASCN <pandu@kota.go.id>"
MAIL = Mail("ticket-message-1", "sri@example.go.id", "Tiket 1:\r\nBcc: x@y.id", "Jawabannya: ya—begitu.\n.\nSelesai.")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(open_database(database_url(tmp_path)))


def _due(outbox: Outbox) -> None:
    engine: Engine = outbox._engine
    with engine.begin() as connection:
        connection.execute(update(MailRow).values(next_at=now() - timedelta(seconds=1)))


def test_a_mail_arrives_as_it_was_written(outbox: Outbox) -> None:
    outbox.put(MAIL)
    with mail_server() as server:
        Postman(outbox, SmtpServer.of(server.url), SENDER).deliver()
        (mail,) = server.taken
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, MAIL.recipient, "Tiket 1: Bcc: x@y.id")
    assert mail["Bcc"] is None
    assert mail.get_content().replace("\r\n", "\n").strip() == MAIL.text
    assert mail["Message-ID"] == "<ticket-message-1@kota.go.id>"
    assert outbox.progress([MAIL.key])[MAIL.key].state == "sent"


def test_a_server_that_is_away_or_busy_is_tried_again(outbox: Outbox) -> None:
    outbox.put(MAIL)
    with mail_server() as server:
        postman = Postman(outbox, SmtpServer.of(server.url), SENDER)
        server.says["message"] = "451 Try later"
        postman.deliver()
    assert "451 Try later" in outbox.progress([MAIL.key])[MAIL.key].error
    _due(outbox)
    postman.deliver()
    told = outbox.progress([MAIL.key])[MAIL.key]
    assert (told.state, told.attempts) == ("waiting", 2)
    assert "cannot be reached" in told.error


def test_a_mailbox_that_does_not_exist_fails_and_says_so(outbox: Outbox) -> None:
    outbox.put(MAIL)
    outbox.put(Mail("other", "budi@example.go.id", "Tiket 2", "Ya."))
    with mail_server() as server:
        server.says[MAIL.recipient] = f"550 No such user <{MAIL.recipient}>"
        Postman(outbox, SmtpServer.of(server.url), SENDER).deliver()
        assert [mail["To"] for mail in server.taken] == ["budi@example.go.id"]
    told = outbox.progress([MAIL.key])[MAIL.key]
    assert (told.state, "550 No such user" in told.error) == ("failed", True)
    assert MAIL.recipient not in told.error, "servers repeat whom a message goes to; that is not kept"


async def test_the_postman_goes_round_until_it_is_stopped(outbox: Outbox) -> None:
    with mail_server() as server:
        postman = Postman(outbox, SmtpServer.of(server.url), SENDER)
        going = asyncio.create_task(every(0.02, lambda: asyncio.to_thread(postman.deliver), "Handing over mail"))
        await asyncio.to_thread(outbox.put, MAIL)
        async with asyncio.timeout(20):
            while not server.taken:  # noqa: ASYNC110 - the other end of a network tells nobody
                await asyncio.sleep(0.02)
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)


def test_settings_that_make_no_sense_stop_the_start(outbox: Outbox, tmp_path: Path) -> None:
    def settings(url: str, sender: str) -> Settings:
        return Settings(_env_file=None, data=tmp_path, smtp_url=url, smtp_from=sender)

    assert open_postman(outbox, settings("", "")) is None
    assert open_postman(outbox, settings("smtp://mail.go.id", SENDER)) is not None
    with pytest.raises(ConfigError, match="PANDU_SMTP_FROM"):
        open_postman(outbox, settings("smtp://mail.go.id", "Pandu"))
    with pytest.raises(ConfigError, match="PANDU_SMTP_URL"):
        open_postman(outbox, settings("http://mail.go.id", SENDER))
