"""Charts of numbers, without scripts and styles."""

from __future__ import annotations

from xml.etree import ElementTree

from bot.staff.charts import bar, columns


def test_columns_are_stacked_to_the_height_of_the_highest() -> None:
    svg = columns([[3, 1], [0, 2], [0, 0]], ["answered", "refused"], ["Sen", "<Sel>", "Rab"], 'menurut "hari"')
    drawn = ElementTree.fromstring(svg)
    assert drawn.get("aria-label") == 'menurut "hari"'
    assert [group.findtext("title") for group in drawn] == ["Sen", "<Sel>", "Rab"]
    first, second, third = ([box.attrib for box in group if box.tag == "rect"] for group in drawn)
    assert [(box["class"], box["y"], box["height"]) for box in first] == [
        ("k-answered", "25", "75"),
        ("k-refused", "0", "25"),
    ]
    assert [(box["y"], box["height"]) for box in second] == [("50", "50")]
    assert third == []
    assert "style=" not in svg


def test_nothing_and_too_much_are_drawn_within_bounds() -> None:
    assert 'viewBox="0 0 10 100"' in columns([], ["answered"], [], "kosong")
    assert 'width="100"' in bar(1.7, "answered")
    assert 'width="0"' in bar(-1, "answered")
