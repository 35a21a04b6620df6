"""A message is its text."""

from base64 import b64encode
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load


def test_a_message_is_its_text_and_names_its_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Undangan rapat ASCN"
    message["From"] = "sekretariat@contoh.go.id"
    message["Date"] = "Mon, 23 Nov 2026 08:00:00 +0700"
    message.set_content("Rapat tahunan diadakan di Jakarta.\n\nMohon konfirmasi.")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="agenda.pdf")
    (tmp_path / "surat").write_bytes(bytes(message))
    loaded = load(tmp_path / "surat")
    assert (loaded.document.title, loaded.document.date) == ("Undangan rapat ASCN", "2026-11-23")
    assert "Rapat tahunan diadakan di Jakarta." in loaded.sections[0].text
    assert loaded.warnings == ("The attachment was not read: agenda.pdf.",)


def test_a_message_in_html_is_read_as_a_web_page(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Undangan"
    message.set_content("<h1>Rapat</h1><p>Di <b>Jakarta</b>.</p><script>alert(1)</script>", subtype="html")
    (tmp_path / "surat.eml").write_bytes(b"From: a@contoh.go.id\n" + bytes(message))
    loaded = load(tmp_path / "surat.eml")
    assert loaded.document.title == "Undangan"
    assert "Di Jakarta." in loaded.sections[0].text
    assert "alert" not in str(loaded.sections)


def test_a_message_without_text_or_with_too_many_parts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@contoh.go.id\nSubject: kosong\n\n")
    with pytest.raises(DocumentError, match="holds no text"):
        load(tmp_path / "a.eml")
    (tmp_path / "b.eml").write_bytes(b"From: a@contoh.go.id\nSubject: banyak\n" + b"\n--x" * 20)
    with pytest.raises(DocumentError, match="too many parts"):
        load(tmp_path / "b.eml", Limits(members=10))


def text_of(path: Path) -> str:
    return "\n\n".join(section.text for section in load(path).sections)


def written(tmp_path: Path, message: EmailMessage | MIMEMultipart | bytes, name: str = "a.eml") -> Path:
    if not isinstance(message, bytes) and "From" not in message:
        message["From"] = "arsip@kota.example"
        if "Subject" not in message:
            message["Subject"] = "Jam layanan"
    (tmp_path / name).write_bytes(bytes(message))
    return tmp_path / name


HTML = (
    "<html><body><p style='display:none'>RAHASIA</p><p>Jam layanan arsip kota adalah <s>08.00</s> 09.00.</p>"
    "<table><tr><th>Jam</th><th>Loket</th></tr><tr><td>09.00</td><td>A</td></tr></table></body></html>"
)


@pytest.mark.parametrize(
    "plain",
    [
        "",
        "\r\n \r\n",
        "Please view this e-mail in an HTML-capable mail program.",
        "Lihat surel ini di peramban: https://kota.example/surel/12",
        "Jam layanan arsip kota adalah 08.00 09.00.\n\nJam  Loket\n09.00  A",
    ],
)
@pytest.mark.parametrize("related", [True, False])
def test_of_two_forms_the_richer_is_read(tmp_path: Path, plain: str, related: bool) -> None:
    message = EmailMessage()
    message["Date"] = "Mon, 05 May 2025 08:00:00 +0700"
    message.set_content(plain)
    message.add_alternative(HTML, subtype="html")
    if related:
        message.get_payload()[1].add_related(b"x", "image", "png", cid="<a>", filename="logo.png")
    text = text_of(written(tmp_path, message))
    assert "adalah 09.00." in text
    assert "| 09.00 | A |" in text
    assert "RAHASIA" not in text
    assert "peramban" not in text


def test_plain_text_is_read_where_the_page_only_points_to_it(tmp_path: Path) -> None:
    message = EmailMessage()
    message.set_content("Rapat:\n\n1. tempat\n2. waktu\n\n" + "Rapat diadakan di ruang Melati lantai dua. " * 5)
    message.add_alternative("<p>Lihat teks biasa.</p>", subtype="html")
    assert "1. tempat\n2. waktu" in text_of(written(tmp_path, message))


def test_a_forwarded_message_is_read_under_its_subject(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["Subject"] = "Undangan pelatihan"
    inner["Date"] = "Tue, 06 May 2025 08:00:00 +0700"
    inner.set_content("Pelatihan diadakan 17 Juli 2025.")
    inner.add_attachment(b"x", maintype="application", subtype="pdf", filename="peta.pdf")
    outer = EmailMessage()
    outer["Subject"] = "Fwd: Undangan"
    outer.set_content("Mohon ditindaklanjuti.")
    outer.add_attachment(inner)
    loaded = load(written(tmp_path, outer))
    assert [(section.heading[-1], section.text) for section in loaded.sections] == [
        ("Undangan", "Mohon ditindaklanjuti."),
        ("Undangan pelatihan – 2025-05-06", "Pelatihan diadakan 17 Juli 2025."),
    ]
    assert loaded.warnings == ("The attachment was not read: peta.pdf.",)


def test_all_texts_of_a_message_are_read_in_order(tmp_path: Path) -> None:
    message = MIMEMultipart("mixed")
    message.attach(MIMEText("Bagian satu."))
    message.attach(MIMEText("<p>Bagian <b>dua</b>.</p>", "html"))
    attached = MIMEText("lampiran")
    attached.add_header("Content-Disposition", "attachment", filename="catatan.txt")
    message.attach(attached)
    path = written(tmp_path, message)
    assert text_of(path) == "Bagian satu.\n\nBagian dua."
    assert load(path).warnings == ("The attachment was not read: catatan.txt.",)


@pytest.mark.parametrize("charset", ["unknown-8bit", "x-unknown", "us-ascii", "iso-8859-1", "utf8mb4", ""])
def test_a_wrong_charset_is_not_followed(tmp_path: Path, charset: str) -> None:
    stated = f"; charset={charset}" if charset else ""
    head = f"From: a@kota.example\nSubject: Tarif – baru\nContent-Type: text/plain{stated}\n"
    body = "Content-Transfer-Encoding: 8bit\n\nTarif ruang – mulai Juni – adalah Rp 900.000 sehari.\n"
    path = written(tmp_path, (head + body).encode())
    assert "Tarif ruang – mulai Juni – adalah Rp 900.000" in text_of(path)
    assert load(path).document.title == "Tarif – baru"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_box_of_messages_has_a_heading_for_each(tmp_path: Path, newline: str) -> None:
    lines = (
        "From a@kota.example Mon May  5 08:00:00 2025\nFrom: a@kota.example\nSubject: Rapat Mei\n"
        "Date: Mon, 05 May 2025 08:00:00 +0700\n\nRapat di ruang Anggrek.\n>From mana pun.\n\n"
        "From - Tue Jun 03 08:00:00 2025\nFrom: a@kota.example\nSubject: =?utf-8?q?Rapat_Juni?=\n"
        "Content-Transfer-Encoding: base64\n\nUmFwYXQgZGkgcnVhbmcgTWVsYXRpLg==\n"
    )
    for name in ("kotak-surat.mbox", "surat"):
        loaded = load(written(tmp_path, lines.replace("\n", newline).encode(), name))
        assert [(section.heading[-1], section.text) for section in loaded.sections] == [
            ("Rapat Mei – 2025-05-05", "Rapat di ruang Anggrek. From mana pun."),
            ("Rapat Juni", "Rapat di ruang Melati."),
        ]
    with pytest.raises(DocumentError, match="too many messages"):
        load(tmp_path / "surat", Limits(members=1))


def test_an_encrypted_message_is_refused_as_such(tmp_path: Path) -> None:
    message = MIMEMultipart("encrypted", protocol="application/pgp-encrypted")
    message.attach(MIMEText("Version: 1"))
    with pytest.raises(DocumentError, match="is encrypted"):
        load(written(tmp_path, message))


def test_a_page_saved_by_a_browser_is_read_as_a_page(tmp_path: Path) -> None:
    message = MIMEMultipart("related")
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://kota.example"
    message["Subject"] = "Halaman"
    message.attach(MIMEText("<nav>Menu</nav><h1>Tarif</h1><p>Tarif kapal adalah Rp 11.000.</p>", "html"))
    message.attach(MIMEText("p{}", "css"))
    loaded = load(written(tmp_path, message, "a.mhtml"))
    assert (loaded.sections[0].text, loaded.warnings) == ("Tarif kapal adalah Rp 11.000.", ())


def test_messages_attached_in_other_ways_are_read_too(tmp_path: Path) -> None:
    inner = b"Subject: Undangan\nContent-Type: text/plain; charset=utf-8\n\nPelatihan 17 Juli 2025.\n"
    outer = EmailMessage()
    outer.set_content("Terlampir.")
    outer.add_attachment(inner, maintype="application", subtype="octet-stream", filename="undangan.EML")
    assert "Pelatihan 17 Juli 2025." in text_of(written(tmp_path, outer))
    encoded = b64encode(inner).decode()
    raw = (
        "From: a@kota.example\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n"
        f"Terlampir.\n--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{encoded}\n--x--\n"
    )
    assert "Pelatihan 17 Juli 2025." in text_of(written(tmp_path, raw.encode()))


OFFICIAL = """From: Dinas Kominfo <kominfo@kotacontoh.go.id>
To: opd@kotacontoh.go.id
Subject: Re: Rapat data kota dipindahkan
Date: Thu, 9 Jul 2026 08:15:00 +0700
Content-Type: {kind}; charset=utf-8

{body}
"""


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            "text/plain",
            "Rapat dipindahkan ke Selasa.\n\n-----Original Message-----\nFrom: Ani <ani@kotacontoh.go.id>\n"
            "Sent: Wednesday, July 8, 2026 10:02 AM\nTo: Kominfo\nSubject: Undangan rapat\n\n> Apakah tetap Senin?",
        ),
        (
            "text/plain",
            "Rapat dipindahkan ke Selasa.\n\nPada Rab, 8 Jul 2026 pukul 10.02 Ani <ani@kotacontoh.go.id> menulis:\n\n"
            "> Apakah tetap Senin?",
        ),
        (
            "text/html",
            "<p>Rapat dipindahkan ke Selasa.</p><p><b>From:</b> Ani<br><b>Sent:</b> 8 Juli 2026<br>"
            "<b>To:</b> Kominfo<br><b>Subject:</b> Undangan rapat</p><p>Apakah tetap Senin?</p>",
        ),
    ],
)
def test_what_a_message_answers_stands_under_a_heading_and_lends_it_no_title(
    tmp_path: Path, kind: str, body: str
) -> None:
    path = tmp_path / "surel.eml"
    path.write_text(OFFICIAL.format(kind=kind, body=body), encoding="utf-8")
    loaded = load(path)
    assert loaded.document.title == "Rapat data kota dipindahkan"
    own, *_, earlier = loaded.sections
    assert (own.heading[1:], own.text) == ((), "Rapat dipindahkan ke Selasa.")
    assert earlier.heading[1:] == ("Pesan sebelumnya / earlier message",)
    assert "tetap Senin" in earlier.text
