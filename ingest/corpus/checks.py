"""What is wrong with the starter corpus, as sentences for its editors."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from ingest.corpus.loader import CorpusSection, CorpusText, read_sources, read_text, text_paths
from ingest.errors import DocumentError, Notice
from knowledge.markup import blocks
from knowledge.markup.citation_marks import ends_with_mark, find_marks, strip_marks

MAX_WORDS = 200
QUESTIONS = range(3, 81)

_SHOWN = range(10, 76)  # characters of a question that stands on a button
#: Words of chats, which a button does not speak in.
_CHAT = re.compile(
    r"\b(?:yg|dgn|utk|krn|klo|kalo|gmn|gimana|kyk|tdk|ga|gak|nggak|ngga|enggak|udah|udh|blm|skrg|aja|sih|dong|deh|tuh|nih"
    r"|kok|min|kak|gan|bang|bikin|ngapain|pls|plz|thx|ur|wanna|gonna|gotta|idk)\b",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"\*\*|__|</?[a-z][^<>]*>|\]\(|\[\d|^#", re.MULTILINE)


def check_corpus(folder: Path) -> list[str]:
    """Problems of the corpus in ``folder``, each one sentence that names file and section; empty when sound."""
    texts: list[CorpusText] = []
    problems: list[str] = []
    for path in text_paths(folder):
        try:
            texts.append(read_text(path))
        except DocumentError as error:
            problems.append(str(error))
    known = set(read_sources(folder))
    classes = _fact_classes(folder)
    for text in texts:
        problems += _text_problems(text, known, set(classes))
    problems += _twin_problems(texts)
    problems += _double_questions(texts)
    stated = {fact for text in texts for section in text.sections for fact in section.facts}
    missing = [fact for fact, rank in classes.items() if rank == "A" and fact not in stated]
    problems += [f"Fact {fact} (class A) is stated in no text." for fact in missing]
    return problems


def _double_questions(texts: list[CorpusText]) -> Iterator[str]:
    """Shown questions that two sections of a language share: one subject has one section."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text in texts:
        for section in text.sections:
            if section.shown_question:
                key = (text.front["language"], section.shown_question.casefold())
                places[key].append(f"{text.front['id']}#{section.anchor}")
    for (_, question), where in places.items():
        if len(where) > 1:
            yield f"{' and '.join(where)} share the shown question '{question}'."


def _fact_classes(folder: Path) -> dict[str, str]:
    with (folder / "facts.csv").open(encoding="utf-8", newline="") as file:
        return {row["fact"]: row["class"] for row in csv.DictReader(file)}


def _text_problems(text: CorpusText, sources: set[str], facts: set[str]) -> Iterator[str]:
    name = f"{text.path.parent.name}/{text.path.name}"
    front = text.front
    if text.path.name != f"{front['id']}.{front['language']}.md" or text.path.parent.name != front["collection"]:
        yield f"{name}: the path must be {front['collection']}/{front['id']}.{front['language']}.md."
    if front["source"] not in sources:
        yield f"{name}: sources.csv has no source '{front['source']}'."
    anchors = [section.anchor for section in text.sections]
    yield from (f"{name}: anchor #{a} is used twice." for a in sorted({a for a in anchors if anchors.count(a) > 1}))
    for section in text.sections:
        yield from (f"{name}#{section.anchor}: {problem}" for problem in _section_problems(section, sources, facts))


def _section_problems(section: CorpusSection, sources: set[str], facts: set[str]) -> Iterator[str]:
    yield from (f"facts.csv has no fact {fact}." for fact in section.facts if fact not in facts)
    yield from text_problems(section.text, sources)
    yield from question_problems(section.shown_question, section.example_questions)


def text_problems(text: str, sources: Collection[str], *, cited: bool = True) -> Iterator[Notice]:
    """What is wrong with the text of a section, a sentence each.

    Args:
        text: as it is written, with its citation marks.
        sources: ids of the sources that may be cited.
        cited: every statement must name its source; not where the document itself is the source.
    """
    for unknown in dict.fromkeys(mark.source for mark in find_marks(text) if mark.source not in sources):
        yield Notice(f"Tidak ada sumber '{unknown}' dalam daftar.", f"sources.csv has no source '{unknown}'.")
    words = blocks.count_words(strip_marks(text))
    if not 0 < words <= MAX_WORDS:
        yield Notice(
            f"Teksnya {words} kata; sebuah jawaban memuat 1 sampai {MAX_WORDS} kata. Bagilah menjadi beberapa bagian."
            if words
            else "Teks bagian ini kosong.",
            f"the text has {words} words; at most {MAX_WORDS} fit into one answer.",
        )
    if found := _FORBIDDEN.search(strip_marks(text)):
        yield Notice(
            f"Huruf tebal, tautan, judul, HTML, dan angka dalam kurung siku tidak dipakai dalam teks: '{found[0]}'.",
            f"bold, links, headings and HTML, and numbers in square brackets, are not used in a text: '{found[0]}'.",
        )
    if cited:
        for line in _uncited(blocks.parse(text)):
            yield Notice(f"Belum ada sumber untuk: {line[:70]}", f"no source is given for: {line[:70]}")


def question_problems(shown: str, asked: Sequence[str]) -> Iterator[Notice]:
    """What is wrong with the question that stands on a button and with the ways of asking, a sentence each."""
    if len(asked) not in QUESTIONS:
        first, last = QUESTIONS.start, QUESTIONS.stop - 1
        yield Notice(
            f"Ada {len(asked)} cara bertanya; {first} sampai {last} membuatnya mudah ditemukan.",
            f"there are {len(asked)} ways of asking instead of {first} to {last}.",
        )
    if not shown:
        yield Notice("Pertanyaan untuk tombol belum ada.", "it has no 'shown' question.")
    elif len(shown) not in _SHOWN or not shown.endswith("?") or shown[0].islower():
        yield Notice(
            f"Pertanyaan untuk tombol bukan kalimat tanya utuh, paling panjang {_SHOWN.stop - 1} karakter: '{shown}'.",
            f"its 'shown' question is not a whole question of at most {_SHOWN.stop - 1} characters: '{shown}'.",
        )
    elif found := _CHAT.search(shown):
        yield Notice(
            f"Pertanyaan untuk tombol memuat bahasa percakapan: '{found[0]}'.",
            f"its 'shown' question has a word of chats: '{found[0]}'.",
        )


def _uncited(parts: list[blocks.Block]) -> Iterator[str]:
    """Lines whose last statement has no citation mark behind it, nor one in the lead-in of their list or table."""
    for before, part, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
        if part.kind == "paragraph":
            line = part.lines[0]
            leads_in = after is not None and after.kind != "paragraph" and line.endswith(":")
            if not leads_in and not ends_with_mark(line):
                yield line
        elif before is None or not ends_with_mark(before.lines[0]):
            rows = part.lines[1:] if part.kind == "table" else part.lines
            yield from (line for line in rows if not ends_with_mark(line))


def _twin_problems(texts: list[CorpusText]) -> Iterator[str]:
    twins: dict[str, dict[str, CorpusText]] = defaultdict(dict)
    for text in texts:
        twins[text.front["id"]][text.front["language"]] = text
    for id, pair in twins.items():
        if len(pair) < 2:
            yield f"{id}: the {'English' if 'id' in pair else 'Indonesian'} twin is missing."
            continue
        indonesian, english = pair["id"], pair["en"]
        if [s.anchor for s in indonesian.sections] != [s.anchor for s in english.sections]:
            yield f"{id}: the anchors of the twins differ, or their order does."
            continue
        for key in ("collection", "source", "as_of", "review_after"):
            if indonesian.front.get(key) != english.front.get(key):
                yield f"{id}: '{key}' differs between the twins."
        for left, right in zip(indonesian.sections, english.sections, strict=True):
            if set(left.facts) != set(right.facts):
                yield f"{id}#{left.anchor}: the twins state different facts."
            if (left.as_of, left.answerability) != (right.as_of, right.answerability):
                yield f"{id}#{left.anchor}: 'as_of' or 'gap' differs between the twins."
