"""Fit when Pandu refuses or answers tentatively: the logistic model behind ``knowledge/answering/calibration.json``.

    python -m tools.calibrate [--quoted] [--write] [--data FOLDER]

Positives are golden questions of the dev split, and questions of ``tests/golden/calibration.yaml``, whose best passage
is one of the sections expected; negatives are those of both that no section answers. The kept split is never read.
Weights are bound to the sign that their feature means, so that few questions cannot turn one round; questions count so
that both kinds have equal shares at every length, since how long they were written says nothing. Two thresholds are
chosen on predictions for questions left out of the fit (ten folds): for refusing, the highest at which at most 6.5 % of
the answerable questions would be refused; for answering plainly, the lowest at which at most 12 % of the unanswerable
ones would be; between them, for giving a passage without a warning before it, the lowest at which at most 24 % would.
Documents that staff put in have no example questions, so they have weights and thresholds of their own (``--quoted``):
fitted in the same way on the starter corpus as if it had been put in so, in one language and then in the other. Of the
questions that the best passage answers at most 8 % would be refused, and of the unanswerable ones, which mostly come
near to what the documents say, at most 6 % answered plainly.
Where retrieval leaves it in doubt whether its first passage answers, the reader's score of it is added: a second model
over the log-odds of the first one for questions left out of its fit and that score, fitted and left out the same way.
Without ``--data`` the starter corpus is indexed in a temporary folder first.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from bot.app import App, build_app
from bot.evaluation.cases import Case, in_split, load_calibration, load_cases
from bot.evaluation.ranking_metrics import rank_of
from bot.evaluation.starter import starter_app
from bot.settings import Settings, load_settings
from ingest.chunking import split
from ingest.corpus.loader import load_corpus
from ingest.importer import CORPUS
from ingest.loaders.loaded import Loaded
from knowledge.answering.calibration import BEYOND_DOUBT, CLEARLY_NOT, read_features
from knowledge.documents import LANGUAGES, Language, version_digest
from knowledge.language.query import Query
from knowledge.markup.citation_marks import strip_marks
from knowledge.reading.reader import shipped_reader
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retriever
from knowledge.storage.document_store import NewVersion

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
CALIBRATION = ROOT / "knowledge" / "answering" / "calibration.json"
FALSE_REFUSALS = 0.065
QUOTED_FALSE_REFUSALS = 0.08
QUOTED_PLAINLY = 0.06
WITHOUT_WARNING = 0.24
ANSWERED_PLAINLY = 0.12  # of the questions without an answer; of those that people ask, three in four have one
SIGNS = {
    "dense": 1,
    "paraphrase_margin": 1,
    "coverage": 1,
    "idf_coverage": 1,
    "margin": 1,
    "agreement": 1,
    "max_missing_idf": -1,
    "missing_entities": -1,
    "misfit": -1,
    "length": 1,
    "counts": -1,
    "who": -1,
    "how": -1,
}
READ_SIGNS = {"odds": 1, "read": 1}
_LENGTHS = (3, 5, 7, 9)  # words, borders of the groups in which both kinds count in the same shares
_FOLDS = 10
_PENALTY = 0.004  # of the squared weight of each standardised feature, against each question's loss

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's features and the reader's score of its best passage; ``answered`` is whether that answers it, None
    when another passage does."""

    question: str
    features: Features
    read: float
    answered: bool | None


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features as they come, and the bias."""

    weights: Floats
    bias: float

    def probabilities(self, features: Floats) -> Floats:
        """The probability of each row."""
        return 1.0 / (1.0 + np.exp(-(features @ self.weights + self.bias)))


def examples(app: App) -> list[Example]:
    """The questions of the dev split and of the calibration, of which retrieval decides; not what the indicator
    catalogue answers or what is declined."""
    retriever, reader = Retriever(app.releases), shipped_reader()
    asked = [(case.question, case.language, case.sections) for case in _cases()]
    asked += [(known.question, known.language, known.sections) for known in load_calibration(GOLDEN)]
    found = []
    for question, language, sections in asked:
        if "retrieve" not in app.answering.answer(question, language=language).steps:
            continue
        retrieved = retriever.retrieve(Query(question, language))
        if retrieved.features is not None:
            rank = rank_of(sections, retrieved.passages)
            answered = (True if rank == 1 else None) if sections else False
            (read,) = reader.read(question, [retrieved.passages[0].chunk])
            found.append(Example(question, retrieved.features, read.score, answered))
    return found


def _cases() -> list[Case]:
    cases = in_split(load_cases(GOLDEN), "dev")
    return [case for case in cases if len(case.turns) == 1 and case.expect in {"answered", "partly", "refused"}]


def fit(features: Floats, answered: Floats, counted: Floats, signs: Sequence[int]) -> Model:
    """The regularised logistic regression whose weights have these signs.

    Args:
        features: of shape (questions, features).
        answered: 1 or 0 for each question.
        counted: how much each question counts.
        signs: 1 or -1 for each feature.
    """
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled = (features - centre) / spread
    width = scaled.shape[1]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        scores = scaled @ parameters[:width] + parameters[width]
        wrong = counted * (1.0 / (1.0 + np.exp(-scores)) - answered)
        value = (counted * (np.logaddexp(0.0, scores) - answered * scores)).sum()
        value += _PENALTY * len(answered) * (parameters[:width] ** 2).sum()
        gradient = np.append(scaled.T @ wrong, wrong.sum())
        gradient[:width] += 2 * _PENALTY * len(answered) * parameters[:width]
        return float(value), gradient

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs]
    found = minimize(loss, np.zeros(width + 1), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x
    weights = found[:width] / spread
    return Model(weights, float(found[width] - weights @ centre))


def balanced(length: Floats, answered: Floats) -> Floats:
    """What each question counts: in every group of lengths the answered ones have the share that they have in all."""
    group = np.digitize(np.expm1(length), _LENGTHS)
    counted = np.ones(len(answered))
    for number in np.unique(group):
        for kind in (0.0, 1.0):
            members = (group == number) & (answered == kind)
            if members.any():
                counted[members] = (answered == kind).mean() * (group == number).sum() / members.sum()
    return counted


def left_out(
    features: Floats, answered: Floats, counted: Floats, signs: Sequence[int], others: Floats
) -> tuple[Floats, Floats]:
    """Probabilities of every question by a model fitted without it; of ``others`` by the mean of the models."""
    folds = np.random.default_rng(2045).permutation(len(answered)) % _FOLDS
    own, other = np.zeros(len(answered)), np.zeros(len(others))
    for fold in range(_FOLDS):
        kept = folds != fold
        model = fit(features[kept], answered[kept], counted[kept], signs)
        own[folds == fold] = model.probabilities(features[folds == fold])
        other += model.probabilities(others) / _FOLDS
    return own, other


def doubted(probabilities: Floats) -> NDArray[np.bool_]:
    """Where the passages are read."""
    return (probabilities >= CLEARLY_NOT) & (probabilities < BEYOND_DOUBT)


def with_reading(found: Sequence[Example], probabilities: Floats) -> Floats:
    """What is known of questions once their passages were read, of shape (questions, 2)."""
    rows = [
        list(read_features(float(np.log(p / (1 - p))), one.read).values())
        for one, p in zip(found, probabilities, strict=True)
    ]
    return np.array(rows).reshape(len(found), len(READ_SIGNS))


def choose_refusal_threshold(answerable: Floats, share: float = FALSE_REFUSALS) -> float:
    """The highest threshold, in hundredths, below which at most this share of the answerable questions falls."""
    grid = np.arange(1, 100) / 100
    allowed = [float(step) for step in grid if (answerable < step).mean() <= share]
    return max(allowed, default=0.01)


def choose_answer_threshold(outside: Floats, refusal: float, share: float = ANSWERED_PLAINLY) -> float:
    """The lowest threshold, in hundredths, from which on at most this share of the unanswerable questions lies; not
    below the one for refusals."""
    grid = np.arange(1, 100) / 100
    allowed = [float(step) for step in grid if (outside >= step).mean() <= share]
    return max(min(allowed, default=0.99), refusal)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print the curve, and write the file when asked to."""
    parser = argparse.ArgumentParser(description="Fit when Pandu refuses, on the golden dev split.")
    parser.add_argument("--write", action="store_true", help=f"write {CALIBRATION.relative_to(ROOT)}")
    parser.add_argument("--quoted", action="store_true", help="fit the weights for documents that are quoted")
    parser.add_argument("--data", type=Path, help="a data folder with the starter corpus published")
    options = parser.parse_args(arguments)
    before = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    found = []
    for opened in _quoted_apps(load_settings()) if options.quoted else [_app(load_settings(), options.data)]:
        with opened as app:
            found += examples(app)
    known = [example for example in found if example.answered is not None]
    others = [example for example in found if example.answered is None]
    features, answered = _matrix(known), np.array([float(bool(example.answered)) for example in known])
    counted = balanced(features[:, list(SIGNS).index("length")], answered)
    signs, read_signs = list(SIGNS.values()), list(READ_SIGNS.values())
    own, other = left_out(features, answered, counted, signs, _matrix(others))
    print(f"told apart by retrieval: AUROC {roc_auc_score(answered, own):.3f}")
    read, read_others = with_reading(known, own), with_reading(others, other)
    own_read, other_read = left_out(read, answered, counted, read_signs, read_others)
    own, other = np.where(doubted(own), own_read, own), np.where(doubted(other), other_read, other)
    print(f"and by the reader where in doubt: AUROC {roc_auc_score(answered, own):.3f}")
    answerable, outside = np.concatenate([own[answered == 1], other]), own[answered == 0]
    if options.quoted:
        refusal = choose_refusal_threshold(own[answered == 1], QUOTED_FALSE_REFUSALS)
    else:
        refusal = choose_refusal_threshold(answerable)
    answer = choose_answer_threshold(outside, refusal, QUOTED_PLAINLY if options.quoted else ANSWERED_PLAINLY)
    print(f"{int(answered.sum())} answered by the best passage, {len(others)} by another, {len(outside)} by none")
    _print_curve(answerable, outside, (refusal, answer))
    _print_hardest(known, own, answered)
    model, read_model = fit(features, answered, counted, signs), fit(read, answered, counted, read_signs)
    kind = "quoted_" if options.quoted else ""
    content = before | {
        f"{kind}weights": _named(model, SIGNS),
        f"{kind}bias": round(model.bias, 4),
        f"{kind}read_weights": _named(read_model, READ_SIGNS),
        f"{kind}read_bias": round(read_model.bias, 4),
        f"{kind}refusal_threshold": refusal,
        f"{kind}answer_threshold": answer,
    }
    if not options.quoted:
        content["reserve_threshold"] = choose_answer_threshold(outside, refusal, WITHOUT_WARNING)
    print(json.dumps(content))
    if options.write:
        CALIBRATION.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        print(f"{CALIBRATION} written")


def _named(model: Model, names: Iterable[str]) -> dict[str, float]:
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.weights, strict=True)}
    return {name: weight for name, weight in weights.items() if weight}


def _quoted_apps(settings: Settings) -> Iterator[AbstractContextManager[App]]:
    yield from (_quoted_app(settings, language) for language in LANGUAGES)


@contextmanager
def _quoted_app(settings: Settings, language: Language) -> Iterator[App]:
    """The parts over a release of the texts of the starter corpus in one language, as if staff had put them in."""
    with tempfile.TemporaryDirectory(prefix="pandu-calibrate-") as folder:
        changes = {"data": Path(folder), "database_url": type(settings.database_url)(""), "chroma_url": None}
        app = build_app(settings.model_copy(update=changes), exact=True)
        try:
            for loaded in load_corpus(CORPUS):
                if loaded.document.language == language:
                    app.document_store.add(_as_put_in(loaded))
            builder = app.builder()
            builder.publish(builder.build().release_id, "calibration")
            yield app
        finally:
            app.close()


def _as_put_in(loaded: Loaded) -> NewVersion:
    document = replace(loaded.document, sources=(), translation=None)
    sections = [
        replace(section, text=strip_marks(section.text), example_questions=(), shown_question="")
        for section in loaded.sections
    ]
    return NewVersion(document, version_digest(document, sections), split(document, sections), document.id)


@contextmanager
def _published(settings: Settings, data: Path) -> Iterator[App]:
    app = build_app(settings.model_copy(update={"data": data}))
    try:
        yield app
    finally:
        app.close()


def _app(settings: Settings, data: Path | None) -> AbstractContextManager[App]:
    return starter_app(settings) if data is None else _published(settings, data)


def _matrix(found: Sequence[Example]) -> Floats:
    return np.array([[getattr(example.features, name) for name in SIGNS] for example in found]).reshape(
        len(found), len(SIGNS)
    )


def _print_curve(answerable: Floats, outside: Floats, chosen: tuple[float, float]) -> None:
    print("threshold  answerable below  outside below")
    for threshold in sorted({*(step / 20 for step in range(1, 20)), *chosen}):
        mark = (
            "  <- " + ("refused below" if threshold == chosen[0] else "answered above") if threshold in chosen else ""
        )
        print(f"{threshold:9.2f}  {(answerable < threshold).mean():15.1%}  {(outside < threshold).mean():13.1%}{mark}")


def _print_hardest(known: Sequence[Example], own: Floats, answered: Floats) -> None:
    wrong = np.abs(own - answered)
    print("hardest questions (probability, answered, question):")
    for at in np.argsort(-wrong)[:20]:
        print(f"  {own[at]:.2f}  {bool(answered[at])!s:5}  {known[at].question}")


if __name__ == "__main__":
    main()
