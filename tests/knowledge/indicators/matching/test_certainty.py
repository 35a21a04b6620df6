from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.certainty import (
    BY_MEANING,
    Evidence,
    calibration,
    evidence_of,
    gives_cue,
    in_doubt,
    passage_of,
    probability,
)
from knowledge.indicators.matching.lexical import Hit
from knowledge.indicators.questions.question import understand
from tools.calibrate_indicators import SIGNS

CATALOGUE = Catalogue.load()
LIGHTS = CATALOGUE.get("19.9")
NAMES = [field.name for field in fields(Evidence)]
SHARES = st.floats(0.01, 1.0)


def test_weights_are_of_evidence_and_have_its_sign() -> None:
    model = calibration()
    for weights in (model.weights, model.read_weights, model.word_weights):
        assert set(weights) <= {*NAMES, "read"}
        assert all(weight * SIGNS[name] > 0 for name, weight in weights.items())
    assert model.word_weights.keys().isdisjoint(BY_MEANING)
    assert set(SIGNS) == {*NAMES, "read"}
    assert 0 < model.threshold < 1


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, SHARES)), SHARES, st.floats(-12, 8))
def test_more_for_it_is_never_less_probable(known: dict[str, float], more: float, read: float) -> None:
    evidence = Evidence(**known)
    for name in set(NAMES) - {"similarity"}:
        raised = replace(evidence, **{name: getattr(evidence, name) + more})
        assert (probability(raised) - probability(evidence)) * SIGNS[name] >= 0
    assert 0 <= probability(evidence, read) <= probability(evidence, read + more) <= 1


def test_the_evidence_is_of_the_first_hit_before_the_next() -> None:
    question = understand("indikator lampu merah pintar", "id", (), CATALOGUE)
    first, second = Hit(LIGHTS, 3.0, 0.9, 0.4, 1, 0.8), Hit(LIGHTS, 1.0, 0.9, 0.4, 1, 0.7)
    evidence = evidence_of(question, [first, second])
    assert evidence.similarity_lead > 0
    assert evidence.score_lead > 0
    assert evidence.similarity_to_named == evidence.similarity
    assert (evidence.one_of_several, evidence.one_word, evidence.indicator) == (1.0, 0.0, 1.0)
    of_a_city = understand("lampu merah di Semarang", "id", (), CATALOGUE)
    assert evidence_of(of_a_city, [first]).place == 1.0
    assert evidence_of(of_a_city, [first]).similarity_to_named == 0.0


def test_by_words_alone_nothing_is_read() -> None:
    question = understand("lampu merah pintar", "id", (), CATALOGUE)
    assert not in_doubt(evidence_of(question, [Hit(LIGHTS, 1.0, 0.5, 0.5, 2)]))


def test_what_is_read_is_what_people_call_it() -> None:
    passage = passage_of(LIGHTS, "en")
    assert passage.heading == (LIGHTS.title.english,)
    assert all(phrase in passage.text for phrase in LIGHTS.everyday_en)
    assert passage.id != passage_of(LIGHTS, "id").id


def test_a_cue_is_a_standard_a_wish_or_what_was_told_before() -> None:
    def cue(text: str, *context: str) -> bool:
        return gives_cue(understand(text, "id", [CATALOGUE.get(key) for key in context], CATALOGUE))

    assert cue("lampu di 37122")
    assert cue("rumus lampu merah")
    assert cue("kalau lampu jalan?", "37122:19.9")
    assert not cue("lampu merah itu bagus")
