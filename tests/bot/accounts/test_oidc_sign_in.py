"""Whom the provider's word lets in: accounts that an admin linked, bound to the first who came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import Engine

from bot.accounts.accounts import Accounts
from bot.accounts.attempts import FREE_PAIR, Attempts
from bot.accounts.errors import AccountError
from bot.accounts.oidc_provider import OidcProvider, ProviderError
from bot.accounts.oidc_sign_in import Begun, Entered, OidcSignIn, Returned, Unlinked
from bot.accounts.passwords import made_up_password
from bot.accounts.sessions import Sessions
from bot.accounts.sign_in import Refused
from tests.bot.accounts.conftest import KEY, Clock
from tests.fakes.oidc_provider import CLIENT, SECRET, FakeProvider, running_provider

BACK, HERE = "https://pandu.kota.go.id/staf/masuk/instansi/kembali", "10.0.0.1"
EMAIL = "wati@kota.go.id"


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def fake(running: FakeProvider) -> FakeProvider:
    running.behave()
    return running


@pytest.fixture
def oidc(engine: Engine, fake: FakeProvider, clock: Clock, accounts: Accounts) -> OidcSignIn:
    accounts.add("wati", "editor", made_up_password(), must_change=True)
    sessions = Sessions(engine, idle=timedelta(hours=2), longest=timedelta(hours=12), clock=clock)
    provider = OidcProvider(fake.issuer, CLIENT, SECRET)
    return OidcSignIn(engine, sessions, Attempts(engine, KEY, clock), provider, clock)


async def come_back(begun: Begun) -> Returned:
    """Sign in at the provider."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(begun.url)
    came = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    return Returned(begun.token, came["state"], came["code"], issuer=came["iss"])


async def sign_in(oidc: OidcSignIn) -> Entered | Unlinked | Refused | None:
    return await oidc.finish(await come_back(await oidc.begin(BACK, "/staf/tiket")), BACK, HERE)


async def test_whoever_is_linked_is_bound_at_the_first_sign_in(
    oidc: OidcSignIn, accounts: Accounts, fake: FakeProvider
) -> None:
    assert await sign_in(oidc) == Unlinked(EMAIL)
    assert accounts.link("wati", "Wati@Kota.go.id").must_change is False
    entered = await sign_in(oidc)
    assert isinstance(entered, Entered)
    assert (entered.signed_in.account.name, entered.signed_in.proven, entered.onward) == ("wati", True, "/staf/tiket")
    assert entered.bound is not None
    assert accounts.account("wati").oidc_bound

    # Who has the address now is somebody else; who had it is known by another one.
    fake.person |= {"sub": "lain"}
    assert await sign_in(oidc) == Unlinked(EMAIL)
    fake.person |= {"sub": "7f3a", "email": "wati.baru@kota.go.id"}
    entered = await sign_in(oidc)
    assert isinstance(entered, Entered)
    assert (entered.signed_in.account.name, entered.bound) == ("wati", None)


async def test_a_disabled_account_stays_shut_and_an_unlinked_one_too(oidc: OidcSignIn, accounts: Accounts) -> None:
    accounts.link("wati", EMAIL)
    accounts.disable("wati")
    assert await sign_in(oidc) == Unlinked(EMAIL)
    assert not accounts.account("wati").oidc_bound
    accounts.enable("wati")
    assert isinstance(await sign_in(oidc), Entered)
    accounts.disable("wati")
    assert await sign_in(oidc) == Unlinked(EMAIL)
    accounts.enable("wati")
    accounts.link("wati", "")
    assert await sign_in(oidc) == Unlinked(EMAIL)
    accounts.link("siti", EMAIL)
    with pytest.raises(AccountError, match="siti"):
        accounts.link("wati", EMAIL.upper())


async def test_what_is_brought_back_counts_once_in_time_and_in_its_browser(
    oidc: OidcSignIn, accounts: Accounts, fake: FakeProvider, clock: Clock
) -> None:
    accounts.link("wati", EMAIL)
    fake.keeps_codes = True  # a provider that takes a code twice
    returned = await come_back(await oidc.begin(BACK, "/staf/"))
    stolen = Returned("another browser's", returned.state, returned.code, issuer=returned.issuer)
    assert await oidc.finish(stolen, BACK, HERE) is None
    assert isinstance(await oidc.finish(returned, BACK, HERE), Entered)
    assert await oidc.finish(returned, BACK, HERE) is None
    # A code of one's own in somebody else's sign-in: its token holds another nonce.
    first, second = await oidc.begin(BACK, "/staf/"), await oidc.begin(BACK, "/staf/")
    mine, theirs = await come_back(first), await come_back(second)
    with pytest.raises(ProviderError):
        await oidc.finish(Returned(second.token, theirs.state, mine.code, issuer=mine.issuer), BACK, HERE)
    late = await come_back(await oidc.begin(BACK, "/staf/"))
    clock.move(minutes=11)
    assert await oidc.finish(late, BACK, HERE) is None


async def test_a_refusal_of_the_provider_and_too_many_failures_let_nobody_in(
    oidc: OidcSignIn, accounts: Accounts, fake: FakeProvider
) -> None:
    accounts.link("wati", EMAIL)
    begun = await oidc.begin(BACK, "/staf/")
    came = await come_back(begun)
    assert await oidc.finish(Returned(begun.token, came.state, error="access_denied"), BACK, HERE) == Refused()
    fake.lies = {"nonce": "x"}
    for _ in range(FREE_PAIR):
        with pytest.raises(ProviderError):
            await sign_in(oidc)
    fake.lies = {}
    refused = await sign_in(oidc)
    assert isinstance(refused, Refused)
    assert refused.wait > 0
