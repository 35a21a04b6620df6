"""What was understood, as text and as a page."""

from ingest.errors import Notice
from ingest.inspection import as_html, as_text
from ingest.loaders.loaded import Coverage
from ingest.loaders.registry import Loaded
from knowledge.documents import Document, Section

LOADED = Loaded(
    Document("d", "Judul <b>", "staff", "id", date="2024-01-02"),
    (
        Section("Paragraf & teks.\n\n- satu\n- dua", ("Judul <b>", "Bagian"), page=1, clause="17(d)", confidence=0.62),
        Section("| A | B |\n| --- | --- |\n| <script>x</script> | 2 |", ("Judul <b>",)),
    ),
    (Notice("Halaman 1 buram.", "Page 1 is blurred."),),
    pages=1,
    coverage=Coverage(0.4, {1: 0.4}),
)


def test_text_shows_anchors_confidence_and_warnings() -> None:
    text = as_text(LOADED)
    assert "Title: Judul <b>" in text
    assert "Publisher: unknown" in text
    assert "Not read: 40% (p. 1: 40%)" in text
    assert "Warning: Page 1 is blurred." in text
    assert "## Bagian\n[p. 1, 17(d), OCR confidence 62%]\nParagraf & teks." in text


def test_text_in_indonesian() -> None:
    text = as_text(LOADED, "id")
    assert "Peringatan: Halaman 1 buram." in text
    assert "[hlm. 1, 17(d), keyakinan OCR 62%]" in text


def test_html_escapes_what_the_document_says_and_shows_the_page() -> None:
    html = as_html(LOADED, [b"\xff\xd8\xff"])
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "Judul &lt;b&gt;" in html
    assert 'src="data:image/jpeg;base64,/9j/"' in html
    assert '<p class="anchors">Not read: 40%</p>' in html
    assert "<th>A</th>" in html
    assert "<li>- satu</li>" in html
