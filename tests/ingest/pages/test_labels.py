"""Words set apart on the left of texts of several lines."""

from collections.abc import Sequence

from ingest.pages.alignment import with_alignment
from ingest.pages.reading_order import Segment


def _rows(*rows: tuple[tuple[float, str], ...]) -> list[Segment]:
    """Lines of cells, a little more room before those that begin on the left."""
    found, top = [], 100.0
    for row in rows:
        top += 14 if row[0][0] < 100 else 11
        found += [Segment(text, x, top, x + 5.0 * len(text), top + 10, 10) for x, text in row]
    return found


def _lines(segments: Sequence[Segment]) -> list[str]:
    return [segment.text for segment in with_alignment(segments)]


def test_labels_stand_before_their_texts() -> None:
    radiogram = _rows(
        ((50, "AAA"), (90, "TTK"), (130, "RAPAT AKAN DISELENGGARAKAN PADA HARI SENIN")),
        ((130, "DI AULA KANTOR WALI KOTA TTK"),),
        (
            (50, "BBB"),
            (90, "TTK"),
            (130, "SETIAP DINAS DIMINTA HADIR TTK"),
        ),
        ((50, "CCC"), (90, "TTK"), (130, "AKUN PESERTA HARUS TERTERA SECARA URUT DAN")),
        ((130, "JELAS TTK KMA"),),
    )
    assert _lines(radiogram) == [
        "AAA TTK RAPAT AKAN DISELENGGARAKAN PADA HARI SENIN DI AULA KANTOR WALI KOTA TTK",
        "BBB TTK SETIAP DINAS DIMINTA HADIR TTK",
        "CCC TTK AKUN PESERTA HARUS TERTERA SECARA URUT DAN JELAS TTK KMA",
    ]


def test_a_column_of_text_is_no_label() -> None:
    columns = _rows(
        ((50, "Kota melapor"), (130, "Warga kota dapat bertanya kepada dinas")),
        ((50, "setiap tahun"), (130, "lewat laman dan lewat telepon setiap")),
        ((50, "kepada dinas"), (130, "hari kerja dari pukul delapan pagi")),
        ((50, "yang berwenang"), (130, "sampai sore di semua kecamatan.")),
    )
    assert len(_lines(columns)) == len(columns)
