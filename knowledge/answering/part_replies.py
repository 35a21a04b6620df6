"""The reply to each part of a message: of the documents, or what else it wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.answering.beginnings import field_of, first_question, next_questions
from knowledge.answering.context import Way
from knowledge.answering.items import told
from knowledge.answering.merging import SAID, Reply, merge_offered
from knowledge.answering.question_steps import QuestionSteps
from knowledge.answering.refusal import refusal_offer
from knowledge.answering.replies import reply
from knowledge.answering.retelling import Retelling, asks_for_points, spoken_of
from knowledge.answering.steps.composition import compose_passage
from knowledge.answering.steps.interpretation import worked_out_again
from knowledge.answers import Answer, Block, ListBlock, Outcome
from knowledge.documents import Language
from knowledge.embedding.base import Embedder
from knowledge.grounding.originals import OriginalStore
from knowledge.indicators.questions.cues import asks_of_those_told
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.message import Message, Part
from knowledge.understanding.readings import asks_after, shown_item
from knowledge.understanding.safety import UNSAFE
from knowledge.understanding.shapes import pattern

_UNSURE = 0.45  # probability below which what is no question by its looks is taken for one all the same
#: Confidence from which the documents answer even what looks like no question to them.
_ANSWERED_ALL_THE_SAME = {"draft": 0.5, "offtopic": 0.6, "person": 0.7, "story": 0.4}
#: Acts that are mostly taken for each other, and between which nothing is asked of the documents.
_ALIKE = (frozenset({"ack", "thanks", "farewell", "greeting"}), frozenset({"draft", "assistant.check"}))
_MANY = 3  # words that carry a topic, from which a message has one of its own
#: Probability from which such a message gets its own reply, where the documents do not answer it. What a sentence only
#: sounds like, while its message as a whole is harmless, takes more.
_SURELY = {"offtopic": 0.55, **dict.fromkeys(UNSAFE, 0.85)}
_MAY_ASK_HERE = 0.25  # probability from which a message may ask, after what was asked before it: where that is answered
_ASKS_HERE = 0.5  # and from which it does
_SURELY_RETOLD = 0.8  # and from which the last answer is meant, whatever the documents say
#: Wishes for the last answer in another form, that a text may be where the documents do not answer it.
_FORMS = frozenset({"answer.shorter", "answer.simpler"})
_OBJECTION = 60  # characters of what objects to the last answer rather than tells something


class PartReplies:
    """Has questions asked of the documents, and replies to what asks nothing of them.

    Args:
        ask: takes a question through its steps.
        retriever: finds what else there is on the last answer.
        embedder: the shipped one, over which the heads were trained.
        originals: what the originals of sources say.
        hand_over: whether a question can be passed on to a person just now.
    """

    def __init__(
        self,
        ask: QuestionSteps,
        retriever: Retriever,
        embedder: Embedder,
        originals: OriginalStore | None,
        hand_over: Callable[[], bool],
    ) -> None:
        self._ask = ask
        self._retriever = retriever
        self._embedder = embedder
        self._originals = originals
        self._hand_over = hand_over
        self._retelling = Retelling(retriever, originals)

    def __call__(self, part: Part, way: Way, message: Message) -> Reply:
        """The reply to one part of a message."""
        likelihood = _likelihood(part, message)
        if not part.asks and worked_out_again(part.text, way.state.questions, way.query.language):
            return self._ask(part, way)  # "the total is 13,150, not 131,500, strange, isn't it"
        if not part.asks and not _forms(part) and (asks := self._asks_here(part, way)) >= _MAY_ASK_HERE:
            found = self._ask(part, way)
            if found.outcome in SAID or (asks >= _ASKS_HERE and found.outcome is not Outcome.REFUSED):
                return found
            way.contexts.pop()
        if part.asks or likelihood < _UNSURE:
            others = [other.text for other in message.parts if other.asks and other is not part]
            found = self._ask(part, way)
            beside = part.asks and others and found.outcome is Outcome.REFUSED
            found = self._asked_beside(part, others, way, found) if beside else found
            otherwise = part.otherwise or (part.act if part.act in _FORMS else "")
            of_answer = otherwise.startswith("answer") and way.state.answer is None  # there is none to speak of
            if not otherwise or of_answer or found.outcome in SAID:
                return found
            way.contexts.pop()
            part = replace(part, act=otherwise)
        if part.act.startswith("answer"):
            return self._retold(part, way, likelihood)
        if part.act == "story" and way.state.answer and _may_ask(part.text):
            return self._ask(part, way)  # "and if there is no such office in our city?"
        if part.act == "story" and way.state.answer and len(part.text) <= _OBJECTION:  # "but our consultant says so"
            return self._retold(replace(part, act="answer.doubt"), way, likelihood)
        if part.act in _ANSWERED_ALL_THE_SAME or part.act in UNSAFE:
            return self._perhaps(part, way, likelihood)
        if part.act == "worry":
            return self._begun(part, way)
        outcome, blocks = reply(part.act, way.query.language, hand_over=self._hand_over())
        suggestions = self._answered("own_text", way) if part.act == "assistant.check" else ()
        offers = _offers(outcome, way.query.language)
        return Reply(part.text, outcome, blocks, offers=offers, suggestions=suggestions)

    def _begun(self, part: Part, way: Way) -> Reply:
        """What that is which somebody is worried to know too little of, and what to ask next; a word of sympathy where
        it is nothing that the documents are about."""
        field, language = field_of(part.text), way.query.language
        if field:
            found = self._ask(Part("question", first_question(field, language)), way, alone=True)
            if found.outcome in SAID or found.outcome is Outcome.PARTLY:
                blocks = [*reply("worry", language)[1], *found.blocks]
                return replace(found, blocks=blocks, offers=(), suggestions=self._answered(field, way))
            way.contexts.pop()
        outcome, blocks = reply("story", language)
        return Reply(part.text, outcome, blocks)

    def _answered(self, field: str, way: Way) -> list[str]:
        """Of what is usually asked next the questions that the documents answer."""
        other = Way(way.query, way.scope, ConversationState())
        return [
            question
            for question in next_questions(field, way.query.language)
            if self._ask(Part("question", question), other).outcome in SAID
        ]

    def _asks_here(self, part: Part, way: Way) -> float:
        """How likely what is no question by itself is one after what was asked before it."""
        return max((asks_after(part.text, before, self._embedder) for before in way.state.questions[:1]), default=0.0)

    def _asked_beside(self, part: Part, others: Sequence[str], way: Way, refused: Reply) -> Reply:
        """The answer to a question that found none by itself, read with the other questions of its message; the refusal
        where that finds none either."""
        alone = way.contexts.pop()
        found = self._ask(replace(part, subject=" ".join(others)), way)
        if found.outcome in SAID:
            return found
        way.contexts[-1] = alone
        return refused

    def _perhaps(self, part: Part, way: Way, likelihood: float) -> Reply:
        """What the documents surely say to something that is no question, or what is replied to it else."""
        language = way.query.language
        subject = pattern("subject_of_draft").search(part.text) if part.act == "draft" else None
        asked = replace(part, text=subject["subject"]) if subject else part
        found = self._ask(asked, way, alone=part.act == "offtopic" or subject is not None)
        context = way.contexts[-1]
        sure = found.outcome in SAID and context.confidence >= _ANSWERED_ALL_THE_SAME.get(part.act, 0.0)
        if part.act == "person" and not self._hand_over():  # whom to ask may stand in the documents
            sure = found.outcome in SAID or found.outcome is Outcome.PARTLY
        if part.act == "draft" and (sure or _names_something(found)):  # what is near is material, too
            found.blocks = [*reply("draft_material", language)[1], *_material(found)]
            return replace(found, offers=())
        if sure or likelihood < _SURELY.get(part.act, 0.0):
            return found
        way.contexts.pop()
        outcome, blocks = reply(part.act, language, hand_over=self._hand_over())
        return Reply(part.text, outcome, blocks, offers=_offers(outcome, language))

    def _retold(self, part: Part, way: Way, likelihood: float) -> Reply:
        """The last answer in another form; a question where it only sounded like that."""
        language = way.query.language
        state = ConversationState.of(spoken_of(part.text, way.history)) if way.history else way.state
        last = state.answer
        kind = part.act.partition(".")[2]
        if last is None:
            if len(way.query.content_words) >= _MANY:
                asked = self._ask(part, way)
                if kind != "source" or asked.outcome in SAID:
                    return asked
                way.contexts.pop()
            act = {"doubt": "complaint", "source": "assistant.sources"}.get(kind, "answer.nothing")
            return Reply(part.text, *reply(act, language, hand_over=self._hand_over()))
        if last.subjects and (found := self._of_indicators(part, way)):
            return found
        item = shown_item(part.text, state)
        if kind == "shorter" and item:
            return replace(told(item, language), asked=part.text, passages=last.passages)
        # An item of the list may be spoken of; of an indicator people ask where its data come from.
        other = item is not None or (kind == "source" and last.subjects)
        if other or likelihood < _SURELY_RETOLD:
            asked = self._ask(part, way)
            if asked.outcome in SAID and (other or not set(asked.passages) & way.state.shown):
                return asked
            way.contexts.pop()
        if kind == "translate":
            return self._translated(part.text, last, way)
        way.state = state
        retold = self._retelling(kind, part.text, state, last, language, way.scope)
        if kind == "example" and retold.outcome is Outcome.SMALLTALK:  # one may be asked for all the same
            asked = self._ask(part, way)
            if asked.outcome in SAID or (asked.outcome is Outcome.PARTLY and not last.subjects):
                return asked
            way.contexts.pop()
        return retold

    def _of_indicators(self, part: Part, way: Way) -> Reply | None:
        """What the catalogue says to a wish on the indicators just told of, such as a table of them or the others of
        their theme; None where it is on the answer itself."""
        if not asks_of_those_told(part.text):
            return None
        asked = self._ask(part, way)
        if asked.outcome in SAID and asked.subjects:
            return asked
        way.contexts.pop()
        return None

    def _translated(self, wish: str, last: Answer, way: Way) -> Reply:
        """The last answer in the language wished for, or the other one: its questions asked anew, of the texts in that
        language."""
        other_language: Language = "en" if last.language == "id" else "id"
        english, indonesian = pattern("into_en").search(wish), pattern("into_id").search(wish)
        way.language = "en" if english and not indonesian else "id" if indonesian and not english else other_language
        query = replace(way.query, language=way.language)
        if last.passages and not last.subjects:
            found = self._retriever.in_language(last.passages, way.language)
            replies = [compose_passage(passage, query, wish, self._originals) for passage in found]
        else:
            other = Way(query, way.scope, ConversationState())
            replies = [self._ask(Part("question", line), other) for line in last.question.split("\n")]
        merged = merge_offered(replies, way.language, self._hand_over())
        subjects = [subject for reply in replies for subject in reply.subjects]
        passages = [passage for reply in replies for passage in reply.passages]
        return Reply("", merged.outcome, merged.blocks, merged.citations, subjects=subjects, passages=passages)


def _offers(outcome: Outcome, language: Language) -> list[Block]:
    return [refusal_offer(language)] if outcome is Outcome.PERSON else []


def _forms(part: Part) -> bool:
    """Whether a part wishes for so many points, or a table, of what was said: a form of an answer, not another one."""
    return part.act == "answer.shorter" and (
        asks_for_points(part.text) or bool(pattern("wants_table").search(part.text))
    )


def _may_ask(told: str) -> bool:
    return told.endswith("?") or pattern("question_word").search(told) is not None


def _likelihood(part: Part, message: Message) -> float:
    acts = next((acts for acts in _ALIKE if part.act in acts), {part.act})
    return max((sum(said.probabilities.get(act, 0.0) for act in acts) for said in message.said), default=1.0)


def _names_something(found: Reply) -> bool:
    """Whether a reply holds more than that there is none."""
    return found.outcome in (*SAID, Outcome.PARTLY) or any(isinstance(block, ListBlock) for block in found.blocks)


def _material(found: Reply) -> Sequence[Block]:
    """What a reply gives for a text that is to be written: of a refusal, what is near."""
    if found.outcome is not Outcome.REFUSED:
        return found.blocks
    return [block for block in found.blocks if isinstance(block, ListBlock)]
