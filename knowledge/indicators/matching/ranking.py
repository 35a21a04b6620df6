"""Which indicator a description means."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.indicators.matching.lexical import Hit

# Least confidence of a search by the cue the question gives that it is about an indicator; chosen on the
# development questions so that questions for the documents stay below.
LEAST_WITH_WORD = 0.5
LEAST_WITH_LEAD = 0.45
CLEAR_LEAD = 1.25
LEAST_WITH_CUE = 0.6
LEAST_ALONE = 0.86
LEAST_SHARE = 0.55
# By meaning: the cosine from which a question with such a cue is about the indicator, and how much cosines weigh
# beside the search by words, whose best hit counts as 1.
LEAST_SIMILARITY = 0.7
LEAST_COVERAGE = 0.5
LEAST_OF_NAMED = 0.3
SIMILARITY_WEIGHT = 2.0


def _leads(hits: Sequence[Hit]) -> bool:
    return len(hits) == 1 or hits[0].score >= CLEAR_LEAD * hits[1].score
