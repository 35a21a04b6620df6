from __future__ import annotations

import pytest

from knowledge.indicators.questions.cues import asks_for_aspect


@pytest.mark.parametrize(
    "text", ["rumus", "pembilang", "penyebut", "satuan", "pemilik data", "target", "definisi", "sumber"]
)
def test_an_aspect_is_asked_for_by_each_of_its_cues(text: str) -> None:
    assert asks_for_aspect(text)
    assert not asks_for_aspect("lampu merah")
