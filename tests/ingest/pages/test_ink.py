"""The share of a page's ink that was read."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.pages.drawing import Drawing
from ingest.pages.ink import unread_share


def _page(*, rules: bool = False) -> Drawing:
    """Two lines of text alike on a page of 300 by 200 points; with ``rules`` the lines of an empty table below."""
    page = Image.new("L", (300, 200), 255)
    pen = ImageDraw.Draw(page)
    for top in (20, 60):
        pen.text((20, top), "Kota anggota melapor setiap tahun", fill=0, font_size=12)
    if rules:
        for x in range(20, 280, 20):
            pen.line((x, 100, x, 180), fill=0)
    return Drawing(np.asarray(page).astype(np.int16), 0.0, 200.0, 1.0)


FIRST, SECOND = (20.0, 162.0, 280.0, 182.0), (20.0, 122.0, 280.0, 142.0)


@pytest.mark.parametrize("rules", [False, True])
def test_ink_under_no_read_text_is_unread_and_lines_of_tables_are_no_ink(rules: bool) -> None:
    page = _page(rules=rules)
    assert unread_share(page, [FIRST, SECOND]) == 0.0
    assert unread_share(page, [FIRST]) == pytest.approx(0.5, abs=0.02)
    assert unread_share(page, []) == 1.0


def test_an_empty_page_has_nothing_unread() -> None:
    assert unread_share(Drawing(np.full((200, 300), 255, dtype=np.int16), 0.0, 200.0, 1.0), []) == 0.0
    assert unread_share(Drawing(np.zeros((1, 1), dtype=np.int16), 0.0, 1.0, 1.0), []) == 0.0
