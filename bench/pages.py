"""How soon the pages are seen on a slow connection: largest paint, movement of what is there, and bytes.

    python -m bench.pages --data DATA

DATA is a data folder with a published release; it is copied. Chromium loads each page as a phone does, with nothing
kept from before, over a connection of 1.6 Mbit/s with 150 ms for a way there and back (WebPageTest's fast 3G, and
Lighthouse's mobile profile), and again with 300 ms; the middle one of five is shown.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.web import serving

CHROMIUM = "/usr/bin/chromium"
PAGES = ("/", "/indikator", "/indikator/37122/19.9", "/sumber", "/privasi")
ROUND_TRIPS = (150, 300)  # milliseconds
DOWN, UP = 1_600_000 / 8, 750_000 / 8  # bytes a second
TIMES = 5
_SEEN = """() => new Promise((done) => {
  let paint = 0, moved = 0;
  const watch = (type, told) => {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(told));
    observer.observe({type, buffered: true});
  };
  watch("largest-contentful-paint", (entry) => { paint = entry.startTime; });
  watch("layout-shift", (entry) => { moved += entry.hadRecentInput ? 0 : entry.value; });
  setTimeout(() => done([paint, moved]), 2500);
})"""


def load(browser: Browser, address: str, round_trip: int) -> tuple[float, float, int]:
    """Milliseconds until the largest paint, the sum of shifts of layout, and bytes on the wire."""
    context = browser.new_context(viewport={"width": 375, "height": 812}, locale="id-ID")
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    slow = {"offline": False, "latency": round_trip, "downloadThroughput": DOWN, "uploadThroughput": UP}
    session.send("Network.emulateNetworkConditions", slow)
    page.goto(address)
    paint, moved = page.evaluate(_SEEN)
    context.close()
    return paint, moved, sum(sizes)


def main() -> None:
    """Measure and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="data folder with a published release")
    given = parser.parse_args()
    figures: dict[str, Any] = {}
    with serving(given.data) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for path in PAGES:
            for round_trip in ROUND_TRIPS:
                paints, moves, sizes = zip(*(load(browser, url + path, round_trip) for _ in range(TIMES)), strict=True)
                figures[f"{path} {round_trip} ms"] = {
                    "largest paint ms": round(statistics.median(paints)),
                    "layout shift": round(max(moves), 4),
                    "bytes": max(sizes),
                }
        browser.close()
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
