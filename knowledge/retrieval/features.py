"""What tells whether the best passage answers a question."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.retrieval.question_features import QuestionFeatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Features(QuestionFeatures):
    """Features of a question and of the evidence for it: the first passage, in either language.

    Args:
        dense: its cosine similarity to the question.
        paraphrase_margin: by how much that exceeds 0.8, where a question only words differently what the passage is
            known to answer.
        coverage: share of the BM25 score that the question could attain in this release (0..1).
        margin: its fused score above that of the second.
        agreement: 1 when the dense and the lexical side put the same passage first.
        idf_coverage: how much of the question's words it has, weighted by rarity (0..1).
        max_missing_idf: the rarity (0..1) of the rarest word that it lacks.
        missing_entities: how many names and numbers of the question it does not mention, at most 2.
        misfit: by how much nearer it would be to the question without the one word that fits it least, such as "fare"
            in one on buses; 0 for a text of ours, of which the questions are known.
    """

    dense: float
    paraphrase_margin: float
    coverage: float
    margin: float
    agreement: float
    idf_coverage: float
    max_missing_idf: float
    missing_entities: float
    misfit: float
