"""Fetching one document from the web without being led into the own network."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
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
_SUFFIXES = {"text/csv": ".csv", "text/html": ".html", "application/pdf": ".pdf", "text/markdown": ".md"}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded file and the address it came from in the end."""

    path: Path
    url: str


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet, also when an IPv4 address is wrapped in it."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None and not is_public(wrapped):
            return False
    return address.is_global and not address.is_multicast


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
        deadline = time.monotonic() + FETCH_SECONDS
        # Proxies of the environment are not used: they would connect to addresses that were not checked.
        with httpx.Client(timeout=_STEP_SECONDS, trust_env=False, follow_redirects=False) as client:
            for _ in range(MAX_HOPS + 1):
                try:
                    response = client.send(self._request(client, url), stream=True)
                    try:
                        if response.status_code not in _REDIRECTS:
                            return Fetched(self._save(response, url, folder, deadline), url)
                        url = urljoin(url, response.headers.get("location", ""))
                    finally:
                        response.close()
                except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
                    raise DocumentError(
                        f"{url} tidak dapat diunduh (alamat keliru atau server tidak menjawab dengan benar).",
                        f"{url} could not be downloaded (a wrong address, or the server did not answer properly).",
                    ) from error
        raise DocumentError(f"{url} dialihkan terlalu sering.", f"{url} is redirected too often.")

    def _request(self, client: httpx.Client, url: str) -> httpx.Request:
        """A request to the checked address itself, with the host's name for TLS and the Host header."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
            raise DocumentError(
                f"{url} bukan alamat http atau https biasa.", f"{url} is not a plain http or https address."
            )
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._checked(host, port)
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

    def _save(self, response: httpx.Response, url: str, folder: Path, deadline: float) -> Path:
        if response.status_code != httpx.codes.OK:
            raise DocumentError(
                f"{url} tidak dapat diunduh (jawaban server: {response.status_code}).",
                f"{url} could not be downloaded (the server answered {response.status_code}).",
            )
        target = folder / _file_name(url, response.headers.get("content-type", ""))
        size = 0
        with target.open("wb") as file:
            for part in response.iter_bytes():
                size += len(part)
                if size > self._limits.size or time.monotonic() > deadline:
                    raise DocumentError(
                        f"{url} terlalu besar atau terlalu lambat; unduhan dihentikan.",
                        f"{url} is too large or too slow; the download was stopped.",
                    )
                file.write(part)
        return target


def _file_name(url: str, content_type: str) -> str:
    parts = urlsplit(url)
    name = _NAME.sub("_", unquote(parts.path).rsplit("/", 1)[-1])[-80:].strip("._") or _NAME.sub("_", parts.netloc)
    suffix = _SUFFIXES.get(content_type.split(";")[0].strip().lower(), "")
    return name if Path(name).suffix or not suffix else name + suffix
