"""Lists and tables of indicators, with what is asked of each."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.indicators.catalogue import Indicator
from knowledge.indicators.questions.cues import AS_TABLE, FORMULA, HOLDER, UNIT
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder


def list_indicators(indicators: Sequence[Indicator], question: IndicatorQuestion, builder: ReplyBuilder) -> None:
    """List indicators with what is asked of each; as a table, if that is wished for."""
    aspects = asked_aspects(question)
    if AS_TABLE.search(question.text):
        builder.overview(indicators, aspects or ("unit", "formula"))
    else:
        builder.items(indicators, aspects)


def asked_aspects(question: IndicatorQuestion) -> tuple[str, ...]:
    """What a list of indicators is to say of each."""
    cues = {"unit": UNIT, "formula": FORMULA, "owner": HOLDER}
    return tuple(name for name, cue in cues.items() if cue.search(question.wish))


def reply_table(question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
    """The indicators just spoken of as a table; None where none is wished for."""
    context = [one for one in question.context if one.verified]
    if not context or not AS_TABLE.search(question.text):
        return None
    aspects = asked_aspects(question) or ("unit", "formula", "owner")
    builder.paragraph("table", builder.citations.of_indicators(*context))
    builder.overview(context, aspects)
    return builder.reply(context)
