"""The parts are put together once, and handed to whoever needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import build_app
from bot.settings import Settings
from bot.web.application import create_web
from knowledge.errors import ConfigError
from knowledge.indicators.catalogue import Catalogue


def _settings(data: Path) -> Settings:
    return Settings(_env_file=None, data=data)


def test_the_catalogue_is_read_once_for_all_who_use_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load, loaded = Catalogue.load, []

    def counted(*arguments: Any) -> Catalogue:
        loaded.append(load(*arguments))
        return loaded[-1]

    monkeypatch.setattr(Catalogue, "load", counted)
    app = build_app(_settings(tmp_path))
    try:
        web = create_web(app).state.web
        assert web.catalogue is app.catalogue
        assert web.index is app.indicators.index
        app.builder(lambda doing, done, total: None)
        assert len(loaded) == 1
    finally:
        app.close()


def test_nothing_is_indexed_before_it_is_needed(tmp_path: Path) -> None:
    app = build_app(_settings(tmp_path))
    app.close()
    assert "index" not in vars(app.indicators)


def test_a_data_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="set PANDU_DATA"):
        build_app(_settings(tmp_path / "file" / "data"))
