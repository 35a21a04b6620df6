"""Web pages are read down to their main content."""

from pathlib import Path

from ingest.loaders.registry import load
from tests.ingest import making


def test_a_web_page_is_its_main_content(tmp_path: Path) -> None:
    (tmp_path / "halaman").write_text(making.HTML, encoding="utf-8")
    loaded = load(tmp_path / "halaman")
    text = "\n".join(section.text for section in loaded.sections)
    assert "Beranda" not in text
    assert "Hak cipta" not in text
    assert "alert" not in text
    assert loaded.document.title == "Jaringan Kota Cerdas"
    assert loaded.document.url == "https://contoh.go.id/kota-cerdas"
    conditions = next(s for s in loaded.sections if s.heading[-1] == "Syarat keanggotaan")
    assert "perwakilan nasional:\n\n- rencana aksi kota cerdas;\n- surat usulan" in conditions.text
    assert "| Jakarta | 2018 |" in conditions.text
