"""What a loader gives back is a value that cannot change under whoever holds it."""

import pickle
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from ingest.loaders.registry import load
from tests.ingest import making


def test_it_survives_the_way_between_processes_with_its_warnings(tmp_path: Path) -> None:
    loaded = load(making.write_xlsx(tmp_path / "a.xlsx"))
    again = pickle.loads(pickle.dumps(loaded))
    assert again == loaded
    assert again.warnings[0].message("id") == loaded.warnings[0].message("id")


def test_it_cannot_be_changed(tmp_path: Path) -> None:
    loaded = load(making.write_docx(tmp_path / "a.docx"))
    with pytest.raises(FrozenInstanceError):
        loaded.pages = 3  # type: ignore[misc]
    assert (loaded.pages, loaded.warnings) == (0, ())
