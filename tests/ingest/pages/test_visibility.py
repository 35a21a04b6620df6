"""What a reader of a page does not see is not read."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ingest.loaders.pdf import load
from tests.ingest.raw_pdf import RawPdf, line

SEEN = "Tarif parkir sepeda motor di stasiun kota Nilam adalah Rp 2.000 per jam."
UNSEEN = "Tarif parkir sepeda motor di stasiun kota Nilam adalah Rp 8.000 per jam."


def _read(pdf: RawPdf, folder: Path) -> str:
    return "\n".join(section.text for section in load(pdf.write(folder / "a.pdf")).sections)


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(line(60, 100, UNSEEN, state="3 Tr"), id="invisible"),
        pytest.param(line(60, 100, UNSEEN, state="1 g"), id="white"),
        pytest.param(line(60, 100, UNSEEN, state="0 0 0 0 k"), id="white ink"),
        pytest.param(line(60, 100, UNSEEN, state="0.99 0.99 0.98 rg"), id="nearly white"),
        pytest.param(line(60, 100, UNSEEN, state="/Sheer gs"), id="transparent"),
        pytest.param(line(60, 100, UNSEEN, size=0.5), id="tiny"),
        pytest.param(line(60, 100, UNSEEN, size=1).replace("Td", "Td 0.4 0 0 0.4 60 700 Tm"), id="scaled down"),
        pytest.param(line(60, 100, UNSEEN, size=0), id="no size"),
        pytest.param(line(60, 100, UNSEEN) + "0 g 50 730 500 20 re f\n", id="under a black box"),
        pytest.param(line(60, 100, UNSEEN) + "1 g 50 730 500 20 re f\n", id="under a white box"),
        pytest.param(line(60, 70, UNSEEN, state="3 Tr"), id="invisible over what is seen"),
        pytest.param(line(60, -20, UNSEEN), id="beyond the page"),
        pytest.param(line(-700, 100, UNSEEN), id="beside the page"),
        pytest.param("q 50 200 100 20 re W n " + line(60, 100, UNSEEN) + "Q\n", id="cut off by a clip"),
    ],
)
def test_text_that_leaves_no_trace_is_not_read(tmp_path: Path, hidden: str) -> None:
    pdf = RawPdf().page(line(60, 70, SEEN) + hidden, "/ExtGState << /Sheer << /ca 0 /CA 0 >> >>")
    text = _read(pdf, tmp_path)
    assert "2.000 per jam" in text
    assert "8.000" not in text


def test_white_text_is_not_read_where_something_is_written_over_it(tmp_path: Path) -> None:
    text = _read(RawPdf().page(line(60, 70, UNSEEN, state="1 g") + line(60, 70, SEEN)), tmp_path)
    assert "2.000 per jam" in text
    assert "8.000" not in text


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param("0.1 0.2 0.4 rg 50 730 500 20 re f\n" + line(60, 105, UNSEEN, state="1 g"), id="white on blue"),
        pytest.param(line(60, 100, UNSEEN, state="0.8 g"), id="light grey"),
        pytest.param(line(60, 100, UNSEEN, state="1 0 0 rg"), id="red"),
        pytest.param(line(60, 100, UNSEEN, state="1 Tr"), id="outlined"),
        pytest.param(line(60, 100, UNSEEN, size=5), id="small print"),
        pytest.param("0.9 g 50 730 500 20 re f\n" + line(60, 105, UNSEEN), id="on a shade"),
        pytest.param(line(60, 105, UNSEEN) + "/Half gs 1 1 0 rg 50 730 500 20 re f\n", id="under a highlight"),
        pytest.param("q 50 700 500 100 re W n " + line(60, 100, UNSEEN) + "Q\n", id="within a clip"),
        pytest.param(line(60, 100, UNSEEN) + "0 G 55 735 480 15 re S\n", id="in a frame"),
    ],
)
def test_text_that_is_seen_is_read(tmp_path: Path, seen: str) -> None:
    pdf = RawPdf().page(line(60, 70, SEEN) + seen, "/ExtGState << /Half << /ca 0.4 >> >>")
    text = _read(pdf, tmp_path)
    assert "2.000 per jam" in text
    assert "8.000 per jam" in text


def _layered(pdf: RawPdf, *, on: bool) -> tuple[RawPdf, int]:
    group = pdf.add("<< /Type /OCG /Name (Draf) >>")
    state = "" if on else f"/OFF [{group} 0 R]"
    pdf.catalog = f"/OCProperties << /OCGs [{group} 0 R] /D << /Order [{group} 0 R] {state} >> >>"
    return pdf, group


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("place", [100, 70])
def test_a_layer_is_read_when_it_is_switched_on(tmp_path: Path, on: bool, place: int) -> None:
    pdf, group = _layered(RawPdf(), on=on)
    content = line(60, 70, SEEN) + "/OC /L BDC\n" + line(60, place, UNSEEN) + "EMC\n"
    text = _read(pdf.page(content, f"/Properties << /L {group} 0 R >>"), tmp_path)
    assert "2.000 per jam" in text
    assert ("8.000 per jam" in text) == on


@pytest.mark.parametrize("on", [True, False])
def test_so_is_a_form_of_a_layer_and_a_membership_of_layers(tmp_path: Path, on: bool) -> None:
    pdf, group = _layered(RawPdf(), on=on)
    form = pdf.form(line(60, 100, "Formulir berlapis memuat tarif Rp 7.000."), f"/OC {group} 0 R")
    member = pdf.add(f"<< /Type /OCMD /OCGs [{group} 0 R] /P /AnyOn >>")
    content = line(60, 70, SEEN) + "/F Do\n/OC /M BDC\n" + line(60, 130, UNSEEN) + "EMC\n"
    resources = f"/Properties << /M {member} 0 R >> /XObject << /F {form} 0 R >>"
    text = _read(pdf.page(content, resources), tmp_path)
    assert ("8.000 per jam" in text, "7.000" in text) == (on, on)


def test_of_two_layers_in_one_place_the_one_that_is_on_is_read(tmp_path: Path) -> None:
    pdf, off = _layered(RawPdf(), on=False)
    on = pdf.add("<< /Type /OCG /Name (Akhir) >>")
    pdf.catalog = pdf.catalog.replace("/OCGs [", f"/OCGs [{on} 0 R ")
    content = f"/OC /A BDC\n{line(60, 70, UNSEEN)}EMC\n/OC /B BDC\n{line(60, 70, SEEN)}EMC\n"
    text = _read(pdf.page(content, f"/Properties << /A {off} 0 R /B {on} 0 R >>"), tmp_path)
    assert "2.000 per jam" in text
    assert "8.000" not in text


def _scan(text: str) -> Image.Image:
    page = Image.new("L", (1190, 300), 255)
    ImageDraw.Draw(page).text((40, 60), text, fill=0, font_size=30)
    return page


@pytest.mark.parametrize("order", ["under", "over"])
def test_the_recognised_text_of_a_scan_is_read_and_what_hides_in_its_margin_is_not(tmp_path: Path, order: str) -> None:
    pdf = RawPdf()
    scan = pdf.picture(_scan(SEEN[:60]))
    picture = "q 595 0 0 150 0 692 cm /P Do Q\n"
    if order == "under":
        content = line(20, 45, SEEN, 15) + picture
    else:
        content = picture + line(20, 45, SEEN, 15, state="3 Tr") + line(20, 120, UNSEEN, 15, state="3 Tr")
    text = _read(pdf.page(content, f"/XObject << /P {scan} 0 R >>"), tmp_path)
    assert "Tarif parkir sepeda motor" in text
    assert "8.000" not in text


@pytest.mark.parametrize("box", ["/CropBox [50 100 500 780]", "/CropBox [50 100 500 780] /Rotate 90"])
def test_text_outside_the_crop_box_is_not_read(tmp_path: Path, box: str) -> None:
    pdf = RawPdf().page(
        line(60, 70, SEEN) + line(60, 50, UNSEEN) + line(60, 800, "Nomor cetak 99.000 kali"), entries=box
    )
    text = _read(pdf, tmp_path)
    assert "2.000 per jam" in text
    assert "8.000" not in text
    assert "99.000" not in text


def test_the_crop_box_may_be_that_of_all_pages(tmp_path: Path) -> None:
    path = RawPdf().page(line(60, 70, SEEN) + line(60, 50, UNSEEN)).write(tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes().replace(b"/Type /Pages /Kids", b"/Type /Pages /CropBox [50 100 500 780] /Kids"))
    text = "\n".join(section.text for section in load(path).sections)
    assert "2.000 per jam" in text
    assert "8.000" not in text
