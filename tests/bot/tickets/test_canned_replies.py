"""Canned replies, on both databases."""

from __future__ import annotations

import pytest

from bot.tickets.canned_replies import CannedReplies
from bot.tickets.ticket import TicketError
from knowledge.errors import NotFoundError
from tests.bot.journals import Stores


def test_replies_are_there_from_the_start_and_edited_by_staff(stores: Stores) -> None:
    replies = CannedReplies(stores.engine)
    assert {reply.language for reply in replies.replies()} == {"id", "en"}
    first = replies.replies("id")
    assert all(reply.language == "id" and reply.text for reply in first)
    added = replies.save(" Terima \n kasih ", " Sama-sama. ", "id", "rina")
    assert (added.title, added.text) == ("Terima kasih", "Sama-sama.")
    changed = replies.save("Terima kasih", "Kembali.", "id", "budi", added.id)
    assert changed.id == added.id
    replies.delete(added.id)
    replies.delete(added.id)
    assert replies.replies("id") == first


def test_what_is_no_reply_is_not_saved(stores: Stores) -> None:
    replies = CannedReplies(stores.engine)
    for title, text in (("", "x"), ("x", " "), ("x" * 101, "x"), ("x", "x" * 4001)):
        with pytest.raises(TicketError):
            replies.save(title, text, "id", "rina")
    with pytest.raises(NotFoundError):
        replies.save("x", "x", "id", "rina", 999)
