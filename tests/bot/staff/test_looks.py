"""Every page of the console in a browser: accessible, in both themes, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from starlette.routing import Route

from bot.staff import routes
from tests.bot.staff.consoles import Console
from tests.bot.web.browsing import DESKTOP, PHONE, OpenPage, violations

FILES = (".csv", "/maju")  # no pages: files, and what htmx puts into one
PAGES = [
    f"/staf{route.path}"
    for route in routes.ROUTES
    if isinstance(route, Route) and "GET" in (route.methods or set()) and "{" not in route.path
]
PAGES = [path for path in PAGES if not path.endswith(FILES)]


@pytest.fixture(scope="module")
def pages(console: Console, browser: object) -> list[Page]:
    """An admin at a desk in the light, and on a phone in the dark."""
    made = []
    for viewport, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
        page = browser.new_context(viewport=viewport, color_scheme=scheme).new_page()  # type: ignore[attr-defined]
        console.enter(page)
        made.append(page)
    return made


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(console: Console, pages: list[Page], path: str) -> None:
    for page in pages:
        answer = page.goto(f"{console.url}{path}")
        assert answer is not None
        assert answer.status == 200
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"


def test_the_sign_in_is_accessible_and_says_what_was_wrong(console: Console, open_page: OpenPage) -> None:
    page = open_page(f"{console.url}/staf/masuk", viewport=PHONE)
    page.get_by_label("Nama akun").fill("admin")
    page.get_by_label("Kata sandi").fill("bukan kata sandinya")
    page.get_by_role("button", name="Masuk").click()
    assert page.get_by_role("alert").inner_text() == "Nama akun atau kata sandi tidak cocok."
    assert page.get_by_label("Nama akun").input_value() == "admin"
    assert violations(page) == []
