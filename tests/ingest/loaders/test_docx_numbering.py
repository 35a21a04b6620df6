"""Numbers that Word counts by itself."""

from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.loaders.docx_numbering import Numbers
from ingest.loaders.registry import load


def test_numbers_that_word_counts_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("Kota mengusulkan diri melalui perwakilan nasional.", "Usulan dibahas dalam rapat tahunan."):
        document.add_paragraph(text, style="List Number")
    document.save(str(tmp_path / "nomor.docx"))
    (section,) = load(tmp_path / "nomor.docx").sections
    assert section.text.startswith("1. Kota mengusulkan")
    assert "2. Usulan dibahas" in section.text


def _numbered(path: Path, levels: tuple[tuple[str, str, str], ...], paragraphs: tuple[int, ...]) -> list[str]:
    """The labels of paragraphs at these levels; a level is its kind, its pattern and its first number."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for element in list(root):
        root.remove(element)
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/>'
        "</w:lvl>"
        for at, (kind, pattern, start) in enumerate(levels)
    )
    space = nsdecls("w")
    root.append(parse_xml(f'<w:abstractNum {space} w:abstractNumId="7">{made}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {space} w:numId="3"><w:abstractNumId w:val="7"/></w:num>'))
    for level in paragraphs:
        properties = document.add_paragraph("teks")._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {space}><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'))
    document.save(str(path))
    document = docx.Document(str(path))
    numbers = Numbers(document)
    return [numbers.label(paragraph) for paragraph in document.paragraphs]


def test_levels_are_counted_below_each_other(tmp_path: Path) -> None:
    levels = (("decimal", "%1.", "3"), ("lowerLetter", "%2)", "1"), ("upperRoman", "%1.%3", "1"))
    labels = _numbered(tmp_path / "a.docx", levels, (0, 1, 1, 2, 2, 2, 2, 0, 1))
    assert labels == ["3.", "a)", "b)", "3.I", "3.II", "3.III", "3.IV", "4.", "a)"]


def test_bullets_have_a_sign_and_no_count(tmp_path: Path) -> None:
    assert _numbered(tmp_path / "a.docx", (("bullet", "x", "1"), ("none", "", "1")), (0, 1, 0)) == ["•", "", "•"]


def test_a_huge_first_number_is_cut(tmp_path: Path) -> None:
    (label,) = _numbered(tmp_path / "a.docx", (("lowerRoman", "%1", "9" * 12),), (0,))
    assert 0 < len(label) < 1_100


def test_a_paragraph_without_a_number_has_no_label() -> None:
    document = docx.Document()
    document.add_paragraph("teks")
    assert Numbers(document).label(document.paragraphs[0]) == ""
