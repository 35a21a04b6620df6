"""Requests that are not what a browser of ours would send."""

from __future__ import annotations

import re
import uuid
from collections import Counter

import httpx

from tools.attack.attacks import attack, need
from tools.attack.installation import WIDE, Site
from tools.attack.server import Server

_SITE = "https://kota.contoh.id"
_QUESTION = {"question": "Apa itu ASCN?"}


@attack("no 5xx, and no leave for the site")
def an_origin_that_cannot_be_parsed(site: Site) -> str:
    """``Origin: http://[`` was parsed as an address without looking whether it is one; ``null`` with an empty Host
    passed for our own."""
    origins = ("http://[", "http://]", "null", "http://", "://", "http://a:b:c", "http://\u0660", "x" * 5000)
    seen: Counter[int] = Counter()
    for origin in origins:
        for host in (f"127.0.0.1:{site.server.port}", "", "["):
            head = (
                f"POST /api/v1/ask HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\n"
            )
            body = b'{"question": "halo"}'
            got = site.server.raw(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
            seen[_status(got)] += 1
            need(_status(got) in range(400, 500), f"{_status(got)} for Origin {origin[:20]!r} and Host {host!r}")
            need(b"access-control-allow-origin" not in got.lower(), f"allowed Origin {origin[:20]!r}, Host {host!r}")
    return f"statuses {dict(seen)}"


@attack("refused")
def a_foreign_host_name(site: Site) -> str:
    """DNS rebinding: a page of a foreign name that points here would pass for a page of ours."""
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "[::1].evil"):
        with site.server.client(Host=host, Origin=f"http://{host}") as client:
            reply = client.post("/api/v1/ask", json=_QUESTION)
        need(400 <= reply.status_code < 500, f"{reply.status_code} for Host {host}")
    with site.server.client() as client:
        need(client.post("/api/v1/ask", json=_QUESTION).status_code == 200, "its own name is refused as well")
    return "4xx for foreign names, 200 for its own"


@attack("no link that leads away")
def links_of_the_404_page(site: Site) -> str:
    """``//evil.com`` taken over into a link of the page is an address of another site."""
    with site.server.client(Accept="text/html") as client:
        for path in ("//evil.com", "//evil.com/", "/\\evil.com", "///evil.com", "//evil.com/%0d%0aX: y"):
            request = client.build_request("GET", "/")
            request.url = request.url.copy_with(raw_path=path.encode())
            page = client.send(request).text
            found = re.findall(r"(?:href|action|src)=[\"']?([/\\]{2}[^\"'> ]*)", page)
            need(not found, f"{found[:1]} on the page of {path}")
    return "none in five kinds of it"


@attack("4xx, never 5xx, and the server goes on")
def malformed_bodies(site: Site) -> str:
    """Deep JSON, surrogates, NUL, wrong types, truncated and doubled bodies, for each address that takes one."""
    ids = {"turn": "0" * 32, "conversation": "A" * 22}
    bodies = (
        b"[" * 15_000, b'{"question":' * 1000, b"{", b"", b"\xff\xfe", b'{"question": "\\ud800"}',
        b'{"question": null}', b'{"question": "a\\u0000b"}', b'{"question": 1e999}', b'{"question": NaN}',
        b'{"question": "a", "question": {}}', b'{"question": "halo", "conversation": "' + b"A" * 21 + b'\\n"}',
    )  # fmt: skip
    seen: Counter[int] = Counter()
    with site.server.client() as client:
        for path in ("ask", "feedback", "tickets", "indicators/19.1/compute"):
            for body in bodies:
                reply = client.post(f"/api/v1/{path}", content=body, headers={"Content-Type": "application/json"})
                seen[reply.status_code] += 1
                need(reply.status_code < 500, f"{reply.status_code} for {body[:30]!r} at {path}")
        for path, extra in (("feedback", {"value": 1, "reason": "a\x00b"}), ("tickets", {"contact": "a\x00b"})):
            reply = client.post(f"/api/v1/{path}", json={**ids, **extra})
            need(reply.status_code in (404, 422), f"{reply.status_code} for NUL at {path}")
    return f"statuses {dict(seen)}"


@attack("good clients still get answers")
def a_forged_origin_uses_up_a_site(site: Site) -> str:
    """A program may write any Origin. Three of them claim to be a city's site, twenty questions each; the site may ask
    fifteen a minute, a client ten. A visitor of the real site asks afterwards."""
    settings = {"client_questions_per_minute": 10, "site_questions_per_minute": 15, "allowed_origins": _SITE}
    with site.installation().serve(**{**WIDE, **settings}) as server:
        seen: Counter[int] = Counter()
        for source in ("127.0.0.3", "127.0.0.4", "127.0.0.5"):
            with server.client(source, Origin=_SITE) as client:
                seen.update(client.post("/api/v1/ask", json=_QUESTION).status_code for _ in range(20))
        browser = {"Origin": _SITE, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
        with server.client("127.0.0.2", **browser) as client:
            status = client.post("/api/v1/ask", json=_QUESTION).status_code
    need(status == 200, f"the visitor gets {status}; the programs got {dict(seen)}")
    need(seen[429] >= 30, f"the programs are not limited: {dict(seen)}")
    return f"the visitor gets 200, the programs got {dict(seen)}"


@attack("each IPv4 its own limit; an IPv6 /48 has one")
def addresses_that_share_or_multiply(site: Site) -> str:
    """IPv4 written as IPv6 fell into one /64 for everybody; an IPv6 subscriber has 65,536 of those."""
    with site.installation().serve(**{**WIDE, "client_questions_per_minute": 5}) as server:

        def statuses(*addresses: str) -> Counter[int]:
            with server.client() as client:  # a proxy on this machine may name its client
                headers = ({"X-Forwarded-For": address} for address in addresses)
                return Counter(client.post("/api/v1/ask", json=_QUESTION, headers=one).status_code for one in headers)

        statuses(*["::ffff:203.0.113.1"] * 8)
        other = statuses("::ffff:203.0.113.2")
        same = statuses("203.0.113.1")
        many = statuses(*(f"2001:db8:1:{number:x}::1" for number in range(80)))
    need(other[200], "an IPv4 address is refused for what another one asked")
    need(same[429], "writing an IPv4 address in another way gives it a second limit")
    need(many[429], f"80 networks of one /48 are never refused: {dict(many)}")
    return f"{dict(other)}, {dict(same)}, {dict(many)}"


@attack("429 in the end for each kind")
def requests_that_do_not_count(site: Site) -> str:
    """Pages, broken JSON and unknown addresses cost the server something and counted for nothing."""
    limit = 40
    with site.installation().serve(**{**WIDE, "client_requests_per_minute": limit}) as server:
        kinds = {
            "127.0.0.2": ("GET", "/indikator", b""),
            "127.0.0.3": ("POST", "/api/v1/ask", b"{"),
            "127.0.0.4": ("GET", "/tidak-ada", b""),
            "127.0.0.5": ("GET", "/sumber", b""),
        }
        for source, (method, path, body) in kinds.items():
            with server.client(source) as client:
                headers = {"Content-Type": "application/json"}
                seen = [
                    client.request(method, path, content=body, headers=headers).status_code for _ in range(2 * limit)
                ]
            need(429 in seen, f"{2 * limit} times {method} {path}: {dict(Counter(seen))}")
        need(server.ask("Apa itu ASCN?")["outcome"] == "answered", "others are refused")
    return f"each is refused beyond {limit} a minute"


@attack("ETag on each page, and 304 to it")
def pages_computed_anew(site: Site) -> str:
    """A page that is made again for every visitor is a cheap way to keep the server busy."""
    with site.server.client() as client:
        for path in ("/", "/indikator", "/indikator/37122/19.1", "/sumber"):
            first = client.get(path)
            need(first.status_code == 200, f"{first.status_code} for {path}")
            tag = first.headers.get("etag", "")
            need(tag, f"{path} has no ETag")
            again = client.get(path, headers={"If-None-Match": tag})
            need(again.status_code == 304, f"{again.status_code} for the known {path}")
    return "304 for four pages"


@attack("not named")
def what_the_server_says_of_itself(site: Site) -> str:
    """The name of the web server helps to choose the attack."""
    with site.server.client() as client:
        for path in ("/", "/healthz", "/tidak-ada", "/api/v1/documents"):
            named = client.get(path).headers.get("server")
            need(named is None, f"Server: {named} at {path}")
    bad = site.server.raw(b"NO\r\n\r\n").lower()
    need(b"uvicorn" not in bad and b"\nserver:" not in bad, f"{bad[:80]!r} to a broken request")
    return "no Server header"


@attack("one answer to one request")
def smuggled_requests(site: Site) -> str:
    """Content-Length and Transfer-Encoding that contradict each other let a proxy and the server see different
    requests."""
    host = f"Host: 127.0.0.1:{site.server.port}\r\n".encode()
    hidden = b"GET /healthz HTTP/1.1\r\n" + host + b"\r\n"
    both = (
        b"POST /api/v1/ask HTTP/1.1\r\n" + host + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    )
    twice = b"POST /api/v1/ask HTTP/1.1\r\n" + host + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n"
    for head in (both, twice):
        got = site.server.raw(head % (len(hidden) + 5) + hidden)
        need(got.count(b'"status":"ok"') == 0, f"the hidden request is answered: {got[:60]!r}")
    return "the hidden request is not answered"


@attack("a warning in the log and by doctor")
def a_proxy_that_may_be_anybody(site: Site) -> str:
    """With ``FORWARDED_ALLOW_IPS=*`` every client may claim any address, and no limit holds it."""
    place = site.installation()
    server = Server(place.data, lambda port: {**place.environment(port=port), "FORWARDED_ALLOW_IPS": "*"})
    with server:
        need("FORWARDED_ALLOW_IPS" in server.log, "the log does not warn")
    return "the log warns"


@attack("nothing of it is run or stored as markup")
def markup_in_what_people_write(site: Site) -> str:
    """A script in a question, an id or an address must come back as text."""
    script = f"<script>alert('{uuid.uuid4().hex}')</script>"
    with site.server.client() as client:
        reply = client.post("/api/v1/ask", json={"question": f"Apa itu ASCN? {script}"})
        need(reply.headers["content-type"].startswith("application/json"), reply.headers["content-type"])
        for path in (f"/indikator?q={script}", f"/{script}", f"/indikator/37122/{script}"):
            page = client.get(path, headers={"Accept": "text/html"})
            need(script not in page.text, f"unescaped on {path[:20]}")
            need("default-src 'none'" in page.headers.get("content-security-policy", ""), f"no policy on {path[:20]}")
    return "escaped, under a policy without inline scripts"


def _status(got: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3})", got)
    return int(found[1]) if found else 0


def is_alive(server: Server) -> bool:
    """Whether somebody else is answered within five seconds."""
    try:
        with server.client("127.0.0.2", timeout=5) as client:
            return client.get("/healthz").status_code == 200
    except httpx.HTTPError:
        return False
