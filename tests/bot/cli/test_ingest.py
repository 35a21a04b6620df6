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


def test_a_folder_given_again_tells_what_is_gone_moved_and_alike(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "fold"
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
    market = "# Aturan Pasar Malam\n\nPasar malam kota Lazuardi dibuka setiap Sabtu pukul tujuh malam.\n"
    (folder / "a" / "pasar.md").write_text(market)
    (folder / "a" / "balap.md").write_text("# Aturan Balap\n\nBalap sepeda kota Lazuardi diadakan bulan Agustus.\n")
    (folder / "a" / "tarif.md").write_text("# Tarif Sewa\n\nSewa sepeda kota Lazuardi lima ribu rupiah.\n")
    assert run("ingest", str(folder)).code == 0
    (folder / "a" / "balap.md").unlink()
    (folder / "a" / "pasar.md").unlink()
    (folder / "b" / "pasar.md").write_text(market.replace("Sabtu", "Jumat"))
    (folder / "a" / "tarif.md").rename(folder / "b" / "tarif.md")
    ended = run("ingest", str(folder))
    assert ended.code == 0
    assert "balap.md → aturan-balap: its file is no longer there" in ended.err
    assert "pandu retire aturan-balap" in ended.err
    assert "The same title as aturan-pasar-malam" in ended.err
    assert f"Moved here from {folder}/a/tarif.md." in ended.err
    assert "tarif-sewa: its file" not in ended.err
    ended = run("ingest", str(folder / "b" / "pasar.md"), "--replaces", "aturan-pasar-malam")
    assert ended.code == 0
    assert "updated" in ended.err
    assert "aturan-pasar-malam-2 held the same file and is retired" in ended.err
    again = run("ingest", str(folder))
    assert "aturan-pasar-malam" not in again.err.replace("→ aturan-pasar-malam\n", "")


def test_only_one_file_replaces_a_document(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"# Laporan {name}\n\nIsi laporan {name} kota.\n")
    assert run("ingest", "a.md").code == 0
    ended = run("ingest", "a.md", "b.md", "--replaces", "laporan-a")
    assert ended.code == 1
    assert "--replaces is for one file" in ended.err
    ended = run("ingest", "b.md", "--replaces", "tidak-ada")
    assert "There is no document 'tidak-ada'" in ended.err
