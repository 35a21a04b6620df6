"""Init data of Mini Apps, verified."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import urlencode

import pytest

from bot.telegram.init_data import verified_user

TOKEN, AT = "42:TEST", 1650385342
#: Signed by others: of the tests of aiogram.
GIVEN = (
    "auth_date=1650385342&user=%7B%22id%22%3A42%2C%22first_name%22%3A%22Test%22%7D&query_id=test"
    "&hash=46d2ea5e32911ec8d30999b56247654460c0d20949b6277af519e76271182803"
)


def signed(token: str = TOKEN, **fields: str) -> str:
    """Init data as Telegram signs it."""
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return urlencode({**fields, "hash": hmac.new(key, checked.encode(), hashlib.sha256).hexdigest()})


def opened_by(user_id: int, at: int, token: str = TOKEN) -> str:
    """Init data of a person who opens the app."""
    user = json.dumps({"id": user_id, "first_name": "Sri", "language_code": "en"})
    return signed(token, auth_date=str(at), user=user, signature="x", query_id="q")


def test_who_opens_the_app_is_known_for_a_day() -> None:
    given = verified_user(GIVEN, TOKEN, lambda: AT + 60)
    assert given is not None
    assert given.id == 42
    sri = verified_user(opened_by(11, AT), TOKEN, lambda: AT + 86_400)
    assert sri is not None
    assert (sri.id, sri.language_code) == (11, "en")
    assert verified_user(opened_by(11, AT), TOKEN, lambda: AT + 86_401) is None
    assert verified_user(opened_by(11, AT), TOKEN, lambda: AT - 3600) is None, "of a time to come"


@pytest.mark.parametrize(
    "init_data",
    [
        "",
        "hash=",
        GIVEN.replace("Test", "Tess"),
        GIVEN.replace("%3A42", "%3A43"),
        GIVEN.replace("46d2", "46d3"),
        f"{GIVEN}&user=%7B%22id%22%3A43%7D",
        opened_by(11, AT, token="42:OTHER"),
        signed(auth_date=str(AT), user="[]"),
        signed(auth_date=str(AT), user='{"id": "x"}'),
        signed(auth_date="²", user='{"id": 1}'),
        signed(user='{"id": 1}'),
        signed(auth_date=str(AT), user='{"id": 1}', long="x" * 4096),
        "%ff=%fe&&&",
    ],
)
def test_nobody_is_told_from_what_telegram_did_not_sign(init_data: str) -> None:
    assert verified_user(init_data, TOKEN, lambda: AT) is None
