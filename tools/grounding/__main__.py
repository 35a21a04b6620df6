"""How well sentences are verified: ``python -m tools.grounding [--kept]``.

What is kept is counted only: what is wrong in it is never printed.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict

from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.grounding.verifier import Verdict, Verifier
from tools.grounding.pairs import SETS, Pair, read_pairs


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", action="store_true", help="count what is not looked at, too")
    parser.add_argument("--only", choices=SETS, help="one set alone")
    given = parser.parse_args()
    verifier = Verifier(OnnxEmbedder(threads=1))
    counts: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    took: list[float] = []
    for pair in read_pairs():
        if (pair.kept and not given.kept) or given.only not in (None, pair.set):
            continue
        began = time.perf_counter()
        verdict = verifier.verify(pair.sentence, [pair.ground])
        took.append((time.perf_counter() - began) * 1000)
        right = verdict.supported == pair.supported
        counts[pair.part, pair.label, pair.kind].append(right)
        if not right and not pair.kept:
            print(_told(pair, verdict))
    for (part, label, kind), rights in sorted(counts.items()):
        print(f"{part:16} {label:13} {kind:22} {sum(rights):4} of {len(rights):4}")
    for part in sorted({part for part, _, _ in counts}):
        for name, labels in (("supported kept", ("supported",)), ("unsupported found", ("contradicted", "unsaid"))):
            rights = [
                right
                for (other, label, _), found in counts.items()
                if other == part and label in labels
                for right in found
            ]
            print(f"{part:16} {name:20} {sum(rights) / len(rights):.3f} of {len(rights)}")
    took.sort()
    print(f"median {took[len(took) // 2]:.1f} ms, 95 % {took[int(len(took) * 0.95)]:.1f} ms a sentence")


def _told(pair: Pair, verdict: Verdict) -> str:
    window = verdict.windows[0].text[:160] if verdict.windows else ""
    return (
        f"{pair.label[:5]} {pair.kind}: {pair.sentence[:180]}\n      {verdict.score:.2f} {verdict.problems} | {window}"
    )


if __name__ == "__main__":
    main()
