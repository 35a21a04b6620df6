from __future__ import annotations

from knowledge.answers import Card
from knowledge.indicators.replies.cards import card_fields, classification, compared_aspects, owners
from tests.knowledge.indicators.asking import CATALOGUE, ask


def test_a_card_has_everything_and_its_sources() -> None:
    reply = ask("Apa itu indikator 19.9?")
    card = next(block for block in reply.blocks if isinstance(block, Card))
    labels = {field.label: field.value for field in card.fields}
    assert card.key == "37122:19.9"
    assert labels["Kode"] == "19.9 (SNI ISO 37122:2019)"
    assert labels["Tema"] == "Transportasi (klausul 19)"
    assert labels["Satuan"] == "persen"
    assert "Lampu lalu lintas cerdas" in labels["Rumus"]
    assert "saran kami" in labels["Data biasanya ada di"]
    assert labels["Keyakinan sumber"].startswith("A")
    assert labels["Teks yang menentukan"] == "SNI ISO 37122:2019, klausul 19.9 (teksnya tidak ada dalam sumber kami)"
    assert "sumber yang dirujuk" in card.note
    assert {citation.publisher for citation in reply.citations} >= {"City of Viçosa smart city team"}
    assert not any("SNI ISO" in citation.title for citation in reply.citations)  # its text was not read
    assert [citation.number for citation in reply.citations] == list(range(1, len(reply.citations) + 1))


def test_what_is_not_known_has_no_line() -> None:
    labels = [label for label, _ in card_fields(CATALOGUE.get("19.9"), CATALOGUE, "en")]
    assert "Class" not in labels
    assert "Direction" not in labels
    assert "Direction" in dict(card_fields(CATALOGUE.get("21.3"), CATALOGUE, "en"))


def test_a_formula_that_is_not_known_is_said() -> None:
    fields = dict(card_fields(CATALOGUE.get("37120:5.1"), CATALOGUE, "en"))
    assert fields["Formula"] == "Not in our sources"


def test_only_37120_has_classes() -> None:
    assert classification(CATALOGUE.get("19.9"), "id") == ""
    classes = {classification(indicator, "en") for indicator in CATALOGUE.of_standard("37120")}
    assert classes == {"", "core", "supporting", "profile"}


def test_owners_are_named_in_the_language() -> None:
    indicator = CATALOGUE.get("22.1")
    assert owners(indicator, CATALOGUE, "id") != owners(indicator, CATALOGUE, "en")
    assert len(owners(indicator, CATALOGUE, "en").split("; ")) == len(indicator.owners)


def test_a_comparison_has_a_cell_for_each_indicator() -> None:
    pair = [CATALOGUE.get("19.9"), CATALOGUE.get("37120:5.1")]
    rows = {label: cells for _, label, cells in compared_aspects(pair, CATALOGUE, "en")}
    assert rows["Theme"] == ["Transportation", "Economy"]
    assert rows["Numerator"] == ["Smart traffic lights", "Not in our sources"]
