"""A chat model over real HTTP: whatever its server does, the reply ends, and it is told how."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from knowledge.chat_model.breaker import Breaker
from knowledge.chat_model.model import ChatModel, Reply
from knowledge.errors import ConfigError
from tests.fakes.lying_model import LyingModel

PROMPT = '<passage number="1">\nAnggota\n\nKota anggota mempunyai enam kewajiban menurut ToR.\n</passage>'


@pytest.fixture(scope="module")
def server() -> Iterator[LyingModel]:
    model = LyingModel()
    with model.server:
        yield model


def _asked(server: LyingModel, kind: str, chat: ChatModel) -> tuple[str, Reply]:
    server.kind, reply = kind, Reply()
    return "".join(chat.stream("Tulis.", PROMPT, reply)), reply


def test_a_reply_comes_in_pieces_and_its_tokens_are_counted(server: LyingModel) -> None:
    text, reply = _asked(server, "faithful", ChatModel("openai:x", url=server.url, key="kunci-rahasia"))
    assert text == "Kota anggota mempunyai enam kewajiban menurut ToR. [1]"
    assert (reply.ending, reply.tokens_in > 10, reply.tokens_out > 5) == ("complete", True, True)
    assert "Bearer kunci-rahasia" in server.keys


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("cut", "cut"), ("never-ending", "long"), ("429", "failed"), ("500", "failed"), ("empty", "complete")],
)
def test_it_is_told_how_a_reply_ended(server: LyingModel, kind: str, ending: str) -> None:
    _, reply = _asked(server, kind, ChatModel("openai:x", url=server.url, seconds=20))
    assert reply.ending == ending


def test_a_failed_request_is_tried_once_more(server: LyingModel) -> None:
    before = len(server.told)
    _asked(server, "500", ChatModel("openai:x", url=server.url))
    assert len(server.told) - before == 2


def test_a_silent_server_is_given_up_in_time_and_then_left_alone(server: LyingModel) -> None:
    chat = ChatModel("openai:x", url=server.url, seconds=0.2, breaker=Breaker(failures=1))
    _, reply = _asked(server, "silent", chat)
    assert reply.ending == "slow"
    _, reply = _asked(server, "faithful", chat)
    assert reply.ending == "resting"


def test_a_server_that_is_not_there_fails_without_its_key_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    reply = Reply()
    chat = ChatModel("openai:x", url="http://127.0.0.1:9/v1", key="kunci-rahasia", seconds=5)
    assert list(chat.stream("Tulis.", PROMPT, reply)) == []
    assert reply.ending == "failed"
    assert "kunci-rahasia" not in caplog.text


@pytest.mark.parametrize("name", ["gpt-4o", "tidak-ada:model", "openai:"])
def test_a_name_that_is_none_is_told(name: str) -> None:
    with pytest.raises(ConfigError, match="PANDU_LLM"):
        ChatModel(name, key="x")
