"""Letters that are no words are told from words of every kind."""

import pytest

from ingest.pages.wording import are_words

TEXT = (
    "Jembatan kota Nilam ditutup untuk perbaikan mulai tanggal tujuh Juni sampai tanggal sembilan Juni. "
    "Kendaraan dialihkan lewat jalan lingkar barat."
)


def _shifted(text: str, by: int) -> str:
    def one(letter: str) -> str:
        first = ord("A") if letter.isupper() else ord("a")
        return chr((ord(letter) - first + by) % 26 + first) if letter.isascii() and letter.isalpha() else letter

    return "".join(map(one, text))


@pytest.mark.parametrize("by", range(1, 26))
def test_shifted_letters_are_no_words(by: int) -> None:
    assert not are_words(_shifted(TEXT, by))
    assert not are_words(TEXT * 6 + _shifted(TEXT, by) * 6), "half a page is enough"


def test_headings_in_a_font_that_is_mapped_wrongly_are_no_words_amid_good_text() -> None:
    headings = "WĞ Tì Haµjb¾¾¨ Eĝìøì SĀccpìì Mpøäcì"
    assert not are_words(f"{headings} {TEXT}")
    assert are_words(f"{TEXT} Balai Kota Łódź dan Trần Văn Đức hadir, juga Đặng Thị Ngọc dan Škoda.")


@pytest.mark.parametrize(
    "text",
    [
        "SvR4T £DAR^N W4L1 K0TA B^tas pengu*mpulan d^ta ad»lah tangg^l S seti^p bul^n berj*lan d^n dik1rim kep^da",
        "P e$%m (er!nt@h k#t& d^n w@rg! m*ny&pk@n l@p)r@n s#t!ap t@h(n k*p@d@ s#kr*t@r!@t j@r!ng@n k#t@",
    ],
)
def test_a_poor_recognition_is_no_words(text: str) -> None:
    assert not are_words(text)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "",
        "Xqzk vrtpl",
        "The members of the network meet once a year to report progress on their action plans.",
        "Ang mga lungsod ay magsasagawa ng mga proyekto upang mapabuti ang kalidad ng buhay ng mga mamamayan",
        "Nguyễn Văn An Trần Thị Bình Lê Hoàng Cường Phạm Minh Đức Thành phố Hồ Chí Minh Hà Nội Đà Nẵng",
        "เครือข่ายเมืองอัจฉริยะอาเซียน เมือง สมาชิก ประชุม ปีละ ครั้ง เพื่อ รายงาน ความก้าวหน้า",
        "Kuala Lumpur Johor Bahru Kota Kinabalu Kuching Bandar Seri Begawan Yangon Mandalay Luang Prabang",
        "BAPPEDA DISKOMINFO DPUPR DISHUB SATPOL PP BPBD RSUD DPMPTSP BKPSDM INSPEKTORAT",
        "ISO37120:2018 SNI9001 19.1 Rp500.000,- 005/127/2026 km/jam H2O B2B e-mail@kota.go.id G20 COVID-19",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
    ],
)
def test_words_are_words(text: str) -> None:
    assert are_words(text)
