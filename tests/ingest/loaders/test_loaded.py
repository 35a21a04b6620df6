"""What a loader gives back is a value that cannot change under whoever holds it."""

import pickle
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from ingest.loaders.loaded import Coverage
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


def test_coverage_is_stored_and_found_again() -> None:
    coverage = Coverage.of_pages({2: 0.5, 3: 0.001}, 4)
    assert coverage == Coverage(0.125, {2: 0.5})
    assert Coverage.of(coverage.stored()) == coverage
    assert Coverage.of({}) == Coverage()
    for unread in ("?", "nan"):
        with pytest.raises(ValueError, match=r"could not convert|no share"):
            Coverage.of({"unread": unread})
