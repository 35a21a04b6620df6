"""What a language model did, as staff read it: what was kept, replaced and dropped, why, and what it cost."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.staff.rendering import texts
from knowledge.answers import JOBS, Answer, Judged, Outcome, Paragraph, Written
from knowledge.chat_model.model import Ending
from knowledge.documents import LANGUAGES
from knowledge.grounding.problems import Problem
from tests.bot.staff.conftest import MakeConsole
from tests.bot.staff.consoles import Console
from tests.bot.web.browsing import PHONE, OpenPage, snap, violations

LIST = "/staf/model"
SENTENCES = (
    Judged(text="Ada enam kewajiban.", made="kept"),
    Judged(text="Ada <b>tujuh</b> kewajiban.", made="dropped", problems=("number",)),
    Judged(text="Kota wajib membayar iuran.", made="replaced", problems=("modality", "words")),
)
WRITTEN = (
    Written(
        job="understanding",
        model="openai:lying",
        prompt="understanding-1",
        ending="garbled",
        tokens_in=210,
        tokens_out=12,
    ),
    Written(
        model="openai:lying",
        prompt="writing-1",
        used=True,
        tokens_in=900,
        tokens_out=61,
        milliseconds=2345.0,
        sentences=SENTENCES,
    ),
)


@pytest.fixture(scope="module")
def console(make_console: MakeConsole) -> Console:
    """A console over two turns, one of them with a language model's work."""
    console = make_console(llm="openai:lying", llm_url="http://127.0.0.1:9/v1", llm_tokens_per_day=5000)
    console.app.budget.spend("somebody", 1183)
    for question, written in (("Apa saja kewajibannya?", WRITTEN), ("Apa itu ASCN?", ())):
        blocks = (Paragraph(text="Ada enam kewajiban."),)
        answer = Answer(outcome=Outcome.ANSWERED, language="id", question=question, blocks=blocks, written=written)
        console.app.journal.record("c", "web", "web:w", question, answer)
    return console


def test_what_was_made_of_every_sentence_is_told_with_its_reason_and_cost(console: Console) -> None:
    editor = console.people["editor"]
    page = editor.get(LIST).text
    assert "1183 dari 5000" in page
    assert ("Apa saja kewajibannya?" in page, "Apa itu ASCN?" in page) == (True, False)
    assert f'href="{LIST}"' in editor.get("/staf/celah").text
    (turn,) = console.app.journal.written(5)
    page = editor.get(f"{LIST}/{turn.id}").text
    for text in (
        *("writing-1", "900 diberikan, 61 ditulis", "2.3 detik", "Dipakai sebagai jawaban"),
        *("Bentuk balasannya tidak sesuai", "Tidak dipakai; pertanyaan dibaca tanpa model"),
        *("Ada &lt;b&gt;tujuh&lt;/b&gt; kewajiban.", "Angka atau tanggalnya tidak ada di sumber"),
        *("Diganti kalimat dokumen", "Wajib dan boleh tertukar; Isinya tidak terdapat di sumber"),
    ):
        assert text in page
    assert editor.get(f"{LIST}/{'0' * 32}").status_code == 404


def test_every_reason_has_words_in_both_languages() -> None:
    for language in LANGUAGES:
        said = texts("written", language)
        assert set(said["problem"]) == {*get_args(Problem), "language"}
        assert set(said["ending"]) == {*get_args(Ending), "spent"}
        assert all(set(said[key]) == set(JOBS) for key in ("job", "said", "used_yes", "used_no"))


@pytest.mark.browser
def test_the_page_of_an_answer_is_accessible_and_fits_a_phone(console: Console, open_page: OpenPage) -> None:
    page = open_page(f"{console.url}/staf/masuk")
    console.enter(page, "editor")
    (turn,) = console.app.journal.written(5)
    for size in (None, PHONE):
        if size:
            page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{console.url}{LIST}/{turn.id}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        snap(page, f"staff-written-{'phone' if size else 'desktop'}", whole=True)
