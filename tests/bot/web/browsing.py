"""Chromium, axe-core and pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

CHROMIUM = shutil.which("chromium")
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).parents[3]
AXE = ROOT / "build" / "package" / "axe.min.js"
SCREENSHOTS = ROOT / "out" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

OpenPage = Callable[..., Page]


def ask(where: Page | Locator, question: str) -> Locator:
    """Ask by keyboard, on our page or in the widget's panel, and wait for the answer."""
    before = where.get_by_role("article").count()
    where.get_by_label("Pertanyaan Anda").fill(question)
    where.get_by_label("Pertanyaan Anda").press("Enter")
    answer = where.get_by_role("article").nth(before)
    expect(answer).to_be_visible()
    return answer


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA and its best practices, in the page and in shadow roots."""
    if not AXE.exists():
        pytest.skip(f"axe-core is missing: `make axe` puts it into {AXE.parent}.")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def snap(page: Page, name: str, whole: bool = False) -> None:
    """Keep a picture of a state for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)
