"""Binding originals on the command line, and the report of what they do not bear out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from knowledge.documents import Chunk, Document, Section, Source, version_digest
from knowledge.storage.stored_versions import NewVersion
from tests.bot.cli.conftest import Run
from tests.ingest.making import terms_pdf
from tests.parts import open_parts

TOR = "ascn-tor-2019"
DUTIES = "Apa saja kewajiban kota anggota ASCN?"


@pytest.fixture
def tor(tmp_path: Path) -> str:
    return str(terms_pdf(tmp_path / "tor.pdf"))


def _cited(run: Run) -> list[dict[str, str]]:
    citations: list[dict[str, str]] = json.loads(run("ask", "--json", DUTIES).out)["citations"]
    return citations


def test_an_original_is_bound_shown_with_the_answer_listed_and_unbound(run: Run, tor: str) -> None:
    assert {citation["kind"] for citation in _cited(run)} == {"summary"}
    bound = run("bind", TOR, tor)
    assert bound.code == 0
    summary = re.search(rf"{TOR}: (\d+) statements, (\d+) found in the original, (\d+) of these in doubt", bound.out)
    assert summary is not None
    said, found, doubted = map(int, summary.groups())
    assert said > found > doubted > 0

    officer = next(citation for citation in _cited(run) if citation["locator"].startswith("klausul 4"))
    assert officer["kind"] == "quotation"
    assert (
        officer["quote"] == "Each city shall have one Chief Smart City Officer, who represents the city in the Network."
    )
    assert officer["locator"] == "klausul 4, hlm. 1"
    assert "kutipan" in run("ask", DUTIES).out

    listed = run("originals").out
    assert re.search(rf"{TOR}\W+tor\.pdf\W+{said}\W+{said - found}\W+{doubted}\W", listed)
    assert sorted(run("originals", TOR).out.splitlines()) == sorted(bound.out.splitlines())

    assert run("unbind", TOR).out == f"{TOR} has no original now.\n"
    assert {citation["kind"] for citation in _cited(run)} == {"summary"}
    assert "ringkasan Pandu" in run("ask", DUTIES).out
    assert TOR not in run("originals").out


def test_the_report_names_what_is_not_found_and_what_is_in_doubt_with_its_place(run: Run, tor: str) -> None:
    report = run("bind", TOR, tor).out
    assert re.search(r"^not found ascn-duties\.(?:id|en)#fee: ", report, re.MULTILINE)
    doubted = re.search(r"^[a-z, ]*number[a-z, ]* ascn-\S+#\S+: .+\n +p\. [12] .*: .+$", report, re.MULTILINE)
    assert doubted is not None


def test_cells_of_a_row_are_told_apart_in_the_report(run: Run, tor: str) -> None:
    report = run("bind", TOR, tor).out
    assert "ASEAN Smart City Action Plan 2026–2035" in report
    assert "\\x09" not in report


def test_the_sources_that_can_be_bound_are_listed(run: Run) -> None:
    listed = run("originals", "--sources")
    assert listed.code == 0
    assert TOR in listed.out
    assert "Terms of Reference" in listed.out
    assert "ascn-concept-note" in listed.out


def test_statements_that_come_later_are_compared_when_a_release_is_built(run: Run, data: Path, tor: str) -> None:
    run("bind", TOR, tor)
    assert "compared" not in run("build").out
    source = Source(TOR, "Terms of Reference", url="https://asean.org/tor.pdf")
    document = Document("officers.en", "Officers", "ascn", "en", sources=(source,))
    section = Section(f"A city has one officer who represents it. [@{TOR}, cl. 4]", ("Officers",), anchor="one")
    chunk = Chunk.of(document.id, section)
    with open_parts(data) as parts:
        parts.document_store.add(NewVersion(document, version_digest(document, [section]), [chunk], document.id))
    assert "1 statements compared with the originals of their sources: pandu originals" in run("build").out
    with open_parts(data) as parts:
        (found,) = (one for one in parts.originals.of_source(TOR) if one.where == "officers.en#one")
    assert found.sentence.startswith("Each city shall have one Chief Smart City Officer")
    assert "compared" not in run("build").out


def test_what_cannot_be_bound_is_told(run: Run, tmp_path: Path, tor: str) -> None:
    unknown = run("bind", "tiada", tor)
    assert unknown.code == 1
    assert "No document cites a source 'tiada'" in unknown.err
    damaged = tmp_path / "rusak.pdf"
    damaged.write_bytes(b"%PDF-1.7 rusak")
    assert run("bind", TOR, str(damaged)).code == 1
    assert run("bind", TOR, str(tmp_path / "tiada.pdf")).code == 2
    absent = run("unbind", TOR)
    assert absent.code == 1
    assert "No original is bound" in absent.err
    assert TOR not in run("originals").out
