"""Web pages are read down to their main content, and to what their reader sees."""

from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.loaded import Loaded
from ingest.loaders.registry import load
from tests.ingest import making

FILLING = "".join(
    f"<p>Bagian {number}: pemerintah kota menyelenggarakan layanan bagi warga menurut peraturan yang berlaku.</p>"
    for number in range(8)
)


def read(tmp_path: Path, body: str, *, head: str = "", long: bool = True) -> Loaded:
    page = (
        f"<!doctype html><html><head><title>Halaman Uji</title>{head}</head><body>{body}{FILLING * long}</body></html>"
    )
    path = tmp_path / "halaman.html"
    path.write_text(page, encoding="utf-8")
    return load(path)


def text_of(loaded: Loaded) -> str:
    return "\n".join(section.text for section in loaded.sections)


def test_a_web_page_is_its_main_content(tmp_path: Path) -> None:
    (tmp_path / "halaman").write_text(making.HTML, encoding="utf-8")
    loaded = load(tmp_path / "halaman")
    text = text_of(loaded)
    assert "Beranda" not in text
    assert "Hak cipta" not in text
    assert "alert" not in text
    assert loaded.document.title == "Jaringan Kota Cerdas"
    assert loaded.document.url == "https://contoh.go.id/kota-cerdas"
    conditions = next(s for s in loaded.sections if s.heading[-1] == "Syarat keanggotaan")
    assert "perwakilan nasional:\n\n- rencana aksi kota cerdas;\n- surat usulan" in conditions.text
    assert "| Jakarta | 2018 |" in conditions.text


HIDDEN = (
    '<p style="display:none">RAHASIA</p>',
    '<div style="DISPLAY : none !important"><p>RAHASIA</p></div>',
    "<p hidden>RAHASIA</p>",
    '<p style="visibility:hidden">RAHASIA</p>',
    '<p style="font-size:0px">RAHASIA</p>',
    '<p style="opacity: 0">RAHASIA</p>',
    '<p style="position:absolute; left:-9999px">RAHASIA</p>',
    '<p style="text-indent:-9999px">RAHASIA</p>',
    '<p style="height:0;overflow:hidden">RAHASIA</p>',
    '<p style="color:#fff">RAHASIA</p>',
    '<p style="color: rgb(255, 255, 255)">RAHASIA</p>',
    '<p><font color="white">RAHASIA</font></p>',
    '<p class="rahasia">RAHASIA</p>',
    '<div class="luar"><ul><li><span>RAHASIA</span></li></ul></div>',
    '<p id="satu">RAHASIA</p>',
    "<template><p>RAHASIA</p></template>",
    "<dialog><p>RAHASIA</p></dialog>",
    '<p>Ada <span class="visually-hidden">RAHASIA</span>.</p>',
    '<p><i class="material-icons" aria-hidden="true">RAHASIA</i> Syarat</p>',
    '<p><span class="fa fa-home" aria-hidden="true">RAHASIA</span> Syarat</p>',
)
SHEET = (
    "<style>/* p{display:block} */ .rahasia, #satu { color: red; display: none } .luar > ul span{visibility:hidden}"
    "@media print { .layar { display:none } } .terbuka{display:none} p.terbuka{display:block}</style>"
)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("long", [True, False])
def test_what_no_reader_sees_is_left_out(tmp_path: Path, hidden: str, long: bool) -> None:
    body = f"<article><h1>Jadwal Kota</h1><p>Samsat buka hari Selasa di alun-alun kota.</p>{hidden}</article>"
    text = text_of(read(tmp_path, body, head=SHEET, long=long))
    assert "Selasa" in text
    assert "RAHASIA" not in text


SEEN = (
    '<p class="layar">TAMPAK</p>',
    '<p class="terbuka">TAMPAK</p>',
    '<p style="visibility:hidden">x <span style="visibility:visible">TAMPAK</span></p>',
    '<ul style="font-size:0"><li style="font-size:14px">TAMPAK</li></ul>',
    '<table bgcolor="navy"><tr><td style="color:white">TAMPAK</td><td>b</td></tr></table>',
    '<p aria-hidden="true">TAMPAK</p>',
    "<details><summary>Buka</summary><p>TAMPAK</p></details>",
    '<h2><button aria-expanded="false" aria-controls="a1">Biaya</button></h2><div id="a1" hidden><p>TAMPAK</p></div>',
    '<button class="accordion">Jam</button><div class="panel" style="display:none"><p>TAMPAK</p></div>',
    '<ul><li><a href="#t" role="tab">Dua</a></li></ul><div id="t" style="display:none"><p>TAMPAK</p></div>',
    '<p hidden="until-found">TAMPAK</p>',
)


@pytest.mark.parametrize("seen", SEEN)
def test_what_a_reader_sees_or_opens_is_read(tmp_path: Path, seen: str) -> None:
    body = f"<article><h1>Jadwal Kota</h1><p>Samsat buka hari Selasa di alun-alun.</p>{seen}</article>"
    assert "TAMPAK" in text_of(read(tmp_path, body, head=SHEET))


def test_the_button_of_an_accordion_is_read_and_others_are_not(tmp_path: Path) -> None:
    body = (
        "<article><h1>Layanan</h1><h2><button>Syarat izin</button></h2><p>Kartu penduduk.</p><button>Kirim</button>"
        '<button class="accordion">Jam layanan</button><div class="panel"><p>Pukul 08.00.</p></div></article>'
    )
    loaded = read(tmp_path, body, long=False)
    assert loaded.sections[-1].heading[-1] == "Syarat izin"
    assert "Jam layanan\n\nPukul 08.00." in loaded.sections[-1].text
    assert "Kirim" not in text_of(loaded)


@pytest.mark.parametrize(
    "struck",
    [
        "<s>dua tahun</s>",
        "<del>dua tahun</del>",
        "<strike>dua tahun</strike>",
        '<span class="c">dua tahun</span>',
        '<span style="text-decoration: line-through">dua tahun</span>',
    ],
)
def test_struck_text_is_left_out_and_told(tmp_path: Path, struck: str) -> None:
    body = f"<article><h1>Izin Reklame</h1><p>Masa berlaku adalah {struck} <ins>satu tahun</ins> sejak terbit.</p>"
    loaded = read(tmp_path, body, head="<style>.c{text-decoration:line-through}</style>")
    assert "adalah satu tahun sejak terbit" in text_of(loaded)
    assert "dua tahun" not in text_of(loaded)
    assert loaded.warnings == ("Struck-out text was left out: 1 places (Izin Reklame).",)


def test_a_note_beside_the_text_is_kept_and_no_date_is_guessed(tmp_path: Path) -> None:
    body = "<main><h1>Bantuan</h1><p>Bantuan diberikan.</p><aside>Ditutup pada 30 September 2025.</aside></main>"
    loaded = read(tmp_path, f"<main>{body}{FILLING}</main>", long=False)
    assert "Ditutup pada 30 September 2025." in text_of(loaded)
    assert loaded.document.date == ""


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ('<meta property="article:published_time" content="2025-03-04T08:00:00+07:00">', "Rapat 1 Mei 2024."),
        ("", "Diterbitkan pada 4 Maret 2025 oleh sekretariat; rapat 1 Mei 2024."),
        ("", "Rapat 1 Mei 2024. Published: March 4, 2025"),
    ],
)
def test_the_date_that_a_page_states_is_its_date(tmp_path: Path, head: str, line: str) -> None:
    assert read(tmp_path, f"<article><p>{line}</p></article>", head=head).document.date == "2025-03-04"


def test_numbers_of_lists_are_as_a_browser_shows_them(tmp_path: Path) -> None:
    body = (
        "<ol><li>satu</li><li><s>dua</s></li><li><p>tiga</p><p>lanjutan</p></li></ol>"
        '<ol start="4"><li>empat</li><li value="7">tujuh</li><li>delapan</li></ol>'
        "<ol reversed><li>x</li><li>y</li></ol>"
        '<ol type="a"><li>alfa</li></ol><ol type="I" start="4"><li>roma</li></ol>'
        '<ol style="list-style-type: upper-alpha"><li>besar</li></ol><ol style="list-style:none"><li>tanpa</li></ol>'
    )
    text = text_of(read(tmp_path, f"<article><h1>Langkah</h1>{body}</article>", long=False))
    lines = [line for line in text.split("\n") if line]
    assert lines[:8] == ["1. satu", "3. tiga", "lanjutan", "4. empat", "7. tujuh", "8. delapan", "2. x", "1. y"]
    assert lines[8:] == ["- a. alfa", "IV. roma", "A. besar", "- tanpa"]


def test_lists_within_lists_are_read_once_at_every_depth(tmp_path: Path) -> None:
    body = (
        "<ol><li>satu<ol type='a'><li>kecil<ul><li>dalam<ol><li>terdalam</li></ol></li></ul></li></ol> ekor</li>"
        "<ul><li>di samping</li></ul><li>dua</li></ol>"
    )
    text = text_of(read(tmp_path, f"<article><h1>Langkah</h1><p>Langkahnya:</p>{body}</article>", long=False))
    for word in ("satu", "kecil", "- dalam\n", "terdalam", "ekor", "di samping", "dua"):
        assert text.count(word) == 1, text
    assert [line for line in text.split("\n") if line][1:] == [
        "1. satu",
        "- a. kecil",
        "- dalam",
        "1. terdalam",
        "ekor",
        "- di samping",
        "2. dua",
    ]


def test_raised_and_lowered_signs_keep_their_meaning(tmp_path: Path) -> None:
    body = (
        "<p>10<sup>6</sup> kg, 7 km<sup>2</sup>, H<sub>2</sub>O, 30<sup>o</sup>C, x<sup>n+1</sup>, 1<sup>st</sup>, "
        '25<sup><a href="#n">1</a></sup> halte, kata<sup>[2]</sup>, Rp 12.500<sup>3</sup>, '
        '4<sup class="footnote">5</sup></p>'
    )
    text = text_of(read(tmp_path, f"<article><h1>Angka</h1>{body}</article>"))
    assert "10⁶ kg, 7 km², H₂O, 30°C, xⁿ⁺¹, 1st, 25 ¹ halte, kata², Rp 12.500 ³, 4 ⁵" in text


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("<mfrac><mi>A</mi><mi>B</mi></mfrac><mo>×</mo><mn>100</mn>", "A/B × 100"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a + b)/c"),
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>-</mo><msub><mi>y</mi><mi>i</mi></msub>", "x² − yᵢ"),
        ("<msqrt><mi>a</mi></msqrt><mo>≤</mo><mroot><mi>b</mi><mn>3</mn></mroot>", "√(a) ≤ ³√(b)"),
        ("<semantics><mi>k</mi><annotation encoding='application/x-tex'>k</annotation></semantics>", "k"),
    ],
)
def test_formulas_are_text(tmp_path: Path, formula: str, said: str) -> None:
    body = f"<article><h1>Rumus</h1><p>Nilainya <math>{formula}</math> untuk kota.</p></article>"
    assert f"Nilainya {said} untuk kota." in text_of(read(tmp_path, body))


def test_a_formula_that_is_shown_as_a_picture_is_read_once(tmp_path: Path) -> None:
    body = (
        '<p>Rumus <span class="mwe"><span style="display:none"><math><mi>A</mi></math></span><img alt="A" src="a.svg">'
        '</span> dan <span class="katex"><span class="katex-mathml"><math><mi>B</mi></math></span>'
        '<span class="katex-html" aria-hidden="true">B</span></span> selesai.</p>'
    )
    assert "Rumus A dan B selesai." in text_of(read(tmp_path, f"<article>{body}</article>"))


def test_merged_cells_stand_in_each_row_and_column(tmp_path: Path) -> None:
    body = (
        "<table><caption>Tabel 1</caption><thead><tr><th rowspan=2>Rute</th><th colspan=2>Penumpang</th></tr>"
        "<tr><th>Kerja</th><th>Libur</th></tr></thead><tr><td rowspan=2>Sukamaju</td><td>10</td><td>20</td></tr>"
        "<tr><td>30</td><td>40</td></tr><tr><td></td><td colspan=2>5</td></tr><tr><td colspan=3>Timur</td></tr></table>"
    )
    text = text_of(read(tmp_path, f"<article><h1>Rute</h1>{body}</article>"))
    assert "Tabel 1" in text
    assert "| Rute | Penumpang – Kerja | Penumpang – Libur |" in text
    for row in ("| Sukamaju | 10 | 20 |", "| Sukamaju | 30 | 40 |", "|  | 5 | 5 |", "| Timur |  |  |"):
        assert row in text


def test_a_table_within_a_table_of_data_stays_in_its_row(tmp_path: Path) -> None:
    inner = "<table><tr><td>Senin</td><td>08.00</td></tr></table>"
    body = f"<table><tr><th>Loket</th><th>Jam</th></tr><tr><td>Utama</td><td>{inner}</td></tr></table>"
    assert "| Utama | Senin 08.00 |" in text_of(read(tmp_path, f"<article>{body}</article>"))


@pytest.mark.parametrize("tag", ["<ol><li>", "<ul><li>", "<dl><dt>a<dd>", "<div>", "<table><tr><th>", "<sup>", "<q>"])
def test_tags_within_tags_without_end_are_read(tmp_path: Path, tag: str) -> None:
    loaded = read(tmp_path, f"<p>Judul laporan kota.</p>{f'{tag}kota ' * 3_000}akhir", long=False)
    assert "Judul laporan kota." in text_of(loaded)
    assert "akhir" in text_of(loaded)[-200:]


def test_a_list_in_a_cell_keeps_its_numbers(tmp_path: Path) -> None:
    cells = "<td>Izin</td><td>Syarat:<ol start='2'><li>kartu</li><li>surat</li></ol></td>"
    body = f"<table><tr><th>Layanan</th><th>Isi</th></tr><tr>{cells}</tr></table>"
    assert "| Izin | Syarat: 2. kartu 3. surat |" in text_of(read(tmp_path, f"<article>{body}</article>"))


def test_terms_fields_lines_and_code_are_read(tmp_path: Path) -> None:
    body = (
        "<dl><dt>Nomor</dt><dd>005/127</dd><dt>Perihal:</dt><dd>Undangan</dd></dl><p>Sifat : biasa<br>Jumlah : satu<br>"
        "1. pertama<br>2. kedua</p><pre>baris satu\nbaris dua</pre><p>per<b>atur</b>an</p>"
        '<p>Kota: <input value="Melati" readonly></p>'
    )
    text = text_of(read(tmp_path, f"<form><article><h1>Surat</h1>{body}</article></form>"))
    said = ("Nomor: 005/127", "Perihal: Undangan", "Sifat : biasa\n\nJumlah : satu", "1. pertama\n2. kedua")
    for part in (*said, "baris satu\n\nbaris dua", "peraturan", "Kota: Melati"):
        assert part in text


SHELLS = (
    '<div id="root">Memuat…</div>',
    '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
    '<div id="app"><p>Loading, please wait...</p></div>',
    "<h1>Portal Data</h1><p>Sedang memuat data</p>",
    "<p>Mohon tunggu sebentar</p>",
    "<p>Aktifkan JavaScript pada peramban Anda untuk membuka halaman ini.</p>",
    "<h1>{{ judul }}</h1><p>{{ isi }}</p>",
)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_page_that_scripts_fill_holds_no_text(tmp_path: Path, shell: str) -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        read(tmp_path, f'{shell}<script src="/app.js"></script>', long=False)


def test_a_part_that_scripts_fill_is_told(tmp_path: Path) -> None:
    loaded = read(tmp_path, "<article><h1>Kota</h1><p>Memuat cuaca…</p></article><script>1</script>")
    assert "Memuat" not in text_of(loaded)
    assert loaded.warnings == ("Parts of the page that JavaScript loads were not read (1).",)


def test_a_sentence_about_loading_is_text(tmp_path: Path) -> None:
    body = "<article><p>Memuat barang di dermaga hanya boleh dilakukan pada malam hari.</p></article><script>1</script>"
    assert "Memuat barang" in text_of(read(tmp_path, body))


def test_what_is_shown_and_not_read_is_told_with_its_place(tmp_path: Path) -> None:
    body = (
        '<article><h1>Kota</h1><h2>Denah</h2><img src="denah.png"><img src="icon.png"><svg><text>12</text></svg>'
        '<iframe src="https://peta.example"></iframe><p>Denah kota.</p></article>'
    )
    assert read(tmp_path, body).warnings == (
        "Not read: 1 pictures (Denah).",
        "Not read: 1 charts (Denah).",
        "Not read: 1 embedded contents from elsewhere (Denah).",
    )


def test_one_bad_byte_does_not_change_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = "<p>Kapal wajib melapor – paling lambat “dua jam” – di kafé.</p>" * 3
    path.write_bytes(f"<html><head><meta charset='iso-8859-1'></head><body>{body}".encode() + b"\xff</body></html>")
    assert "– paling lambat “dua jam” – di kafé" in text_of(load(path))
