"""Word documents: headings, lists, tables and the entities that are refused."""

from pathlib import Path

from ingest.loaders.registry import load
from tests.ingest import making


def test_a_word_document_keeps_headings_lists_and_tables(tmp_path: Path) -> None:
    loaded = load(making.write_docx(tmp_path / "pedoman.bin"))
    assert loaded.document.title == "Pedoman Kota Cerdas"
    scope, budget = loaded.sections
    assert scope.heading == ("Pedoman Kota Cerdas", "Ruang lingkup")
    assert scope.text.endswith("- rencana induk;\n- peta jalan.")
    assert scope.page is None
    assert "| 2024 | 7 miliar |" in budget.text
