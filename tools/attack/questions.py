"""Questions meant to hurt: :func:`adversarial_questions` gives as many as wanted, the same ones for the same seed.

Each is at most as long as a question may be. They repeat what the patterns of the code look for and end on something
that does not fit, or are made of odd Unicode, long words, nested brackets, codes, numbers and digits that look like
personal data. ``python -m tools.attack.questions`` answers them in process and says which were slowest.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from knowledge.embedding.factory import open_embedder
from knowledge.language.query import MESSAGE_LIMIT
from tools.attack.patterns import collect
from tools.attack.samples import samples

LIMIT = MESSAGE_LIMIT  # characters of a message, unless set otherwise
_LENGTHS = (60, 120, 300, 700, 2000, LIMIT)
_MISFITS = ("", "!", "zq", " zq", "\u200b", "?", " 7.6", "\u0301", "]", " dan")
_WORDS = [
    "apa",
    "berapa",
    "indikator",
    "kota",
    "ASCN",
    "37122",
    "7.6",
    "rumus",
    "satuan",
    "dari",
    "total",
    "penduduk",
    "budget",
    "1.234.567",
    "juta",
    "per",
    "100.000",
    "hari",
    "klausul",
    "17(d)",
    "CSCO",
    "what",
    "is",
    "the",
    "value",
    "of",
    "and",
    "or",
    "tidak",
    "kalau",
    "itu",
    "smart",
    "city",
    "SNI",
    "ISO",
    "clause",
    "5.1",
    "wi-fi",
    "120/300",
]


def adversarial_questions(seed: int, count: int, limit: int = LIMIT) -> Iterator[str]:
    """Yield ``count`` questions of at most ``limit`` characters; the kinds take turns.

    The same ``seed`` yields the same questions, whatever ``count`` is.
    """
    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        text = _KINDS[number % len(_KINDS)](chance)
        yield text[:limit] if text[:limit].strip() else text[: limit - 1] + "?"


@cache
def _bodies() -> tuple[str, ...]:
    """What the patterns of understanding, of answering and of the indicator desk look for."""
    known = [one.text for one in collect() if one.where.startswith(("knowledge", "shapes", "texts"))]
    found = {text.strip(): None for pattern in known for text in samples(pattern, re.IGNORECASE)}
    return tuple(sorted(text for text in found if text and len(text) <= 60))


def _to_length(body: str, chance: random.Random) -> str:
    """A body over and over, as long as one of the limits, ended by a misfit."""
    end = chance.choice(_MISFITS)
    length = chance.choice(_LENGTHS) - len(end)
    return (body * (length // max(len(body), 1) + 1))[:length] + end


def _repeated(chance: random.Random) -> str:
    return _to_length(chance.choice(_bodies()) + chance.choice((" ", " ", "", "-", ", ")), chance)


def _mixed(chance: random.Random) -> str:
    return _to_length("".join(f"{chance.choice(_bodies())} " for _ in range(chance.randint(2, 5))), chance)


def _wrapped(chance: random.Random) -> str:
    """An opening that a pattern likes, then what its ``.{0,40}`` or ``\\w*`` can be stretched over."""
    return chance.choice(_bodies()) + _to_length(chance.choice((" ", "a", "a ", ".", "1", "1 ", "- ")), chance)


def _long_word(chance: random.Random) -> str:
    letters = "".join(chance.choice("abcdiknoärst2") for _ in range(chance.randint(1, 6)))
    return _to_length(letters, chance)


def _brackets(chance: random.Random) -> str:
    left, right = chance.choice(("()", "[]", "{}", "<>", "“”", ("[@", "]"), ("![", "]("), ("**", "*_"), ("<s", "</s>")))
    depth = chance.randint(10, LIMIT // 4)
    return left * depth + "7.6" + right * chance.choice((0, 1, depth - 1, depth))


def _codes(chance: random.Random) -> str:
    shape = chance.choice(
        ("{}.{}", "indikator {}.{}", "37122:{}.{}", "{}.{}, ", "kode {},{} ", "{}.{}/", "klausul {}({})")
    )
    return _joined(lambda: shape.format(chance.randint(0, 99), chance.randint(0, 99)), chance)


def _numbers(chance: random.Random) -> str:
    shape = chance.choice(("{:,}", "{} juta", "{}/1", "rp {}", "{}%", "-{} dari ", "{} of ", "1 000 {}", "tahun {}"))
    return _joined(lambda: shape.format(chance.randint(0, 10 ** chance.randint(1, 12))), chance)


def _personal(chance: random.Random) -> str:
    shape = chance.choice(("3273{:012}", "08{}", "+62 8{}", "+1 ({}", "{} ", "a{}@", "x.y{}@z.", "8-1-{}", "(062)8{}"))
    return _joined(lambda: shape.format(chance.randint(0, 10 ** chance.randint(1, 12))), chance, ("", " ", "-", "."))


def _joined(make: Callable[[], str], chance: random.Random, glues: tuple[str, ...] = (" ", " ", ", ", "")) -> str:
    glue, length = chance.choice(glues), chance.choice(_LENGTHS)
    text = ""
    while len(text) < length:
        text += make() + glue
    return text[:length]


_ODD = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad",  # zero width
    "\u0300\u0301\u0323\u0489\u20dd\u0338",  # combining
    "\u202e\u202d\u2066\u2067\u2069\u200f",  # direction
    "\x00\x07\x08\x1b\x7f\x85\u2028\u2029\t\r\n",  # control
    "\ue000\U000f0000\U000e0041\ufffe\uffff\ufdd0",  # private, tags, no characters
    "\U0001f468\u200d\U0001f469\U0001f3fb\ufe0f\U0001f1ee\U0001f1e9",  # emoji
    "\ufdfa\u1e9e\u0130\ufb03\u2460\u00bd\uff21\u33a1",  # grow when folded or composed
)
_SCRIPTS = ("abcxyz", "абвгде", "αβγδ", "你好世界城市", "สวัสดีเมือง", "مدينة ذكية", "हिन्दी", "🏙️🚦", "ＡＳＣＮ", "ʍɐ𝒜𝔅")


def _odd(chance: random.Random) -> str:
    odd = chance.choice(_ODD)
    return _joined(lambda: chance.choice(_WORDS) + "".join(chance.choices(odd, k=chance.randint(1, 9))), chance)


def _stacked(chance: random.Random) -> str:
    return _to_length(
        chance.choice("aeo7 ") + "".join(chance.choices(_ODD[1] + _ODD[6], k=chance.randint(1, 40))), chance
    )


def _scripts(chance: random.Random) -> str:
    return _joined(lambda: "".join(chance.choices(chance.choice(_SCRIPTS), k=chance.randint(1, 9))), chance)


def _words(chance: random.Random) -> str:
    return _joined(lambda: chance.choice(_WORDS), chance)


_KINDS = (
    _repeated,
    _mixed,
    _wrapped,
    _long_word,
    _brackets,
    _codes,
    _numbers,
    _personal,
    _odd,
    _stacked,
    _scripts,
    _words,
    _repeated,
)


def main() -> int:
    """Answer the questions in process; print the median, the slowest and which those were. 1 beyond the factor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--factor", type=float, default=10.0, help="how many medians the slowest may take")
    parser.add_argument("--data", type=Path, help="a data folder with a published release; otherwise one is made")
    arguments = parser.parse_args()
    questions = list(adversarial_questions(arguments.seed, arguments.count))
    with tempfile.TemporaryDirectory(prefix="pandu-attack-") as folder:
        seconds = _answer_all(arguments.data or _publish(Path(folder)), questions)
    median = statistics.median(taken for taken, _ in seconds)
    print(f"{len(seconds)} questions, median {median * 1000:.1f} ms")
    for taken, question in sorted(seconds, reverse=True)[:12]:
        print(f"{taken * 1000:8.1f} ms = {taken / median:5.1f} medians  {question[:80]!r}")
    return int(max(taken for taken, _ in seconds) > arguments.factor * median)


def _publish(folder: Path) -> Path:
    from tests.parts import open_parts

    with open_parts(folder, open_embedder(threads=2)) as parts:
        parts.importer.starter()
        parts.publish()
    return folder


def _answer_all(data: Path, questions: list[str]) -> list[tuple[float, str]]:
    """Seconds of processor time for each question, the better of two tries."""
    from tests.parts import open_parts

    taken = []
    with open_parts(data, open_embedder(threads=1)) as parts:
        parts.answering.answer("Apa saja kewajiban kota anggota ASCN?")
        for question in questions:
            tries = []
            for _ in range(2):
                start = time.process_time()
                parts.answering.answer(question)
                tries.append(time.process_time() - start)
            taken.append((min(tries), question))
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
