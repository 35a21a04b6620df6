"""What is believed of a provider: what it can prove, in bounded time and size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.accounts import oidc_provider
from bot.accounts.oidc_provider import Identity, OidcProvider, ProviderError
from tests.fakes.oidc_provider import CLIENT, SECRET, FakeProvider, running_provider

BACK = "https://pandu.kota.go.id/staf/masuk/instansi/kembali"
NONCE, VERIFIER = "n" * 43, "v" * 43


@pytest.fixture(scope="module")
def running() -> Iterator[FakeProvider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def fake(running: FakeProvider) -> FakeProvider:
    running.behave()
    return running


def ours(fake: FakeProvider, **other: Any) -> OidcProvider:
    return replace(OidcProvider(fake.issuer, CLIENT, SECRET), **other)


async def who(provider: OidcProvider) -> Identity:
    """Sign in at the provider, and come back."""
    url = await provider.authorization_url("s", NONCE, VERIFIER, BACK)
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(url)
    came = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    assert came["state"] == "s"
    return await provider.identity(came["code"], NONCE, VERIFIER, BACK, came["iss"])


@pytest.mark.parametrize("signs", ["RS256", "ES256"])
async def test_who_somebody_is_is_believed_when_it_is_signed(fake: FakeProvider, signs: str) -> None:
    fake.signs = signs
    assert await who(ours(fake)) == Identity(fake.issuer, "7f3a", "wati@kota.go.id")
    fake.lies = {"aud": [CLIENT, "lain"], "azp": CLIENT}
    assert (await who(ours(fake, claim="sub"))).name == "7f3a"


async def test_keys_may_change_between_two_sign_ins(fake: FakeProvider) -> None:
    provider = ours(fake)
    await who(provider)
    fake.change_keys()
    assert (await who(provider)).subject == "7f3a"


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "x"},
        {"nonce": None},
        {"aud": "lain"},
        {"aud": None},
        {"aud": [CLIENT, "lain"], "azp": "lain"},
        {"aud": [CLIENT, "lain"]},
        {"iss": "https://lain.example"},
        {"iss": None},
        {"exp": timedelta(minutes=-2)},
        {"exp": None},
        {"iat": timedelta(hours=1)},
        {"nbf": timedelta(hours=1)},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 300},
        {"at_hash": "x"},
        {"answer_from": "https://lain.example"},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_us_now_is_not_believed(fake: FakeProvider, lies: dict[str, Any]) -> None:
    moments = {
        name: int((datetime.now(UTC) + by).timestamp()) for name, by in lies.items() if isinstance(by, timedelta)
    }
    fake.lies = lies | moments
    with pytest.raises(ProviderError) as caught:
        await who(ours(fake))
    assert caught.value.fault == "untrusted"


@pytest.mark.parametrize("signs", ["none", "HS256", "stranger"])
async def test_a_token_that_anybody_can_make_is_not_believed(fake: FakeProvider, signs: str) -> None:
    fake.signs = signs
    with pytest.raises(ProviderError) as caught:
        await who(ours(fake))
    assert caught.value.fault == "untrusted"


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://lain.example"},
        {"token_endpoint": "http://lain.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"id_token_signing_alg_values_supported": ["HS256"]},
    ],
    ids=str,
)
async def test_a_provider_that_is_not_the_one_that_was_set_is_not_asked(
    fake: FakeProvider, says: dict[str, Any]
) -> None:
    fake.says = says
    with pytest.raises(ProviderError) as caught:
        await who(ours(fake))
    assert caught.value.fault == "untrusted"


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
@pytest.mark.parametrize("fault", ["500", "302", "slow", "huge"])
async def test_a_provider_that_fails_is_said_to_be_away(
    fake: FakeProvider, path: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc_provider, "_STEP_SECONDS", 0.3)
    fake.fails, fake.fault = path, fault
    with pytest.raises(ProviderError) as caught:
        await who(ours(fake))
    assert caught.value.fault == "unreachable"
    assert SECRET not in str(caught.value)


async def test_what_is_refused_is_told_so(fake: FakeProvider) -> None:
    with pytest.raises(ProviderError) as caught:
        await who(ours(fake, secret="salah"))
    assert (caught.value.fault, "invalid_client" in str(caught.value)) == ("refused", True)
    with pytest.raises(ProviderError, match="it names none"):
        await ours(fake).identity("code", NONCE, VERIFIER, BACK)


async def test_nobody_is_there(fake: FakeProvider) -> None:
    with pytest.raises(ProviderError) as caught:
        await ours(fake, issuer="http://127.0.0.1:9").metadata()
    assert caught.value.fault == "unreachable"


@pytest.mark.parametrize("verified", [False, None, "true"])
async def test_an_address_that_was_not_verified_is_nobodys(fake: FakeProvider, verified: object) -> None:
    fake.lies = {"email_verified": verified}
    assert (await who(ours(fake))).name == ""
