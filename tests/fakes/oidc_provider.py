"""An OpenID Connect provider on this machine: real HTTP, real signatures, and it lies when told to."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.bot.web.servers import Server

CLIENT, SECRET = "pandu", "rahasia:klien/1"


class FakeProvider:
    """Answers as it should for whoever is at the keyboard (``person``), but for what is set otherwise.

    ``lies`` replace claims of the ID token (None leaves one out), ``says`` what it tells of itself; ``signs`` is how it
    signs: RS256, ES256, none, HS256 with its public key, or ``stranger``: with a key that it does not publish.
    ``fails`` names the path whose answer is ``fault``: a status, ``slow`` or ``huge``.
    """

    def __init__(self) -> None:
        self.change_keys()
        routes = [
            Route("/.well-known/openid-configuration", self._metadata),
            Route("/authorize", self._authorize),
            Route("/token", self._token, methods=["POST"]),
            Route("/keys", self._keys),
        ]
        self.server = Server(Starlette(routes=routes))
        self.issuer = self.server.url
        self.person: dict[str, Any] = {}
        self.behave()

    def behave(self) -> None:
        """Do all as it should again."""
        self.person = {"sub": "7f3a", "email": "wati@kota.go.id", "email_verified": True}
        self.lies: dict[str, Any] = {}
        self.says: dict[str, Any] = {}
        self.signs = "RS256"
        self.fails, self.fault = "", ""
        self.keeps_codes = False
        self._codes: dict[str, dict[str, str]] = {}

    def change_keys(self) -> None:
        """Sign with other keys from now on."""
        self.keys = {
            "RS256": RSAKey.generate_key(2048, auto_kid=True),
            "ES256": ECKey.generate_key("P-256", auto_kid=True),
        }

    async def _metadata(self, request: Request) -> Response:
        content = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }
        return await self._answer(request, {**content, **self.says})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.lies.get("answer_from", self.issuer)}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 303)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        name, _, secret = base64.b64decode(given).decode().partition(":")
        known = scheme == "Basic" and (unquote(name), unquote(secret)) == (CLIENT, SECRET)
        code = str(form["code"])
        asked = self._codes.get(code) if self.keeps_codes else self._codes.pop(code, None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(str(form["code_verifier"]).encode()).digest())
        if not known or asked is None:
            return JSONResponse(
                {"error": "invalid_client" if not known else "invalid_grant"}, 401 if not known else 400
            )
        if asked["code_challenge"] != challenge.decode().rstrip("=") or asked["redirect_uri"] != form["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return await self._answer(
            request, {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(asked)}
        )

    async def _keys(self, request: Request) -> Response:
        return await self._answer(request, dict(KeySet(list(self.keys.values())).as_dict(private=False)))

    async def _answer(self, request: Request, content: dict[str, Any]) -> Response:
        if self.fails != request.url.path:
            return JSONResponse(content)
        if self.fault == "slow":
            await asyncio.Event().wait()
        if self.fault == "huge":
            return JSONResponse({**content, "more": "x" * 1_000_000})
        return Response("sedang rusak", int(self.fault))

    def _signed(self, asked: dict[str, str]) -> str:
        at = int(datetime.now(UTC).timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": asked["nonce"], **self.person}
        claims = {name: value for name, value in {**claims, **self.lies}.items() if value is not None}
        if self.signs in ("none", "HS256"):
            return self._forged(claims)
        stranger = RSAKey.generate_key(2048, {"kid": self.keys["RS256"].kid or ""})
        key = stranger if self.signs == "stranger" else self.keys[self.signs]
        algorithm = "RS256" if self.signs == "stranger" else self.signs
        return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key)

    def _forged(self, claims: dict[str, Any]) -> str:
        head = {"alg": self.signs, "kid": self.keys["RS256"].kid}
        signed = b".".join(_base64(json.dumps(part).encode()) for part in (head, claims))
        key = self.keys["RS256"].as_pem(private=False)
        signature = b"" if self.signs == "none" else _base64(hmac.new(key, signed, hashlib.sha256).digest())
        return (signed + b"." + signature).decode()


def _base64(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


@contextmanager
def running_provider() -> Iterator[FakeProvider]:
    """A provider that runs."""
    provider = FakeProvider()
    with provider.server:
        yield provider
