"""A process that lets children answer and examine, so that damage that kills shows in their exit status.

For every data folder it reads it starts a child, and writes what that found as one line of JSON, then its exit status.
Children are forked before anything is opened, which spares each of them the second that loading takes.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

import chromadb  # noqa: F401  # loaded before the children are made

from bot.doctor import examine
from knowledge.embedding.factory import open_embedder
from knowledge.errors import PanduError
from tests.parts import Parts, open_parts

QUESTIONS = (
    "Apa saja kewajiban kota anggota ASCN?",
    "What are the duties of member cities?",
    "Kota mana saja yang menjadi anggota dari Indonesia?",
    "indikator tentang energi terbarukan",
)


def _answers(parts: Parts) -> list[object]:
    found: list[object] = []
    for question in QUESTIONS:
        try:
            answer = parts.answering.answer(question).model_dump(mode="json")
        except Exception as error:
            found.append(f"refused: {type(error).__name__}")
        else:
            found.append([answer[name] for name in ("outcome", "blocks", "citations", "suggestions")])
    return found


def _looked(data: Path, parts: Parts) -> dict[str, object]:
    os.environ["PANDU_DATA"] = str(data)
    answers = _answers(parts)
    return {"answers": answers, "doctor": [[one.part, one.fine] for one in examine()]}


def _serve() -> None:
    logging.disable()
    embedder = open_embedder(threads=1)
    for line in sys.stdin:
        data = Path(line.strip())
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                with open_parts(data, embedder) as parts:
                    looked = _looked(data, parts)
            except PanduError as error:
                looked = {"answers": [f"refused: {error}"] * len(QUESTIONS), "doctor": []}
            with os.fdopen(writing, "w") as pipe:
                json.dump(looked, pipe)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{said or 'null'}\n{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
