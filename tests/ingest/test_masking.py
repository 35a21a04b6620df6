"""Personal data: what is masked and what stays."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.loaders.loaded import Loaded
from ingest.masking import kept_notice, mask_sections, masked
from knowledge.documents import Document, Section
from knowledge.language.personal_data import find, mask


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("HP 0812-3456-7890 ya", "HP [telepon] ya"),
        ("hubungi +62 812 3456 7890.", "hubungi [telepon]."),
        ("WA: (0812) 3456 789", "WA: [telepon]"),
        ("Mobile: +66 81 234 5678", "Mobile: [telepon]"),
        ("NIK 3578011201900001", "NIK [NIK]"),
        ("NIK 3578.0152.0190.0001", "NIK [NIK]"),
        ("budi.santoso@gmail.com", "[surel]"),
        ("tulis ke siti@contoh.co.id, ya", "tulis ke [surel], ya"),
        ("seseorang@dbkl.gov.my", "[surel]"),
        ("nama@kota.go.id dan budi.diskominfo@kota.go.id", "[surel] dan [surel]"),
        ("NIP 198501012010011001", "NIP [NIP]"),
        ("NIP. 19850101 201001 1 001", "NIP. [NIP]"),
        ("NIP: 130 123 456", "NIP: [NIP]"),
        ("NPWP 01.234.567.8-901.000", "NPWP [NPWP]"),
        ("NPWP: 012345678901000", "NPWP: [NPWP]"),
        ("No. Paspor: X1234567", "No. Paspor: [paspor]"),
        ("passport number E12345678.", "passport number [paspor]."),
        ("Tempat, tanggal lahir: Bandung, 17 Mei 1979", "Tempat, tanggal lahir: Bandung, [tgl lahir]"),
        ("Tgl. Lahir : 17-05-1979", "Tgl. Lahir : [tgl lahir]"),
        ("Date of birth: May 17, 1979", "Date of birth: [tgl lahir]"),
        ("DOB 1979-05-17", "DOB [tgl lahir]"),
        ("HP: 012-888 4877", "HP: [telepon]"),
        ("+639170001234, +60 12-345 6789, +65 9123 4567", "[telepon], [telepon], [telepon]"),
        ("hubungi +1 415 555 0100", "hubungi [telepon]"),
        ("NRIC S1234567D", "NRIC [identitas]"),
    ],
)
def test_personal_data_is_masked(text: str, hidden: str) -> None:
    assert mask(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "Kantor (021) 345-0038 ext. 2101",
        "Tel: +66 2026 2333 ext. 5101",
        "Hotline layanan 0812 1111 2222",
        "Panggil 112 atau 1500-046",
        "info@smartcitythailand.or.th dan humas.kemendagri@gmail.com",
        "bappeda.makassar@gmail.com",
        "diskominfo@kota.go.id, dinsos.kota@kota.go.id dan info112@kota.go.id",
        "bappeda@makassarkota.go.id, no-reply@bps.go.id dan dbkl_pr@dbkl.gov.my",
        "Tel: +65 6799 3000, +60 3-8000 8000 dan Phone: +1 202 555 0100",
        "ASEAN lahir di Bangkok pada 8 Agustus 1967",
        "paspor: 12.345 lembar; NIK 98 persen",
        "anggaran Rp 8.123.456.789.000,00 dan 08.123.456,50",
        "nomor 9912345678901234 dan 1234567890123456789",
        "SNI ISO 37122:2019, butir 8.2, 2019–2023",
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
    done = mask_sections(sections)
    assert done.sections[0].text == "Hubungi [telepon] atau [surel]."
    assert done.sections[1] == sections[1]
    assert {(place.kind, place.count, place.page) for place in done.places} == {("phone", 1, 3), ("email", 1, 3)}
    (notice,) = done.notices
    assert (
        notice == "Personal data masked: 1 e-mail addresses (p. 3), 1 phone numbers (p. 3). The original file keeps it."
    )
    assert "1 nomor telepon (hlm. 3)" in notice.message("id")
    assert "0812" not in str(done)


def test_nothing_found_says_nothing() -> None:
    assert mask_sections([Section("Teks.")]).notices == ()


def test_birth_dates_are_not_the_date_of_a_document() -> None:
    sections = (Section("| Nama | Tanggal Lahir |\n| --- | --- |\n| Satu | 1979-05-17 |", ("D",), page=1),)
    document = Document("d", "Peserta", "staff", "id", date="1979-05-17")
    done = masked(Loaded(document, sections))
    assert done.document.date == ""
    assert "1979" not in str(done)
    assert done.warnings == ("Personal data masked: 1 dates of birth (p. 1). The original file keeps it.",)


def test_what_is_kept_is_told_with_its_places() -> None:
    sections = [Section("HP 081234567890", ("D",), page=3)]
    notice = kept_notice(sections)
    assert notice == "Personal data kept as requested: 1 phone numbers (p. 3). Answers mask it all the same."
    assert kept_notice([Section("Teks.")]) is None
