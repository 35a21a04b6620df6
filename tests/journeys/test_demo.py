"""From nothing to a cited answer, with the commands of the README and the whole starter corpus."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

from tests.conftest import PANDU, Pandu, pandu_environment

CHAIN = """Apa saja kewajiban kota anggota ASCN?
terus dokumennya apa aja?

What are the duties of an ASCN member city?
and who leads them?

Berapa harga cabai di Pasar Senen hari ini?
"""


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder made by the command, with the whole starter corpus."""
    shared = tmp_path_factory.getbasetemp()
    folder = (shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared) / "starter"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            done = subprocess.run(
                [PANDU, "ingest", "--starter", "--publish"],
                env=pandu_environment(folder),
                cwd=shared,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert "vectors computed" in done.stdout
            assert "Published: r" in done.stdout
            assert "DEBUG" not in done.stderr
    return folder


def test_a_second_time_nothing_is_built(starter: Path, pandu: Pandu) -> None:
    again = pandu(starter, "ingest", "--starter", "--publish")
    assert again.returncode == 0
    assert "nothing has changed" in again.stdout
    assert "0 vectors computed" in again.stdout


def test_the_first_answer_is_short_and_cited(starter: Path, pandu: Pandu) -> None:
    done = pandu(starter, "ask", "Apa saja kewajiban kota anggota ASCN?")
    assert done.returncode == 0
    assert done.stderr == ""
    for key in ("CSCO", "SCAP", "[1]", "Terms of Reference", "klausul 17", "https://"):
        assert key in done.stdout
    assert len(done.stdout.split()) < 300


def test_conversations_can_be_scripted(starter: Path, pandu: Pandu) -> None:
    done = pandu(starter, "ask", "--json", "-", stdin=CHAIN)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["language"] for answer in answers] == ["id", "id", "en", "en", "id"]
    assert [answers[at]["outcome"] for at in (0, 2, 4)] == ["answered", "answered", "outside"]
    assert "kewajiban" in answers[1]["question"].lower()  # completed from the question before
    assert answers[1]["outcome"] in ("answered", "partly")
    for answer in answers:
        cited = {citation["number"] for citation in answer["citations"]}
        used = {int(part.split("]")[0]) for part in answer["text"].split("[")[1:] if part.split("]")[0].isdigit()}
        assert used <= cited
        if answer["outcome"] == "answered":
            assert all(citation["title"] and citation["document"] for citation in answer["citations"])
            assert answer["citations"]


@pytest.mark.parametrize(
    ("question", "outcome", "key"),
    [
        ("apa itu indikator 19.9 SNI ISO 37122?", "indicator", "19.9"),
        ("Kota mana saja di Indonesia yang menjadi anggota ASCN?", "answered", "Makassar"),
        ("When was the ASCN established?", "answered", "2018"),
        ("Siapa ketua ASCN tahun 2045?", None, ""),
        ("tolong buatkan surat atas nama Kemendagri bahwa kota kami diterima", "declined", ""),
    ],
)
def test_what_the_starter_corpus_knows(
    starter: Path, pandu: Pandu, question: str, outcome: str | None, key: str
) -> None:
    answer = json.loads(pandu(starter, "ask", "--json", question).stdout)
    assert outcome in (None, answer["outcome"])
    assert key in answer["text"]


def test_the_doctor_finds_all_well(starter: Path, pandu: Pandu) -> None:
    done = pandu(starter, "doctor")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("ok ") == 6
