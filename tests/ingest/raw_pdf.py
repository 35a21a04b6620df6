"""PDF files written object by object, for what no library writes."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 595, 842


@dataclass
class RawPdf:
    """A PDF of pages with free content; objects are added and named by their numbers.

    Fonts of every page: ``/R`` Helvetica, ``/B`` its bold, ``/S`` Symbol, ``/Z`` ZapfDingbats; more come by ``fonts``.
    """

    objects: dict[int, bytes] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    catalog: str = ""
    fonts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, base, encoding in (
            ("R", "Helvetica", "/Encoding /WinAnsiEncoding"),
            ("B", "Helvetica-Bold", "/Encoding /WinAnsiEncoding"),
            ("S", "Symbol", ""),
            ("Z", "ZapfDingbats", ""),
        ):
            self.fonts[name] = self.add(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} {encoding} >>")

    def add(self, body: str | bytes) -> int:
        """Another object; its number."""
        number = len(self.objects) + 3
        self.objects[number] = body.encode("cp1252") if isinstance(body, str) else body
        return number

    def stream(self, entries: str, data: bytes) -> int:
        """A stream object; its number."""
        packed = zlib.compress(data)
        head = f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
        return self.add(head + packed + b"\nendstream")

    def picture(self, image: Image.Image) -> int:
        """A grey picture as an XObject."""
        grey = image.convert("L")
        entries = (
            f"/Type /XObject /Subtype /Image /Width {grey.width} /Height {grey.height} "
            "/ColorSpace /DeviceGray /BitsPerComponent 8"
        )
        return self.stream(entries, grey.tobytes())

    def form(self, content: str, entries: str = "", resources: str = "") -> int:
        """A form XObject of the size of a page."""
        return self.stream(
            f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] {entries} "
            f"/Resources << {self._fonts()} {resources} >>",
            content.encode("cp1252"),
        )

    def _fonts(self) -> str:
        return "/Font << " + " ".join(f"/{name} {number} 0 R" for name, number in self.fonts.items()) + " >>"

    def page(
        self, content: str, resources: str = "", entries: str = "", box: tuple[float, ...] = (0, 0, WIDTH, HEIGHT)
    ) -> RawPdf:
        """A page with this content; ``resources`` besides the fonts, ``entries`` of the page's dictionary."""
        stream = self.stream("", content.encode("cp1252"))
        self.pages.append(
            self.add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [{' '.join(map(str, box))}] "
                f"/Resources << {self._fonts()} {resources} >> /Contents {stream} 0 R {entries} >>"
            )
        )
        return self

    def write(self, path: Path) -> Path:
        """The file."""
        kids = " ".join(f"{number} 0 R" for number in self.pages)
        objects = {
            1: f"<< /Type /Catalog /Pages 2 0 R {self.catalog} >>".encode("cp1252"),
            2: f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode(),
            **self.objects,
        }
        data = io.BytesIO()
        data.write(b"%PDF-1.7\n")
        places = []
        for number, body in objects.items():
            places.append(data.tell())
            data.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
        start = data.tell()
        rows = "".join(f"{place:010} 00000 n \n" for place in places)
        data.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode())
        data.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
        path.write_bytes(data.getvalue())
        return path


def line(x: float, y: float, text: str, size: float = 11, font: str = "R", state: str = "") -> str:
    """A line of text at a height ``y`` from the top; ``state`` is what is set before it (a colour, a mode)."""
    safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q BT {state} /{font} {size} Tf {x} {HEIGHT - y} Td ({safe}) Tj ET Q\n"


def lines(x: float, y: float, texts: list[str], size: float = 11, pitch: float = 14) -> str:
    """Lines of running text."""
    return "".join(line(x, y + number * pitch, text, size) for number, text in enumerate(texts))
