"""Small files that ask for gigabytes: what reading them costs, in the process that reads and the one that waits."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pptx
import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load
from tests.ingest import making
from tools.attack import bombs

MEGABYTE = 1024 * 1024
MOST = 400  # megabytes, both processes together

# Everything that `pandu ingest` does with a file but for the database, and the peak memory of both processes.
_TAKE_IN = """
import json, resource, sys, tempfile
from pathlib import Path
from ingest.errors import DocumentError
from ingest.masking import masked
from ingest.sandbox import load_safely
from ingest.sources import items
from ingest.chunking import split
from knowledge.documents import version_digest

said = []
with tempfile.TemporaryDirectory() as folder:
    for item in items(sys.argv[1], Path(folder)):
        try:
            if item.error or not item.path:
                raise item.error
            loaded = masked(load_safely(item.path))
            version_digest(loaded.document, loaded.sections)
            said.append(f"{len(split(loaded.document, loaded.sections))} chunks")
        except DocumentError as error:
            said.append(str(error))
# The peak that the system tells of this process itself counts what started it, too.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([said, own // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024]))
"""


def _taken_in(path: Path) -> tuple[list[str], int]:
    """What was said of the files at ``path``, and the megabytes that both processes took at most."""
    ended = subprocess.run(
        [sys.executable, "-c", _TAKE_IN, str(path)], capture_output=True, check=False, cwd=Path(__file__).parents[2]
    )
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    said, parent, child = json.loads(ended.stdout)
    return said, parent + child


def _docx(body: str) -> bytes:
    """A DOCX whose body is this XML."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(bombs.docx_with_a_wide_cell(1, 1))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for member in source.infolist():
            made.writestr(member, xml if member.filename == "word/document.xml" else source.read(member))
    return target.getvalue()


def _merged_rows() -> bytes:
    """A cell of a long text, merged with hundreds of cells below it."""

    def row(merge: str, text: str) -> str:
        cell = f"<w:tcPr><w:vMerge{merge}/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        return f"<w:tr><w:tc>{cell}</w:tc><w:tc><w:p/></w:tc></w:tr>"

    first = row(" w:val='restart'", "kota " * 200_000)
    return _docx(f"<w:tbl>{first}{row('', '') * 800}</w:tbl>")


def _repeated_slide() -> bytes:
    """One slide of a long text, shown two thousand times."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Tujuan"
    slide.placeholders[1].text = "kota " * 100_000
    listed = deck.slides._sldIdLst
    for number in range(1_999):
        again = copy(listed[0])
        again.set("id", str(1_000 + number))
        listed.append(again)
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def _many_headings() -> bytes:
    """Sections of one letter, each under headings as long as they may be."""
    path = "".join(f"{'#' * level} {'judul ' * 30}\n\n" for level in range(1, 6))
    return (path + "###### a\n\nb\n\n" * 180_000).encode()


def _lead_in() -> bytes:
    """A lead-in of one endless word, repeated for each letter below it."""
    letters = "".join(f"{chr(97 + at)}. butir\n\n" for at in range(26))
    return "".join(f"{n}.1 Kota {'x' * 300_000}:\n\n{letters}" for n in range(1, 12)).encode()


SMALL: dict[str, Callable[[], bytes]] = {
    "a-wide-cell.docx": bombs.docx_with_a_wide_cell,
    "a-shared-string.xlsx": bombs.xlsx_with_a_shared_string,
    "many-entries.zip": bombs.zip_with_many_entries,
    "many-entries.docx": bombs.zip_with_many_entries,
    "merged-rows.docx": _merged_rows,
    "a-repeated-slide.pptx": _repeated_slide,
    "one-wide-row.csv": lambda: b"a,b\n" * 240_000 + b"x," * 199 + b"x\n",
    "many-tags.html": lambda: b"<html><body>" + b"<b>a</b>" * 1_000_000,
    "nested-lists.html": lambda: b"<html><body>" + b"<ul><li>kota cerdas " * 250 + b"x" * 200_000,
    "a-wide-span.html": lambda: b"<html><table><tr><td colspan=1000000 rowspan=1000000>a</td><td>b</table>" * 50,
    "nested-tables.html": lambda: b"<html><body>" + b"<table><tr><td>kota<td>" * 5_000,
    "many-parts.eml": lambda: (
        b"From: a@b.id\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n"
        + b"--a\n\n" * 500_000
    ),
    "many-headings.md": _many_headings,
    "a-lead-in.md": _lead_in,
    "a-table.md": lambda: b"| a " * 900 + b"|\n" + b"| b |\n" * 100_000,
}


@pytest.mark.parametrize("name", SMALL)
def test_a_small_file_cannot_fill_the_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SMALL[name]())
    said, megabytes = _taken_in(path)
    assert len(said) == 1
    assert megabytes <= MOST, said


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "make", "limits", "reason"),
    [
        ("a.docx", making.write_docx, Limits(nodes=100), "can do harm"),
        ("a.docx", making.write_docx, Limits(xml=1_000), "unpacks to"),
        ("a.docx", making.write_docx, Limits(cells=3), "more than 3 cells"),
        ("a.docx", making.write_docx, Limits(columns=1), "more than 1 columns"),
        ("a.docx", making.write_docx, Limits(characters=100), "more than 100 characters"),
        ("a.pptx", making.write_pptx, Limits(pages=1), "more than 1 slides"),
        ("a.pptx", making.write_pptx, Limits(cells=1), "more than 1 cells"),
        ("a.pptx", making.write_pptx, Limits(characters=100), "more than 100 characters"),
        ("a.xlsx", making.write_xlsx, Limits(characters=20), "more than 20 characters"),
        ("a.xlsx", making.write_xlsx, Limits(cells=10), "more than 10 cells"),  # 9 on the first sheet, 5 on the second
        ("a.pdf", making.clause_pdf, Limits(characters=100), "more than 100 characters"),
        ("a.html", lambda path: _write(path, making.HTML.encode()), Limits(nodes=100), "too long"),
        ("a.html", lambda path: _write(path, making.HTML.encode()), Limits(cells=1), "more than 1 cells"),
        ("a.md", lambda path: _write(path, b"# a\n\nb\n\n" * 50), Limits(characters=1_000), "more than 1,000 char"),
        ("a.md", lambda path: _write(path, b"x\n\n" * 50), Limits(characters=1_000), "more than 1,000 characters"),
        ("a.csv", lambda path: _write(path, b"a,b\n" * 9 + b"1,2,3,4,5\n"), Limits(cells=40), "more than 40 cells"),
        ("a.eml", lambda path: _write(path, b"From: a@b\nDate: x\n\n" + b"--\n" * 9), Limits(members=5), "many parts"),
    ],
)
def test_every_loader_counts_what_it_reads(
    tmp_path: Path, name: str, make: Callable[[Path], Path], limits: Limits, reason: str
) -> None:
    path = make(tmp_path / name)
    assert load(path).sections
    with pytest.raises(DocumentError, match=reason):
        load(path, limits)


def test_headings_count_in_each_section_they_stand_over(tmp_path: Path) -> None:
    above = "".join("#" * level + f" judul{level}" * 20 + "\n\n" for level in (1, 2, 3)).encode()
    path = _write(tmp_path / "a.md", above + b"#### a\n\nb\n\n" * 50)
    with pytest.raises(DocumentError, match="long headings"):
        load(path, Limits(characters=6_000))
