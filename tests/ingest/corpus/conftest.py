"""A starter corpus of one text."""

from __future__ import annotations

from pathlib import Path

import pytest

TEXT = """---
id: ascn-test
title: {title}
collection: ascn
language: {language}
source: tor
as_of: 2026-01
---

## {title} {{#route}}

A city is proposed by its
National Representative. [@tor, cl. 7]

It hands in: [@tor, cl. 7;
@note, p. 2]

- a vision
  of its own;
* a plan.

<!--
facts: F1 F2
shown: {shown}
asked:
  - how does a city join?
  - 2045
  - ways to join
-->
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A small sound corpus: one text and its twin."""
    (tmp_path / "sources.csv").write_text(
        "id,title,publisher,date,url,language,pages\n"
        "tor,Terms of Reference,Thailand,2019-08-23,https://asean.org/tor.pdf,en,1-2: 11; 3-8: 12\n"
        "note,Concept Note,Singapore,n.d.,,en,\n",
        encoding="utf-8",
    )
    (tmp_path / "facts.csv").write_text("fact,class\nF1,A\nF2,A\nF3,B\n", encoding="utf-8")
    (tmp_path / "ascn").mkdir()
    texts = (("en", "How to join", "How does a city join?"), ("id", "Cara bergabung", "Bagaimana kota bergabung?"))
    for language, title, shown in texts:
        text = TEXT.format(language=language, title=title, shown=shown)
        (tmp_path / "ascn" / f"ascn-test.{language}.md").write_text(text, encoding="utf-8")
    return tmp_path
