"""Slides become pages."""

from pathlib import Path

from ingest.loaders.registry import load
from tests.ingest import making


def test_slides_are_pages(tmp_path: Path) -> None:
    loaded = load(making.write_pptx(tmp_path / "paparan.pptx"))
    assert loaded.pages == 2
    assert [(section.page, section.heading[-1]) for section in loaded.sections] == [
        (1, "Tujuan jaringan"),
        (2, "Anggota"),
    ]
    assert loaded.sections[0].text == "- Kerja sama antarkota\n- Proyek layak bank"
    assert "| Indonesia | Makassar |" in loaded.sections[1].text
    assert "Makassar bergabung sejak awal." in loaded.sections[1].text
