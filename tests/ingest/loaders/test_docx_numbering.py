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


def _lists(path: Path, numbering: str, paragraphs: list[tuple[str, int]]) -> list[str]:
    """The labels of paragraphs in these lists at these levels; the numbering is XML."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for element in list(root):
        root.remove(element)
    for element in parse_xml(f"<w:numbering {nsdecls('w')}>{numbering}</w:numbering>"):
        root.append(element)
    for number, level in paragraphs:
        properties = document.add_paragraph("teks")._p.get_or_add_pPr()
        shape = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        properties.append(parse_xml(shape))
    document.save(str(path))
    document = docx.Document(str(path))
    numbers = Numbers(document)
    return [numbers.label(paragraph) for paragraph in document.paragraphs]


def _abstract(name: str, *levels: str) -> str:
    made = "".join(f'<w:lvl w:ilvl="{at}">{level}</w:lvl>' for at, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{name}">{made}</w:abstractNum>'


def _num(name: str, abstract: str, override: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'


def _level(pattern: str, kind: str = "decimal", start: int = 1, more: str = "") -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{pattern}"/>'


START_9 = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>'


def test_lists_that_share_their_levels_count_on_and_begin_anew_where_told(tmp_path: Path) -> None:
    numbering = _abstract("1", _level("%1.")) + _num("1", "1") + _num("2", "1") + _num("3", "1", START_9)
    labels = _lists(tmp_path / "a.docx", numbering, [(n, 0) for n in ("1", "1", "2", "2", "3", "3", "1")])
    assert labels == ["1.", "2.", "3.", "4.", "9.", "10.", "11."]


def test_an_override_may_give_a_level_another_form(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">{_level("(%1)", "lowerLetter", 3)}</w:lvl></w:lvlOverride>'
    numbering = _abstract("1", _level("%1.")) + _num("1", "1") + _num("2", "1", own)
    assert _lists(tmp_path / "a.docx", numbering, [("1", 0), ("2", 0), ("2", 0)]) == ["1.", "(c)", "(d)"]


def test_a_level_may_go_on_counting_below_a_new_one_above(tmp_path: Path) -> None:
    on = '<w:lvlRestart w:val="0"/>'
    numbering = _abstract("1", _level("%1."), _level("%2)", more=on)) + _num("1", "1")
    labels = _lists(tmp_path / "a.docx", numbering, [("1", level) for level in (0, 1, 1, 0, 1)])
    assert labels == ["1.", "1)", "2)", "2.", "3)"]


def test_lists_may_begin_with_nought_and_write_all_in_figures(tmp_path: Path) -> None:
    numbering = _abstract("1", _level("%1.", "upperRoman", 0), _level("%1.%2", more="<w:isLgl/>")) + _num("1", "1")
    labels = _lists(tmp_path / "a.docx", numbering, [("1", level) for level in (0, 0, 1)])
    assert labels == ["0.", "I.", "1.1"]


def test_an_empty_numbered_paragraph_counts_and_a_hidden_one_does_not(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("satu", "", "tiga", "rahasia", "empat"):
        run = document.add_paragraph(style="List Number").add_run(text)
        run.font.hidden = text == "rahasia"
    document.save(str(tmp_path / "a.docx"))
    text = load(tmp_path / "a.docx").sections[0].text
    assert text == "1. satu\n3. tiga\n4. empat"
