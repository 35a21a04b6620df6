"""Every route of the console: who may call it, and that no other site's page can."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.accounts.accounts import ROLES
from bot.staff import routes
from bot.staff.access import allowed, least_role
from bot.staff.application import install
from bot.staff.rendering import error_page
from bot.web import problems
from bot.web.application import create_web
from tests.bot.staff.consoles import Console, Person

ALL = [(route, method) for route in routes.ROUTES for method in sorted((route.methods or set()) - {"HEAD"})]
GUARDED = [(route, method) for route, method in ALL if least_role(route) != "everybody"]
FORM = "application/x-www-form-urlencoded"
POSTS = [route for route, method in ALL if method == "POST"]


def address(route: Route) -> str:
    """The route's address with something in every gap."""
    gaps = {
        name: "1" if type(gap).__name__ == "IntegerConvertor" else "x" for name, gap in route.param_convertors.items()
    }
    return f"/staf{route.path_format.format(**gaps)}"


def name(value: object) -> str:
    return value.path if isinstance(value, Route) else str(value)


def is_turned_away(answer: httpx.Response, problem: str) -> bool:
    return answer.status_code == 403 and answer.json()["code"] == problem


def call(person: Person, route: Route, method: str, token: str | None) -> httpx.Response:
    data = {"csrf": token} if method == "POST" and token is not None else None
    return person.client.request(method, address(route), data=data, headers={"Accept": "application/json"})


def test_there_are_routes() -> None:
    assert len(GUARDED) >= 15
    assert {str(least_role(route)) for route, _ in ALL} <= {"everybody", *ROLES}
    open_to_all = {route.path for route, _ in ALL if least_role(route) == "everybody"}
    assert all(path.startswith("/masuk") for path in open_to_all), "only the sign-in is open to everybody"


@pytest.mark.parametrize(("route", "method"), GUARDED, ids=name)
def test_without_a_sign_in_nothing_is_shown_and_nothing_done(console: Console, route: Route, method: str) -> None:
    visitor = console.visitor()
    token = visitor.token("/staf/masuk")
    answer = call(visitor, route, method, token)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/staf/masuk")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("route", "method"), GUARDED, ids=name)
def test_a_role_may_call_what_it_may_and_nothing_else(console: Console, route: Route, method: str, role: str) -> None:
    person = console.people[role]
    least = least_role(route)
    assert least is not None
    may = ROLES.index(role) >= ROLES.index(least)
    if method == "POST":
        # What is allowed gets as far as the comparison of the token, and what is not does not.
        answer = call(person, route, method, "0" * 64)
        assert is_turned_away(answer, "form-expired" if may else "role-too-low")
        return
    answer = call(person, route, method, None)
    assert is_turned_away(answer, "role-too-low") is not may
    assert answer.status_code < 500


@pytest.mark.parametrize("route", POSTS, ids=name)
def test_a_form_without_its_token_changes_nothing(console: Console, route: Route) -> None:
    person = console.people["admin"]
    before = console.app.audit.entries(limit=1)
    for token in (None, "", "0" * 64, console.people["publisher"].token(), "ü"):
        assert is_turned_away(call(person, route, "POST", token), "form-expired"), token
    wrong = person.client.post(address(route), headers={"X-CSRF-Token": "x", "Accept": "application/json"})
    assert is_turned_away(wrong, "form-expired")
    assert console.app.audit.entries(limit=1) == before


@pytest.mark.parametrize(
    "header",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=["origin", "null", "fetch"],
)
@pytest.mark.parametrize("route", POSTS, ids=name)
def test_a_form_of_another_site_changes_nothing_even_with_the_token(
    console: Console, route: Route, header: dict[str, str]
) -> None:
    person = console.people["admin"]
    data = {"csrf": person.token()}
    answer = person.client.post(address(route), data=data, headers={"Accept": "application/json", **header})
    assert is_turned_away(answer, "form-expired")


@pytest.mark.parametrize("route", POSTS, ids=name)
def test_a_form_has_a_limit(console: Console, route: Route) -> None:
    cookies = "; ".join(f"{one.name}={one.value}" for one in console.people["admin"].client.cookies.jar)
    connection = HTTPConnection(urlsplit(console.url).netloc, timeout=30)
    connection.putrequest("POST", address(route))
    for header, value in {"Cookie": cookies, "Content-Type": FORM, "Content-Length": str(10**12)}.items():
        connection.putheader(header, value)
    connection.endheaders(b"csrf=")
    assert connection.getresponse().status == 413
    connection.close()


def test_a_page_that_does_not_say_who_may_see_it_stops_the_start(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forgotten(request: Request) -> Response:
        return Response()

    monkeypatch.setattr("bot.staff.application.ROUTES", [Route("/lupa", forgotten)])
    with pytest.raises(RuntimeError, match="/lupa"):
        install(create_web(console.app))


@pytest.mark.parametrize(
    ("changes", "status", "recorded"), [(True, 200, True), (False, 200, False), (True, 422, False)]
)
def test_what_a_handler_does_not_record_is_recorded_all_the_same(
    console: Console, changes: bool, status: int, recorded: bool
) -> None:
    @allowed("editor", changes=changes)
    async def silent(request: Request) -> Response:
        return Response(status_code=status)

    small = Starlette(routes=[Route("/diam", silent, methods=["POST"])])
    small.state.web, small.state.error_page = create_web(console.app).state.web, error_page
    problems.install(small)
    editor = console.person("editor")
    before = console.app.audit.entries(limit=1)[0].id
    client = TestClient(small, base_url=console.url, cookies=dict(editor.client.cookies))
    assert client.post("/diam", data={"csrf": editor.token()}).status_code == status
    added = console.app.audit.entries(limit=1)[0]
    assert (added.id > before) is recorded
    assert not recorded or (added.by, added.action, added.target) == ("editor", "form.sent", "/diam")
