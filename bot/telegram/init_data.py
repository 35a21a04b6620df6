"""What a Mini App is started with, verified: who opens it, signed by Telegram with the bot's token.

The check is that of https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl

from telegram import User

_AGE = timedelta(hours=24)
_AHEAD = timedelta(minutes=5)  # by which clocks may differ
_LONGEST, _MOST_FIELDS = 4096, 20


def verified_user(init_data: str, token: str, clock: Callable[[], float] = time.time) -> User | None:
    """The person that init data is of; None where it is not signed with this token, or older than a day.

    Args:
        init_data: a query string as the app got it.
        token: the bot's.
        clock: seconds since 1970.
    """
    if len(init_data) > _LONGEST:
        return None
    try:
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        return None
    signed = fields.pop("hash", "")
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(hmac.new(key, checked.encode(), hashlib.sha256).hexdigest().encode(), signed.encode()):
        return None
    date = fields.get("auth_date", "")
    age = clock() - int(date) if date.isascii() and date.isdigit() and len(date) <= 12 else _AGE.total_seconds() + 1
    if not -_AHEAD.total_seconds() <= age <= _AGE.total_seconds():
        return None
    try:
        user = json.loads(fields.get("user", ""))
        return User(int(user["id"]), "", is_bot=False, language_code=str(user.get("language_code", "")))
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
