"""What a conversation is about so far."""

from __future__ import annotations

import pytest

from knowledge.answers import Answer, Citation, Heading, Item, ListBlock, Outcome, Paragraph, TableBlock
from knowledge.understanding.conversation import ConversationState, ShownItem

SOURCE = Citation(number=1, title="Kerangka Acuan")
DUTIES = Answer(
    outcome=Outcome.ANSWERED,
    language="id",
    question="Apa saja tugas CSCO?",
    blocks=(
        Heading(text="Tugas  CSCO"),
        Paragraph(text="Tugasnya:", citations=(1,)),
        ListBlock(items=(Item(text="melapor", citations=(1,)), Item(text="hadir", citations=(1,)))),
    ),
    citations=(SOURCE,),
    passages=("c1",),
    subjects=("37122:19.9",),
    place="Kota Batu",
)
GREETED = Answer(outcome=Outcome.SMALLTALK, language="id", question="")
REFUSED = Answer(
    outcome=Outcome.REFUSED, language="id", question="berapa penduduk Denpasar?", blocks=(Paragraph(text="Maaf."),)
)


def test_a_conversation_begins_with_nothing() -> None:
    assert ConversationState.of([]) == ConversationState()


def test_what_was_answered_last_is_what_it_is_about() -> None:
    state = ConversationState.of([DUTIES])
    assert state == ConversationState(
        question="Apa saja tugas CSCO?",
        questions=("Apa saja tugas CSCO?",),
        topic="tugas csco",
        heading="Tugas CSCO",
        lists=((ShownItem("melapor", (SOURCE,), "Tugas CSCO"), ShownItem("hadir", (SOURCE,), "Tugas CSCO")),),
        subjects=("37122:19.9",),
        shown=frozenset({"c1"}),
        place="Kota Batu",
        answer=DUTIES,
    )


@pytest.mark.parametrize(
    "outcome", [Outcome.SMALLTALK, Outcome.DECLINED, Outcome.BUSY, Outcome.ERROR, Outcome.CARE, Outcome.OUTSIDE]
)
def test_what_has_no_topic_leaves_that_before_it(outcome: Outcome) -> None:
    other = GREETED.model_copy(update={"outcome": outcome})
    state = ConversationState.of([DUTIES, other])
    assert (state.question, _shown(state), state.answer) == (DUTIES.question, [("melapor", "hadir")], DUTIES)


def test_of_a_refusal_the_question_is_kept_and_the_last_answer_stays_that_before() -> None:
    state = ConversationState.of([DUTIES, REFUSED])
    assert (state.question, state.topic, state.heading) == (REFUSED.question, "", "")
    assert state.answer is DUTIES
    assert ConversationState.of([REFUSED]).answer is REFUSED


def test_the_latest_questions_are_kept_as_they_were_asked_the_last_first() -> None:
    several = DUTIES.model_copy(update={"question": "Kapan didirikan?\nkewajiban kota — siapa ketuanya?"})
    state = ConversationState.of([DUTIES, GREETED, several, DUTIES, REFUSED])
    assert state.questions == (
        "berapa penduduk Denpasar?",
        "Apa saja tugas CSCO?",
        "siapa ketuanya?",
        "Kapan didirikan?",
    )


def test_a_place_is_remembered_whatever_came_after_it_and_the_later_one_counts() -> None:
    assert ConversationState.of([DUTIES, GREETED, REFUSED]).place == "Kota Batu"
    moved = GREETED.model_copy(update={"place": "Kota Malang"})
    assert ConversationState.of([DUTIES, moved]).place == "Kota Malang"
    assert ConversationState.of([moved]) == ConversationState(place="Kota Malang")


def test_the_rows_of_a_table_are_items_too_and_the_last_list_counts() -> None:
    table = TableBlock(header=("Kota", "Tahun"), rows=(("Makassar", "2018"), ("Batu", "2026")))
    last = DUTIES.model_copy(update={"blocks": (*DUTIES.blocks, table)})
    state = ConversationState.of([DUTIES, last])
    assert _shown(state) == [("Makassar: 2018", "Batu: 2026"), ("melapor", "hadir")]
    assert [item.name for item in state.lists[0]] == ["Makassar", "Batu"]
    assert _shown(ConversationState.of([DUTIES.model_copy(update={"blocks": (Paragraph(text="Ya."),)})])) == []


def test_of_a_table_that_compares_things_these_are_the_items() -> None:
    table = TableBlock(header=("aspek", "NR", "CSCO"), rows=(("mewakili", "negara", "kota"), ("jumlah", "satu", "")))
    last = DUTIES.model_copy(update={"blocks": (table,)})
    assert _shown(ConversationState.of([last])) == [("NR: mewakili: negara; jumlah: satu", "CSCO: mewakili: kota")]


def test_the_sources_of_an_answer_and_a_single_item_are_no_list() -> None:
    sources = ListBlock(items=(Item(text="[1]: Kerangka Acuan"), Item(text="[2]: Nota konsep")))
    alone = ListBlock(items=(Item(text="melapor"),))
    for block in (sources, alone):
        assert _shown(ConversationState.of([DUTIES.model_copy(update={"blocks": (block,)})])) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Makassar: kota, 2018", "Makassar"),
        ("melapor setiap tahun;", "melapor setiap tahun"),
        ("ketangguhan (contoh dari kami: banjir)", "ketangguhan (contoh dari kami: banjir)"),
    ],
)
def test_an_item_is_called_by_what_stands_before_its_colon(text: str, name: str) -> None:
    assert ShownItem(text).name == name


def _shown(state: ConversationState) -> list[tuple[str, ...]]:
    return [tuple(item.text for item in items) for items in state.lists]


def test_a_topic_does_not_grow_without_end() -> None:
    long = DUTIES.model_copy(update={"question": " ".join(f"kata{number}" for number in range(500))})
    assert len(ConversationState.of([long]).topic) <= 160
