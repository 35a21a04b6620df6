"""The summary and the gaps, as staff read them and what they do about them."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from bot.app import App
from ingest.chunking import split
from knowledge.answers import Answer, Outcome
from knowledge.documents import Document, Section, version_digest
from knowledge.releases.builder import Builder
from knowledge.storage.stored_versions import NewVersion
from tests.bot.staff.conftest import MakeConsole
from tests.bot.staff.consoles import Console
from tests.bot.web.browsing import PHONE, OpenPage, snap, violations

GOLD = "harga emas antam hari ini brp"
SUMMARY, GAPS = "/staf/ringkasan", "/staf/celah"


def _ask(app: App, question: str, outcome: Outcome = Outcome.REFUSED, channel: str = "web") -> None:
    app.journal.record("c", channel, "w", question, Answer(outcome=outcome, language="id", question=question))


@pytest.fixture(scope="module")
def console(make_console: MakeConsole) -> Console:
    """A console over one published document and some questions."""
    console = make_console()
    app = console.app
    document = Document("emas", "Harga <emas>", "staff", "id", publisher="Dinas Perdagangan")
    sections = [Section("Harga emas dimuat di papan harga.", ("Harga <emas>", "Papan harga"), anchor="papan")]
    app.document_store.add(NewVersion(document, version_digest(document, sections), split(document, sections)))
    builder: Builder = app.builder()
    builder.publish(builder.build().release_id, "siti")
    for question in (GOLD, GOLD, GOLD, "berapa harga emas antam hari ini", "siapa nama <script>alert(1)</script> ini"):
        _ask(app, question)
    _ask(app, "Apa itu ASCN?", Outcome.ANSWERED, "telegram")
    app.gaps.refresh()
    return console


def _gap(console: Console) -> str:
    """The page of the gap about gold."""
    page = console.people["editor"].get(GAPS).text
    found = re.search(r'href="(/staf/celah/\d+)\?[^"]*">harga emas', page) or re.search(
        r'href="(/staf/celah/\d+)\?[^"]*">berapa harga emas', page
    )
    assert found is not None, page
    return found[1]


def test_figures_are_shown_filtered_and_exported(console: Console) -> None:
    editor = console.people["editor"]
    page = editor.get(SUMMARY).text
    assert "<b>6</b>" in page
    assert GOLD in page
    assert "<script>alert" not in page
    assert 'class="chart"' in page
    assert "<b>1</b>" in editor.get(f"{SUMMARY}?kanal=telegram&hari=7").text
    assert 'class="chart"' in editor.get(f"{SUMMARY}?hari=365").text
    for odd in ("hari=x", "hari=99999", "kanal=%00", "kanal=tidakada"):
        assert editor.get(f"{SUMMARY}?{odd}").status_code == 200
    table = list(csv.DictReader(io.StringIO(editor.get(f"{SUMMARY}/pandu-ringkasan.csv").text.removeprefix("\ufeff"))))
    assert [(row["channel"], row["questions"]) for row in table] == [("telegram", "1"), ("web", "5")]


def test_a_gap_is_opened_marked_and_leaves_the_list(console: Console) -> None:
    editor, path = console.people["editor"], _gap(console)
    page = editor.get(path).text
    assert "Papan harga" in page
    assert "Harga &lt;emas&gt;" in page
    assert "4 ×" in page
    form = {"mark": "out-of-scope", "note": "bukan urusan kita"}
    assert editor.post(f"{path}/tanda", form, at=path).headers["location"] == path
    assert "bukan urusan kita" in editor.get(path).text
    assert path not in editor.get(GAPS).text
    assert path in editor.get(f"{GAPS}?tanda=semua").text
    lines = editor.get(f"{GAPS}/pandu-celah.csv?tanda=out-of-scope").text
    assert "out-of-scope,bukan urusan kita" in lines
    entry = console.app.audit.entries(action="gap.marked")[0]
    assert (entry.by, entry.detail) == ("editor", {"mark": "out-of-scope", "note": "bukan urusan kita"})
    editor.post(f"{path}/tanda", {"mark": "", "note": ""}, at=path)
    assert editor.get(f"{GAPS}/999999").status_code == 404
    assert editor.post(f"{GAPS}/999999/tanda", {"mark": ""}).status_code == 404
    assert editor.post(f"{path}/tanda", {"mark": "apa saja"}).status_code == 422


def test_a_passage_that_should_have_answered_becomes_a_case(console: Console) -> None:
    editor, path = console.people["editor"], _gap(console)
    page = editor.get(f"{path}?cari=papan").text
    assert re.search(r'href="/staf/dokumen/tulis\?judul=(harga|berapa)%20', page)
    assert re.search(r"emas/ubah\?bagian=papan&amp;tanya=(harga|berapa)%20.*#bagian-papan\"", page)
    chunk = re.search(r'name="chunk" value="([0-9a-f]+)"', page)
    asked = re.search(r'<option value="([0-9a-f]{16})"', page)
    assert chunk is not None
    assert asked is not None
    form = {"chunk": chunk[1], "asked": asked[1]}
    assert editor.post(f"{path}/kasus", form, at=path).headers["location"] == path
    (case,) = console.app.evaluation_cases.cases()
    assert (case.document, case.section, case.by) == ("emas", "papan", "editor")
    assert case.question in editor.get(f"{GAPS}/kasus").text
    assert "Jawaban sekarang" in editor.get(f"{GAPS}/kasus/{case.id}").text
    for wrong in ({**form, "chunk": "0" * 32}, {**form, "asked": "0" * 16}):
        assert editor.post(f"{path}/kasus", wrong, at=path).status_code == 422
    assert editor.get(f"{GAPS}/kasus/999").status_code == 404
    assert editor.post(f"{GAPS}/kasus/{case.id}/hapus").headers["location"] == f"{GAPS}/kasus"
    assert editor.post(f"{GAPS}/kasus/{case.id}/hapus").status_code == 404
    assert [entry.action for entry in console.app.audit.entries(target=str(case.id), action="case.")] == [
        "case.removed",
        "case.added",
    ]


@pytest.mark.browser
def test_pages_are_accessible_and_fit_a_phone(console: Console, open_page: OpenPage) -> None:
    page = open_page(f"{console.url}/staf/masuk")
    console.enter(page, "editor")
    path = _gap(console)
    for name, where in (("summary", SUMMARY), ("gaps", GAPS), ("gap", path)):
        for size in (None, PHONE):
            if size:
                page.set_viewport_size(size)  # type: ignore[arg-type]
            page.goto(f"{console.url}{where}")
            assert violations(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            snap(page, f"staff-{name}-{'phone' if size else 'desktop'}", whole=True)
    page.get_by_role("button", name="Bagian ini seharusnya menjawab").first.click()
    expect(page.get_by_role("status")).to_contain_text("Kasus uji dicatat")
