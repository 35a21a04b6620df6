"""Buttons, expected replies and choices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from bot.chat_tables import ButtonsRow, ChatRow, PromptRow
from bot.identity import PersonHasher
from bot.retention import Retention
from bot.telegram.actions import Ask, ChooseLanguage, ReasonReply, TicketReply
from bot.telegram.chat_state import ChatState
from bot.telegram.database_thread import DatabaseThread
from knowledge.storage.engine import now


@pytest.fixture
def state(engine: Engine, thread: DatabaseThread) -> ChatState:
    """The channel's small tables, empty."""
    return ChatState(engine, PersonHasher(b"k"), thread)


async def test_buttons_are_for_whom_they_were_made(state: ChatState) -> None:
    data = await state.keep_buttons([Ask("apa", "id"), ChooseLanguage("en")], 7)
    assert all(len(value.encode()) <= 20 for value in data)
    pressed, other = await state.button(data[1], 7), await state.button(data[1], 8)
    assert pressed is not None
    assert other is not None
    assert (pressed.action, pressed.for_presser) == (ChooseLanguage("en"), True)
    assert not other.for_presser
    (shared,) = await state.keep_buttons([Ask("apa", "id")], None)
    anybody = await state.button(shared, 8)
    assert anybody is not None
    assert anybody.for_presser


async def test_data_that_names_no_button(state: ChatState) -> None:
    (data,) = await state.keep_buttons([Ask("apa", "id")], 7)
    token = data.partition(":")[0]
    for wrong in (f"{token}:1", f"{token}:-1", f"{token}:x", token, "", "unknown:0"):
        assert await state.button(wrong, 7) is None


async def test_a_button_of_a_version_to_come_is_not_known(state: ChatState, engine: Engine) -> None:
    row = {"token": "t", "who": "", "actions": [{"do": "from the future"}], "created_at": now()}
    with engine.begin() as connection:
        connection.execute(insert(ButtonsRow).values(**row))
    assert await state.button("t:0", 7) is None


async def test_replies_are_expected_from_whom_was_asked(state: ChatState) -> None:
    await state.expect_reply(1, 2, ReasonReply("t"), 7)
    prompt, other = await state.prompt(1, 2, 7), await state.prompt(1, 2, 8)
    assert prompt is not None
    assert other is not None
    assert (prompt.reply, prompt.for_replier, other.for_replier) == (ReasonReply("t"), True, False)
    assert await state.prompt(1, 3, 7) is None
    await state.expect_reply(1, 2, TicketReply(5), None)  # the latest counts
    replaced = await state.prompt(1, 2, 8)
    assert replaced is not None
    assert (replaced.reply, replaced.for_replier) == (TicketReply(5), True)


async def test_a_chosen_language_stays_until_another_is_chosen(state: ChatState) -> None:
    assert await state.language(1) is None
    await state.choose_language(1, "en")
    await state.choose_language(2, "id")
    assert (await state.language(1), await state.language(2)) == ("en", "id")
    await state.choose_language(1, "id")
    assert await state.language(1) == "id"


async def test_what_was_typed_inline_is_kept_for_an_hour(state: ChatState, engine: Engine) -> None:
    await state.keep_typed(7, Ask("apa", "id"))
    await state.keep_typed(7, Ask("apa itu", "id"))
    (button,) = await state.keep_buttons([Ask("lain", "id")], 7)
    assert (await state.typed(7), await state.typed(8)) == (Ask("apa itu", "id"), None)
    with engine.begin() as connection:
        connection.execute(update(ButtonsRow).values(created_at=now() - timedelta(minutes=61)))
    assert await state.typed(7) is None
    await state.expire(timedelta(days=90))
    with Session(engine) as session:
        assert session.scalars(select(ButtonsRow.token)).all() == [button.partition(":")[0]]


async def test_what_is_old_goes(state: ChatState) -> None:
    (data,) = await state.keep_buttons([Ask("apa", "id")], 7)
    await state.expect_reply(1, 2, ReasonReply("t"), 7)
    await state.expire(timedelta(hours=1))
    assert await state.button(data, 7) is not None
    await state.expire(timedelta(0))
    assert await state.button(data, 7) is None
    assert await state.prompt(1, 2, 7) is None


async def test_forgetting_leaves_what_is_of_others(state: ChatState, engine: Engine) -> None:
    for user_id in (7, 8):
        await state.keep_buttons([Ask("apa", "id")], user_id)
        await state.expect_reply(user_id, 2, ReasonReply("t"), user_id)
        await state.choose_language(user_id, "en")
    Retention(engine, PersonHasher(b"k")).forget("telegram:7")
    with Session(engine) as session:
        counts = [session.scalar(select(func.count()).select_from(row)) for row in (ButtonsRow, PromptRow, ChatRow)]
    assert counts == [1, 1, 1]
    assert (await state.language(7), await state.language(8)) == (None, "en")
