"""How fast documents come in: ``python -m bench.ingest [FOLDER]``.

Pages a second of the whole reading (layout, tables, headings, clauses) against the text alone, by the same library.
Then a first release of a thousand documents, and the next one after one of them changed. FOLDER may hold PDF files;
otherwise a document is made.
"""

from __future__ import annotations

import argparse
import ctypes
import logging
import tempfile
import time
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.importer import Importer
from ingest.loaders.registry import load
from knowledge.embedding.factory import open_embedder
from knowledge.releases.builder import Builder
from knowledge.releases.published import ReleaseReader
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import database_url, open_database
from knowledge.storage.release_store import ReleaseStore

DOCUMENTS = 1_000
MADE_PAGES = 60
SENTENCE = "Kota anggota nomor {n} menyusun rencana aksi kota cerdas bagian {part} dan melaporkannya setiap tahun."


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    arguments = parser.parse_args()
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        paths = sorted(arguments.folder.glob("*.pdf")) if arguments.folder else [_made(Path(folder, "made.pdf"))]
        for path in paths:
            _print_reading(path)
        _print_republishing(Path(folder), arguments.documents)


def _made(path: Path) -> Path:
    document = pdfium.PdfDocument.new()
    for number in range(MADE_PAGES):
        page = document.new_page(595, 842)
        lines = [f"Bagian {number + 1}", *(SENTENCE.format(n=number, part=line) for line in range(45))]
        for line, text in enumerate(lines):
            item = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", ctypes.c_float(18 if line == 0 else 10))
            encoded = text.encode("utf-16-le") + b"\0\0"
            raw.FPDFText_SetText(item, ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort)))
            raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 60, 770 - 15 * line)
            raw.FPDFPage_InsertObject(page.raw, item)
        page.gen_content()
    document.save(path)
    return path


def _print_reading(path: Path) -> None:
    load(path)  # imports and font caches
    start = time.perf_counter()
    document = pdfium.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
    alone = time.perf_counter() - start
    start = time.perf_counter()
    loaded = load(path)
    whole = time.perf_counter() - start
    print(
        f"{path.name}: {loaded.pages} pages; {loaded.pages / whole:.0f} pages/s with structure, "
        f"{loaded.pages / alone:.0f} pages/s text alone ({whole / alone:.1f} times as long)"
    )


def _print_republishing(folder: Path, documents: int) -> None:
    data = folder / "data"
    texts = folder / "texts"
    data.mkdir()
    texts.mkdir()
    for number in range(documents):
        _write(texts / f"{number}.txt", number, "")
    engine = open_database(database_url(data, ""))
    document_store, release_store = DocumentStore(engine), ReleaseStore(engine)
    releases = ReleaseReader(data, document_store, release_store, open_embedder())
    importer = Importer(data, document_store, load)
    builder = Builder(data, document_store, release_store, releases)
    times = []
    for changed in (None, texts / "7.txt"):
        if changed:
            _write(changed, 7, "Ditambah satu kalimat baru tentang anggaran.")
        start = time.perf_counter()
        for path in [changed] if changed else sorted(texts.iterdir()):
            importer.take(path, str(path))
        taken = time.perf_counter() - start
        built = builder.build()
        release_store.publish(built.release_id, "bench")
        times.append(time.perf_counter() - start)
        print(f"{times[-1]:.1f} s ({taken:.1f} s taking in): {built.report}")
    print(f"re-publishing after one of {documents} documents changed: 1/{times[0] / times[1]:.0f} of the first build")
    releases.close()


def _write(path: Path, number: int, more: str) -> None:
    paragraphs = [" ".join(SENTENCE.format(n=number, part=f"{p}-{s}") for s in range(7)) for p in range(10)]
    path.write_text(f"# Laporan kota {number}\n\n" + "\n\n".join([*paragraphs, more]), encoding="utf-8")


if __name__ == "__main__":
    main()
