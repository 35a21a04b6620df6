"""Accounts of the staff console."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.accounts.errors import AccountError
from bot.accounts.passwords import check_password, hash_password, made_up_password
from bot.accounts.tables import AccountRow, SessionRow
from knowledge.documents import Language
from knowledge.storage.engine import now

Role = Literal["editor", "publisher", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_OIDC_NAME = 254  # characters
_EMAIL = re.compile(r"[^\s@<>\",;]{1,64}@[A-Za-z0-9.-]{1,189}")


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the directorate who may sign in. ``must_change``: the password was made up by somebody else;
    ``oidc_name``: whom the sign-in provider lets in here, ``oidc_bound``: and he has come."""

    id: int
    name: str
    role: Role
    language: Language
    email: str
    disabled: bool
    must_change: bool
    second_factor: bool
    oidc_name: str = ""
    oidc_bound: bool = False

    def may(self, least: Role) -> bool:
        """Whether the role includes this one."""
        return ROLES.index(self.role) >= ROLES.index(least)


class Accounts:
    """Reads and writes accounts. What takes rights or the password away ends the sessions.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        name: str,
        role: str,
        password: str,
        *,
        email: str = "",
        must_change: bool = False,
        oidc_name: str = "",
    ) -> Account:
        """Make an account. With ``oidc_name``, by which the sign-in provider knows its owner, the password need not be
        changed.

        Raises:
            AccountError: the name is taken or no name; there is no such role; the password will not do; whom the
                provider knows by that name has another account.
        """
        if not _NAME.fullmatch(name):
            raise AccountError("name")
        check_password(password, name)
        row = AccountRow(
            name=name,
            role=_role(role),
            password=hash_password(password),
            email=_email(email),
            must_change=must_change and not oidc_name,
            oidc_name=self._free(oidc_name, name),
            created_at=now(),
        )
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                session.add(row)
        except IntegrityError:
            raise AccountError("taken", name=name) from None
        return account_of(row)

    def accounts(self) -> Sequence[Account]:
        """All accounts by name, those that are disabled too."""
        with Session(self._engine) as session:
            return [account_of(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.name))]

    def account(self, name: str) -> Account:
        """One account.

        Raises:
            AccountError: there is none of this name.
        """
        return self._change(name, lambda _: None)

    def any_enabled(self) -> bool:
        """Whether anybody can sign in."""
        with self._engine.connect() as connection:
            enabled = select(AccountRow.id).where(AccountRow.disabled_at.is_(None)).limit(1)
            return connection.scalar(enabled) is not None

    def set_role(self, name: str, role: str) -> Account:
        """Give an account another role.

        Raises:
            AccountError: there is no such account or role, or it is the last admin.
        """
        given = _role(role)

        def change(row: AccountRow) -> None:
            row.role = given

        return self._change(name, change, keep_admin=given != "admin", end_sessions=True)

    def disable(self, name: str) -> Account:
        """Let an account sign in no longer; its name stays taken, since the audit log names it.

        Raises:
            AccountError: there is no such account, or it is the last admin.
        """

        def change(row: AccountRow) -> None:
            row.disabled_at = row.disabled_at or now()

        return self._change(name, change, keep_admin=True, end_sessions=True)

    def enable(self, name: str) -> Account:
        """Let a disabled account sign in again.

        Raises:
            AccountError: there is no such account.
        """

        def change(row: AccountRow) -> None:
            row.disabled_at = None

        return self._change(name, change)

    def set_password(self, name: str, password: str, *, must_change: bool = False) -> Account:
        """Give an account another password.

        Raises:
            AccountError: there is no such account, or the password will not do.
        """
        check_password(password, name)
        hashed = hash_password(password)

        def change(row: AccountRow) -> None:
            row.password, row.must_change = hashed, must_change

        return self._change(name, change, end_sessions=True)

    def link(self, name: str, oidc_name: str) -> Account:
        """Let somebody into an account whom the sign-in provider knows by this name, and nobody who was let in so
        before; "" for nobody. A password that was made up for its owner and never changed counts no longer.

        Raises:
            AccountError: there is no such account, or somebody of this name has another.
        """
        free = self._free(oidc_name, name)

        def change(row: AccountRow) -> None:
            if row.must_change and free:
                row.password, row.must_change = hash_password(made_up_password()), False
            row.oidc_name, row.oidc_issuer, row.oidc_subject = free, None, None

        return self._change(name, change, end_sessions=True)

    def set_language(self, name: str, language: Language) -> Account:
        """Show the console to an account in this language.

        Raises:
            AccountError: there is no such account.
        """

        def change(row: AccountRow) -> None:
            row.language = language

        return self._change(name, change)

    def _free(self, oidc_name: str, name: str) -> str:
        """A name at the sign-in provider, if no other account has it."""
        if len(oidc_name) > _OIDC_NAME or not oidc_name.isprintable():
            raise AccountError("oidc_name")
        same = func.lower(AccountRow.oidc_name) == oidc_name.strip().lower()
        with self._engine.connect() as connection:
            other = connection.scalar(select(AccountRow.name).where(same, AccountRow.name != name))
        if oidc_name and other:
            raise AccountError("oidc_taken", oidc=oidc_name, name=other)
        return oidc_name.strip()

    def _change(
        self, name: str, change: Callable[[AccountRow], None], *, keep_admin: bool = False, end_sessions: bool = False
    ) -> Account:
        with Session(self._engine) as session, session.begin():
            row = session.scalar(select(AccountRow).where(AccountRow.name == name).with_for_update())
            if row is None:
                raise AccountError("missing", name=name)
            if keep_admin and _is_last_admin(session, row):
                raise AccountError("last_admin", name=name)
            change(row)
            if end_sessions:
                session.execute(delete(SessionRow).where(SessionRow.account_id == row.id))
            return account_of(row)


def account_of(row: AccountRow) -> Account:
    """An account as it is handed out: without what proves it."""
    return Account(
        id=row.id,
        name=row.name,
        role=cast(Role, row.role),
        language="en" if row.language == "en" else "id",
        email=row.email,
        disabled=row.disabled_at is not None,
        must_change=row.must_change,
        second_factor=bool(row.totp),
        oidc_name=row.oidc_name,
        oidc_bound=row.oidc_subject is not None,
    )


def _is_last_admin(session: Session, row: AccountRow) -> bool:
    admins = select(func.count()).where(AccountRow.role == "admin", AccountRow.disabled_at.is_(None))
    return row.role == "admin" and row.disabled_at is None and session.scalar(admins) == 1


def _role(role: str) -> Role:
    if role not in ROLES:
        raise AccountError("role", role=role)
    return role


def _email(email: str) -> str:
    if email and not _EMAIL.fullmatch(email):
        raise AccountError("email", email=email[:100])
    return email
