"""Personal data: what is masked and what stays."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.masking import mask_sections
from knowledge.documents import Section
from knowledge.language.personal_data import find, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("HP 0812-3456-7890 ya", "HP [telepon] ya"),
        ("hubungi +62 812 3456 7890.", "hubungi [telepon]."),
        ("WA: (0812) 3456 789", "WA: [telepon]"),
        ("Mobile: +66 81 234 5678", "Mobile: [telepon]"),
        ("NIK 3578011201900001", "NIK [NIK]"),
        ("NIK 3578.0152.0190.0001", "NIK [NIK]"),
        ("budi.santoso@gmail.com", "[surel]"),
        ("tulis ke siti@contoh.co.id, ya", "tulis ke [surel], ya"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Kantor (021) 345-0038 ext. 2101",
        "Tel: +66 2026 2333 ext. 5101",
        "Hotline layanan 0812 1111 2222",
        "Panggil 112 atau 1500-046",
        "info@smartcitythailand.or.th dan humas.kemendagri@gmail.com",
        "bappeda.makassar@gmail.com",
        "seseorang@dbkl.gov.my",
        "anggaran Rp 8.123.456.789.000,00 dan 08.123.456,50",
        "nomor 9912345678901234 dan 1234567890123456789",
        "SNI ISO 37122:2019, butir 8.2, 2019–2023",
        "NIP 198501012010011001",
    ],
)
def test_offices_hotlines_and_other_numbers_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text(st.sampled_from("0812 +62-@.gmailco()3578011201900001\n"), max_size=200))
def test_findings_are_in_order_apart_and_masking_ends(text: str) -> None:
    found = find(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert len(mask(text)) <= len(text) + 10 * len(found)


def test_sections_are_masked_and_the_report_holds_no_data() -> None:
    sections = [
        Section("Hubungi 081234567890 atau a.b@gmail.com.", ("D", "Kontak"), page=3),
        Section("Tidak ada apa-apa.", ("D",)),
    ]
    masked = mask_sections(sections)
    assert masked.sections[0].text == "Hubungi [telepon] atau [surel]."
    assert masked.sections[1] == sections[1]
    assert {(place.kind, place.count, place.page) for place in masked.places} == {("phone", 1, 3), ("email", 1, 3)}
    (notice,) = masked.notices
    assert (
        notice == "Personal data masked: 1 e-mail addresses (p. 3), 1 phone numbers (p. 3). The original file keeps it."
    )
    assert "1 nomor telepon (hlm. 3)" in notice.message("id")
    assert "0812" not in str(masked)


def test_nothing_found_says_nothing() -> None:
    assert mask_sections([Section("Teks.")]).notices == ()
