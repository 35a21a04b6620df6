"""Forty questions on official documents, and whether the right page is found: ``python -m bench.pages FOLDER``.

FOLDER holds the four PDF files that ``pages.csv`` names (ASCN concept note, framework 2018, report 2019, monitoring and
evaluation report 2023). With ``--scanned`` each is first turned into pictures at 200 dpi and recognised; then the
character error rate on text pages is measured against the text layer too.
"""

from __future__ import annotations

import argparse
import csv
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import fmean

import pypdfium2 as pdfium
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ingest.importer import Importer
from ingest.loaders.registry import Loaded
from ingest.sandbox import load_safely
from knowledge.documents import Language
from knowledge.embedding.factory import open_embedder
from knowledge.language.query import Query
from knowledge.markup import blocks
from knowledge.releases.builder import Builder
from knowledge.releases.published import ReleaseReader
from knowledge.retrieval.retriever import Retriever
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import database_url, open_database
from knowledge.storage.release_store import ReleaseStore

DPI = 200
TOP = 3
TEXT_PAGE = 400  # characters from which a page counts as a text page
STRETCH = 80  # characters from which a stretch of text is compared


def main() -> None:
    """Take the documents in, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scanned", action="store_true", help="take in pictures of the pages instead")
    arguments = parser.parse_args()
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    with (Path(__file__).parent / "pages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(dict.fromkeys(row["file"] for row in rows))
    with tempfile.TemporaryDirectory() as folder:
        paths = [arguments.folder / f"{name}.pdf" for name in names]
        if arguments.scanned:
            paths = [_scan(path, Path(folder)) for path in paths]
        _Bench(Path(folder) / "data", paths).run(rows)
        if arguments.scanned:
            _print_error_rates([arguments.folder / f"{name}.pdf" for name in names], paths)


def _scan(path: Path, folder: Path) -> Path:
    images = [page.render(scale=DPI / 72).to_pil().convert("L") for page in pdfium.PdfDocument(path)]
    target = folder / path.name
    images[0].save(target, "PDF", resolution=DPI, save_all=True, append_images=images[1:])
    return target


class _Bench:
    """The real way of a document and of a question, in a data folder of its own."""

    def __init__(self, data: Path, paths: list[Path]) -> None:
        data.mkdir()
        engine = open_database(database_url(data, ""))
        self._document_store, release_store = DocumentStore(engine), ReleaseStore(engine)
        self._releases = ReleaseReader(data, self._document_store, release_store, open_embedder())
        self._release_store = release_store
        start = time.perf_counter()
        importer = Importer(data, self._document_store, _timed(load_safely))
        taken = {importer.take(path, path.name).document: path.stem for path in paths}
        read = time.perf_counter() - start
        builder = Builder(data, self._document_store, release_store, self._releases)
        self._built = builder.build()
        release_store.publish(self._built.release_id, "bench")
        total = time.perf_counter() - start
        print(f"taken in and published in {total:.1f} s (read in {read:.1f} s): {self._built.report}")
        self._files = taken

    def run(self, rows: list[dict[str, str]]) -> None:
        """Ask every question and print the pages found."""
        retriever = Retriever(self._releases)
        right = 0
        for row in rows:
            language: Language = "id" if _is_indonesian(row["question"]) else "en"
            found = retriever.retrieve(Query(row["question"], language), limit=TOP).passages
            places = [(self._files[passage.document.id], passage.chunk.page) for passage in found]
            wanted = {(row["file"], int(page)) for page in row["pages"].split("|")}
            hit = any(place in wanted for place in places)
            right += hit
            shown = ", ".join(f"{name.removeprefix('ascn-')[:14]} p. {page}" for name, page in places)
            print(f"{'  ' if hit else '✗ '}{row['file']} p. {row['pages']:5} ← {shown:70} {row['question']}")
        print(f"right page in the top {TOP}: {right} of {len(rows)} ({right / len(rows):.0%})")
        self._releases.close()


def _timed(load: Callable[[Path], Loaded]) -> Callable[[Path], Loaded]:
    def timed(path: Path) -> Loaded:
        start = time.perf_counter()
        loaded = load(path)
        seconds = time.perf_counter() - start
        print(f"{path.name}: {loaded.pages} pages, {len(loaded.sections)} sections, {seconds:.1f} s")
        return loaded

    return timed


def _is_indonesian(question: str) -> bool:
    words = ("apa", "berapa", "siapa", "bagaimana", "program", "fokus")
    return question.split()[0].lower() in words


def _print_error_rates(originals: list[Path], scans: list[Path]) -> None:
    """The character error rate of recognised text on text pages, by best matching stretches.

    Each stretch of a page's text is compared with the part of the recognised page most like it, so that the figure
    tells recognition, not the order of columns.
    """
    for original, scan in zip(originals, scans, strict=True):
        read, recognised = (_page_texts(load_safely(path)) for path in (original, scan))
        rates = []
        for page, lines in read.items():
            stretches = [line for line in lines if len(line) >= STRETCH]
            if sum(map(len, stretches)) < TEXT_PAGE:
                continue
            whole = " ".join(recognised.get(page, [])).lower()
            errors = sum(_errors(stretch.lower(), whole) for stretch in stretches)
            rates.append((errors, sum(map(len, stretches))))
        errors, characters = (sum(column) for column in zip(*rates, strict=True))
        pages = [one / length for one, length in rates]
        print(f"{original.name}: character error rate {errors / characters:.2%} (mean of pages {fmean(pages):.2%})")


def _errors(stretch: str, page: str) -> int:
    best = fuzz.partial_ratio_alignment(stretch, page)
    return Levenshtein.distance(stretch, page[best.dest_start : best.dest_end]) if best else len(stretch)


def _page_texts(loaded: Loaded) -> dict[int, list[str]]:
    """The paragraphs and items of each page; cells of tables are left out, because a scan has no grid."""
    texts: dict[int, list[str]] = {}
    for section in loaded.sections:
        for block in blocks.parse(section.text):
            if block.kind != "table":
                texts.setdefault(section.page or 0, []).extend(line.removeprefix("- ") for line in block.lines)
    return texts


if __name__ == "__main__":
    main()
