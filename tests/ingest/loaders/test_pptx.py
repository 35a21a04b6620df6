"""Slides become pages."""

from __future__ import annotations

import io
from copy import deepcopy
from pathlib import Path
from typing import Any

import pptx
from PIL import Image, ImageDraw, ImageFont
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from ingest.loaders.loaded import Loaded
from ingest.loaders.registry import load
from tests.ingest import making

BOX = (Inches(1), Inches(2), Inches(6), Inches(2))
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"


class Deck:
    """A presentation that slides are put into."""

    def __init__(self) -> None:
        self.made = pptx.Presentation()

    def slide(self, title: str = "") -> Any:
        made = self.made.slides.add_slide(self.made.slide_layouts[5 if title else 6])
        if title:
            made.shapes.title.text = title
        return made

    def read(self, path: Path) -> Loaded:
        self.made.save(str(path / "a.pptx"))
        return load(path / "a.pptx")


def _text_picture(text: str) -> io.BytesIO:
    picture = Image.new("RGB", (1000, 160), "white")
    ImageDraw.Draw(picture).text((20, 50), text, fill="black", font=ImageFont.load_default(40))
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data


def test_slides_are_pages(tmp_path: Path) -> None:
    loaded = load(making.write_pptx(tmp_path / "paparan.pptx"))
    assert loaded.pages == 2
    assert [(section.page, section.heading[-1]) for section in loaded.sections] == [
        (1, "Tujuan jaringan"),
        (2, "Anggota"),
    ]
    assert loaded.sections[0].text == "- Kerja sama antarkota\n- Proyek layak bank"
    assert "| Indonesia | Makassar |" in loaded.sections[1].text
    assert "Makassar bergabung sejak awal." in loaded.sections[1].text


def test_a_hidden_slide_is_left_out_and_each_slide_stands_under_its_own_title(tmp_path: Path) -> None:
    deck = Deck()
    deck.slide("Rute").shapes.add_textbox(*BOX).text_frame.text = "Rute A: 12 kilometer"
    hidden = deck.slide("Catatan internal")
    hidden.shapes.add_textbox(*BOX).text_frame.text = "belum disetujui"
    hidden._element.set("show", "0")
    deck.slide("Pindaian keputusan")
    loaded = deck.read(tmp_path)
    assert [(section.page, section.heading[-1]) for section in loaded.sections] == [
        (1, "Rute"),
        (3, "Pindaian keputusan"),
    ]
    assert "belum disetujui" not in str(loaded.sections)
    assert [str(notice) for notice in loaded.warnings] == ["1 hidden slide was left out (slide 2)."]


def test_a_picture_of_text_is_recognised_and_one_of_another_format_told_of(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slide("Layanan")
    slide.shapes.add_picture(_text_picture("Nomor layanan adalah 1500-077"), *BOX)
    assert "1500-077" in deck.read(tmp_path).sections[0].text
    picture = slide.shapes[-1].image
    slide.part.related_part(slide.shapes[-1]._element.blip_rId)._blob = b"\x01\x00\x00\x00" + picture.blob[:50]
    loaded = deck.read(tmp_path)
    assert [str(notice) for notice in loaded.warnings] == [
        "1 picture was not read (slide 1); if it holds text, type it out."
    ]


def test_charts_are_tables(tmp_path: Path) -> None:
    deck, data = Deck(), CategoryChartData(number_format="#,##0")
    data.categories = ["2021", "2022"]
    data.add_series("Beji", (1000, 1200))
    data.add_series("Cinere", (800, None))
    chart = deck.slide("Warga").shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Warga per kecamatan"
    assert deck.read(tmp_path).sections[0].text == (
        "Warga per kecamatan\n\n|  | Beji | Cinere |\n| --- | --- | --- |\n| 2021 | 1,000 | 800 |\n| 2022 | 1,200 |  |"
    )


def test_groups_within_groups_are_read_and_hidden_shapes_are_not(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slide("Kelompok")
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "Kotak luar"
    group.shapes.add_group_shape().shapes.add_textbox(*BOX).text_frame.text = "Kotak dalam"
    hidden = slide.shapes.add_textbox(*BOX)
    hidden.text_frame.text = "dimatikan"
    hidden._element.nvSpPr.cNvPr.set("hidden", "1")
    text = deck.read(tmp_path).sections[0].text
    assert "Kotak luar" in text
    assert "Kotak dalam" in text
    assert "dimatikan" not in text


def test_numbers_of_points_are_written_and_struck_text_is_left_out(tmp_path: Path) -> None:
    deck = Deck()
    frame = deck.slide("Langkah").shapes.add_textbox(*BOX).text_frame
    for at, (text, level, kind) in enumerate(
        (("satu", 0, "arabicPeriod"), ("rinci", 1, "alphaLcParenR"), ("dua", 0, "arabicPeriod"))
    ):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<a:buAutoNum xmlns:a="{MAIN}" type="{kind}"/>'))
    for text, name, value in ((" lama", "strike", "sngStrike"), (" km", "lang", "id"), ("2", "baseline", "30000")):
        run = frame.paragraphs[-1].add_run()
        run.text = text
        run._r.get_or_add_rPr().set(name, value)
    loaded = deck.read(tmp_path)
    assert loaded.sections[0].text == "1. satu\n- a) rinci\n2. dua km²"
    assert [str(notice) for notice in loaded.warnings] == ["Struck-out text was left out in 1 place (slide 1)."]


def test_merged_cells_are_told_in_each_row(tmp_path: Path) -> None:
    deck = Deck()
    table = deck.slide("Halte").shapes.add_table(4, 3, *BOX).table
    for first, last in (((0, 1), (0, 2)), ((0, 0), (1, 0)), ((2, 0), (3, 0))):
        table.cell(*first).merge(table.cell(*last))
    for place, text in {
        (0, 0): "Kota",
        (0, 1): "Warga",
        (1, 1): "L",
        (1, 2): "P",
        (2, 0): "Beji",
        (2, 1): "1",
        (3, 2): "4",
    }.items():
        table.cell(*place).text = text
    text = deck.read(tmp_path).sections[0].text
    assert text.splitlines()[0] == "| Kota | Warga – L | Warga – P |"
    assert text.splitlines()[2:] == ["| Beji | 1 |  |", "| Beji |  | 4 |"]


def test_a_diagram_is_a_line_for_each_of_its_shapes(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slide("Tahap")
    space = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    point = "<d:pt><d:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></d:t></d:pt>"
    points = "".join(map(point.format, ("Rencana", "Laksana", "Periksa")))
    data = f'<d:dataModel xmlns:d="{space}" xmlns:a="{MAIN}"><d:ptLst>{points}</d:ptLst></d:dataModel>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    part = Part(PackURI("/ppt/diagrams/data1.xml"), kind, slide.part.package, data)
    relation = slide.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    )
    frame = (
        f'<p:graphicFrame {nsdecls("p", "a", "r")}><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/>'
        f'<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{space}"><d:relIds xmlns:d="{space}" r:dm="{relation}"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )
    slide.shapes._spTree.append(parse_xml(frame))
    assert deck.read(tmp_path).sections[0].text == "- Rencana\n- Laksana\n- Periksa"


def test_of_two_ways_to_show_the_same_one_is_read(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slide("Rumus")
    shape = slide.shapes.add_textbox(*BOX)
    shape.text_frame.text = "IJH sama dengan 65"
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = parse_xml(f'<mc:AlternateContent xmlns:mc="{space}"><mc:Choice/><mc:Fallback/></mc:AlternateContent>')
    for branch in both:
        branch.append(deepcopy(shape._element))
    slide.shapes._spTree.replace(shape._element, both)
    assert deck.read(tmp_path).sections[0].text == "IJH sama dengan 65"


def test_lists_side_by_side_are_read_each_after_what_stands_over_it(tmp_path: Path) -> None:
    deck = Deck()
    slide = deck.slide("Peran")
    columns = (("Riset", ("Wawancara", "Survei")), ("Desain", ("Purwarupa",)), ("Teknik", ("Data", "Peta", "Uji")))
    for number, (head, points) in enumerate(columns):
        left = Inches(0.5 + 3 * number)
        slide.shapes.add_textbox(left, Inches(1.5), Inches(2.5), Inches(0.5)).text_frame.text = head
        slide.shapes.add_textbox(left, Inches(2.2), Inches(2.5), Inches(3)).text_frame.text = "\n".join(points)
    slide.shapes.add_textbox(Inches(0.5), Inches(6), Inches(8), Inches(0.5)).text_frame.text = "Sumber: dinas"
    (section,) = deck.read(tmp_path).sections
    assert section.text.split("\n\n") == [
        "Riset",
        "- Wawancara\n- Survei",
        "Desain",
        "Purwarupa",
        "Teknik",
        "- Data\n- Peta\n- Uji",
        "Sumber: dinas",
    ]
