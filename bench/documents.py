"""How well uploaded documents are answered from: ``python -m bench.documents FOLDER [--beside-starter]``.

FOLDER holds the files that ``documents*.yaml`` ask of. They are put in as staff would,
alone or beside the starter corpus; then every question is asked of all, and of the staff's documents alone. Right is a
page when an answer cites it, and a fact when it stands in the answer.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.app import App, build_app
from bot.evaluation.scoring import normalise
from bot.settings import load_settings
from knowledge.answer_text import plain_text
from knowledge.answers import Answer, Outcome

CASES = sorted(Path(__file__).parent.glob("documents*.yaml"))
_SAID = {Outcome.ANSWERED, Outcome.PARTLY}
_PAGE = re.compile(r"(?:hlm\.|p\.) (\d{1,4})$")
_MAILBOX = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--beside-starter", action="store_true", help="publish the starter corpus with them")
    given = parser.parse_args()
    settings = load_settings()
    with tempfile.TemporaryDirectory(prefix="pandu-bench-") as folder:
        changes = {"data": Path(folder), "database_url": type(settings.database_url)(""), "chroma_url": None}
        app = build_app(settings.model_copy(update=changes), exact=True)
        try:
            if given.beside_starter:
                app.importer.starter()
            asked = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in CASES}
            names = {group["file"] for groups in asked.values() for group in groups} - {""}
            documents = {name: app.importer.take(given.folder / name, name).document for name in sorted(names)}
            builder = app.builder()
            builder.publish(builder.build().release_id, "bench")
            for name, groups in asked.items():
                for scope in (None, "staff"):
                    print(f"{name}, of {scope or 'everything'}", flush=True)
                    _print(_measured(app, groups, documents, scope))
        finally:
            app.close()


def _measured(app: App, groups: Sequence[dict[str, Any]], documents: dict[str, str], scope: str | None) -> Counter[str]:
    found: Counter[str] = Counter()
    for group in groups:
        document = documents.get(group["file"])
        for case in group["questions"]:
            answer = app.answering.answer(case["question"], language=case["language"], scope=scope)
            found["mailboxes"] += len(_MAILBOX.findall(plain_text(answer)))
            if document is None:
                found["without"] += 1
                found["refused"] += answer.outcome not in _SAID
                found["plainly"] += answer.outcome is Outcome.ANSWERED
                continue
            page, fact = _right_page(answer, document, case["pages"]), _right_fact(answer, case["facts"])
            found["asked"] += 1
            found["sure"] += answer.outcome is Outcome.ANSWERED
            found["page"] += page
            found["fact"] += fact
            if not (page and fact):
                wrong = ", ".join(name for name, right in (("page", page), ("fact", fact)) if not right)
                print(f"{wrong} wrong ({answer.outcome}, {answer.confidence:.2f}): {case['question']}", flush=True)
    return found


def _right_page(answer: Answer, document: str, pages: Sequence[int]) -> bool:
    places = (_PAGE.search(citation.locator) for citation in answer.citations if citation.document == document)
    return any(int(place[1]) in pages for place in places if place)


def _right_fact(answer: Answer, facts: Sequence[str | list[str]]) -> bool:
    text = normalise(plain_text(answer))
    said = (any(re.search(one, text) for one in ([fact] if isinstance(fact, str) else fact)) for fact in facts)
    return answer.outcome in _SAID and all(said)


def _print(found: Counter[str]) -> None:
    asked, without = found["asked"], found["without"]
    print(
        f"{asked} questions: right page {found['page'] / asked:.1%}, right fact {found['fact'] / asked:.1%}, ", end=""
    )
    print(f"{found['sure']} answered without reserve")
    print(f"{without} without an answer: {found['refused']} refused, {found['plainly']} answered without reserve")
    print(f"{found['mailboxes']} mailboxes shown")


if __name__ == "__main__":
    main()
