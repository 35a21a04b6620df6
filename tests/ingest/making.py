"""Builders of small files of every kind, good and hostile."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx
import openpyxl
import pptx
import pypdfium2 as pdfium
from PIL import Image
from pptx.util import Inches

WIDTH, HEIGHT = 595.0, 842.0


@dataclass
class PdfPage:
    """A page that text and lines are put on; y runs down from the top. ``crop`` is the part of it that is shown: left,
    bottom, right and top."""

    rotate: int = 0
    crop: tuple[int, int, int, int] | None = None
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 11, *, bold: bool = False) -> PdfPage:
        """One line of text."""
        safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.parts.append(f"BT /{'B' if bold else 'R'} {size} Tf {x} {HEIGHT - y} Td ({safe}) Tj ET")
        return self

    def lines(self, x: float, y: float, lines: Sequence[str], size: float = 11, *, pitch: float = 14) -> PdfPage:
        """Lines of running text."""
        for number, line in enumerate(lines):
            self.text(x, y + number * pitch, line, size)
        return self

    def sideways(self, x: float, y: float, text: str, size: float = 11) -> PdfPage:
        """A line that runs upwards, as on a page to be turned clockwise."""
        self.parts.append(f"BT /R {size} Tf 0 1 -1 0 {x} {y} Tm ({text}) Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> PdfPage:
        """A thin line."""
        self.parts.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def grid(self, columns: Sequence[float], top: float, rows: Sequence[Sequence[str]], height: float = 18) -> PdfPage:
        """A table drawn with lines; ``columns`` are the x of its vertical lines."""
        bottom = top + height * len(rows)
        for x in columns:
            self.rule(x, top, x, bottom)
        for number in range(len(rows) + 1):
            self.rule(columns[0], top + number * height, columns[-1], top + number * height)
        for number, row in enumerate(rows):
            for x, cell in zip(columns, row, strict=False):
                self.text(x + 3, top + number * height + 13, cell, 10)
        return self


def write_pdf(path: Path, pages: Sequence[PdfPage], *, extra: str = "", trailer: str = "", title: str = "") -> Path:
    """A PDF of pages in Helvetica. ``extra`` is another object (number 5), ``trailer`` more entries of the trailer."""
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        6: f"<< /Title ({title}) >>",
    }
    if extra:
        objects[5] = extra
    for number, page in enumerate(pages):
        content = "\n".join(page.parts)
        crop = f"/CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
        objects[10 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {crop} /Rotate {page.rotate} "
            f"/Resources << /Font << /R 3 0 R /B 4 0 R >> >> /Contents {11 + 2 * number} 0 R >>"
        )
        objects[11 + 2 * number] = f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"
    data = io.BytesIO(b"%PDF-1.7\n")
    data.seek(0, io.SEEK_END)
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = data.tell()
        data.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
    start = data.tell()
    table = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in sorted(places.items()))
    info = "/Info 6 0 R" if title else ""
    data.write(f"xref\n0 1\n0000000000 65535 f \n{table}".encode())
    data.write(f"trailer << /Size {max(objects) + 1} /Root 1 0 R {info} {trailer} >>\n".encode())
    data.write(f"startxref\n{start}\n%%EOF\n".encode())
    path.write_bytes(data.getvalue())
    return path


def encrypted_pdf(path: Path) -> Path:
    """A PDF that opens with a password only."""
    key = "<" + "ab" * 32 + ">"
    encrypt = f"<< /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >>"
    identity = "<" + "01" * 16 + ">"
    trailer = f"/Encrypt 5 0 R /ID [{identity} {identity}]"
    return write_pdf(path, [PdfPage().text(72, 72, "Rahasia")], extra=encrypt, trailer=trailer)


def page_images(pdf: Path, dpi: int = 200) -> list[Image.Image]:
    """The pages of a PDF as grey pictures."""
    document = pdfium.PdfDocument(pdf)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def scanned_pdf(path: Path, pdf: Path, dpi: int = 200, skew: float = 0.0) -> Path:
    """A PDF of the pictures of another PDF's pages, without text."""
    images = [image.rotate(skew, fillcolor=255) for image in page_images(pdf, dpi)]
    images[0].save(path, "PDF", resolution=dpi, save_all=True, append_images=images[1:])
    return path


REGULATION = (
    ("PERATURAN WALI KOTA CONTOH", True),
    ("NOMOR 5 TAHUN 2024", True),
    ("TENTANG", True),
    ("PENYELENGGARAAN KOTA CERDAS", True),
    ("", False),
    ("BAB II", True),
    ("KELEMBAGAAN", True),
    ("Bagian Kesatu", False),
    ("Tim Pelaksana", False),
    ("", False),
    ("Pasal 63", False),
    ("Wali Kota membentuk Dewan Kota Cerdas sebagai forum koordinasi.", False),
    ("", False),
    ("Pasal 64", False),
    ("(1) Tim Pelaksana Kota Cerdas dipimpin oleh Sekretaris Daerah.", False),
    ("(2) Tim Pelaksana sebagaimana dimaksud pada ayat (1) bertugas:", False),
    ("a. menyusun rencana induk kota cerdas;", False),
    ("b. melaporkan kemajuan setiap enam bulan; dan", False),
    ("c. mengoordinasikan perangkat daerah.", False),
    ("(3) Laporan disampaikan kepada Wali Kota paling lambat bulan Juli.", False),
)


def regulation_pdf(path: Path) -> Path:
    """A small Indonesian regulation on one page."""
    page = PdfPage()
    for number, (line, bold) in enumerate(REGULATION):
        if line:
            page.text(180 if bold else 72, 80 + number * 22, line, 12, bold=bold)
    return write_pdf(path, [page])


def two_column_pdf(path: Path) -> Path:
    """Three pages in two columns under a title, with running heads, page numbers and a broken word."""
    pages = []
    for number in (1, 2, 3):
        page = PdfPage().text(200, 30, "Laporan Tahunan Kota Cerdas 2023", 8).text(290, 820, str(number), 8)
        page.text(72, 80, f"Bagian Nomor {number}", 18, bold=True)
        left = [
            f"Kolom kiri baris {row} halaman {number} tentang trans-"
            if row == 9
            else f"Kolom kiri baris {row} halaman {number} berisi kata"
            for row in range(10)
        ]
        left.append("portasi umum yang selesai di sini.")
        right = [f"Kolom kanan baris {row} halaman {number} berisi kata" for row in range(11)]
        page.lines(60, 120, left, 10).lines(320, 120, right, 10)
        pages.append(page)
    return write_pdf(path, pages)


def table_pdf(path: Path, *, header_again: bool = True) -> Path:
    """A table that runs over two pages, with or without its header on the second, under a heading."""
    header = ("Kode", "Indikator", "Satuan")
    first = [header, *((f"19.{n}", f"Indikator nomor {n}", "persen") for n in range(1, 6))]
    second = [(f"19.{n}", f"Indikator nomor {n}", "jumlah") for n in range(6, 10)]
    if header_again:
        second.insert(0, header)
    columns = (72, 140, 400, 500)
    one = PdfPage().text(72, 80, "Daftar Indikator Transportasi", 16, bold=True).grid(columns, 120, first)
    return write_pdf(path, [one, PdfPage().grid(columns, 80, second)])


def clause_pdf(path: Path) -> Path:
    """Terms of reference with numbered clauses and letters."""
    page = PdfPage().text(72, 60, "Terms of Reference", 18, bold=True)
    lines = [
        "1.  The Network shall meet at least once a year, as called by the Chair of the Network.",
        "2.  The hosting of the meetings and their cost shall be borne by the host country.",
        "3.  Interested cities shall be nominated through their National Representative in writing.",
        "4.  Chief Officers",
        "a.  Participate in the activities of the Network throughout the year;",
        "b.  Implement, monitor and review the action plans of their cities; and",
        "c.  Prepare summary reports on smart city projects every year.",
        "5.  These terms may be amended at any time by consensus of all members of the Network.",
    ]
    return write_pdf(path, [page.lines(72, 110, lines, pitch=24)])


TERMS = (
    (
        "1.  The Network is a platform on which cities of the member states work together on smart development.",
        "2.  The Network shall be guided by a framework that the leaders of the member states have adopted.",
        "3.  Each member state shall appoint one National Representative, who speaks for its cities in the Network.",
        "4.  Each city shall have one Chief Smart City Officer, who represents the city in the Network.",
        "5.  Every change of a Chief Smart City Officer shall be made known to the Secretariat within 14 days.",
        "6.  A city may leave the Network by a letter that its mayor or governor signs and sends.",
        "7.  A city is proposed by its National Representative and hands in a Smart City Action Plan.",
    ),
    (
        "8.  The Secretariat shall keep a list of all cities of the Network and of the officers in charge.",
        "9.  The Network shall meet at least once in every year, as called by the Chair of the Network.",
        "10.  The Chief Smart City Officers of the cities shall:",
        "a.  take part in the activities of the Network throughout the year;",
        "b.  carry out, monitor and review the action plan of their city;",
        "c.  develop smart city projects together with external partners; and",
        "d.  write a short report on the projects of their city every year and send it to the Secretariat.",
        "11.  Decisions of the Network are taken by consensus of the National Representatives who are present.",
        "12.  These terms were adopted on 23 August 2019 and may be amended by consensus at any time.",
    ),
)


def terms_pdf(path: Path) -> Path:
    """Terms of reference on two pages, with clauses that our texts can cite."""
    title = PdfPage().text(72, 60, "Terms of Reference", 18, bold=True)
    pages = [title, PdfPage()]
    return write_pdf(path, [page.lines(60, 110, lines, 10, pitch=24) for page, lines in zip(pages, TERMS, strict=True)])


def write_docx(path: Path) -> Path:
    """A Word document with headings, numbered letters, a bulleted list and a table."""
    document = docx.Document()
    document.core_properties.title = "Pedoman Kota Cerdas"
    document.add_heading("Pedoman Kota Cerdas", 0)
    document.add_heading("Ruang lingkup", 1)
    document.add_paragraph("Pedoman ini berlaku bagi semua kota anggota jaringan di Indonesia.")
    document.add_paragraph("rencana induk;", style="List Bullet")
    document.add_paragraph("peta jalan.", style="List Bullet")
    document.add_heading("Anggaran", 1)
    table = document.add_table(rows=3, cols=2)
    for row, cells in zip(table.rows, (("Tahun", "Rupiah"), ("2023", "5 miliar"), ("2024", "7 miliar")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def write_pptx(path: Path) -> Path:
    """Two slides: a title with bullets, and a table with notes."""
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Tujuan jaringan"
    slide.placeholders[1].text = "Kerja sama antarkota\nProyek layak bank"
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "Anggota"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for at, text in enumerate(("Negara", "Kota", "Indonesia", "Makassar")):
        table.cell(at // 2, at % 2).text = text
    slide.notes_slide.notes_text_frame.text = "Makassar bergabung sejak awal."
    presentation.save(str(path))
    return path


def write_xlsx(path: Path) -> Path:
    """Two visible sheets and a hidden one; the second has a title line above its table."""
    book = openpyxl.Workbook()
    book.active.title = "Indikator"
    for row in (("Kode", "Nama", "Nilai"), ("19.1", "Kendaraan listrik", 12.5), ("19.2", "Parkir pintar", 3)):
        book.active.append(row)
    other = book.create_sheet("Kota")
    for row in (("Daftar kota anggota",), ("Kota", "Tahun"), ("Jakarta", 2018), ("Makassar", 2018)):
        other.append(row)
    book.create_sheet("Rahasia").append(("tersembunyi", 1))
    book["Rahasia"].sheet_state = "hidden"
    book.save(path)
    return path


HTML = """<!doctype html><html lang="id"><head><title>Jaringan Kota Cerdas</title>
<link rel="canonical" href="https://contoh.go.id/kota-cerdas"></head><body>
<nav><a href="/">Beranda</a> <a href="/berita">Berita</a></nav>
<main><article><h1>Jaringan Kota Cerdas</h1>
<p>Jaringan ini adalah wadah kerja sama kota-kota di negara anggota untuk pembangunan yang cerdas.</p>
<h2>Syarat keanggotaan</h2>
<p>Kota yang ingin bergabung perlu menyerahkan dua dokumen kepada perwakilan nasional:</p>
<ul><li>rencana aksi kota cerdas;</li><li>surat usulan dari pemerintah kota.</li></ul>
<table><tr><th>Kota</th><th>Tahun</th></tr><tr><td>Jakarta</td><td>2018</td></tr></table>
<p>Keputusan tentang anggota baru diambil dengan konsensus oleh semua anggota jaringan setiap tahun.</p>
</article></main><footer>Hak cipta</footer><script>alert(1)</script></body></html>"""


def zip_bomb(path: Path) -> Path:
    """A ZIP that unpacks to a gigabyte."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("nol.txt", "w") as member:
        for _ in range(1024):
            member.write(bytes(1024 * 1024))
    return path


def xml_bomb_docx(path: Path) -> Path:
    """A DOCX whose text is built of entities that grow tenfold nine times."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return _with_document_xml(path, f"<?xml version='1.0'?><!DOCTYPE d [{entities}]><d>&a9;</d>")


def outside_entity_docx(path: Path) -> Path:
    """A DOCX that asks its reader for a file of the server."""
    return _with_document_xml(
        path, "<?xml version='1.0'?><!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><d>&x;</d>"
    )


_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}


def docx_of(path: Path, body: str) -> Path:
    """A DOCX whose body is this XML, in the usual prefixes, with the styles of a new document."""
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    docx.Document().save(str(path))
    return _with_document_xml(path, f"<w:document {spaces}><w:body>{body}</w:body></w:document>", path.read_bytes())


def paragraph(text: str, *, own: str = "", run: str = "") -> str:
    """A paragraph of one run for :func:`docx_of`, with properties of its own and of the run."""
    words = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{own}</w:pPr>{words}</w:p>"


def _with_document_xml(path: Path, xml: str, package: bytes = b"") -> Path:
    package = package or write_docx(path.with_suffix(".good.docx")).read_bytes()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(member, xml if member.filename == "word/document.xml" else source.read(member))
    return path


def image_bomb(path: Path) -> Path:
    """A PNG of 60,000 × 60,000 pixels in some kilobytes."""
    side = 60_000
    compressor = zlib.compressobj(9)
    data = b"".join(compressor.compress(bytes(side // 8 + 1)) for _ in range(200)) + compressor.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    return path


def polyglot(path: Path) -> Path:
    """A file that is a good PDF and, read from its end, a good ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<d/>")
    write_pdf(path, [PdfPage().text(72, 72, "Dokumen ini adalah PDF yang sah dan tidak lain.")])
    path.write_bytes(path.read_bytes() + buffer.getvalue())
    return path
