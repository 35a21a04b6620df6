"""OpenDocument files, as LibreOffice writes them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.loaded import Loaded
from ingest.loaders.registry import load

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = ("office", "text", "style", "table", "presentation")
OTHERS = {
    "fo": f"{OASIS}:xsl-fo-compatible:1.0",
    "draw": f"{OASIS}:drawing:1.0",
    "svg": f"{OASIS}:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
SPACES = " ".join(
    f'xmlns:{name}="{space}"' for name, space in ({name: f"{OASIS}:{name}:1.0" for name in NAMES} | OTHERS).items()
)
STYLES = (
    '<style:style style:name="struck" style:family="text"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    "</style:style>"
    '<style:style style:name="off" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="bold" style:family="paragraph"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    '<style:style style:name="gone" style:family="drawing-page"><style:drawing-page-properties '
    'presentation:visibility="hidden"/></style:style>'
    '<style:style style:name="shut" style:family="table"><style:table-properties table:display="false"/></style:style>'
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '</text:list-style><text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def _read(path: Path, kind: str, body: str, others: dict[str, str] | None = None) -> Loaded:
    document = (
        f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path / "dokumen.odf", "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", document)
        archive.writestr("Configurations2/accelerator/current.xml", "")  # as LibreOffice does
        for name, text in (others or {}).items():
            archive.writestr(name, text)
    return load(path / "dokumen.odf")


def _cell(text: str, own: str = "") -> str:
    return f"<table:table-cell {own}><text:p>{text}</text:p></table:table-cell>"


def _row(*cells: str, own: str = "") -> str:
    return f"<table:table-row {own}>{''.join(cells)}</table:table-row>"


def _span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def test_a_text_keeps_headings_notes_and_what_is_seen(tmp_path: Path) -> None:
    held = "<text:note-body><text:p>Kaki.</text:p></text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{held}</text:note>"
    body = (
        '<text:h text:outline-level="1">Pedoman kota</text:h>'
        f"<text:p>Tarif {_span('struck', 'Rp 1')} Rp 2<text:s/>untuk 10{_span('up', '6')} kg{note}"
        f"{_span('off', 'rahasia')}."
        "<office:annotation><text:p>komentar</text:p></office:annotation></text:p>"
        '<text:p text:style-name="bold">1. Umum</text:p><text:p>Isi umum.</text:p>'
    )
    stated = "<dc:title>Judul berkas</dc:title><dc:date>2025-03-01T10:00:00</dc:date>"
    meta = f"<office:document-meta {SPACES}><office:meta>{stated}</office:meta></office:document-meta>"
    loaded = _read(tmp_path, "text", body, {"meta.xml": meta})
    assert (loaded.document.title, loaded.document.date) == ("Judul berkas", "2025-03-01")
    assert [section.heading[1:] for section in loaded.sections] == [("Pedoman kota",), ("Pedoman kota", "1. Umum")]
    assert loaded.sections[0].text == "Tarif Rp 2 untuk 10⁶ kg¹.\n\n¹ Kaki."
    assert [str(notice) for notice in loaded.warnings] == [
        "1 comment was not read.",
        "Hidden text was left out in 1 place.",
        "Struck-out text was left out in 1 place.",
    ]


def test_lists_are_numbered_as_shown(tmp_path: Path) -> None:
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('rinci', '')}</text:list>"
    first = f'<text:list text:style-name="L">{item.format("satu", inner)}{item.format("dua", "")}</text:list>'
    on = f'<text:list text:style-name="L" text:continue-numbering="true">{item.format("tiga", "")}</text:list>'
    anew = f'<text:list text:style-name="L">{item.format("satu lagi", "")}</text:list>'
    dots = f'<text:list text:style-name="B">{item.format("titik", "")}</text:list>'
    text = _read(tmp_path, "text", first + on + anew + dots).sections[0].text
    assert text.splitlines() == ["1. satu", "- a) rinci", "2. dua", "3. tiga", "1. satu lagi", "- titik"]


def test_tables_boxes_and_equations_are_read(tmp_path: Path) -> None:
    table = (
        _row(
            _cell("Kota", 'table:number-rows-spanned="2"'),
            _cell("Warga", 'table:number-columns-spanned="2"'),
            "<table:covered-table-cell/>",
        )
        + _row("<table:covered-table-cell/>", _cell("L"), _cell("P"))
        + _row(_cell("Beji"), _cell("1"), _cell("2"))
    )
    box = "<text:p><draw:frame><draw:text-box><text:p>Isi kotak.</text:p></draw:text-box></draw:frame></text:p>"
    link = '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    math = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>IJH</mi><mo>=</mo><mfrac><mi>a</mi>'
        "<msup><mi>b</mi><mn>2</mn></msup></mfrac><mo>×</mo><mn>100</mn></mrow><annotation>x</annotation></semantics></math>"
    )
    body = f"<table:table>{table}</table:table>{box}{link}"
    text = _read(tmp_path, "text", body, {"Object 1/content.xml": math}).sections[0].text
    assert text.split("\n\n") == [
        "| Kota | Warga – L | Warga – P |\n| --- | --- | --- |\n| Beji | 1 | 2 |",
        "Isi kotak.",
        "IJH = a/b² × 100",
    ]


def test_a_spreadsheet_is_read_as_it_is_shown(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    note = "<office:annotation><text:p>komentar</text:p></office:annotation>"
    rows = (
        _row(_cell("Kota"), _cell("Luas"), _cell("rahasia"), empty)
        + _row(empty, own='table:number-rows-repeated="2"')
        + _row(f"<table:table-cell>{note}<text:p>Beji</text:p></table:table-cell>", _cell("15,3 %"), _cell("x"))
        + _row(_cell("lama"), _cell("1"), own='table:visibility="collapse"')
        + _row(_cell("Tugu"), '<table:table-cell table:formula="of:=1+1"/>')
        + _row(empty, own='table:number-rows-repeated="1048000"')
    )
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    hidden = f'<table:table table:name="R" table:style-name="shut">{_row(_cell("rahasia"))}</table:table>'
    body = f'<table:table table:name="Data">{columns}{rows}</table:table>{hidden}'
    loaded = _read(tmp_path, "spreadsheet", body)
    assert loaded.sections[0].text == "| Kota | Luas |\n| --- | --- |\n| Beji | 15,3 % |\n| Tugu |  |"
    assert [str(notice).split(" (")[0] for notice in loaded.warnings] == [
        "1 comment was not read",
        "1 formula has no stored value",
        "1 hidden row was left out",
        "1 hidden column was left out",
        "1 hidden sheet was left out.",
    ]


def test_slides_are_pages_under_their_own_titles(tmp_path: Path) -> None:
    frame = "<draw:frame {}><draw:text-box>{}</draw:text-box></draw:frame>"
    title, below = 'presentation:class="title"', 'svg:y="3cm"'
    body = (
        f"<draw:page>{frame.format(title, '<text:p>Rute</text:p>')}"
        f"{frame.format(below, '<text:p>bawah</text:p>')}"
        '<draw:custom-shape svg:y="2cm"><text:p>atas</text:p></draw:custom-shape></draw:page>'
        f'<draw:page draw:style-name="gone">{frame.format("", "<text:p>rahasia</text:p>")}</draw:page>'
        f"<draw:page>{frame.format(title, '<text:p>Penutup</text:p>')}</draw:page>"
    )
    loaded = _read(tmp_path, "presentation", body)
    assert [(s.page, s.heading[-1], s.text) for s in loaded.sections] == [
        (1, "Rute", "atas\n\nbawah"),
        (3, "Penutup", "Penutup"),
    ]
    assert [str(notice) for notice in loaded.warnings] == ["1 hidden slide was left out (slide 2)."]


def test_one_with_a_password_and_a_damaged_one_are_refused(tmp_path: Path) -> None:
    manifest = {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
    with pytest.raises(DocumentError, match="protected by a password"):
        _read(tmp_path, "text", "", manifest)
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(DocumentError, match="damaged"):
        load(tmp_path / "a.odt")


def test_one_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        _read(tmp_path, "text", "<text:p/>")
