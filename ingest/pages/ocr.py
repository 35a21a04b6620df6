"""Recognising text in pictures of pages with Tesseract."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from statistics import fmean, median
from typing import Any

import numpy as np
import pytesseract
from PIL import Image

from ingest.errors import Notice
from ingest.pages.drawing import Drawing
from ingest.pages.ink import unread_share
from ingest.pages.reading_order import Segment

DPI = 250
PAGE_SECONDS = 90
POOR = 0.75  # mean confidence below which a page is flagged
_MIN_WORD = 25  # of 100; below it Tesseract reads specks and pictures
_SURE_LINE = 80  # of 100; a doubtful word amid sure ones is still a word
_WORD = re.compile(r"[^\W\d_]{3,}[.,;:]?")
_SIGN = re.compile(r"[^\W_]|•")
_MAX_SKEW = 6.0
_MOST_RUNS = 12  # of pages that are told
_BULLETS = ("e", "¢", "®", "©", "»", "°", "*", "«", "+")  # what Tesseract takes a bullet for


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of one picture, in points, with the mean confidence of its words (0..1; 0 without text).

    ``on_its_side`` when most lines run up or down the page; the segments are those that stand upright. ``unread`` is
    the share (0..1) of the picture's ink that lies under none of them.
    """

    segments: tuple[Segment, ...]
    width: float
    height: float
    confidence: float
    on_its_side: bool = False
    unread: float = 0.0


class OcrUnavailable(Exception):
    """Tesseract or its language data is not installed."""


@cache
def languages() -> str:
    """Indonesian and English as far as installed, in Tesseract's notation.

    Raises:
        OcrUnavailable: neither is there.
    """
    try:
        installed = set(pytesseract.get_languages())
    except (pytesseract.TesseractError, pytesseract.TesseractNotFoundError, OSError) as error:
        raise OcrUnavailable from error
    usable = [name for name in ("ind", "eng") if name in installed]
    if not usable:
        raise OcrUnavailable
    return "+".join(usable)


def recognise_all(images: Sequence[Image.Image], dpi: float) -> list[Recognised | None]:
    """Recognise pictures side by side, one per processor; None where Tesseract gave up.

    Raises:
        OcrUnavailable: Tesseract is not installed.
    """
    languages()
    # One thread per page is faster than several threads on one page.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(lambda image: _recognise(image, dpi), images))


def _recognise(image: Image.Image, dpi: float) -> Recognised | None:
    grey = image.convert("L")
    found = _read(grey, dpi)
    if found is not None and found.confidence >= POOR and not found.on_its_side:
        return found
    # Only a page that reads badly is asked whether it lies on its side; that costs a second.
    turn = _quarter_turn(grey)
    turned = _read(grey.rotate(-turn, expand=True, fillcolor=255), dpi) if turn else None
    if turned is None or (found and not found.on_its_side and turned.confidence <= found.confidence):
        return found
    return turned


def _read(image: Image.Image, dpi: float) -> Recognised | None:
    skew = skew_angle(image)
    level = image.rotate(skew, fillcolor=255, resample=Image.Resampling.BICUBIC) if skew else image
    try:
        data = pytesseract.image_to_data(
            level,
            lang=languages(),
            config=f"--psm 3 --dpi {round(dpi)}",
            timeout=PAGE_SECONDS,
            output_type=pytesseract.Output.DICT,
        )
    except (pytesseract.TesseractError, RuntimeError):
        return None
    lines = _lines(data)
    upright = [line for line in lines if not _is_sideways(data, line)]
    segments = _segments(data, upright, 72 / dpi)
    sure = [s.confidence for s in segments for _ in range(len(s.text)) if s.confidence is not None]
    width, height = image.width * 72 / dpi, image.height * 72 / dpi
    on_its_side = len(upright) < len(lines) / 2
    unread = _unread(level, segments, width, height)
    return Recognised(tuple(segments), width, height, fmean(sure) if sure else 0.0, on_its_side, unread)


def _unread(image: Image.Image, segments: Sequence[Segment], width: float, height: float) -> float:
    small = image.resize((max(round(width), 1), max(round(height), 1)), Image.Resampling.BOX)
    view = Drawing(np.asarray(small).astype(np.int16), 0.0, height, 1.0)
    return unread_share(view, [(s.x0, height - s.bottom, s.x1, height - s.top) for s in segments])


def _quarter_turn(image: Image.Image) -> int:
    """Degrees to turn a picture clockwise until its text stands upright; 0 when that is not clear."""
    try:
        found = pytesseract.image_to_osd(image, output_type=pytesseract.Output.DICT, timeout=PAGE_SECONDS)
    except (pytesseract.TesseractError, RuntimeError):
        return 0
    return int(found["rotate"]) if found["orientation_conf"] >= 2 else 0


def skew_angle(image: Image.Image) -> float:
    """Degrees, counter-clockwise, by which to turn a page so that its lines lie level (0 when they do).

    The angle at which the rows' darkness varies most (projection profile; W. Postl, 1986), searched in steps of
    0.25 within six degrees on a small copy.
    """
    small = image.copy()
    small.thumbnail((700, 700))
    dark = Image.fromarray((np.asarray(small) < 140).astype(np.uint8) * 255)

    def sharpness(angle: float) -> float:
        rows = np.asarray(dark.rotate(angle), dtype=np.float64).sum(axis=1)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 1, 1.0), key=sharpness)
    best = float(max(np.arange(coarse - 0.75, coarse + 1, 0.25), key=sharpness))
    return best if abs(best) >= 0.25 and sharpness(best) > 1.1 * sharpness(0.0) else 0.0


def _segments(data: dict[str, list[Any]], lines: Sequence[list[int]], scale: float) -> list[Segment]:
    heights = [median(data["height"][index] for index in line) for line in lines]
    widths = [_letter_width(data, line) for line in lines]
    usual, usual_width = (median(values) if values else 0.0 for values in (heights, widths))
    found = []
    for line, height, width in zip(lines, heights, widths, strict=True):
        # The height of a line depends on its letters, and Tesseract may give it that of a picture beside it; only
        # clear differences of height and width are another size.
        larger = height >= 1.45 * usual and width >= 1.25 * usual_width
        size = height if larger else usual
        parts = (_segment(data, part, scale, size) for part in _parted(data, line, 2.0 * usual))
        found += [part for part in parts if _SIGN.search(part.text)]
    return found


def _lines(data: dict[str, list[Any]]) -> list[list[int]]:
    """Places of the words of each line; what Tesseract read in specks and pictures is left out."""
    lines: dict[tuple[int, int, int], list[int]] = {}
    for index, text in enumerate(data["text"]):
        if text.strip():
            key = (data["block_num"][index], data["par_num"][index], data["line_num"][index])
            lines.setdefault(key, []).append(index)
    found = []
    for line in lines.values():
        sure = median(float(data["conf"][index]) for index in line) >= _SURE_LINE
        kept = [i for i in line if float(data["conf"][i]) >= _MIN_WORD or (sure and _WORD.fullmatch(data["text"][i]))]
        if kept:
            found.append(kept)
    return found


def _is_sideways(data: dict[str, list[Any]], line: list[int]) -> bool:
    """Whether a line runs up or down the page, as beside a picture; such lines are left out."""
    long = [index for index in line if len(data["text"][index].strip()) >= 3]
    return bool(long) and all(data["height"][index] > 1.5 * data["width"][index] for index in long)


def _letter_width(data: dict[str, list[Any]], line: list[int]) -> float:
    letters = sum(len(data["text"][index].strip()) for index in line)
    return float(sum(data["width"][index] for index in line) / letters)


def _parted(data: dict[str, list[Any]], line: list[int], gap: float) -> list[list[int]]:
    parts = [[line[0]]]
    for before, index in itertools.pairwise(line):
        if data["left"][index] - data["left"][before] - data["width"][before] > gap:
            parts.append([])
        parts[-1].append(index)
    return parts


def _segment(data: dict[str, list[Any]], part: list[int], scale: float, size: float) -> Segment:
    top = min(data["top"][index] for index in part)
    bottom = max(data["top"][index] + data["height"][index] for index in part)
    words = [data["text"][index].strip() for index in part]
    if len(words) > 2 and words[0] in _BULLETS:
        words[0] = "•"
    return Segment(
        text=" ".join(words),
        x0=min(data["left"][index] for index in part) * scale,
        top=top * scale,
        x1=max(data["left"][index] + data["width"][index] for index in part) * scale,
        bottom=bottom * scale,
        size=round(2 * size * scale) / 2 or 1.0,
        confidence=fmean(float(data["conf"][index]) for index in part) / 100,
    )


def poorly_recognised(page: int, confidence: float) -> Notice:
    """The warning about a page whose recognised text should be read over."""
    return Notice(
        f"Halaman {page} dikenali dengan keyakinan hanya {confidence:.0%}; periksa teksnya.",
        f"Page {page} was recognised with a confidence of only {confidence:.0%}; read its text over.",
    )


def listed(pages: Sequence[int]) -> str:
    """Numbers of pages as one writes them: 1–3, 7."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(shown[:_MOST_RUNS]) + (", …" if len(shown) > _MOST_RUNS else "")
