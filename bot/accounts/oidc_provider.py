"""An OpenID Connect provider: asking who somebody is, and believing the answer only as far as it is proven."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, get_args
from urllib.parse import quote, urlsplit

from bot.safe_urls import is_safe_url
from knowledge.errors import PanduError
from knowledge.storage.engine import now

if TYPE_CHECKING:
    import httpx

#: Signatures that are believed: made with a private key that the provider alone has. Neither `none` nor HS256, which
#: would take the public key for a shared one.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
SUBJECT: Final = "sub"
_LONGEST = 256 * 1024  # bytes of an answer
_STEP_SECONDS, _SECONDS = 5.0, 10.0  # for a step of a call, and for the whole
_AT_ONCE = 8  # calls; what is more is told that the provider cannot be reached
_KEPT = 300.0  # seconds for which its addresses are believed; keys are read anew at each sign-in
_LEEWAY = 60  # seconds that clocks may differ
_NAME = 254  # characters of who somebody is

Fault = Literal["unreachable", "refused", "untrusted"]
FAULTS: tuple[Fault, ...] = get_args(Fault)


class ProviderError(PanduError):
    """The provider did not say who somebody is: it is ``unreachable``, ``refused``, or what it said is ``untrusted``;
    the text says why, for the operator."""

    def __init__(self, fault: Fault, text: str) -> None:
        super().__init__(text)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is by the provider. ``name`` is the claim that accounts are linked by; it is "" where the provider
    does not answer for it."""

    issuer: str
    subject: str
    name: str


@dataclass(frozen=True, slots=True)
class ProviderMetadata:
    """What a provider says of itself (OpenID Connect Discovery)."""

    authorization: str
    token: str
    keys: str
    secret_in_body: bool
    signs_responses: bool
    knows_pkce: bool


@dataclass(slots=True)
class OidcProvider:
    """A provider, by the authorization code flow with PKCE.

    Args:
        issuer: its address, as it calls itself.
        client: the id under which this installation is registered there.
        secret: what proves it; "" for a public client, which PKCE alone protects.
        claim: of the ID token, by which accounts are linked.
        clock: the present time.
    """

    issuer: str
    client: str
    secret: str = field(default="", repr=False)
    claim: str = "email"
    clock: Callable[[], datetime] = now
    _known: tuple[float, ProviderMetadata] | None = field(default=None, init=False, repr=False)
    _calls: int = field(default=0, init=False, repr=False)

    async def metadata(self) -> ProviderMetadata:
        """What the provider says of itself, for some minutes as it said last.

        Raises:
            ProviderError: it cannot be reached, or is not the one that was set.
        """
        if self._known and time.monotonic() - self._known[0] < _KEPT:
            return self._known[1]
        found = _metadata(await self._call("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"), self)
        self._known = (time.monotonic(), found)
        return found

    async def authorization_url(self, state: str, nonce: str, verifier: str, back: str) -> str:
        """Where somebody signs in.

        Args:
            state: what comes back with the answer.
            nonce: what the ID token must hold.
            verifier: whose digest is shown now, and itself with the code (PKCE).
            back: where the answer goes.

        Raises:
            ProviderError: it cannot be reached, or is not the one that was set.
        """
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        return str(
            prepare_grant_uri(
                (await self.metadata()).authorization,
                client_id=self.client,
                response_type="code",
                redirect_uri=back,
                scope="openid profile email",
                state=state,
                nonce=nonce,
                code_challenge=create_s256_code_challenge(verifier),
                code_challenge_method="S256",
            )
        )

    async def identity(self, code: str, nonce: str, verifier: str, back: str, issuer: str = "") -> Identity:
        """Who somebody is that came back with a code.

        Args:
            code: what the provider gave.
            nonce: as it was sent.
            verifier: as its digest was sent.
            back: where the answer went.
            issuer: who the answer says that it is from (RFC 9207), or "".

        Raises:
            ProviderError: it cannot be reached, does not take the code, or what it says is not proven.
        """
        metadata = await self.metadata()
        if issuer != self.issuer and (issuer or metadata.signs_responses):
            raise ProviderError("untrusted", f"The answer is from another provider: {issuer[:200] or 'it names none'}.")
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        proof: tuple[str, str] | None = None
        if not self.secret or metadata.secret_in_body:
            form |= {"client_id": self.client} | ({"client_secret": self.secret} if self.secret else {})
        else:
            proof = quote(self.client, safe=""), quote(self.secret, safe="")  # RFC 6749, 2.3.1
        tokens = await self._call("POST", metadata.token, form, proof)
        keys = await self._call("GET", metadata.keys)
        return self._proven(tokens, keys, nonce)

    def _proven(self, tokens: Mapping[str, Any], keys: Mapping[str, Any], nonce: str) -> Identity:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        try:
            known = KeySet.import_key_set({"keys": list(keys["keys"])})
            token = jwt.decode(str(tokens.get("id_token", "")), known, ALGORITHMS)
            wanted = {"iss": {"value": self.issuer}, "aud": {"value": self.client}}  # that they are there it sees to
            held = {"nonce": nonce, "client_id": self.client, "access_token": tokens.get("access_token")}
            claims = CodeIDToken(token.claims, token.header, wanted, held)
            claims.validate(now=int(self.clock().timestamp()), leeway=_LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise ProviderError("untrusted", f"The ID token is not valid ({type(error).__name__}: {error}).") from None
        subject = claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= _NAME:
            raise ProviderError("untrusted", "The ID token names nobody (sub).")
        return Identity(self.issuer, subject, self._name(claims))

    def _name(self, claims: Mapping[str, Any]) -> str:
        name = claims.get(self.claim)
        if not isinstance(name, str) or len(name) > _NAME:
            return ""
        # An address that nobody has tried may be anybody's.
        return "" if self.claim == "email" and claims.get("email_verified") is not True else name.strip()

    async def _call(
        self, method: str, url: str, form: Mapping[str, str] | None = None, proof: tuple[str, str] | None = None
    ) -> Mapping[str, Any]:
        """A JSON object from the provider, in bounded time and size; it is followed nowhere else."""
        import httpx  # nobody who only asks needs it

        if self._calls >= _AT_ONCE:
            raise ProviderError("unreachable", "Too many sign-ins wait for the provider.")
        self._calls += 1
        try:
            async with asyncio.timeout(_SECONDS), httpx.AsyncClient(timeout=_STEP_SECONDS) as client:
                plain = {"Accept": "application/json", "Accept-Encoding": "identity"}  # what is packed has no bound
                async with client.stream(method, url, data=form, auth=proof, headers=plain) as answer:
                    return _object(answer.status_code, await _body(answer))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            raise ProviderError("unreachable", f"{_host(url)} does not answer ({type(error).__name__}).") from None
        finally:
            self._calls -= 1


async def _body(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for part in answer.aiter_raw():
        body += part
        if len(body) > _LONGEST:
            raise ProviderError("unreachable", f"{_host(str(answer.url))} answers with more than {_LONGEST} bytes.")
    return bytes(body)


def _object(status: int, body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if status >= 500 or (not isinstance(found, dict) and status != 200):
        raise ProviderError("unreachable", f"The provider answers with an error ({status}).")
    if not isinstance(found, dict):
        raise ProviderError("untrusted", "The provider answers with something else than a JSON object.")
    if status != 200:
        raise ProviderError("refused", f"The provider refuses ({status} {str(found.get('error'))[:80]}).")
    return found


def _metadata(found: Mapping[str, Any], provider: OidcProvider) -> ProviderMetadata:
    if found.get("issuer") != provider.issuer:
        called = str(found.get("issuer"))[:200]
        raise ProviderError("untrusted", f"The provider calls itself {called}: set PANDU_OIDC_ISSUER to just that.")
    addresses = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    for address in addresses:
        if not isinstance(address, str) or not is_safe_url(address):
            raise ProviderError("untrusted", f"The provider names an address that is not https: {str(address)[:200]}.")
    offered = found.get("id_token_signing_alg_values_supported")
    if isinstance(offered, list) and not set(map(str, offered)) & set(ALGORITHMS):
        raise ProviderError("untrusted", f"The provider signs by none of {', '.join(ALGORITHMS)}.")
    methods, pkce = found.get("token_endpoint_auth_methods_supported"), found.get("code_challenge_methods_supported")
    authorization, token, keys = map(str, addresses)
    return ProviderMetadata(
        authorization,
        token,
        keys,
        secret_in_body=isinstance(methods, list) and "client_secret_basic" not in methods,
        signs_responses=found.get("authorization_response_iss_parameter_supported") is True,
        knows_pkce=isinstance(pkce, list) and "S256" in pkce,
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or "The provider"
