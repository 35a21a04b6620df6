"""Files and downloads that are small and ask for much, names, and the process that reads them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.attack import bombs
from tools.attack.attacks import Failed, attack, need
from tools.attack.installation import PANDU, ROOT, Installation, Site
from tools.attack.watching import Watched, watch

MEGABYTES = 400
_NIK, _PHONE = "3273012501900002", "0812-3456-7890"
_INSIDE = """127.0.0.1 10.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0 192.88.99.1 224.0.0.1 255.255.255.255 ::1 ::
fe80::1 fc00::1 fec0::1 ff02::1 ::ffff:10.0.0.1 ::10.0.0.1 ::7f00:1 64:ff9b::a00:1 64:ff9b:1::a00:1 64:ff9b:1::1
2002:a00:1::1"""
_NAMES = (
    b"\xff\xfe.txt", b"a\x1b[31mb.txt", b"c\nfailed d.txt", b"e\x1b]0;judul\x07.txt", b"baik.txt",
    b"f\xe2\x80\xaeg.txt",
)  # fmt: skip
_ONCE = ("sqlite",)  # the database has no part in it


@attack(f"the whole command stays under {MEGABYTES} MB", databases=_ONCE)
def a_cell_that_spans_a_million(site: Site) -> str:
    """952 bytes of DOCX whose cells span a million columns took 2.4 to 4 GB."""
    return _stays_small(site, "a.docx", bombs.docx_with_a_wide_cell(rows=60))


@attack(f"the whole command stays under {MEGABYTES} MB", databases=_ONCE)
def a_string_in_a_thousand_cells(site: Site) -> str:
    """5 KB of XLSX that show one long string in 1,500 cells took 0.8 GB."""
    return _stays_small(site, "a.xlsx", bombs.xlsx_with_a_shared_string())


@attack(f"refused, under {MEGABYTES} MB", databases=_ONCE)
def a_download_gzipped_twice(site: Site) -> str:
    """48 KB on the wire, 1.5 GB once unpacked."""
    body = bombs.doubly_gzipped()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip, gzip\r\n"
    answer = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    with _answering(lambda bare: bare.sendall(answer)) as port:
        seen = _fetch(site, port)
    need(seen.megabytes < MEGABYTES, f"{seen.megabytes:.0f} MB")
    need("DocumentError" in seen.output, f"it is taken: {seen.output[-80:]}")
    return f"refused, {seen.megabytes:.0f} MB"


@attack(f"a sentence, under {MEGABYTES} MB", databases=_ONCE)
def a_zip_with_700_000_entries(site: Site) -> str:
    """The directory of a 40 MB ZIP costs half a gigabyte before any limit is asked."""
    return _stays_small(site, "a.zip", bombs.zip_with_many_entries(), "ingest")


@attack("stopped in time", databases=_ONCE)
def a_download_that_trickles(site: Site) -> str:
    """A server that sends a byte of its head now and then held the command for 420 seconds (here 5 are allowed)."""

    def trickle(bare: socket.socket) -> None:
        bare.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(600):
            bare.sendall(b"X-%d: a\r\n" % number)
            time.sleep(0.1)

    with _answering(trickle) as port:
        began = time.monotonic()
        seen = _fetch(site, port, allowed=5)
    took = time.monotonic() - began
    need("DocumentError" in seen.output and took < 30, f"{took:.0f} s, {seen.output[-80:]}")
    return f"stopped after {took:.0f} s"


@attack("none of them is fetched", databases=_ONCE)
def addresses_of_the_own_network(site: Site) -> str:
    """Addresses that lead inside, some in rare disguises that Python 3.11 calls public."""
    inside = _INSIDE.split()
    program = "import ipaddress, sys; from ingest.downloads import is_public\n" + (
        "print(*[one for one in sys.argv[1:] if is_public(ipaddress.ip_address(one))])"
    )
    place = site.empty()
    place.data.mkdir(parents=True)
    seen = watch([sys.executable, "-c", program, *inside], place.environment(), place.data)
    need(seen.code == 0, seen.output[-200:])
    need(not seen.output.strip(), f"counted as public: {seen.output.strip()}")
    return f"{len(inside)} addresses"


@attack("four times the text, at most eight times the time", databases=_ONCE)
def a_text_read_in_the_square_of_its_length(site: Site) -> str:
    """320 KB of marks that each begin something which never ends."""
    place = _place(site)
    kinds = {"links": "[a", "pictures": "![a](", "emphasis": "**a ", "heading": "# a \t", "items": "- a) 1.1 (c)\n"}
    told = []
    for kind, unit in kinds.items():
        taken = []
        for size in (0, 80_000, 320_000):
            path = place.data.parent / f"{size}.md"
            path.write_text("x\n" + unit * (size // len(unit)) + "zq\n", encoding="utf-8")
            taken.append(_command(place, "inspect", str(path)).seconds)
        small, large = taken[1] - taken[0], taken[2] - taken[0]
        need(large < 8 * max(small, 0.3), f"{kind}: {small:.1f} s, then {large:.1f} s")
        told.append(f"{kind} {large:.1f} s")
    return ", ".join(told)


@attack("the others are taken, no traceback, nothing raw on the terminal", databases=_ONCE)
def names_that_are_no_text(site: Site) -> str:
    """A name that is not UTF-8 ended everything; escape sequences and line breaks reached the terminal."""
    place = _place(site)
    folder = os.fsencode(place.data.parent / "masuk")
    os.mkdir(folder)
    for name in (
        b"\xff\xfe.txt",
        b"a\x1b[31mb.txt",
        b"c\nfailed d.txt",
        b"e\x1b]0;judul\x07.txt",
        b"baik.txt",
        b"f\xe2\x80\xaeg.txt",
    ):
        with open(os.path.join(folder, name), "w") as file:
            file.write(f"Kota ini melapor tentang {len(name)} hal.\n")
    seen = _command(place, "ingest", os.fsdecode(folder))
    need("Traceback" not in seen.output, f"a traceback: {seen.output[-120:]}")
    need("baik.txt" in seen.output and "6 documents" in seen.output, f"the others are lost: {seen.output[-120:]}")
    odd = sorted({character for character in seen.output if not character.isprintable() and character != "\n"})
    need(not odd and "\nfailed d.txt" not in seen.output, f"raw on the terminal: {odd}")
    return "six taken in"


@attack("masked in name, title and id", databases=_ONCE)
def personal_data_in_names(site: Site) -> str:
    """People name files after people."""
    place = _place(site)
    path = place.data.parent / f"KTP Budi {_NIK} telp {_PHONE}.txt"
    path.write_text("Kota ini melapor.\n", encoding="utf-8")
    seen = _command(place, "ingest", str(path), "--publish")
    need(seen.code == 0, seen.output[-200:])
    listed = place.pandu("docs", "--json").stdout
    found = [word for word in (_NIK, _PHONE, "0812", _NIK[-6:]) if word in listed]
    need(not found, f"{found} in the list of documents")
    left = [one.name for one in place.data.rglob("*") if _NIK in one.name or _PHONE in one.name]
    need(not left, f"in names of files: {left}")
    return "none of it in the list of documents or in names"


@attack("not confusable with a citation of ours", databases=_ONCE)
def marks_in_the_text_of_a_document(site: Site) -> str:
    """A document that says ``[7]`` lends itself the look of a source it does not have."""
    place = _place(site)
    path = place.data.parent / "surat.md"
    path.write_text("# Iuran Balairung Sidoarjo\n\nIuran Balairung Sidoarjo ialah 17 juta rupiah setahun [7].\n")
    seen = _command(place, "ingest", str(path), "--publish")
    need(seen.code == 0, seen.output[-200:])
    answer = json.loads(place.pandu("ask", "--json", "Berapa iuran Balairung Sidoarjo?").stdout)
    need("17 juta" in answer["text"], f"it is not answered, so that nothing is shown: {answer['text'][:80]}")
    numbers = {str(one["number"]) for one in answer["citations"]} if "number" in str(answer["citations"]) else {"1"}
    need("7" in numbers or "[7]" not in answer["text"], f"the answer says {answer['text'][:120]!r}")
    return "the mark is not passed on"


@attack("no network, secrets, other files; nothing lives on", databases=_ONCE)
def a_reader_that_was_taken_over(site: Site) -> str:
    """A parser with a hole runs the attacker's code: what that can reach in the process that reads a file."""
    place = _place(site)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        tree = _hostile_tree(place.data.parent, listening.getsockname()[1], place.data)
        path = place.data.parent / "surat.txt"
        path.write_text("halo\n", encoding="utf-8")
        environment = {**place.environment(telegram_token="1:RAHASIA"), "PYTHONPATH": str(tree)}
        seen = watch([*PANDU, "inspect", str(path)], environment, tree)
    need("REACHED" in seen.output, f"it was not taken over: {seen.output[-200:]}")
    reached = seen.output.split("REACHED")[1].split("END")[0].split()
    alive = _alive("pandu-attack-survivor")
    need(not reached, f"it reaches {', '.join(reached)}")
    need(not alive, "a process of it lives on")
    return "it reaches nothing"


@attack("ends with it, and the next command tidies up", databases=_ONCE)
def a_reader_whose_parent_is_killed(site: Site) -> str:
    """The command is killed while a file is being read: its reader went on for as long as it liked."""
    place = _place(site)
    tree = _hostile_tree(place.data.parent, 0, place.data)
    path = place.data.parent / "lama-sekali.txt"
    path.write_text("tidur\n", encoding="utf-8")
    scratch = place.data.parent / "scratch"
    scratch.mkdir()
    environment = {**place.environment(), "PYTHONPATH": str(tree), "TMPDIR": str(scratch)}
    parent = subprocess.Popen([*PANDU, "inspect", str(path)], env=environment, cwd=tree)
    try:
        reader = _met(path.name, parent.pid)
        seconds = _cpu_limit(reader)
    finally:
        parent.kill()
        parent.wait()
    time.sleep(3)
    if reader in _alive(path.name):
        os.kill(reader, 9)
        raise Failed("the reader lives on")
    need(seconds.isdigit() and int(seconds) < 600, f"a file may take {seconds} s of the processor")
    path.write_text("halo\n", encoding="utf-8")
    watch([*PANDU, "inspect", str(path)], {**environment, "PYTHONPATH": str(ROOT)}, ROOT)
    left = [one.name for one in scratch.glob("pandu-load-*")]
    need(not left, f"left: {left}")
    return f"it ends; {seconds} s of the processor for a file at most"


def _met(name: str, parent: int) -> int:
    """The process that reads a file, once it has confined itself and begun."""
    for _ in range(300):
        time.sleep(0.1)
        for pid in _alive(name):
            with suppress(OSError):
                if pid != parent and "unlimited" not in _cpu_limit(pid):
                    time.sleep(1)
                    return pid
    raise Failed("no reader was met")


def _cpu_limit(pid: int) -> str:
    limits = Path(f"/proc/{pid}/limits").read_text()
    return next(line.split()[3] for line in limits.splitlines() if line.startswith("Max cpu time"))


def _place(site: Site) -> Installation:
    place = site.empty()
    place.data.mkdir(parents=True)
    return place


def _command(place: Installation, *arguments: str) -> Watched:
    return watch([*PANDU, *arguments], place.environment(), place.data.parent)


def _stays_small(site: Site, name: str, content: bytes, command: str = "inspect") -> str:
    place = _place(site)
    path = place.data.parent / name
    path.write_bytes(content)
    seen = _command(place, command, str(path))
    happened = f"{len(content)} bytes, {seen.megabytes:.0f} MB, code {seen.code}"
    need("Traceback" not in seen.output, f"{happened}: a traceback")
    need(seen.megabytes < MEGABYTES, happened)
    return happened


@contextmanager
def _answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that answers one request by a function."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                bare, _ = listening.accept()
                with bare:
                    bare.recv(65536)
                    answer(bare)

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]


def _fetch(site: Site, port: int, allowed: float = 60) -> Watched:
    """Download from this machine, which has to be allowed for it."""
    place = _place(site)
    program = f"""
from pathlib import Path
import ingest.downloads as downloads
downloads.FETCH_SECONDS = {allowed}
fetcher = downloads.Fetcher(allowed=lambda address: True)
try:
    print(fetcher.fetch("http://127.0.0.1:{port}/a.txt", Path({str(place.data)!r})))
except downloads.DocumentError as error:
    print("DocumentError", error)
"""
    return watch([sys.executable, "-c", program], place.environment(), place.data)


def _hostile_tree(folder: Path, port: int, data: Path) -> Path:
    """A copy of the program whose loader does what an attacker would: try everything, or sleep for "tidur"."""
    tree = folder / "program"
    for name in ("bot", "ingest", "knowledge"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    key = data / "secret.key"
    if not key.exists():
        key.write_bytes(b"k" * 32)
        key.chmod(0o600)
    hostile = _HOSTILE.replace("PORT", str(port)).replace("KEY", repr(str(key)))
    with (tree / "ingest" / "loaders" / "registry.py").open("a", encoding="utf-8") as file:
        file.write(hostile)
    return tree


def _alive(word: str) -> list[int]:
    """Processes in whose command line a word stands."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            with suppress(OSError):
                if word.encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
    return found


_HOSTILE = """

def load(path, limits=DEFAULT):  # the attacker's
    import os, socket, subprocess, sys, time
    if "tidur" in path.read_text():
        time.sleep(600)
    reached = []
    def tries(name, act):
        try:
            if act():
                reached.append(name)
        except BaseException:
            pass
    def connect():
        with socket.create_connection(("127.0.0.1", PORT), 3):
            return True
    def udp():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bare:
            bare.sendto(b"x", ("127.0.0.1", PORT or 9))
            return True
    def write():
        with open(os.path.join(os.path.dirname(KEY), "written"), "w") as file:
            return bool(file.write("x"))
    def survive():
        code = "import os, time; os.setsid(); time.sleep(60)"
        subprocess.Popen([sys.executable, "-c", code, "pandu-attack-survivor"])
        time.sleep(2)
        return False
    tries("own-environment", lambda: any(name.startswith("PANDU_") for name in os.environ))
    tries("parent-environment", lambda: b"RAHASIA" in open("/proc/%d/environ" % os.getppid(), "rb").read())
    tries("parent-memory", lambda: open("/proc/%d/mem" % os.getppid(), "rb"))
    tries("secret.key", lambda: open(KEY, "rb").read())
    tries("passwords", lambda: open("/etc/passwd", "rb").read())
    tries("data-folder", write)
    tries("tcp", connect)
    tries("udp", udp)
    tries("kill", lambda: os.kill(os.getppid(), 0) is None and False)
    tries("survivor", survive)
    raise DocumentError("REACHED " + " ".join(reached) + " END", "REACHED " + " ".join(reached) + " END")


from ingest.errors import DocumentError
"""
