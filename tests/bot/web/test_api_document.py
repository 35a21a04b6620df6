"""docs/api.md: it names all that the API takes and gives, and its examples run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.web.browsing import OpenPage
from tests.bot.web.sites import Site

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")


def _examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def _here(example: str, site: Site) -> str:
    assert "https://HOST" in example
    return example.replace("https://HOST", site.url)


def test_every_request_and_every_field_is_named(site: Site) -> None:
    described = site.client.get("/api/v1/openapi.json").json()
    for path, item in described["paths"].items():
        for method in item:
            short = path.removeprefix("/api/v1")
            assert f"`{method.upper()} {short}`" in TEXT or path.startswith(("/healthz", "/readyz")), path
    named = set(re.findall(r"`([\w-]+)`", TEXT))
    for name, model in described["components"]["schemas"].items():
        missing = model.get("properties", {}).keys() - named
        assert not missing, f"{name}: {sorted(missing)}"
    codes = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", TEXT))
    assert {"key-not-known", "quota-used-up", "not-computable"} <= codes


@pytest.mark.parametrize("example", _examples("python"))
def test_the_examples_in_python_run(site: Site, example: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _here(example, site)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"Jawaban ke-\d|cerdas.* 40\.0", done.stdout)


@pytest.mark.browser
def test_the_examples_in_javascript_run(site: Site, open_page: OpenPage) -> None:
    examples = _examples("js")
    assert len(examples) == 2
    page = open_page(f"{site.url}/masalah")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for example in examples:
        page.evaluate(f"(async () => {{ {_here(example, site)} }})()")
    assert said[0] == "…"
    assert said[1].startswith("Jawaban ke-1 atas: Apa itu ASCN?")
    assert said[2] == "40 percent 120 ÷ 300 × 100 = 40 %"
