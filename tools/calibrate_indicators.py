"""Fit when a question is taken to mean an indicator: ``knowledge/indicators/matching/calibration.json``.

    python -m tools.calibrate_indicators [--write]

Questions whose indicator is known: ``tests/knowledge/indicators/*lookups.yaml``, the golden cases of the dev split, and
everyday phrases of the catalogue, each left out of what it is compared with. Questions that mean none: those of both
that go to the documents, ``tests/golden/calibration.yaml`` and the example questions of the corpus. The best hit is
right or wrong; weights are bound to the sign that their feature means. All figures are of questions left out of the fit
(ten folds). The threshold is the lowest from which on at most 1 % of the questions that mean none lies.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from bot.evaluation.cases import Case, in_split, load_calibration, load_cases
from ingest.corpus.loader import load_corpus
from ingest.importer import CORPUS
from knowledge.documents import Language
from knowledge.embedding.factory import open_embedder
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator
from knowledge.indicators.matching.certainty import BY_MEANING, Evidence, evidence_of, passage_of
from knowledge.indicators.matching.lexical import IndicatorIndex
from knowledge.indicators.matching.ranking import IndicatorRanker
from knowledge.indicators.matching.semantic import SemanticMatcher
from knowledge.indicators.questions.question import understand
from knowledge.reading.reader import shipped_reader
from tools.calibrate import GOLDEN, ROOT, Floats, Model, fit, left_out

LOOKUPS = ROOT / "tests" / "knowledge" / "indicators"
CALIBRATION = ROOT / "knowledge" / "indicators" / "matching" / "calibration.json"
MISTAKEN = 0.01  # of the questions that mean no indicator
SIGNS = {
    "similarity": 1,
    "coverage": 1,
    "phrase": 1,
    "explained": 1,
    "similarity_lead": 1,
    "score_lead": 1,
    "similarity_to_named": 1,
    "one_of_several": -1,
    "one_word": -1,
    "indicator": 1,
    "place": -1,
    "read": 1,
}
#: What a question of each kind counts; there are many examples, and lone phrases are not how most people ask.
COUNTED = {"lookups": 2.0, "golden": 1.0, "calibration": 1.0, "examples": 0.8, "phrases": 0.25}
_EVERY_EXAMPLE, _EVERY_PHRASE = 8, 3  # one in so many
_CODE = re.compile(r"(\d+)\\\.(\d+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the keys that are right, none where it means no indicator; ``phrase`` is one of the catalogue."""

    kind: str
    question: str
    language: Language
    keys: tuple[str, ...]
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """The evidence for the best hit, by meaning and by words alone, the reader's score, and whether it is right."""

    asked: Asked
    evidence: Evidence
    by_words: Evidence | None
    read: float
    right: bool
    right_by_words: bool


def questions(catalogue: Catalogue) -> Iterator[Asked]:
    """All questions that are fitted on."""
    for name in ("lookups.yaml", "more_lookups.yaml"):
        for group in yaml.safe_load((LOOKUPS / name).read_text(encoding="utf-8")).values():
            for language, key, question in group:
                yield Asked("lookups", question, language, (key,) if key else ())
    for case in in_split(load_cases(GOLDEN), "dev"):
        keys = _keys(case)
        if len(case.turns) == 1 and (keys or case.expect in ("answered", "partly", "refused")):
            yield Asked("golden", case.question, case.language, keys)
    for known in load_calibration(GOLDEN):
        yield Asked("calibration", known.question, known.language, ())
    examples = [
        Asked("examples", question, loaded.document.language, ())
        for loaded in load_corpus(CORPUS)
        for section in loaded.sections
        for question in section.example_questions
    ]
    yield from examples[::_EVERY_EXAMPLE]
    phrases = [
        Asked("phrases", phrase, language, (indicator.key,), phrase=True)
        for indicator in catalogue.indicators.values()
        if indicator.verified
        for language, spoken in _spoken(indicator)
        for phrase in spoken
    ]
    yield from phrases[::_EVERY_PHRASE]


def _spoken(indicator: Indicator) -> tuple[tuple[Language, tuple[str, ...]], ...]:
    return ("id", indicator.everyday_id), ("en", indicator.everyday_en)


def _keys(case: Case) -> tuple[str, ...]:
    if case.expect != "indicator":
        return ()
    codes = _CODE.findall(" ".join(pattern.pattern for fact in case.required for pattern in fact))
    named = re.search(r"3712\d", case.citation.pattern) if case.citation else None
    return tuple(f"{named[0] if named else DEFAULT_STANDARD}:{clause}.{number}" for clause, number in codes)


def examples(catalogue: Catalogue) -> list[Example]:
    """The questions that name no code, with what speaks for the best hit."""
    embedder, reader = open_embedder(), shipped_reader()
    vectors: dict[str, NDArray[np.float32]] = {}

    def passages(texts: Sequence[str]) -> NDArray[np.float32]:
        if new := [text for text in texts if text not in vectors]:
            vectors.update(zip(new, embedder.embed_passages(new), strict=True))
        return np.array([vectors[text] for text in texts])

    found = []
    shared = IndicatorIndex(catalogue), SemanticMatcher(embedder, passages)
    for asked in questions(catalogue):
        known = without_phrase(catalogue, asked) if asked.phrase else catalogue
        index, matcher = (IndicatorIndex(known), SemanticMatcher(embedder, passages)) if asked.phrase else shared
        question = understand(asked.question, asked.language, (), known)
        if question.codes or not (hits := IndicatorRanker(index, matcher).rank(question)):
            continue
        words = IndicatorRanker(index).rank(question)
        (read,) = reader.read(question.text, [passage_of(hits[0].indicator, asked.language)])
        found.append(
            Example(
                asked,
                evidence_of(question, hits),
                evidence_of(question, words) if words else None,
                read.score,
                hits[0].indicator.key in asked.keys,
                bool(words) and words[0].indicator.key in asked.keys,
            )
        )
    return found


def without_phrase(catalogue: Catalogue, asked: Asked) -> Catalogue:
    """The catalogue without the phrase that is asked."""
    indicator = catalogue.get(asked.keys[0])
    kept = replace(
        indicator,
        everyday_id=tuple(phrase for phrase in indicator.everyday_id if phrase != asked.question),
        everyday_en=tuple(phrase for phrase in indicator.everyday_en if phrase != asked.question),
    )
    return replace(catalogue, indicators={**catalogue.indicators, indicator.key: kept})


def choose_threshold(probabilities: Floats, none: NDArray[np.bool_], counted: Floats) -> float:
    """The lowest, in hundredths, from which on at most that share of the questions that mean none lies."""
    grid = (float(step) for step in np.arange(1, 100) / 100)
    total = counted[none].sum()
    return next((step for step in grid if counted[none & (probabilities >= step)].sum() <= MISTAKEN * total), 0.99)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print the figures, and write the file when asked to."""
    parser = argparse.ArgumentParser(description="Fit when a question is taken to mean an indicator.")
    parser.add_argument("--write", action="store_true", help=f"write {CALIBRATION.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    found = examples(Catalogue.load())
    names = [field.name for field in fields(Evidence)]
    evidence = np.array([[getattr(one.evidence, name) for name in names] for one in found])
    read = np.column_stack([evidence, [one.read for one in found]])
    right = np.array([float(one.right) for one in found])
    counted = np.array([COUNTED[one.asked.kind] for one in found])
    fitted: dict[str, tuple[Model, list[str]]] = {}
    own = _fit("weights", "by words and meaning", evidence, right, counted, names, fitted)
    own = _fit("read_weights", "and read", read, right, counted, [*names, "read"], fitted)
    alone = [one for one in found if one.by_words is not None]
    lexical = [name for name in names if name not in BY_MEANING]
    words = np.array([[getattr(one.by_words, name) for name in lexical] for one in alone])
    right_by_words = np.array([float(one.right_by_words) for one in alone])
    counted_alone = np.array([COUNTED[one.asked.kind] for one in alone])
    _fit("word_weights", "by words alone", words, right_by_words, counted_alone, lexical, fitted)
    none = np.array([not one.asked.keys for one in found])
    threshold = choose_threshold(own, none, counted)
    _print_figures(found, own, threshold)
    content: dict[str, object] = {"threshold": threshold}
    for name, (model, used) in fitted.items():
        weights = {used[at]: round(float(weight), 4) for at, weight in enumerate(model.weights)}
        content[name] = {feature: weight for feature, weight in weights.items() if weight}
        content[name.replace("weights", "bias")] = round(model.bias, 4)
    print(json.dumps(content))
    if options.write:
        CALIBRATION.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        print(f"{CALIBRATION} written")


def _fit(
    key: str,
    called: str,
    features: Floats,
    right: Floats,
    counted: Floats,
    names: list[str],
    fitted: dict[str, tuple[Model, list[str]]],
) -> Floats:
    """Fit one of the models, keep it under its name and give the probabilities of questions left out."""
    signs = [SIGNS[name] for name in names]
    own, _ = left_out(features, right, counted, signs, features[:0])
    print(f"{called}: AUROC {roc_auc_score(right, own, sample_weight=counted):.4f}")
    fitted[key] = fit(features, right, counted, signs), names
    return own


def _print_figures(found: Sequence[Example], own: Floats, threshold: float) -> None:
    right = np.array([one.right for one in found])
    means = np.array([bool(one.asked.keys) for one in found])
    kinds = np.array([one.asked.kind for one in found])
    print(f"taken to be meant from {threshold:.2f} on, of questions left out of the fit:")
    for kind in COUNTED:
        of_kind = (kinds == kind) & (own >= threshold)
        print(
            f"  {kind:12} {(of_kind & right).sum()} of {((kinds == kind) & right).sum()} right ones, "
            f"{(of_kind & ~right & means).sum()} of {((kinds == kind) & ~right & means).sum()} that mean another, "
            f"{(of_kind & ~means).sum()} of {((kinds == kind) & ~means).sum()} that mean none"
        )
    wrong = np.abs(own - right)
    for at in np.argsort(-wrong)[:20]:
        print(f"  {own[at]:.2f}  {bool(right[at])!s:5}  {found[at].asked.question}")


if __name__ == "__main__":
    main()
