"""Personal data in a question: found, masked, and nothing else touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import LANGUAGES
from knowledge.language.personal_data import find, mask

PERSONAL = {
    "nik": ["3578011201900001", "3578.0152.0190.0001", "3578 0112 0190 0001"],
    "phone": ["0812-3456-7890", "+62 812 3456 7890", "081234567890", "(0812) 345 6789"],
    "email": ["budi.santoso@gmail.com", "siti+kerja@contoh.co.id"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PERSONAL.items() for text in texts])
def test_each_kind_is_found_inside_a_question(kind: str, text: str) -> None:
    (found,) = find(f"Tolong catat {text}, apa kewajiban kota?")
    assert found.kind == kind
    assert all(found.label(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "Apa isi SNI ISO 37122:2019 bagian 19.9 dan ISO 37120:2018?",
        "Perpres Nomor 95 Tahun 2018 dan Permendagri 27/2022",
        "anggaran Rp1.234.567.890.123.456 untuk 26 kota",
        "dari 2018 sampai 2025-08-23, 12.345.678 penduduk",
        "surel resmi bappeda@makassarkota.go.id atau (021) 3450038",
        "indikator 8.1, 8.2.3 dan 19.10",
    ],
)
def test_what_officials_write_about_is_left_alone(text: str) -> None:
    assert find(text) == []
    assert mask(text) == text


_PERSONAL = st.sampled_from([text for texts in PERSONAL.values() for text in texts])
_WORDS = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=10)


@given(st.lists(st.tuples(_WORDS, _PERSONAL), min_size=1, max_size=4))
def test_nothing_personal_is_left_and_every_word_is(pairs: list[tuple[str, str]]) -> None:
    masked = mask(" ; ".join(f"{word} {personal}" for word, personal in pairs))
    assert not any(personal in masked for _, personal in pairs)
    assert [part.split()[0] for part in masked.split(" ; ")] == [word for word, _ in pairs]


@given(st.text(max_size=500))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)
    ends = [0]
    for finding in find(text):
        assert finding.start >= ends[-1]
        ends.append(finding.end)
