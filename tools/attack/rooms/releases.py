"""Releases: replicas, killed and failing builds, damaged files, the first start of many processes."""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tools.attack.attacks import Failed, attack, need
from tools.attack.installation import PANDU, ROOT, WIDE, Installation, Site

_QUESTION = "Apa saja kewajiban kota anggota ASCN?"
_PROCESSES = 12
_ROUNDS = 10


@attack("both answer, before and after a rebuild", databases=("postgresql",))
def replicas_with_their_own_folders(site: Site) -> str:
    """A second server over the same database, with an empty data folder: another machine."""
    one = site.installation()
    other = Installation(site.empty().data, one.database)
    with one.serve(**WIDE, secret="sama") as first, other.serve(**WIDE, secret="sama") as second:
        before = [server.ask(_QUESTION)["outcome"] for server in (first, second)]
        need(before == ["answered", "answered"], f"{before} with the second folder empty")
        rebuilt = other.pandu("rebuild")
        need(rebuilt.returncode == 0, f"rebuild: {rebuilt.stderr[-200:]}")
        after = [server.ask(_QUESTION)["outcome"] for server in (first, second)]
        need(after == ["answered", "answered"], f"{after} after a rebuild by the second")
    return "both answer, also after a rebuild by the second"


@attack("nothing of it is left after the next, the published one answers")
def killed_builds(site: Site) -> str:
    """``kill -9`` while a release is being built leaves a hidden folder; enough of them fill the disk."""
    place = site.installation()
    text = place.data.parent / "laporan.md"
    left = 0
    for number in range(3):
        paragraphs = (f"## Bagian {at}\n\nKota ke-{at} dalam tahun ke-{number} melapor.\n" for at in range(1500))
        text.write_text(f"# Laporan {number}\n\n" + "\n".join(paragraphs), encoding="utf-8")
        build = place.start("ingest", str(text), "--publish")
        try:
            left += _await_building(place, build)
        finally:
            build.kill()
            build.wait()
    need(left, "no build was met in the middle")
    text.write_text("# Laporan\n\nSelesai.\n", encoding="utf-8")
    done = place.pandu("ingest", str(text), "--publish")
    need(done.returncode == 0, f"the next build fails: {done.stderr[-200:]}")
    found = _unfinished(place)
    need(not found, f"left: {found}")
    answer = place.pandu("ask", _QUESTION)
    need(answer.returncode == 0 and "CSCO" in answer.stdout, "the published release does not answer")
    return f"{left} killed in the middle, nothing is left"


@attack("a sentence, nothing left, the published one answers")
def a_build_on_a_full_disk(site: Site) -> str:
    """A build that fails for want of room must give back what it took."""
    place = site.installation()
    text = place.data.parent / "laporan.md"
    text.write_text("# Laporan\n\n" + "Sebuah kalimat tentang kota. " * 200, encoding="utf-8")
    before = _unfinished(place)
    done = subprocess.run(
        [*PANDU, "ingest", str(text), "--publish"],
        cwd=place.data.parent,
        env=place.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        # Enough for the database's log, too little for the index.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY)),
    )
    need(done.returncode != 0 and "failed" not in done.stderr, f"no build was met: {done.stderr[-120:]}")
    need("Traceback" not in done.stderr, f"a traceback: {done.stderr[-120:]}")
    found = sorted(set(_unfinished(place)) - set(before))
    need(not found, f"left: {found}")
    answer = place.pandu("ask", _QUESTION)
    need(answer.returncode == 0 and "CSCO" in answer.stdout, "the published release does not answer")
    return f"{' '.join(done.stderr.split())[-100:]}"


@attack("the server lives and answers as before; doctor does not die", databases=("sqlite",))
def flipped_bits_in_a_release(site: Site) -> str:
    """Damaged files of Chroma ended the process by a signal, and doctor with it."""
    sound = site.installation()
    expected = sound.pandu("ask", _QUESTION, "--json").stdout
    chance = random.Random(20451123)
    files = sorted(path for path in (sound.data / "releases").rglob("*") if path.is_file())
    tried = 0
    for path in files:
        if path.stat().st_size == 0:
            continue
        place = Installation(sound.data.parent / f"bits{tried}" / "data")
        shutil.copytree(sound.data, place.data)
        _damage(place.data / path.relative_to(sound.data), chance)
        tried += 1
        doctor = place.pandu("doctor")
        need(doctor.returncode in (0, 1), f"{path.name}: doctor ended with {doctor.returncode}")
        need("Traceback" not in doctor.stderr, f"{path.name}: doctor ends in a traceback")
        try:
            with place.serve(**WIDE) as server:
                answer = server.ask(_QUESTION)
                need(server.process.poll() is None, f"{path.name}: the server died")
        except (RuntimeError, OSError) as error:
            raise Failed(f"{path.name}: no answer ({type(error).__name__})") from None
        need(answer["outcome"] == "answered", f"{path.name}: {answer['outcome']}")
        need(all(line in expected for line in answer["text"].split("\n")[:1]), f"{path.name}: another answer")
        shutil.rmtree(place.data.parent)
    return f"{tried} files, each damaged in a copy: answered as before"


@attack("all processes use the same key, whole and private")
def a_first_start_of_many_processes(site: Site) -> str:
    """Processes that start together in an empty folder read a key that another had not written yet."""
    for number in range(_ROUNDS):
        place = site.empty()
        place.data.mkdir(parents=True)
        place.pandu("releases")  # makes the database, which is not what this is about
        (place.data / "secret.key").unlink(missing_ok=True)
        command = [sys.executable, "-c", _STARTS, str(_PROCESSES)]
        environment = place.environment()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
        hashes = done.stdout.split()
        need(len(hashes) == _PROCESSES, f"round {number}: {done.stderr[-200:]}")
        need(len(set(hashes)) == 1, f"round {number}: {len(set(hashes))} keys in use")
        key = place.data / "secret.key"
        need(key.stat().st_size >= 32, f"round {number}: {key.stat().st_size} bytes")
        need(key.stat().st_mode & 0o077 == 0, f"mode {key.stat().st_mode & 0o777:o}")
    return f"{_ROUNDS} rounds of {_PROCESSES}"


@attack("a sentence, no start with it")
def a_key_that_is_cut_off(site: Site) -> str:
    """An empty key hashes people's ids with nothing; one that is cut off with little."""
    for content in (b"", b"kurang"):
        place = site.empty()
        place.data.mkdir(parents=True)
        (place.data / "secret.key").write_bytes(content)
        done = place.pandu("releases")
        need("Traceback" not in done.stderr, "a traceback")
        now = (place.data / "secret.key").read_bytes()
        need(done.returncode != 0 or len(now) >= 32, f"it starts with a key of {len(content)} bytes")
    return "refused or made anew, with a sentence"


@attack("nobody else on the machine can read it")
def modes_of_data_files(site: Site) -> str:
    """Questions, tickets and originals lay open to every user of the machine."""
    place = site.empty()
    done = place.pandu("ingest", "--starter", "--publish")
    need(done.returncode == 0, done.stderr[-200:])
    found = [path for path in (place.data, *place.data.rglob("*")) if path.stat().st_mode & 0o077]
    need(not found, f"{len(found)} open to others, such as {found[0].name if found else ''}")
    return "0600 and 0700"


def _await_building(place: Installation, build: subprocess.Popen[bytes]) -> int:
    """Wait until a folder of an unfinished release is there; how many came (0 or 1)."""
    end = time.monotonic() + 90
    while time.monotonic() < end and build.poll() is None:
        if list((place.data / "releases").glob(".*")):
            time.sleep(0.05)
            return 1
        time.sleep(0.002)
    return 0


def _unfinished(place: Installation) -> list[str]:
    """What should not lie in the data folder while nothing is being built."""
    found = [*(place.data / "releases").glob(".*"), *place.data.glob("*.tmp"), *place.data.glob("build.json")]
    return sorted(path.name for path in found)


def _damage(path: Path, chance: random.Random) -> None:
    """Flip bits all over a file, its head above all."""
    content = bytearray(path.read_bytes())
    for _ in range(8):
        content[chance.randrange(min(len(content), 200))] ^= 1 << chance.randrange(8)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    with suppress(PermissionError):
        path.chmod(0o600)
    path.write_bytes(content)


_STARTS = """
import os, sys, time
from bot.app import build_app
from bot.settings import load_settings
count = int(sys.argv[1])
settings, at = load_settings(), time.time() + 0.5
for number in range(count):
    if os.fork() == 0:
        time.sleep(max(0.0, at - time.time()))
        app = build_app(settings)
        os.write(1, (app.people.hash_person("web:seseorang") + "\\n").encode())
        os._exit(0)
for _ in range(count):
    os.wait()
"""
