"""The console on a running server, and somebody at it: by plain requests, or in a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from playwright.sync_api import Page

from bot.app import App
from tests.bot.web.servers import Server

PASSWORD = "kuda hijau makan awan"
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


class Person:
    """Somebody at the console without a browser: keeps cookies, brings back the token of forms."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, timeout=30, headers={"Accept": "text/html"})

    def get(self, path: str, **options: Any) -> httpx.Response:
        """A page, not following where it leads."""
        return self.client.get(path, **options)

    def token(self, path: str = "/staf/saya") -> str:
        """The token of the forms of a page."""
        found = _TOKEN.search(self.get(path).text)
        assert found is not None, path
        return found[1]

    def post(
        self, path: str, data: dict[str, Any] | None = None, at: str = "/staf/saya", **options: Any
    ) -> httpx.Response:
        """Send a form as the page ``at`` would."""
        return self.client.post(path, data={**(data or {}), "csrf": self.token(at)}, **options)

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        """Sign in by the form."""
        return self.post("/staf/masuk", {"name": name, "password": password}, at="/staf/masuk")


@dataclass(frozen=True)
class Console:
    """A running server with the console, with an account for each role, named as the role."""

    app: App
    server: Server

    @property
    def url(self) -> str:
        """The server's address."""
        return self.server.url

    def visitor(self) -> Person:
        """Somebody who has not signed in."""
        return Person(self.url)

    def person(self, name: str) -> Person:
        """Somebody who has signed in with this account."""
        person = self.visitor()
        assert person.sign_in(name).status_code == 303
        return person

    @cached_property
    def people(self) -> dict[str, Person]:
        """One person for each role, signed in; of nobody else's business."""
        return {role: self.person(role) for role in ("editor", "publisher", "admin")}

    def enter(self, page: Page, name: str = "admin") -> None:
        """Sign in in a browser."""
        page.goto(f"{self.url}/staf/masuk")
        page.get_by_label("Nama akun").fill(name)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url("**/staf/**")
