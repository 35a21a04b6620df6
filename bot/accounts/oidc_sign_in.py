"""Signing in by an OpenID Connect provider. It says who somebody is; what he may do is ours."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from bot.accounts.accounts import Account, account_of
from bot.accounts.attempts import Attempts
from bot.accounts.oidc_provider import SUBJECT, Identity, OidcProvider
from bot.accounts.sessions import Sessions
from bot.accounts.sign_in import Refused, SignedIn
from bot.accounts.tables import AccountRow, OidcRequestRow
from knowledge.storage.engine import now

WAITING = timedelta(minutes=10)  # to sign in at the provider


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun: where the browser goes, and what it keeps meanwhile."""

    url: str
    token: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser brought back from the provider; ``token`` is what it kept, ``error`` the provider's code."""

    token: str
    state: str
    code: str = ""
    error: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """The provider knows somebody whom no account is linked to; ``name`` is what an admin links it by, or ""."""

    name: str


@dataclass(frozen=True, slots=True)
class Entered:
    """A session that was begun, where its owner was going, and whether the account is bound to him only now."""

    signed_in: SignedIn
    onward: str
    bound: Identity | None


class OidcSignIn:
    """Sends people to the provider, and takes them in who come back.

    Args:
        engine: the database.
        sessions: where a session is begun.
        attempts: what counts failures.
        provider: who is asked.
        clock: the present time.
    """

    def __init__(
        self,
        engine: Engine,
        sessions: Sessions,
        attempts: Attempts,
        provider: OidcProvider,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._engine = engine
        self._sessions = sessions
        self._attempts = attempts
        self._provider = provider
        self._clock = clock

    async def begin(self, back: str, onward: str) -> Begun:
        """Begin a sign-in.

        Args:
            back: our address to which the provider sends the browser.
            onward: where its owner is going.

        Raises:
            ProviderError: the provider cannot be reached, or is not the one that was set.
        """
        state, token, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
        url = await self._provider.authorization_url(state, nonce, verifier, back)
        await asyncio.to_thread(self._keep, state, token, nonce, verifier, onward)
        return Begun(url, token)

    async def finish(self, returned: Returned, back: str, address: str) -> Entered | Unlinked | Refused | None:
        """Take somebody in who comes back; what he brings counts once, from the browser in which it was begun.

        Returns:
            None when no sign-in was begun, or it is over or used; ``Refused`` when the provider did not let him in, or
            with the seconds to wait after too many failures.

        Raises:
            ProviderError: the provider cannot be reached, or what it says is not proven.
        """
        row = await asyncio.to_thread(self._take, returned.state, returned.token)
        if row is None:
            return None
        if returned.error or not returned.code:
            return Refused()
        who = f"oidc:{address}"
        if wait := await asyncio.to_thread(self._attempts.begin, who, address):
            return Refused(wait)
        identity = await self._provider.identity(returned.code, row.nonce, row.verifier, back, returned.issuer)
        await asyncio.to_thread(self._attempts.succeed, who, address)
        return await asyncio.to_thread(self._enter, identity, row.onward)

    def _keep(self, state: str, token: str, nonce: str, verifier: str, onward: str) -> None:
        at = self._clock()
        row = OidcRequestRow(
            id=_digest(state), browser=_digest(token), nonce=nonce, verifier=verifier, onward=onward, created_at=at
        )
        with Session(self._engine) as session, session.begin():
            session.execute(delete(OidcRequestRow).where(OidcRequestRow.created_at <= at - WAITING))
            session.add(row)

    def _take(self, state: str, token: str) -> OidcRequestRow | None:
        mine = (
            OidcRequestRow.id == _digest(state),
            OidcRequestRow.browser == _digest(token),
            OidcRequestRow.created_at > self._clock() - WAITING,
        )
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            row = session.scalar(select(OidcRequestRow).where(*mine))
            if row is None:
                return None
            session.expunge(row)
            # Of two that bring the same at the same moment one comes first.
            gone = session.connection().execute(delete(OidcRequestRow).where(OidcRequestRow.id == row.id))
            return row if gone.rowcount else None

    def _enter(self, identity: Identity, onward: str) -> Entered | Unlinked:
        account, bound = self._account(identity)
        if account is None or account.disabled:
            return Unlinked(identity.name)
        proven = not account.second_factor
        signed_in = SignedIn(account, self._sessions.open(account.id, proven=proven), proven)
        return Entered(signed_in, onward, identity if bound else None)

    def _account(self, identity: Identity) -> tuple[Account | None, bool]:
        """The account that is bound to somebody, or is linked by his name and is bound to him now."""
        own = (AccountRow.oidc_issuer == identity.issuer, AccountRow.oidc_subject == identity.subject)
        with Session(self._engine) as session, session.begin():
            if row := session.scalar(select(AccountRow).where(*own)):
                return account_of(row), False
            if not identity.name:
                return None, False
            linked = AccountRow.oidc_name == identity.name
            if self._provider.claim != SUBJECT:
                linked = func.lower(AccountRow.oidc_name) == identity.name.lower()
            free = (linked, AccountRow.oidc_subject.is_(None), AccountRow.disabled_at.is_(None))
            row = session.scalar(select(AccountRow).where(*free).with_for_update())
            if row is None:
                return None, False
            row.oidc_issuer, row.oidc_subject = identity.issuer, identity.subject
            session.flush()
            return account_of(row), True


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
