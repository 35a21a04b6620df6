"""The audit page: filtered, exported, and its chain checked."""

from __future__ import annotations

import csv
import io
import re

from bot.staff.rendering import texts
from tests.bot.staff.consoles import Console
from tests.bot.web.browsing import ROOT

AUDIT = "/staf/audit"
RECORDED = re.compile(r'record\((?:[\w.()]+, )+"([a-z_.-]+)"')


def test_entries_are_found_by_who_what_and_when(console: Console) -> None:
    admin, audit = console.people["admin"], console.app.audit
    for number in range(60):
        audit.record("siti", "document.retired", f"dokumen-{number}", {"alasan": "<b>usang</b>"})
    page = admin.get(f"{AUDIT}?oleh=siti&aksi=document.").text
    assert page.count("document.retired") == 50
    assert "&lt;b&gt;usang" in page
    assert "dokumen-59" in page
    older = page.split('href="/staf/audit?')[-1].split('"')[0].replace("&amp;", "&")
    rest = admin.get(f"{AUDIT}?{older}").text
    assert rest.count("document.retired") == 10
    assert "dokumen-0<" in rest
    assert "dokumen-7<" not in admin.get(f"{AUDIT}?sasaran=dokumen-59").text
    assert "dokumen-59" not in admin.get(f"{AUDIT}?sampai=2020-01-01").text
    for odd in ("dari=2026-99-99", "dari=0001-01-01", "before=x", "before=99999999999999", "oleh=%00", "aksi=%25"):
        assert admin.get(f"{AUDIT}?{odd}").status_code == 200


def test_every_action_has_a_name_in_both_languages() -> None:
    recorded = {action for file in (ROOT / "bot").rglob("*.py") for action in RECORDED.findall(file.read_text("utf-8"))}
    assert len(recorded) > 30
    for language in ("id", "en"):
        assert recorded <= texts("audit", language)["actions"].keys()


def test_the_export_holds_what_was_filtered_and_no_formula(console: Console) -> None:
    admin = console.people["admin"]
    console.app.audit.record("rudi", "document.described", "=1+1", {"judul": "Ünikode"})
    answer = admin.get(f"{AUDIT}/pandu-audit.csv?oleh=rudi")
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["by"], row["action"]) for row in table] == [("rudi", "document.described")]
    assert not table[0]["target"].startswith("=")
    assert len(table[0]["digest"]) == 64


def test_the_chain_is_checked_on_the_page(console: Console) -> None:
    number, digest = console.app.audit.verify()
    page = console.people["admin"].get(f"{AUDIT}/rantai").text
    assert digest in page or console.app.audit.verify()[0] > number
    assert "Rantai utuh" in page
