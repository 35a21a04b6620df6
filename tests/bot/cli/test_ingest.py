"""Taking documents in on the command line."""

from __future__ import annotations

import os
from pathlib import Path

from tests.bot.cli.conftest import Run


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    (folder / "rusak.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "baik.md").write_text("# Catatan\n\nRapat membahas anggaran kota.\n")
    ended = run("ingest", str(folder), "--publish")
    assert ended.code == 1
    assert "failed" in ended.err
    assert "rusak.pdf" in ended.err
    assert "1 added" in ended.out


ODD = b"\x1b]0;judul\x07\xff\n\xe2\x80\xae\xc2\x9b31m"  # a terminal's title, no UTF-8, a new line, turned, a colour


def test_odd_names_neither_end_the_run_nor_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    source = os.fsencode(tmp_path / "sumber")
    os.mkdir(source)
    for name, content in (
        (b"a" + ODD + b".txt", b"Laporan kota Makassar tahun ini."),
        (b"b" + ODD + b".pdf", b"%PDF-1.7 rusak"),
        (b"c.txt", b"Laporan kota Denpasar tahun ini."),
    ):
        with open(os.path.join(source, name), "wb") as file:
            file.write(content)
    missing = os.fsdecode(b"/tidak/ada" + ODD)
    ended = run("ingest", str(tmp_path / "sumber"), missing)
    assert ended.code == 1
    assert "2 new" in ended.err
    assert ended.err.count("failed") == 3  # two files and the summary
    assert "damaged or cut short" in ended.err
    assert f"There is no file or folder /tidak/ada{SHOWN}" in ended.err
    assert all(line.isprintable() for line in (ended.err + ended.out).split("\n"))


SHOWN = r"\x1b]0;judul\x07\xff\x0a\u202e\x9b31m"
