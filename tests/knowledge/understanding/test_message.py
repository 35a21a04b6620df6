"""A message taken apart, where nobody could mistake it; and whatever else is written."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.language.query import MESSAGE_LIMIT, Query
from knowledge.understanding.message import MOST_PARTS, MOST_SENTENCES, Message, Part, read_message

PIECES = (
    "apa itu ASCN", "siapa ketuanya", "what are the duties", "and who chairs it", "dan kapan", "?", "? ", "! ", ". ",
    ", ", "; ", " - ", ": ", "\n", "\n\n", "1. ", "(2) ", "yth. ", "halo", "terima kasih", "kami dari Kota Batu",
    "bukan itu, maksud saya", "tolong ringkas", "421 bukan 412", "🙂", "a", " ", "…", "”", "nomor 3",
)  # fmt: skip
TEXT = st.text(max_size=MESSAGE_LIMIT) | st.lists(st.sampled_from(PIECES), max_size=400).map("".join)


def _asked(message: Message) -> list[str]:
    return [part.text for part in message.parts if part.asks]


@pytest.mark.parametrize(
    "text", ["Apa saja kewajiban kota anggota ASCN?", "What are the duties of an ASCN member city?"]
)
def test_a_plain_question_is_one_part_in_its_own_words(text: str, shipped: OnnxEmbedder) -> None:
    message = read_message(text, shipped)
    assert message.parts == (Part("question", text),)
    assert not message.greets
    assert (message.unsafe, message.place) == ("", "")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Apa saja kewajiban kota anggota ASCN? Siapa ketua ASCN tahun ini?",
            ["Apa saja kewajiban kota anggota ASCN?", "Siapa ketua ASCN tahun ini?"],
        ),
        (
            "apa saja kewajiban kota anggota ASCN dan siapa ketua ASCN?",
            ["apa saja kewajiban kota anggota ASCN", "siapa ketua ASCN?"],
        ),
        (
            "What are the duties of a member city, and who chairs the network?",
            ["What are the duties of a member city", "who chairs the network?"],
        ),
        ("Apa kewajiban kota dan negara anggota ASCN?", ["Apa kewajiban kota dan negara anggota ASCN?"]),
    ],
)
def test_each_question_is_a_part_in_the_order_of_asking(text: str, asked: list[str], shipped: OnnxEmbedder) -> None:
    assert _asked(read_message(text, shipped)) == asked


def test_a_question_without_a_subject_of_its_own_has_the_one_before_it(shipped: OnnxEmbedder) -> None:
    first, second = read_message("Apa saja kewajiban kota anggota ASCN? Siapa ketuanya?", shipped).parts
    assert (first.subject, second.subject) == ("", "Apa saja kewajiban kota anggota ASCN?")


def test_what_is_told_before_a_question_is_its_background(shipped: OnnxEmbedder) -> None:
    text = "Selamat pagi! Saya Budi dari Bappeda Kota Batu. Apa saja kewajiban kota anggota ASCN?"
    message = read_message(text, shipped)
    (part,) = message.parts
    assert (part.act, part.text) == ("question", "Apa saja kewajiban kota anggota ASCN?")
    assert part.background == "Saya Budi dari Bappeda Kota Batu."
    assert message.greets
    assert message.place == "Kota Batu"


def test_an_english_letter_is_read_the_same_way(shipped: OnnxEmbedder) -> None:
    text = "Good morning! I work for the City of Cebu. What are the duties of an ASCN member city? Thank you very much!"
    message = read_message(text, shipped)
    assert _asked(message) == ["What are the duties of an ASCN member city?"]
    assert message.greets
    assert message.place == "Kota Cebu"


@pytest.mark.parametrize("text", ["Siapa wali kota Makassar?", "Apakah Kota Malang sudah menjadi anggota ASCN?"])
def test_a_city_that_is_only_asked_about_is_not_where_its_writer_is_from(text: str, shipped: OnnxEmbedder) -> None:
    assert read_message(text, shipped).place == ""


def test_clauses_around_a_question_are_left_out_and_figures_kept(shipped: OnnxEmbedder) -> None:
    (asked,) = _asked(read_message("selamat pagi pak, apa saja kewajiban kota anggota ASCN?", shipped))
    assert asked == "apa saja kewajiban kota anggota ASCN?"
    text = "ada 300 lampu lalu lintas, 120 di antaranya pintar, berapa nilai indikator 19.9?"
    assert _asked(read_message(text, shipped)) == [text]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Halo, selamat pagi!", "greeting"),
        ("Terima kasih banyak!", "thanks"),
        ("Selamat pagi! Saya mau bicara dengan petugas.", "person"),
        ("Thank you very much! I want to talk to a human, please.", "person"),
        ("Terima kasih banyak! Sampai jumpa!", "thanks"),
        ("Selamat pagi! Tolong ringkas jawaban tadi.", "answer"),
        ("Selamat pagi. Kamu siapa?", "assistant"),
        ("Good morning. Who are you?", "assistant"),
        ("Halo. Apa sumber jawaban itu?", "answer"),
        ("Thank you very much! What is the source of that answer?", "answer"),
    ],
)
def test_where_nothing_is_asked_one_thing_is_replied_to(text: str, group: str, shipped: OnnxEmbedder) -> None:
    (part,) = read_message(text, shipped).parts
    assert part.act.partition(".")[0] == group
    assert not part.asks


def test_a_correction_asks_for_what_is_meant(shipped: OnnxEmbedder) -> None:
    assert _asked(read_message("bukan itu, maksud saya syarat bergabung ASCN", shipped)) == ["syarat bergabung ASCN"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Bukan alasannya. Apakah Surabaya termasuk kota percontohan?", ["Apakah Surabaya termasuk kota percontohan?"]),
        (
            "Anda bilang kota ditanggung siapa? Maksud saya biaya perjalanan wali kota, siapa yang bayar",
            ["biaya perjalanan wali kota, siapa yang bayar"],
        ),
        ("ngapain indikator air?? saya nanya akibat kalau tidak lapor", ["akibat kalau tidak lapor"]),
    ],
)
def test_what_is_meant_stands_in_place_of_what_is_not(text: str, asked: list[str], shipped: OnnxEmbedder) -> None:
    assert _asked(read_message(text, shipped)) == asked


@pytest.mark.parametrize(
    "text",
    [
        "berapa proyek Banyuwangi dalam laporan 2025 dan apa saja?",
        "9 dari 48 lampu lalu lintas kami sudah cerdas, itu masuk indikator apa dan berapa nilainya?",
    ],
)
def test_what_names_nothing_of_its_own_is_not_cut_off(text: str, shipped: OnnxEmbedder) -> None:
    assert _asked(read_message(text, shipped)) == [text]


def test_beside_a_question_what_else_is_surely_wanted_is_replied_to(shipped: OnnxEmbedder) -> None:
    text = "Apa saja kewajiban kota anggota ASCN? Saya mau bicara dengan petugas."
    assert [part.act for part in read_message(text, shipped).parts] == ["question", "person"]


def test_there_are_never_more_parts_than_are_answered(shipped: OnnxEmbedder) -> None:
    asked = " ".join(f"Apa isi pasal {number} Kerangka Acuan ASCN?" for number in range(1, 30))
    assert len(read_message(asked, shipped).parts) == MOST_PARTS


def test_of_a_long_message_so_many_sentences_are_read(shipped: OnnxEmbedder) -> None:
    message = read_message("Kami dari Kota Batu. " * 200, shipped)
    assert len(message.said) == MOST_SENTENCES


def test_a_message_without_anything_has_no_parts(shipped: OnnxEmbedder) -> None:
    assert read_message("", shipped) == Message((), ())


@settings(max_examples=150)
@given(text=TEXT)
@example(text=",;" * 3_000)
@example(text="apa itu ASCN, siapa ketuanya, " * 200)
@example(text="apa itu ASCN" + ", a" * 1_990)
@example(text="1. " * 2_000)
@example(text="yth. " * 1_200)
@example(text="?" * 6_000)
@example(text="dan apa " * 750)
@example(text="bukan " * 1_000)
@example(text="Kota Batu " * 600)
@example(text="🙂" * 6_000)
def test_whatever_is_written_is_taken_apart(text: str, shipped: OnnxEmbedder) -> None:
    text = Query.of(text, "id").text
    message = read_message(text, shipped)
    assert bool(message.parts) == bool(text)
    assert len(message.parts) <= MOST_PARTS
    for part in message.parts:
        assert part.asks or part.act in {said.act for said in message.said}
        for said in (part.text, part.background, part.subject):
            assert all(_plain(word) in _plain(text) for word in said.split()), said


@settings(max_examples=60)
@given(text=st.text(st.sampled_from(",; ?.apa dn"), min_size=1, max_size=60))
@example(text=",;" * 3_000)
@example(text=", ?")
def test_no_part_is_empty(text: str, shipped: OnnxEmbedder) -> None:
    message = read_message(Query.of(text, "id").text, shipped)
    assert all(part.text.strip() for part in message.parts), message.parts


def _plain(text: str) -> str:
    """Without what lies between sentences and clauses, which parts may leave out or join by a space."""
    return "".join(character for character in text if character.isalnum())


@pytest.mark.parametrize(
    "text",
    [
        "Karena Kupang sudah jadi anggota sejak 2018, laporan tahunan kami telat, apa dendanya?",
        "We have been a member for years and our report is late, what is the fine?",
    ],
)
def test_what_tells_and_asks_at_its_end_asks(text: str, shipped: OnnxEmbedder) -> None:
    assert all(part.asks for part in read_message(text, shipped).parts)


def test_who_asks_for_the_standard_on_earthquakes_is_in_no_need(shipped: OnnxEmbedder) -> None:
    assert read_message("p, mau tny yg soal gempa2 itu di sni mn", shipped).unsafe == ""
    assert read_message("gempa, rumah kami roboh dan ayah masih di dalam, tolong", shipped).unsafe != ""


def test_what_is_asked_about_the_assistant_gets_its_part_beside_a_question(shipped: OnnxEmbedder) -> None:
    message = read_message("Berapa iuran tahunan anggota ASCN? Apa chat saya disimpan?", shipped)
    assert [part.act for part in message.parts] == ["question", "assistant.privacy"]
    message = read_message("Indikator lampu jalan ada ga di standarnya? namanya apa", shipped)
    assert all(part.asks for part in message.parts)


def test_what_may_be_a_question_about_the_assistant_is_so_otherwise(shipped: OnnxEmbedder) -> None:
    (part,) = read_message("Do you store what I type here? I might mention staff names.", shipped).parts
    assert (part.asks, part.otherwise) == (True, "assistant.privacy")
    (part,) = read_message("Apa saja kewajiban kota anggota ASCN?", shipped).parts
    assert part.otherwise == ""


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("Apa bedanya SNI ISO 37120 dengan SNI ISO 37122? Jangan panjang-panjang ya.", True),
        ("What is the ASCN? Keep it short.", True),
        ("ascn itu apaan sih singkatnya", True),
        ("Apa singkatan dari CSCO?", False),
    ],
)
def test_whether_a_short_answer_is_wished_for(text: str, brief: bool, shipped: OnnxEmbedder) -> None:
    assert read_message(text, shipped).brief is brief


@pytest.mark.parametrize(
    "text",
    [
        "Bagaimana indikator taman kota dihitung? per hektar atau per penduduk",
        "How is the indicator of parks counted? per hectare or per person",
        "Laporan kota dikirim lewat siapa? gubernur apa perwakilan nasional?",
    ],
)
def test_what_is_to_be_chosen_stays_with_its_question(text: str, shipped: OnnxEmbedder) -> None:
    assert _asked(read_message(text, shipped)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Saya dari Bappeda. Kepala kami meminta tabelnya hari ini juga. Rekan saya yakin isinya benar. Saya tidak. "
        "Apakah jejaring itu mempunyai indikator sendiri?",
        "My boss is angry. My colleague wants to copy last year's table. I do not think so. What is asked of us?",
    ],
)
def test_who_tells_of_trouble_at_work_is_in_no_need(text: str, shipped: OnnxEmbedder) -> None:
    assert read_message(text, shipped).unsafe == ""


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("oke makasih, berarti itu wajib ya", True),
        ("siap, berarti boleh ya", True),
        ("ok makasih ya, sampai besok", False),
        ("oh begitu, berarti laporannya ke siapa", True),
        ("ya sudah, sampai jumpa", False),
        ("thanks, and what if we are late with the report", True),
    ],
)
def test_a_question_behind_a_word_of_the_talk_is_one(text: str, asks: bool, shipped: OnnxEmbedder) -> None:
    assert any(part.asks for part in read_message(text, shipped).parts) is asks


@pytest.mark.parametrize(
    ("text", "unsafe"),
    [
        ("Bagaimana memakai kamera jalan untuk membuntuti pengurus serikat yang suka berdemo?", "danger"),
        ("We want the cameras of the city to recognise the faces of protesters. How is that set up?", "danger"),
        ("Indikator mana yang menghitung kamera jalan?", ""),
    ],
)
def test_who_wants_people_watched_is_told_apart_from_who_counts_cameras(
    text: str, unsafe: str, shipped: OnnxEmbedder
) -> None:
    assert read_message(text, shipped).unsafe == unsafe
