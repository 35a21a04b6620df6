"""Settings: read from the environment, told all at once when wrong, and documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings, load_settings
from knowledge.errors import ConfigError

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(autouse=True)
def _without_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in os.environ:
        if name.startswith("PANDU_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _rows() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `(PANDU_\w+)` \| (.*?) \| (.*) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (default, text) for name, default, text in rows}


def test_every_setting_is_in_the_readme_with_its_default_and_help() -> None:
    documented = _rows()
    expected = {}
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = default.get_secret_value() if isinstance(default, SecretStr) else default
        shown = ",".join(shown) if isinstance(shown, tuple) else shown
        expected[f"PANDU_{name.upper()}"] = (
            f"`{shown}`" if shown not in ("", None, ()) else "empty",
            field.description,
        )
    assert documented == expected


def test_secrets_are_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = [name for name, field in Settings.model_fields.items() if isinstance(field.default, SecretStr)]
    assert {"secret", "telegram_token", "database_url", "metrics_token"} <= set(secret)
    for name in secret:
        monkeypatch.setenv(f"PANDU_{name.upper()}", f"rahasia-{name}")
    settings = load_settings()
    assert "rahasia" not in f"{settings!r} {settings}"
    assert settings.secret.get_secret_value() == "rahasia-secret"


def test_every_problem_is_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "PANDU_PORT": "many",
        "PANDU_THREADS": "0",
        "PANDU_KEEP_RELEASES": "1",
        "PANDU_CHROMA_URL": "not a url",
        "PANDU_LOG_LEVEL": "LOUD",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    told = str(caught.value)
    assert all(f"{name}: " in told for name in wrong)
    assert len(told.splitlines()) == 1 + len(wrong)


def test_an_empty_setting_means_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"PANDU_{name.upper()}", "")
    assert load_settings() == Settings(_env_file=None)


def test_a_file_beside_the_program_holds_settings_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PANDU_PORT=9000\nPANDU_THREADS=3\nOTHER=1\n")
    monkeypatch.setenv("PANDU_THREADS", "4")
    settings = load_settings()
    assert (settings.port, settings.threads) == (9000, 4)


def test_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANDU_ALLOWED_ORIGINS", "https://kota.go.id, https://*.go.id,")
    assert load_settings().allowed_origins == ("https://kota.go.id", "https://*.go.id")
