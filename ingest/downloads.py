"""Fetching one document from the web without being led into the own network."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpx

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits

MAX_HOPS = 5
FETCH_SECONDS = 120.0
_STEP_SECONDS = 20.0
_REDIRECTS = (301, 302, 303, 307, 308)
_NAME = re.compile(r"[^\w.-]+")
_MAX_NAME = 60  # letters; each may take four bytes, and systems allow 255
_SUFFIXES = {"text/csv": ".csv", "text/html": ".html", "application/pdf": ".pdf", "text/markdown": ".md"}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL = ipaddress.ip_network("2000::/3")
# The registries of special-purpose addresses (IANA), and what was withdrawn from them: own, shared, link-local,
# documentation, benchmarking, multicast, reserved; 6to4 relays; in IPv6 the protocol assignments (Teredo, ORCHID,
# benchmarking), documentation, 6to4, 6bone.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in """0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    2001::/23 2001:db8::/32 2002::/16 3ffe::/16 3fff::/20""".split()  # noqa: SIM905 - a quoted list is much longer
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded file and the address it came from in the end."""

    path: Path
    url: str


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet.

    IPv6 beside the global range is refused as a whole, and with it every way of wrapping an IPv4 address (mapped,
    compatible, 6to4, Teredo, NAT64 of the own network); of these only the well-known NAT64 prefix is public when
    what it wraps is, because networks without IPv4 reach the rest of the world by it. What Python's table of special
    ranges says counts besides; it differs between versions and lacks some.
    """
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if address.version == 6 and address not in _GLOBAL:
        return False
    special = any(address in network for network in _SPECIAL if network.version == address.version)
    return address.is_global and not address.is_multicast and not special


def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a host; OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]


class Fetcher:
    """Downloads files; every hop is resolved once, checked, and connected to at exactly that address.

    Args:
        limits: the size of a file.
        allowed: which addresses may be connected to.
        resolver: how host names become addresses.
    """

    def __init__(
        self,
        limits: Limits = DEFAULT,
        allowed: Callable[[Address], bool] = is_public,
        resolver: Callable[[str, int], Sequence[Address]] = resolve,
    ) -> None:
        self._limits = limits
        self._allowed = allowed
        self._resolve = resolver

    def fetch(self, url: str, folder: Path) -> Fetched:
        """Download ``url`` into ``folder``.

        Raises:
            DocumentError: it may not or cannot be fetched, is too large, or takes too long.
        """
        try:
            # One limit around everything, because a server may send its headers, too, a byte at a time.
            return asyncio.run(asyncio.wait_for(self._fetch(url, folder), FETCH_SECONDS))
        except TimeoutError as error:
            raise _stopped(url) from error

    async def _fetch(self, url: str, folder: Path) -> Fetched:
        # Proxies of the environment are not used: they would connect to addresses that were not checked.
        async with httpx.AsyncClient(timeout=_STEP_SECONDS, trust_env=False, follow_redirects=False) as client:
            for _ in range(MAX_HOPS + 1):
                try:
                    response = await client.send(await self._request(client, url), stream=True)
                    try:
                        if response.status_code not in _REDIRECTS:
                            return Fetched(await self._save(response, url, folder), url)
                        url = urljoin(url, response.headers.get("location", ""))
                    finally:
                        await response.aclose()
                except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
                    raise DocumentError(
                        f"{url} tidak dapat diunduh (alamat keliru atau server tidak menjawab dengan benar).",
                        f"{url} could not be downloaded (a wrong address, or the server did not answer properly).",
                    ) from error
        raise DocumentError(f"{url} dialihkan terlalu sering.", f"{url} is redirected too often.")

    async def _request(self, client: httpx.AsyncClient, url: str) -> httpx.Request:
        """A request to the checked address itself, with the host's name for TLS and the Host header."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
            raise DocumentError(
                f"{url} bukan alamat http atau https biasa.", f"{url} is not a plain http or https address."
            )
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = await asyncio.to_thread(self._checked, host, port)
        literal = f"[{address}]" if address.version == 6 else str(address)
        pinned = urlunsplit((parts.scheme, f"{literal}:{port}", parts.path or "/", parts.query, ""))
        headers = {
            "Host": parts.netloc,
            "User-Agent": "pandu-ascn",
            "Accept-Encoding": "identity",
        }
        return client.build_request("GET", pinned, headers=headers, extensions={"sni_hostname": host})

    def _checked(self, host: str, port: int) -> Address:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise DocumentError(f"Server {host} tidak ditemukan.", f"There is no server {host}.") from error
        if not addresses or not all(self._allowed(address) for address in addresses):
            raise DocumentError(
                f"{host} berada di jaringan internal; alamat internal tidak diambil.",
                f"{host} is in an internal network; internal addresses are not fetched.",
            )
        return addresses[0]

    async def _save(self, response: httpx.Response, url: str, folder: Path) -> Path:
        if response.status_code != httpx.codes.OK:
            raise DocumentError(
                f"{url} tidak dapat diunduh (jawaban server: {response.status_code}).",
                f"{url} could not be downloaded (the server answered {response.status_code}).",
            )
        if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            raise DocumentError(
                f"{url} dikirim termampatkan (Content-Encoding), padahal tidak diminta; unduhlah sendiri, lalu unggah.",
                f"{url} is sent compressed (Content-Encoding) without being asked to; download it yourself, then give "
                "the file.",
            )
        target = folder / _file_name(url, response.headers.get("content-type", ""))
        size = 0
        with target.open("wb") as file:
            async for part in response.aiter_raw():
                size += len(part)
                if size > self._limits.size:
                    raise _stopped(url)
                file.write(part)
        return target


def _stopped(url: str) -> DocumentError:
    return DocumentError(
        f"{url} terlalu besar atau terlalu lambat; unduhan dihentikan.",
        f"{url} is too large or too slow; the download was stopped.",
    )


def _file_name(url: str, content_type: str) -> str:
    parts = urlsplit(url)
    name = (
        _NAME.sub("_", unquote(parts.path).rsplit("/", 1)[-1])[-_MAX_NAME:].strip("._")
        or _NAME.sub("_", parts.netloc)[-_MAX_NAME:]
    )
    suffix = _SUFFIXES.get(content_type.split(";")[0].strip().lower(), "")
    return name if Path(name).suffix or not suffix else name + suffix
