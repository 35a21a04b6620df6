"""What is wrong with the starter corpus, as sentences for its editors."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ingest.corpus.loader import CorpusSection, CorpusText, read_sources, read_text, text_paths
from ingest.errors import DocumentError
from knowledge.markup import blocks
from knowledge.markup.citation_marks import ends_with_mark, strip_marks

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
    yield from (f"sources.csv has no source '{id}'." for id in section.cited if id not in sources)
    yield from (f"facts.csv has no fact {fact}." for fact in section.facts if fact not in facts)
    ways = len(section.example_questions)
    if ways not in QUESTIONS:
        yield f"there are {ways} ways of asking instead of {QUESTIONS.start} to {QUESTIONS.stop - 1}."
    yield from _shown_problems(section.shown_question)
    words = blocks.count_words(strip_marks(section.text))
    if not 0 < words <= MAX_WORDS:
        yield f"the text has {words} words; at most {MAX_WORDS} fit into one answer."
    if found := _FORBIDDEN.search(strip_marks(section.text)):
        yield f"bold, links, headings and HTML, and numbers in square brackets, are not used in a text: '{found[0]}'."
    yield from (f"no source is given for: {line[:70]}" for line in _uncited(blocks.parse(section.text)))


def _shown_problems(question: str) -> Iterator[str]:
    if not question:
        yield "it has no 'shown' question."
    elif len(question) not in _SHOWN or not question.endswith("?") or question[0].islower():
        yield f"its 'shown' question is not a whole question of at most {_SHOWN.stop - 1} characters: '{question}'."
    elif found := _CHAT.search(question):
        yield f"its 'shown' question has a word of chats: '{found[0]}'."


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
