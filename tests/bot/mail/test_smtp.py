"""What the address of a mail server means."""

from __future__ import annotations

import pytest

from bot.mail.smtp import MailError, SmtpServer, mailbox_in, sender_mailbox
from knowledge.errors import ConfigError
from tests.bot.mail.mail_server import mail_server


def test_an_address_says_host_port_and_who_signs_in() -> None:
    assert SmtpServer.of("smtp://mail.go.id") == SmtpServer("mail.go.id", 25)
    assert SmtpServer.of("smtps://pandu%40go.id:s%3A%2F@mail.go.id") == SmtpServer(
        "mail.go.id", 465, True, "pandu@go.id", "s:/"
    )
    assert SmtpServer.of("smtp://mail.go.id:587/").port == 587
    assert "rahasia" not in repr(SmtpServer.of("smtp://a:rahasia@mail.go.id"))


@pytest.mark.parametrize("url", ["mail.go.id", "smtp://", "smtp://a:rahasia@mail.go.id:x", "smtp://h/?a=rahasia"])
def test_what_is_no_address_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ConfigError, match="PANDU_SMTP_URL") as told:
        SmtpServer.of(url)
    assert "rahasia" not in str(told.value)


def test_signs_in_and_says_when_that_fails() -> None:
    with mail_server(sign_in=True) as server:
        SmtpServer("127.0.0.1", server.port, user="pandu", password="kunci rahasia").greet()
        with pytest.raises(MailError, match="535") as told:
            SmtpServer("127.0.0.1", server.port, user="pandu", password="salah").greet()
        assert "salah" not in str(told.value)


def test_of_a_contact_the_one_mailbox_is_written_to() -> None:
    assert mailbox_in("Surel saya: sri.dewi+kota@mail.go.id, terima kasih") == "sri.dewi+kota@mail.go.id"
    assert mailbox_in("sri@mail.go.id / sri@mail.go.id") == "sri@mail.go.id"
    for none in ("0812 3456 7890", "a@b.id atau c@d.id", "sri@mail", "@x.id", "a@" + "b." * 5000):
        assert mailbox_in(none) == ""


def test_a_sender_is_a_mailbox_with_or_without_a_name() -> None:
    assert sender_mailbox("Pandu ASCN <pandu@kota.go.id>") == "pandu@kota.go.id"
    assert sender_mailbox("pandu@kota.go.id") == "pandu@kota.go.id"
    for wrong in ("", "Pandu", "Pandu <pandu>", "Pandu <a@b.id>\r\nBcc: c@d.id"):
        with pytest.raises(ConfigError, match="PANDU_SMTP_FROM"):
            sender_mailbox(wrong)
