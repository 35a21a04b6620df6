"""Makes pairs of a sentence and a passage by controlled edits of the corpus: ``python -m tools.grounding.edits``.

Writes ``tests/grounding/edited.jsonl`` and the passages that it uses to ``tests/grounding/passages.jsonl``; what it
writes is read before it is kept. A sentence that is edited into something that its passage bears out all the same is left out
by ``tests/grounding/left-out.txt``.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.corpus.loader import load_corpus
from knowledge.documents import Section
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import parse_section

CORPUS = Path(__file__).parents[2] / "knowledge" / "corpus"
OUT = Path(__file__).parents[2] / "tests" / "grounding"
WRITTEN = ("written", "second", "third")  # freely, each with its passages
_CITIES = (
    "Makassar",
    "Banyuwangi",
    "Sumedang",
    "Denpasar",
    "Semarang",
    "Surabaya",
    "Jakarta",
    "Manila",
    "Bangkok",
    "Ipoh",
)
_COUNTRIES = {
    "id": ("Malaysia", "Thailand", "Filipina", "Vietnam", "Jepang", "Australia", "Singapura", "Kamboja"),
    "en": ("Malaysia", "Thailand", "Philippines", "Vietnam", "Japan", "Australia", "Singapore", "Cambodia"),
}
_FLIPS = (
    (r"\btidak ditemukan\b", "ditemukan"), (r"\bbukan hibah\b", "yaitu hibah"), (r"\bbelum menjadi\b", "sudah menjadi"),
    (r"\btidak mengusulkan\b", "mengusulkan"), (r"\bbukan (?=anggota|ketentuan|syarat|aturan)", ""), (r"\btidak ", ""),
    (r"\bwas not found\b", "was found"), (r"\bare not\b", "are"), (r"\bis not\b", "is"), (r"\bdoes not (\w+)\b", r"does \1"),
    (r"\bNo source\b", "A source"), (r"\bmempunyai\b", "tidak mempunyai"), (r"\bmendukung\b", "tidak mendukung"),
    (r"\bmemuat\b", "tidak memuat"), (r"\bbergabung\b", "tidak bergabung"), (r"\bdapat\b", "tidak dapat"),
    (r"\bhas\b", "has no"), (r"\bcan\b", "cannot"), (r"\bmust\b", "need not"), (r"\bwas\b", "was not"), (r"\bis\b", "is not"),
)  # fmt: skip
_MODALS = (
    (r"\bdapat\b", "wajib"), (r"\bboleh\b", "harus"), (r"\bharus\b", "boleh"), (r"\bwajib\b", "boleh"),
    (r"\bmay\b", "must"), (r"\bcan\b", "must"), (r"\bmust\b", "may"), (r"\bsebaiknya\b", "wajib"), (r"\bshould\b", "must"),
)  # fmt: skip
_QUANTIFIERS = (
    (r"\b[Ss]ebagian besar\b", "semua"), (r"\b[Ss]ebagian\b", "semua"), (r"\b[Bb]eberapa\b", "semua"), (r"\b[Ss]ejumlah\b", "semua"), (r"\bmisalnya,? ", "hanya "),
    (r"\b[Ss]ome\b", "all"), (r"\bseveral\b", "all"), (r"\bfor example\b", "only"), (r"\bat least\b", "at most"),
    (r"\bsekurang-kurangnya\b", "paling banyak"), (r"\bmore than\b", "fewer than"), (r"\blebih dari\b", "kurang dari"),
    (r"\bpaling banyak\b", "paling sedikit"), (r"^([A-Z]\w+ dan [A-Z]\w+) (?=sudah|bergabung|adalah)", r"Hanya \1 "), (r"\b(?<!tidak )dapat\b", "selalu"),
)  # fmt: skip
_UNITS = (
    (r"\b(\d[\d.,]*) (?:persen|percent)\b", {"id": r"\1 hari", "en": r"\1 days"}),
    (r"\bJPY\b", {"id": "USD", "en": "USD"}), (r"\bUSD\b", {"id": "JPY", "en": "EUR"}), (r"\bEUR\b", {"id": "USD", "en": "USD"}),
    (r"\b(\d+) (?:hari|days)\b", {"id": r"\1 bulan", "en": r"\1 months"}),
    (r"\b(\d+) (?:kota|cities)\b", {"id": r"\1 negara", "en": r"\1 countries"}),
    (r"\b(\d+) (?:proyek|projects)\b", {"id": r"\1 kota", "en": r"\1 cities"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the corpus, with its passage and the passage's translation."""

    key: str
    translation: str
    language: str
    text: str


def main() -> None:
    """Write the pairs."""
    draw = random.Random(18)
    passages, said = _corpus()
    draw.shuffle(said)
    left_out = (
        set((OUT / "left-out.txt").read_text(encoding="utf-8").splitlines())
        if (OUT / "left-out.txt").exists()
        else set()
    )
    found: dict[tuple[str, str], dict[str, str]] = {}
    for kind, label, most, make in _kinds(draw, passages, said):
        taken = 0
        for one in said:
            if taken == most:
                break
            made = make(one)
            if (
                made is None
                or (made[1], made[0]) in found
                or made[0] in left_out
                or (made[0] == one.text and label == "contradicted")
            ):
                continue
            sentence, key = made
            found[key, sentence] = {"passage": key, "sentence": sentence, "label": label, "kind": kind}
            taken += 1
    OUT.mkdir(exist_ok=True)
    _write(OUT / "edited.jsonl", list(found.values()))
    freely = [json.loads(line) for name in WRITTEN for line in _lines(OUT / f"{name}.jsonl")]
    used = sorted({pair["passage"] for pair in (*found.values(), *freely)})
    rows = [{"key": key, "heading": " – ".join(passages[key].heading), "text": passages[key].text} for key in used]
    _write(OUT / "passages.jsonl", rows)
    print(len(found), "pairs,", len(used), "passages")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _corpus() -> tuple[dict[str, Section], list[Said]]:
    passages: dict[str, Section] = {}
    said: list[Said] = []
    for loaded in load_corpus(CORPUS):
        language = loaded.document.language
        other = loaded.document.id.removesuffix(f".{language}") + (".en" if language == "id" else ".id")
        for section in loaded.sections:
            key = f"{loaded.document.id}#{section.anchor}"
            passages[key] = section
            said += [Said(key, f"{other}#{section.anchor}", language, text) for text in _sentences(section.text)]
    return passages, said


def _sentences(text: str) -> Iterator[str]:
    for block in parse_section(text):
        for statement in block.statements:
            if block.kind != "table":
                yield from (
                    one
                    for one in sentences(statement.text.rstrip(";"))
                    if 6 <= len(one.split()) <= 40 and one[-1] != ":"
                )


_Make = Callable[[Said], tuple[str, str] | None]


def _kinds(
    draw: random.Random, passages: dict[str, Section], said: list[Said]
) -> Iterator[tuple[str, str, int, _Make]]:
    def edited(rules: tuple[tuple[str, object], ...]) -> _Make:
        def make(one: Said) -> tuple[str, str] | None:
            for pattern, by in rules:
                text = re.sub(pattern, by[one.language] if isinstance(by, dict) else str(by), one.text, count=1)
                if text != one.text:
                    return text[0].upper() + text[1:], one.key
            return None

        return make

    def number(one: Said) -> tuple[str, str] | None:
        found = list(re.finditer(r"(?<![\w.,:])\d{1,4}(?![\w.,:]\d|\w)", one.text))
        if not found:
            return None
        which = draw.choice(found)
        value = int(which[0])
        other = str(value + draw.choice((1, 2, 3, 10)) if value < 1900 else value + draw.choice((-2, -1, 1, 2)))
        if re.search(rf"\b{other}\b", passages[one.key].text):
            return None
        return f"{one.text[: which.start()]}{other}{one.text[which.end() :]}", one.key

    def number_within(one: Said) -> tuple[str, str] | None:
        """A number of the sentence in place of another of the passage."""
        here = re.findall(r"(?<![\w.,:@-])\d{1,4}(?![\w.,:-])", one.text)
        there = [
            other
            for other in re.findall(r"(?<![\w.,:@-])\d{1,4}(?![\w.,:-])", strip_marks(passages[one.key].text))
            if other not in here
        ]
        fit = [(a, b) for a in here for b in there if len(a) == len(b)]
        if not fit:
            return None
        a, b = draw.choice(fit)
        return re.sub(rf"(?<![\w.,:]){a}(?![\w.,:-])", b, one.text, count=1), one.key

    def name(one: Said) -> tuple[str, str] | None:
        for names in (_CITIES, _COUNTRIES[one.language]):
            here = [name for name in names if re.search(rf"\b{name}\b", one.text)]
            others = [name for name in names if name not in passages[one.key].text]
            if here and others:
                return re.sub(rf"\b{draw.choice(here)}\b", draw.choice(others), one.text, count=1), one.key
        return None

    def name_within(one: Said) -> tuple[str, str] | None:
        """A name in place of another of the same passage: cities merged."""
        for names in (
            _CITIES,
            _COUNTRIES[one.language],
            ("NR", "CSCO", "Shepherd", "Ketua" if one.language == "id" else "Chair"),
        ):
            here = [name for name in names if re.search(rf"\b{name}\b", one.text)]
            others = [
                name for name in names if name not in one.text and re.search(rf"\b{name}\b", passages[one.key].text)
            ]
            if here and others and "(" not in one.text:
                return re.sub(rf"\b{draw.choice(here)}\b", draw.choice(others), one.text, count=1), one.key
        return None

    def elsewhere(one: Said) -> tuple[str, str] | None:
        """A sentence beside another passage of its document."""
        document = one.key.partition("#")[0]
        others = [key for key in passages if key.startswith(f"{document}#") and key != one.key]
        return (one.text, draw.choice(others)) if others else None

    def elsewhere_across(one: Said) -> tuple[str, str] | None:
        document = one.translation.partition("#")[0]
        others = [key for key in passages if key.startswith(f"{document}#") and key != one.translation]
        return (one.text, draw.choice(others)) if others else None

    def code(one: Said) -> tuple[str, str] | None:
        found = re.search(r"(?<![\w.])(\d{1,2})\.(\d{1,2})(?![\w.])", one.text)
        if found is None:
            return None
        other = f"{found[1]}.{int(found[2]) + draw.choice((1, 2, 3))}"
        return (one.text.replace(found[0], other, 1), one.key) if other not in passages[one.key].text else None

    yield "as it stands", "supported", 60, lambda one: (one.text, one.key)
    yield (
        "translation",
        "supported",
        110,
        lambda one: (one.text, one.translation) if one.translation in passages else None,
    )
    yield "number", "contradicted", 50, number
    yield "number of the passage", "contradicted", 30, number_within
    yield "name", "contradicted", 40, name
    yield "name of the passage", "contradicted", 30, name_within
    yield "code", "contradicted", 14, code
    yield "unit", "contradicted", 20, edited(_UNITS)
    yield "denial", "contradicted", 50, edited(_FLIPS)
    yield "modality", "contradicted", 24, edited(_MODALS)
    yield "quantifier", "contradicted", 36, edited(_QUANTIFIERS)
    yield "another passage", "unsaid", 40, elsewhere
    yield "another passage", "unsaid", 30, elsewhere_across


if __name__ == "__main__":
    main()
