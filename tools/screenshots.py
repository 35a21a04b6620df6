"""Pictures of every page, public and of the console, to be looked at: two themes, three widths.

    python -m tools.screenshots --data DATA [--out out/screenshots] [--only /staf/tiket]

DATA is a data folder with a published release; it is copied. Some questions are asked as visitors ask them, so that
the console has something to show. Then every link within the site is followed from the start pages, and of each kind of
page (names, numbers and ids in addresses and what is asked of it aside) two are drawn at most. What does not answer
with 200, writes an error to the browser's console or is wider than the window is told, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urlsplit

import httpx
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from bench.web import QUESTIONS, serving

WIDTHS = {1440: 900, 820: 1180, 375: 812}
THEMES = ("light", "dark")
#: What the documents hold, what they do not, and what is no question for them.
ASKED = (
    *QUESTIONS,
    "Berapa biaya parkir di bandara Changi?",
    "Bolehkah kota kami keluar dari ASCN?",
    "terima kasih ya",
)
STARTS = ("/", "/indikator", "/sumber", "/privasi", "/staf/masuk")
INSIDE = ("/staf",)
#: Links that do something instead of showing a page, or give a file.
_NOT_PAGES = re.compile(
    r"\.(?:csv|json|xlsx|png|svg|txt|xml|js|css)(?=$|\?)|/(?:berkas|keluar)(?=$|\?)|/api/|/gambar|[?&]lang="
)
#: Parts of an address that tell pages of one kind apart: what follows where documents and sources stand, and numbers.
_VARIES = re.compile(r"(?:(?<=/isi/)|(?<=/sumber/)|(?<=/asli/))(?!asli/)[^/]+|(?<=/)[\w.-]*\d[\w.-]*")
_OF_A_KIND = 2
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    """Draw the pages, and tell what is wrong with them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with a published release")
    parser.add_argument("--out", type=Path, default=Path("out/screenshots"))
    parser.add_argument("--only", default="", help="only pages whose address begins so")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    name, password = "penguji", secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(given.data, folder, dirs_exist_ok=True)
        _add_account(folder, name, password)
        wrong = _look(playwright, Path(folder), (name, password), given)
    print(*wrong or ["Nothing wrong was seen."], sep="\n")
    sys.exit(bool(wrong))


def _look(playwright: Playwright, data: Path, account: tuple[str, str], given: argparse.Namespace) -> list[str]:
    with serving(data) as url:
        _ask(url)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            return [*_draw_all(browser, url, account, given.out, given.only)]
        finally:
            browser.close()


def _add_account(folder: str, name: str, password: str) -> None:
    pandu = [sys.executable, "-c", "from bot.cli.main import main; main()", "staff", "add", name, "--role", "admin"]
    given = {"PANDU_DATA": folder, "PATH": "/usr/bin:/bin"}
    subprocess.run(pandu, input=password, text=True, env=given, cwd=Path(__file__).parents[1], check=True)


def _ask(url: str) -> None:
    with httpx.Client(base_url=url, timeout=60) as client:
        for question in ASKED:
            client.post("/api/v1/ask", json={"question": question}).raise_for_status()


def _draw_all(browser: Browser, url: str, account: tuple[str, str], out: Path, only: str) -> Iterator[str]:
    errors: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    for starts, sign_in in ((STARTS, False), (INSIDE, True)):
        if sign_in:
            page.goto(f"{url}/staf/masuk")
            page.fill("input[name=name]", account[0])
            page.fill("input[name=password]", account[1])
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda address: "/masuk" not in address)
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            kind = _kind(path)
            if path in seen or kinds[kind] == _OF_A_KIND:
                continue
            if path.startswith("/staf") is not (sign_in or path == "/staf/masuk"):
                continue
            seen.add(path)
            kinds[kind] += 1
            answer = page.goto(url + path)
            if answer is None or answer.status != 200:
                yield f"{path}: answered with {answer.status if answer else 'nothing'}"
                continue
            waiting.extend(_links(page, url))
            if path.startswith(only):
                yield from (f"{path}: {one}" for one in _draw(page, out / _file_name(f"{kind} {kinds[kind]}")))
            yield from (f"{path}: {one}" for one in errors)
            errors.clear()


def _links(page: Page, url: str) -> Iterator[str]:
    for address in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"):
        parts = urlsplit(urldefrag(address)[0])
        if f"{parts.scheme}://{parts.netloc}" == url and not _NOT_PAGES.search(f"{parts.path}?{parts.query}"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def _kind(path: str) -> str:
    """The address of a page without what tells it apart from others like it."""
    parts = urlsplit(path)
    return "?".join([_VARIES.sub("*", parts.path), *sorted(parse_qs(parts.query))])


def _draw(page: Page, stem: Path) -> Iterator[str]:
    for theme in THEMES:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            with suppress(TimeoutError):
                page.wait_for_load_state("networkidle", timeout=3000)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                yield f"{wide - width} px wider than a window of {width}"
            page.screenshot(path=f"{stem}-{theme}-{width}.png", full_page=True)


def _file_name(kind: str) -> str:
    return re.sub(r"[^\w-]+", "_", kind.replace("*", "x")).strip("_") or "start"


if __name__ == "__main__":
    main()
