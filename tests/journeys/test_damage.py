"""What goes wrong on a disk is told in a sentence, with an exit code, and can be mended."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.app import build_app
from bot.settings import Settings
from bot.web.application import create_web
from tests.conftest import Pandu
from tests.parts import open_parts

QUESTION = "Apa saja kewajiban kota anggota ASCN?"


@pytest.mark.parametrize("command", [("ask", QUESTION), ("docs",), ("rebuild",), ("doctor",)])
def test_a_damaged_database_is_told_by_every_command(data: Path, pandu: Pandu, command: tuple[str, ...]) -> None:
    (data / "pandu.db").write_bytes(b"no database " * 4000)
    done = pandu(data, *command)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in said
    assert "restore a backup" in said
    assert str(data / "pandu.db") in said.replace("\n", "")


def test_rolling_back_to_a_release_whose_folder_was_deleted(data: Path, pandu: Pandu, tmp_path: Path) -> None:
    (first,) = (folder.name for folder in (data / "releases").iterdir())
    note = tmp_path / "catatan.md"
    note.write_text("# Catatan\n\nRapat membahas anggaran kota tahun 2031.\n")
    assert pandu(data, "ingest", str(note), "--publish").returncode == 0
    shutil.rmtree(data / "releases" / first)
    done = pandu(data, "rollback")
    assert (done.returncode, done.stdout) == (0, f"Rolled back to {first}\n")
    answer = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    assert (answer["outcome"], answer["release"]) == ("answered", first)


def test_without_any_index_file_everything_comes_back_from_the_database(data: Path, pandu: Pandu) -> None:
    before = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    shutil.rmtree(data / "releases")
    told = pandu(data, "doctor")
    assert told.returncode == 1
    assert "Run `pandu rebuild`" in told.stdout
    assert not (data / "releases").exists()  # looking changes nothing
    asked = pandu(data, "ask", "--json", QUESTION)
    assert "is made anew from the database" in asked.stderr
    assert _said(json.loads(asked.stdout)) == _said(before)
    assert json.loads(asked.stdout)["release"] == before["release"]
    shutil.rmtree(data / "releases")
    rebuilt = pandu(data, "rebuild")
    assert "0 vectors computed" in rebuilt.stdout
    after = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    assert _said(after) == _said(before)
    assert after["release"] != before["release"]


def test_a_bit_in_a_chunk_is_refused_named_and_mended_by_taking_it_in_anew(
    data: Path, pandu: Pandu, small_corpus: Path
) -> None:
    before = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    assert "satu Chief Smart City Officer" in before["text"]
    change(data, "UPDATE chunks SET text = replace(text, 'satu Chief Smart', 'ratu Chief Smart')")
    refused = pandu(data, "ask", "--json", QUESTION)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Traceback" not in refused.stderr
    other = pandu(data, "ask", "Siapa saja anggota ASCN dari Indonesia?")
    assert other.returncode == 0  # what is not damaged goes on answering
    examined = pandu(data, "doctor")
    rebuilt = pandu(data, "rebuild")
    for told in (refused.stderr, examined.stdout, rebuilt.stderr):
        assert "ascn-duties.id (starter:ascn-duties.id)" in told.replace("\n", "")
        assert "pandu ingest" in told
    assert (examined.returncode, rebuilt.returncode) == (1, 1)
    with open_parts(data) as parts:
        assert [one.document for one in parts.importer.starter(small_corpus) if one.status == "updated"]
    assert pandu(data, "doctor").returncode == 0
    assert _said(json.loads(pandu(data, "ask", "--json", QUESTION).stdout)) == _said(before)


def test_a_bit_in_the_metadata_does_not_reach_a_citation(data: Path, pandu: Pandu, small_corpus: Path) -> None:
    before = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    change(data, "UPDATE versions SET document = replace(document, '2019', '2018')")
    assert _said(json.loads(pandu(data, "ask", "--json", QUESTION).stdout)) == _said(before)
    for command in ("doctor", "rebuild"):
        told = pandu(data, command)
        assert told.returncode == 1
        assert "ascn-duties.id" in told.stdout + told.stderr
    with open_parts(data) as parts:
        parts.importer.starter(small_corpus)
    assert pandu(data, "rebuild").returncode == 0
    assert _said(json.loads(pandu(data, "ask", "--json", QUESTION).stdout)) == _said(before)


def test_a_file_taken_in_anew_replaces_what_is_damaged(empty_data: Path, tmp_path: Path, pandu: Pandu) -> None:
    data, note = empty_data, tmp_path / "catatan.md"
    note.write_text("# Catatan\n\nRapat membahas anggaran kota tahun 2031.\n")
    assert pandu(data, "ingest", str(note), "--publish").returncode == 0
    change(data, "UPDATE chunks SET text = replace(text, '2031', '2030')")
    assert pandu(data, "doctor").returncode == 1
    assert pandu(data, "ingest", str(note), "--publish").returncode == 0
    assert pandu(data, "doctor").returncode == 0


def test_a_release_whose_list_of_documents_is_damaged_is_not_made(data: Path, pandu: Pandu) -> None:
    change(data, "DELETE FROM release_versions WHERE version_id = (SELECT min(version_id) FROM release_versions)")
    assert pandu(data, "ask", QUESTION).returncode == 0  # its files are as they were
    shutil.rmtree(data / "releases")
    for command in (("ask", QUESTION), ("rebuild",), ("doctor",)):
        told = pandu(data, *command)
        assert told.returncode == 1
        assert "is not what was stored" in told.stdout + told.stderr
        assert "Traceback" not in told.stderr


def test_damaged_vectors_are_computed_again(data: Path, pandu: Pandu) -> None:
    before = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    change(data, "UPDATE vectors SET vector = zeroblob(length(vector))")
    rebuilt = pandu(data, "rebuild")
    assert rebuilt.returncode == 0
    assert ", 0 vectors computed" not in rebuilt.stdout
    assert _said(json.loads(pandu(data, "ask", "--json", QUESTION).stdout)) == _said(before)
    assert "0 vectors computed" in pandu(data, "rebuild").stdout


def test_readiness_tells_what_is_done_without_and_made_anew(data: Path) -> None:
    (damaged,) = (data / "releases").glob("*/chroma/*/data_level0.bin")
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    app = build_app(Settings(_env_file=None, data=data))
    with TestClient(create_web(app)) as client:
        first = client.get("/readyz").json()
        assert "data_level0.bin is not what was written" in first["problem"]
        while (now := client.get("/readyz").json())["problem"]:
            time.sleep(0.05)
        assert now == {"status": "ok", "release": first["release"], "problem": ""}
    app.close()
    assert not damaged.exists()  # the new files have another folder


def change(data: Path, statement: str) -> None:
    """Change what the database holds behind the back of the program."""
    with sqlite3.connect(data / "pandu.db") as connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


def _said(answer: dict[str, object]) -> tuple[object, ...]:
    return answer["outcome"], answer["text"], answer["citations"]
