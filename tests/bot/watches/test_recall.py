"""Watched questions are asked again after a publication."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.identity import PersonHasher
from bot.watches.recall import Recall
from bot.watches.watches import Watches
from knowledge.answers import Answer, Outcome, Paragraph
from knowledge.documents import Language
from knowledge.embedding.onnx import OnnxEmbedder
from tests.bot.journals import Stores, an_answer

FIRST = "Kota melapor setiap tahun kepada Sekretariat melalui Perwakilan Nasional."


@dataclass
class Knowledge:
    """What is published, and what it says."""

    release: str | None = "r1"
    says: str = FIRST
    asked: list[str] = field(default_factory=list)

    def published(self) -> str | None:
        """The release."""
        return self.release

    def publish(self, release: str, says: str) -> None:
        """Publish something else."""
        self.release, self.says = release, says

    def answer(self, text: str, *, language: Language | None = None) -> Answer:
        """The answer."""
        self.asked.append(text)
        outcome = Outcome.ANSWERED if self.says else Outcome.REFUSED
        blocks = (Paragraph(text=self.says, citations=(1,)),)
        return an_answer(text).model_copy(update={"blocks": blocks, "outcome": outcome, "release": self.release})


@pytest.fixture(scope="module")
def shipped() -> OnnxEmbedder:
    return OnnxEmbedder(threads=1)


def test_a_watcher_is_told_of_each_change_in_substance_once(stores: Stores, shipped: OnnxEmbedder) -> None:
    knowledge, watches = Knowledge(), Watches(stores.engine, PersonHasher(b"key"))
    recall = Recall(watches, knowledge, shipped, knowledge.published)
    turn = stores.journal.record("c", "telegram", "telegram:1", "Kapan?", an_answer("Kapan kota melapor?"))
    watch = recall.begin(turn, "telegram:1", "telegram", "7:8")
    assert recall.ask_again(0) == 0
    assert knowledge.asked == ["Kapan kota melapor?"]  # not asked again of the release that it is from

    knowledge.publish("r2", "Setiap tahun kota melapor kepada Sekretariat melalui Perwakilan Nasional.")
    assert recall.ask_again(0) == 0
    knowledge.publish("r3", FIRST.replace("setiap tahun", "dua kali setahun"))
    assert recall.ask_again(0) == 1
    assert recall.ask_again(0) == 0
    (taken,) = watches.take("telegram")
    assert (taken.answer.blocks[0], taken.news) == (
        Paragraph(text=FIRST, citations=(1,)),
        knowledge.answer(turn.answer.question),
    )
    watches.told(taken)

    knowledge.publish("r1", FIRST)  # rolled back: that is a change of what they were told
    assert recall.ask_again(0) == 1
    knowledge.publish("r3", FIRST.replace("setiap tahun", "dua kali setahun"))  # before anybody was told
    assert recall.ask_again(0) == 0
    assert watches.take("telegram") == []
    knowledge.publish("r4", "")
    assert recall.ask_again(0) == 1
    assert watches.watch(watch.id).release == "r4"


def test_nothing_is_watched_before_anything_is_published(stores: Stores, shipped: OnnxEmbedder) -> None:
    knowledge = Knowledge(release=None)
    recall = Recall(Watches(stores.engine, PersonHasher(b"key")), knowledge, shipped, knowledge.published)
    assert recall.ask_again(0) == 0
