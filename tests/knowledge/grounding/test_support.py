"""What of a statement its source does not bear out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.grounding.support import doubts

ENGLISH = "Each city shall report to the Secretariat within 30 days."


@pytest.mark.parametrize(
    ("statement", "passage", "found"),
    [
        ("Kota wajib melapor kepada Sekretariat dalam 30 hari.", ENGLISH, ()),
        ("Kota melapor kepada Sekretariat dalam tiga puluh hari.", ENGLISH, ()),
        ("Kota wajib melapor kepada Sekretariat dalam 14 hari.", ENGLISH, ("number",)),
        ("Kota dapat melapor kepada Sekretariat dalam 30 hari.", ENGLISH, ("duty",)),
        ("Kota wajib mengundang mitra.", "Cities may invite partners.", ("duty",)),
        ("Kota dapat mengundang mitra.", "Cities may invite partners.", ()),
        ("Kota tidak wajib melapor dalam 30 hari.", ENGLISH, ("denial",)),
        ("Kota membayar iuran.", "No fee is paid by the cities.", ("denial",)),
        ("Kota tidak membayar iuran.", "No fee is paid by the cities.", ()),
        ("Kota boleh melapor dalam 14 hari, tidak kepada Sekretariat.", ENGLISH, ("number", "duty", "denial")),
        ("Ditetapkan 23 Agustus 2019.", "Adopted on August 23, 2019.", ()),
        ("Ditetapkan 24 Agustus 2019.", "Adopted on August 23, 2019.", ("number",)),
        # Who both binds and allows may be summed up by either.
        ("Kota wajib melapor.", "Cities shall report and may attend.", ()),
        ("Kota dapat hadir.", "Cities shall report and may attend.", ()),
    ],
)
def test_a_changed_number_duty_or_denial_is_in_doubt(statement: str, passage: str, found: tuple[str, ...]) -> None:
    assert doubts(statement, passage) == found


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("Kota mempunyai enam tugas.", ()),
        ("A city has twelve duties.", ()),
        ("Kota mempunyai dua belas tugas.", ()),
        ("Kota mempunyai 6 tugas.", ("number",)),
        ("Kota mempunyai dua puluh enam tugas.", ("number",)),
        ("A city has two hundred duties.", ("number",)),
    ],
)
def test_what_we_counted_ourselves_is_left_aside(statement: str, found: tuple[str, ...]) -> None:
    assert doubts(statement, "The tasks of a city are these.") == found


def test_a_number_may_stand_around_the_passage_but_a_duty_may_not() -> None:
    around = f"{ENGLISH} It shall be at most 5 pages long."
    assert doubts("Laporan wajib sampai dalam 30 hari dan paling banyak 5 halaman.", ENGLISH, around) == ()
    assert doubts("Kota wajib hadir.", "Cities may attend.", "Cities may attend. They shall report.") == ("duty",)


@given(st.text(max_size=120))
def test_a_text_bears_itself_out(text: str) -> None:
    assert doubts(text, text) == ()
