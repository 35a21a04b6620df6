"""The second factor: codes of an app by the clock (TOTP, RFC 6238), and recovery codes that count once each."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.orm import Session

from bot.accounts.errors import AccountError
from bot.accounts.tables import AccountRow, SessionRow
from knowledge.storage.engine import now

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_STEP = 30  # seconds
_DRIFT = 1  # steps that a clock may be off
_CODES = 10
_NONE: dict[str, object] = {"totp": "", "totp_step": 0, "recovery": []}
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no two of them look alike
ISSUER = "Pandu ASCN"


class SecondFactor:
    """Sets up, checks and takes away the second factor of accounts.

    Args:
        engine: the database.
        key: the installation's key, under which secrets are encrypted: the database alone gives no codes.
        clock: the present time.
    """

    def __init__(self, engine: Engine, key: bytes, clock: Callable[[], datetime] = now) -> None:
        self._engine = engine
        self._key = key
        self._clock = clock

    def enable(self, name: str, secret: str, code: str) -> list[str]:
        """Ask an account for a code from now on; returns its recovery codes, which are stored as hashes only.

        Raises:
            AccountError: the code is not one of this secret, or there is no such account.
        """
        step = self._step_of(secret, code)
        if step is None:
            raise AccountError("code")
        recovery = [_recovery_code() for _ in range(_CODES)]
        hashes = [self._hash(one) for one in recovery]
        with self._engine.begin() as connection:
            _write(connection, name, totp=self._encrypt(secret), totp_step=step, recovery=hashes)
        return recovery

    def disable(self, name: str) -> None:
        """Ask an account for no code any more.

        Raises:
            AccountError: there is no such account.
        """
        with self._engine.begin() as connection:
            _write(connection, name, **_NONE)

    def drop(self, name: str) -> None:
        """Take the second factor from somebody who lost it, and end the sessions.

        Raises:
            AccountError: there is no such account.
        """
        with self._engine.begin() as connection:
            _write(connection, name, **_NONE)
            owner = select(AccountRow.id).where(AccountRow.name == name).scalar_subquery()
            connection.execute(delete(SessionRow).where(SessionRow.account_id == owner))

    def is_code(self, account_id: int, code: str) -> bool:
        """Whether this is the app's present code, or a recovery code; each counts once."""
        given = "".join(code.split()).lower().replace("-", "")
        with Session(self._engine) as session, session.begin():
            row = session.scalar(select(AccountRow).where(AccountRow.id == account_id).with_for_update())
            if row is None or not row.totp:
                return False
            if hashed := next((one for one in row.recovery if hmac.compare_digest(one, self._hash(given))), ""):
                row.recovery = [one for one in row.recovery if one != hashed]
                return True
            step = self._step_of(self._decrypt(row.totp), given)
            if step is None:
                return False
            # Of two that bring the same code at the same moment one comes first.
            used = update(AccountRow).where(AccountRow.id == account_id, AccountRow.totp_step < step)
            return bool(session.connection().execute(used.values(totp_step=step)).rowcount)

    def _step_of(self, secret: str, code: str) -> int | None:
        import pyotp  # nobody who only asks needs it

        present = int(self._clock().timestamp()) // _STEP
        totp = pyotp.TOTP(secret)
        for step in range(present - _DRIFT, present + _DRIFT + 1):
            if hmac.compare_digest(totp.at(step * _STEP).encode(), code.strip().encode("utf-8", "replace")):
                return step
        return None

    def _encrypt(self, secret: str) -> str:
        return self._cipher().encrypt(secret.encode()).decode()

    def _decrypt(self, stored: str) -> str:
        from cryptography.fernet import InvalidToken

        try:
            return self._cipher().decrypt(stored.encode()).decode()
        except InvalidToken:
            raise AccountError("key") from None

    def _cipher(self) -> Fernet:
        from cryptography.fernet import Fernet  # nobody who only asks needs it

        return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"totp:" + self._key).digest()))

    def _hash(self, code: str) -> str:
        return hmac.new(self._key, b"recovery:" + code.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _write(connection: Connection, name: str, **values: object) -> None:
    changed = connection.execute(update(AccountRow).where(AccountRow.name == name).values(**values))
    if not changed.rowcount:
        raise AccountError("missing", name=name)


def new_secret() -> str:
    """A secret for an app."""
    import pyotp

    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether this is a secret as it is made here."""
    return len(text) == 32 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def qr_code(secret: str, name: str) -> str:
    """The secret as a QR code that apps read: an SVG picture without any style of its own."""
    import pyotp
    import segno

    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    picture = io.BytesIO()
    code = segno.make(address, error="m")
    code.save(
        picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, light="#fff", svgclass=None, lineclass=None
    )
    return picture.getvalue().decode()


def _recovery_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(10))
