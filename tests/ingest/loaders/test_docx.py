"""Word documents: what their readers see, in order."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import DocumentError
from ingest.loaders.loaded import Loaded
from ingest.loaders.registry import load
from tests.ingest import making
from tests.ingest.making import paragraph as p

BOLD = "<w:b/>"


def _read(path: Path, body: str) -> Loaded:
    return load(making.docx_of(path / "dokumen.docx", body))


def _text(path: Path, body: str) -> str:
    return "\n\n".join(section.text for section in _read(path, body).sections)


def _paths(loaded: Loaded) -> list[str]:
    return [" › ".join(section.heading) for section in loaded.sections]


def _cell(content: str, own: str = "") -> str:
    return f"<w:tc><w:tcPr>{own}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def _row(*cells: str, own: str = "") -> str:
    return f"<w:tr><w:trPr>{own}</w:trPr>{''.join(cells)}</w:tr>"


def _span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def _merge(kind: str) -> str:
    return f'<w:vMerge w:val="{kind}"/>'


def test_a_word_document_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    loaded = load(making.write_docx(tmp_path / "pedoman.bin"))
    assert loaded.document.title == "Pedoman Kota Cerdas"
    scope, budget = loaded.sections
    assert scope.heading == ("Pedoman Kota Cerdas", "Ruang lingkup")
    assert scope.text.endswith("- rencana induk;\n- peta jalan.")
    assert scope.page is None
    assert "| 2024 | 7 miliar |" in budget.text


def test_headings_are_known_by_outline_level_and_by_what_their_style_is_based_on(tmp_path: Path) -> None:
    document = docx.Document()
    styles = document.styles
    chapter = styles.add_style("Bab Kota", WD_STYLE_TYPE.PARAGRAPH)
    chapter.base_style = styles["Heading 1"]
    part = styles.add_style("Sub Kota", WD_STYLE_TYPE.PARAGRAPH)
    part.element.append(parse_xml(f'<w:pPr {nsdecls("w")}><w:outlineLvl w:val="1"/></w:pPr>'))
    caption = styles.add_style("Judul Tabel", WD_STYLE_TYPE.PARAGRAPH)
    for text, style in (("Keanggotaan", chapter), ("Masa berlaku", part), ("Tabel 1", caption), ("Dua tahun.", None)):
        document.add_paragraph(text, style=style)
    document.add_paragraph("Denda")._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
    document.add_paragraph("Seribu rupiah.")
    document.save(str(tmp_path / "a.docx"))
    loaded = load(tmp_path / "a.docx")
    assert loaded.sections[0].heading[-1] == "Masa berlaku"
    assert loaded.sections[-1].heading[-1] == "Denda"
    assert "Tabel 1" in loaded.sections[0].text


def test_headings_are_known_by_their_look(tmp_path: Path) -> None:
    large = BOLD + '<w:sz w:val="32"/>'
    body = (
        p("PEDOMAN PERPUSTAKAAN", run=large)
        + p("1. Keanggotaan", run=BOLD)
        + p("Anggota adalah warga kota yang memiliki kartu.")
        + p("1.1 Masa berlaku", run=BOLD)
        + p("Kartu berlaku dua tahun.")
        + p("2. Peminjaman", run=BOLD)
        + p("Pinjaman berlaku empat belas hari.")
    )
    loaded = _read(tmp_path, body)
    assert loaded.document.title == "PEDOMAN PERPUSTAKAAN"
    assert _paths(loaded) == [
        "PEDOMAN PERPUSTAKAAN › 1. Keanggotaan",
        "PEDOMAN PERPUSTAKAAN › 1. Keanggotaan › 1.1 Masa berlaku",
        "PEDOMAN PERPUSTAKAAN › 2. Peminjaman",
    ]


def test_hidden_white_and_tiny_text_is_left_out_and_told_of(tmp_path: Path) -> None:
    black = '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>'
    body = p("terlihat") + "".join(
        p(f"rahasia {at}", run=run)
        for at, run in enumerate(("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'))
    )
    loaded = _read(tmp_path, body + p("di atas hitam", run=black) + p("menyala", run='<w:vanish w:val="0"/>'))
    assert loaded.sections[0].text == "terlihat\n\ndi atas hitam\n\nmenyala"
    assert [str(notice) for notice in loaded.warnings] == ["Hidden text was left out in 3 places."]


def test_text_hidden_by_its_style_is_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("Catatan Dalam", WD_STYLE_TYPE.PARAGRAPH)
    style.element.get_or_add_rPr().append(parse_xml(f"<w:vanish {nsdecls('w')}/>"))
    document.add_paragraph("terlihat")
    document.add_paragraph("rahasia", style=style)
    document.save(str(tmp_path / "a.docx"))
    assert load(tmp_path / "a.docx").sections[0].text == "terlihat"


def test_struck_text_is_left_out_and_told_of(tmp_path: Path) -> None:
    run = "<w:r><w:rPr>{}</w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    line = run.format("", "Biaya ") + run.format("<w:strike/>", "Rp 200.000 ") + run.format("", "Rp 350.000.")
    loaded = _read(tmp_path, f"<w:p>{line}</w:p>" + p("Hanya Senin.", run="<w:dstrike/>"))
    assert loaded.sections[0].text == "Biaya Rp 350.000."
    assert [str(notice) for notice in loaded.warnings] == ["Struck-out text was left out in 2 places."]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>Rp 1.000</w:delText></w:r></w:del>'
    added = '<w:ins w:id="2" w:author="a"><w:r><w:t>Rp 2.000</w:t></w:r></w:ins>'
    gone = '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'
    moved = (
        '<w:p><w:moveFrom w:id="4" w:author="a"><w:r><w:t>lama</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="5" w:author="a"><w:r><w:t>baru</w:t></w:r></w:moveTo></w:p>'
    )
    row_gone = _row(_cell("hapus"), _cell("1"), own='<w:del w:id="6" w:author="a"/>')
    table = f"<w:tbl>{_row(_cell('a'), _cell('b'))}{row_gone}</w:tbl>"
    body = f"<w:p>{deleted}{added}</w:p>" + p("Kalimat", own=gone) + p("disambung.") + moved + table
    loaded = _read(tmp_path, body)
    assert loaded.sections[0].text == "Rp 2.000\n\nKalimat disambung.\n\nbaru\n\n| a | b |\n| --- | --- |"
    assert [str(notice) for notice in loaded.warnings] == ["4 tracked changes were read as accepted."]


def _field(code: str, result: str | None, begin: str = "") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
    shown = mark.format("separate", "") + result if result is not None else ""
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return mark.format("begin", begin) + instruction + shown + mark.format("end", "")


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


BOX = "<w:ffData><w:checkBox><w:default w:val='0'/>{}</w:checkBox></w:ffData>"
CHOICE = (
    "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='A'/><w:listEntry w:val='B'/></w:ddList></w:ffData>"
)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>' + _run(" 24"), "≤ 24"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>' + _run(" hadir"), "✓ hadir"),
        (_field("SYMBOL 177 \\f &quot;Symbol&quot; \\s 11", None) + _run(" 5"), "± 5"),
        (_field("REF pasal", _run("Pasal 3")), "Pasal 3"),
        (_field(f"IF {_field('DATE', _run('X'))} = 1", _run("ya")), "ya"),
        (_field("FORMCHECKBOX", None, BOX.format("<w:checked/>")) + _run(" setuju"), "☒ setuju"),
        (_field("FORMCHECKBOX", None, BOX.format("")) + _run(" setuju"), "☐ setuju"),
        (_field("FORMDROPDOWN", None, CHOICE), "B"),
        (_field("MACROBUTTON NoMacro Isi nama", None), "Isi nama"),
        ('<w:fldSimple w:instr=" DATE ">' + _run("22 Agustus 2025") + "</w:fldSimple>", "22 Agustus 2025"),
        ("<w:smartTag><w:smartTag>" + _run("Gedung Cempaka") + "</w:smartTag></w:smartTag>", "Gedung Cempaka"),
        ("<w:hyperlink>" + _run("laman kota") + "</w:hyperlink>", "laman kota"),
        ("<w:r><w:t>anak</w:t><w:noBreakHyphen/><w:t>anak</w:t></w:r>", "anak-anak"),
        ("<w:r><w:t>10</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>6</w:t></w:r>", "10⁶"),
        ("<w:r><w:t>CO</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>2</w:t></w:r>", "CO2"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + _run("kolom rusak"), "kolom rusak"),
    ],
)
def test_runs_fields_and_symbols_are_read_as_shown(tmp_path: Path, line: str, text: str) -> None:
    assert _text(tmp_path, f"<w:p>{line}</w:p>{p('Penutup.')}") == f"{text}\n\nPenutup."


def test_content_controls_are_read_and_their_placeholders_are_not(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        control.format("", p("Blok isi."))
        + f"<w:p>{control.format('', _run('Isi baris'))}</w:p>"
        + control.format("<w:showingPlcHdr/>", p("Klik di sini."))
        + f"<w:tbl>{control.format('', _row(_cell('a'), control.format('', _cell('b'))))}"
        + f"{_row(_cell('1'), _cell('2'))}</w:tbl>"
    )
    assert _text(tmp_path, body) == "Blok isi.\n\nIsi baris\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_a_table_of_contents_does_not_repeat_the_headings(tmp_path: Path) -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    contents = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('Bab I 3')}</w:sdtContent></w:sdt>"
    assert _text(tmp_path, contents + p("Isi dokumen.")) == "Isi dokumen."


def test_a_text_box_is_read_once_in_either_form(tmp_path: Path) -> None:
    content = f"<w:txbxContent>{p('Batas 14 April 2025.')}</w:txbxContent>"
    shape = f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    drawing = f"<w:drawing><wp:anchor>{shape}</wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    fallback = f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    both = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>{fallback}'
    for box in (both, old, f"<mc:AlternateContent>{fallback}"):
        assert _text(tmp_path, f"<w:p><w:r>{box}</w:r>{_run('Lomba.')}</w:p>") == "Lomba.\n\nBatas 14 April 2025."
    hidden = drawing.replace("<wp:anchor>", '<wp:anchor><wp:docPr id="1" name="x" hidden="1"/>')
    assert _text(tmp_path, f"<w:p><w:r>{hidden}</w:r>{_run('Lomba.')}</w:p>") == "Lomba."


def test_equations_stand_in_their_sentence(tmp_path: Path) -> None:
    math = "<m:oMath><m:r><m:t>IJH≥65</m:t></m:r></m:oMath>"
    assert _text(tmp_path, f"<w:p>{_run('bila ')}{math}{_run(' tahun ini.')}</w:p>") == "bila IJH ≥ 65 tahun ini."


def test_notes_stand_near_their_references(tmp_path: Path) -> None:
    document = docx.Document()
    first = document.add_paragraph("Tarif ditetapkan oleh Dinas Perairan")
    first._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    second = document.add_paragraph("Pembayaran lewat bank")
    second._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:endnoteReference w:id="2"/></w:r>'))
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    for kind, relation, text in (
        ("footnote", RELATIONSHIP_TYPE.FOOTNOTES, "Rp 12.500 per sensor."),
        ("endnote", RELATIONSHIP_TYPE.ENDNOTES, "Bank daerah."),
    ):
        words = f'<w:r><w:t xml:space="preserve"> {text}</w:t></w:r>'
        note = f'<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{words}</w:p></w:{kind}>'
        xml = f"<w:{kind}s {nsdecls('w')}>{note}</w:{kind}s>".encode()
        name = PackURI(f"/word/{kind}s.xml")
        part = Part(name, "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", xml)
        document.part.relate_to(part, relation)
    document.save(str(tmp_path / "a.docx"))
    text = load(tmp_path / "a.docx").sections[0].text
    assert text.split("\n\n") == [
        "Tarif ditetapkan oleh Dinas Perairan¹",
        "¹ Rp 12.500 per sensor.",
        "Pembayaran lewat bankⁱ",
        "ⁱ Bank daerah.",
    ]


def test_merged_cells_and_skipped_columns_keep_their_places(tmp_path: Path) -> None:
    rows = (
        _row(_cell("Kota", _merge("restart")), _cell("Warga", _span(2))),
        _row(_cell("", _merge("continue")), _cell("L"), _cell("P")),
        _row(_cell("Beji", _merge("restart")), _cell("1"), _cell("2")),
        _row(_cell("", "<w:vMerge/>"), _cell("3"), _cell("4")),
        _row(_cell("5"), _cell("6"), own='<w:gridBefore w:val="1"/>'),
    )
    assert _text(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>").splitlines() == [
        "| Kota | Warga – L | Warga – P |",
        "| --- | --- | --- |",
        "| Beji | 1 | 2 |",
        "| Beji | 3 | 4 |",
        "|  | 5 | 6 |",
    ]


def test_a_table_inside_a_cell_is_read(tmp_path: Path) -> None:
    inner = f"<w:tbl>{_row(_cell('Organik'), _cell('Senin'))}{_row(_cell('Anorganik'), _cell('Rabu'))}</w:tbl>"
    outer = f"<w:tbl>{_row(_cell('Wilayah'), _cell('Jadwal'))}{_row(_cell('Utara'), _cell(inner + p('')))}</w:tbl>"
    assert "| Utara | Organik: Senin; Anorganik: Rabu |" in _text(tmp_path, outer)
    layout = f"<w:tbl>{_row(_cell(p('Jadwal') + inner + p('Selesai.')))}</w:tbl>"
    assert _text(tmp_path, layout) == "Jadwal\n\n| Organik | Senin |\n| --- | --- |\n| Anorganik | Rabu |\n\nSelesai."
    long = f"<w:tbl>{_row(_cell('Jenis'), _cell('Isi'))}{_row(_cell('Organik'), _cell('kata ' * 90))}</w:tbl>"
    text = _text(
        tmp_path, f"<w:tbl>{_row(_cell('Wilayah'), _cell('Jadwal'))}{_row(_cell('Utara'), _cell(long + p('')))}</w:tbl>"
    )
    assert text.partition("\n\n")[2].startswith("Utara\n\n| Jenis | Isi |")


def test_numbers_in_cells_are_counted(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for row, (label, name) in zip(table.rows, (("No", "Nama"), ("", "Beji"), ("", "Tugu")), strict=True):
        row.cells[0].text, row.cells[1].text = label, name
        if not label:
            row.cells[0].paragraphs[0].style = document.styles["List Number"]
    document.save(str(tmp_path / "a.docx"))
    assert load(tmp_path / "a.docx").sections[0].text.splitlines()[2:] == ["| 1. | Beji |", "| 2. | Tugu |"]


def test_a_picture_of_text_is_recognised_and_others_are_told_of(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1000, 160), "white")
    ImageDraw.Draw(picture).text(
        (20, 50), "Nomor layanan adalah 1500-077", fill="black", font=ImageFont.load_default(40)
    )
    data = io.BytesIO()
    picture.save(data, "PNG")
    document = docx.Document()
    document.add_paragraph("Rincian ada pada gambar.")
    document.add_picture(data, width=Inches(6))
    document.save(str(tmp_path / "a.docx"))
    section = load(tmp_path / "a.docx").sections[0]
    assert "1500-077" in section.text
    assert section.confidence is not None
    blip = next(document.element.body.iter(qn("a:blip")))
    document.part.related_parts[blip.get(qn("r:embed"))]._blob = b"\xd7\xcd\xc6\x9a" + bytes(40)
    document.save(str(tmp_path / "b.docx"))
    assert [str(notice) for notice in load(tmp_path / "b.docx").warnings] == [
        "1 picture was not read; if it holds text, type it out."
    ]


def test_comments_and_embedded_things_are_told_of(tmp_path: Path) -> None:
    document = docx.Document()
    line = document.add_paragraph("Teks dengan komentar.")
    document.add_comment(line.runs, "periksa lagi", "A", "A")
    for program in ("Excel.Sheet.12", "Equation.3"):
        spaces = f'{nsdecls("w")} xmlns:o="urn:schemas-microsoft-com:office:office"'
        line._p.append(parse_xml(f'<w:r {spaces}><w:object><o:OLEObject ProgID="{program}"/></w:object></w:r>'))
    document.element.body.insert(1, parse_xml(f"<w:altChunk {nsdecls('w')}/>"))
    document.save(str(tmp_path / "a.docx"))
    loaded = load(tmp_path / "a.docx")
    assert "periksa" not in str(loaded.sections)
    assert [str(notice).split(" was ")[0] for notice in loaded.warnings] == [
        "1 embedded file or object",
        "1 equation of an old equation editor",
        "1 part that is inserted from another file",
        "1 comment",
    ]


def test_a_document_of_hidden_text_alone_holds_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        _read(tmp_path, p("rahasia", run="<w:vanish/>"))


def test_deeply_nested_tables_end(tmp_path: Path) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 60 + p("dalam") + "</w:tc></w:tr></w:tbl>" * 60
    assert _text(tmp_path, p("luar") + nested).startswith("luar")


def test_a_long_table_within_a_cell_stands_where_the_cell_does(tmp_path: Path) -> None:
    inner = "".join(_row(_cell(f"Kegiatan {n} di kota"), _cell(f"{n} juta rupiah")) for n in range(1, 40))
    rows = [
        _row(_cell("Bagian"), _cell("Isi")),
        _row(_cell("Tujuan"), _cell("Data terbuka")),
        _row(_cell("Anggaran"), _cell(f"<w:tbl>{inner}</w:tbl>")),
        _row(_cell("Penutup"), _cell("Terima kasih")),
    ]
    text = _text(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>")
    places = [text.index(part) for part in ("| Tujuan |", "Anggaran\n\n", "| Kegiatan 11 di kota |", "| Penutup |")]
    assert places == sorted(places)
    assert "| Bagian | Isi |\n| --- | --- |\n| Penutup | Terima kasih |" in text


def test_cells_that_speak_by_their_colour_alone_are_told_of(tmp_path: Path) -> None:
    blue = '<w:shd w:val="clear" w:fill="4472C4"/>'
    rows = [
        _row(_cell("Kegiatan", blue), _cell("Jan", blue), _cell("Feb", blue)),
        _row(_cell("Survei"), _cell("", blue), _cell("")),
        _row(_cell("Pelatihan"), _cell(""), _cell("", blue)),
    ]
    (notice,) = _read(tmp_path, f"<w:tbl>{''.join(rows)}</w:tbl>").warnings
    assert str(notice).startswith("2 empty cells say something by their colour alone")
