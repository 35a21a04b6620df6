"""Small files that ask their reader for gigabytes, made here so that none of them lies in the repository."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGES = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"


def docx_with_a_wide_cell(span: int = 1_000_000, rows: int = 10) -> bytes:
    """A DOCX of about a kilobyte whose table cells span ``span`` columns each."""
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>'
    table = f"<w:tbl>{f'<w:tr>{cell}</w:tr>' * rows}</w:tbl>"
    body = f'<w:document xmlns:w="{_WORD}"><w:body>{table}</w:body></w:document>'
    main = f"{_TYPES}.wordprocessingml.document.main+xml"
    return _office({"word/document.xml": (body, main)})


def xlsx_with_a_shared_string(cells: int = 1_500, characters: int = 32_767 * 4) -> bytes:
    """An XLSX of some kilobytes in which ``cells`` cells show one string of ``characters`` characters."""
    text = f"<sst xmlns='{_SHEET}'><si><t>{'kota ' * (characters // 5)}</t></si></sst>"
    cell = '<c r="{}{}" t="s"><v>0</v></c>'
    rows = "".join(f'<row r="{n}">{cell.format("A", n)}{cell.format("B", n)}</row>' for n in range(1, cells // 2 + 1))
    sheet = f"<worksheet xmlns='{_SHEET}'><sheetData>{rows}</sheetData></worksheet>"
    book = (
        f"<workbook xmlns='{_SHEET}' xmlns:r='{_DOCUMENTS}'><sheets>"
        "<sheet name='Satu' sheetId='1' r:id='rId1'/></sheets></workbook>"
    )
    kind = f"{_TYPES}.spreadsheetml"
    relations = _relations({"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("sharedStrings", "strings.xml")})
    return _office(
        {
            "xl/workbook.xml": (book, f"{kind}.sheet.main+xml"),
            "xl/worksheets/sheet1.xml": (sheet, f"{kind}.worksheet+xml"),
            "xl/strings.xml": (text, f"{kind}.sharedStrings+xml"),
            "xl/_rels/workbook.xml.rels": (relations, ""),
        }
    )


def doubly_gzipped(size: int = 1536 * 1024 * 1024) -> bytes:
    """``size`` spaces gzipped twice: the body of an answer with ``Content-Encoding: gzip, gzip``."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * (1024 * 1024)
    parts = [compressor.compress(block) for _ in range(size // len(block))]
    return gzip.compress(b"".join([*parts, compressor.flush()]), mtime=0)


def zip_with_many_entries(entries: int = 700_000) -> bytes:
    """A ZIP whose directory lists ``entries`` empty files (all of them the same few bytes; about 57 bytes each)."""
    name = b"a/%08d.txt"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, len(name % 0), 0) + name % 0
    directory = io.BytesIO()
    for number in range(entries):
        own = name % number
        numbers = (20, 20, 0, 0, 0, 0, 0, 0, 0, len(own), 0, 0, 0, 0, 0, 0)
        directory.write(struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *numbers) + own)
    size = directory.tell()
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    long = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, len(local))
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(local) + size, 1)
    return local + directory.getvalue() + long + where + end


def _office(parts: dict[str, tuple[str, str]]) -> bytes:
    main = next(iter(parts))
    overrides = "".join(f"<Override PartName='/{name}' ContentType='{kind}'/>" for name, (_, kind) in parts.items())
    types = (
        f"<Types xmlns='{_PACKAGES}/content-types'><Default Extension='rels' "
        "ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Default Extension='xml' ContentType='application/xml'/>{overrides}</Types>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", types.replace("ContentType=''", "ContentType='application/xml'"))
        archive.writestr("_rels/.rels", _relations({"rId1": ("officeDocument", main)}))
        for name, (body, _) in parts.items():
            archive.writestr(name, body)
    return target.getvalue()


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    rows = "".join(
        f"<Relationship Id='{name}' Type='{_DOCUMENTS}/{kind}' Target='{target}'/>"
        for name, (kind, target) in targets.items()
    )
    return f"<Relationships xmlns='{_PACKAGES}/relationships'>{rows}</Relationships>"
