"""An OpenAI-compatible server on this machine: real HTTP, real streams, and it lies when told to.

By itself (``python -m tests.fakes.lying_model HOLD``) it tells its address, then a line for each reply that has begun.

It writes what stands in the first passage of its prompt, and among that one sentence that is not so, of the kind asked
for. Messages it reads as it was told, or otherwise. What it said is kept, so that a test knows what must not reach
anybody.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from knowledge.language.detection import document_language
from knowledge.markup.sentences import sentences
from tests.bot.web.servers import Server
from tests.fakes.lies import LIES, MISREADINGS

_MESSAGE = re.compile(r"<message>\n(.*?)\n</message>", re.DOTALL)
_PASSAGE = re.compile(r'<passage number="(\d+)">\n(.*?)\n</passage>', re.DOTALL)
_SENTENCES = 3
_BEGUN = 6  # pieces from which a sentence or so is written
_WORDS = 6  # of a sentence that says something


@dataclass(slots=True)
class Told:
    """One reply: its kind, the sentence that is a lie ("" where none was told), and the prompt."""

    kind: str
    lie: str
    prompt: str = field(repr=False)


#: Kinds whose lie is in how the reply is made.
WAYS = (
    "faithful",
    "invented citation",
    "wrong passage",
    "no citation",
    "another question",
    "never-ending",
    "cut",
    "silent",
    "429",
    "500",
    "empty",
    "refusal",
)
KINDS = (*LIES, *WAYS)


class LyingModel:
    """The server. ``kind`` is how it writes from now on, ``reads`` how it reads messages: as ``meant`` says what they
    mean, or as one of the ``MISREADINGS``, ``judges`` what it says of answers. ``told`` are its replies, ``begun`` is
    called when one has begun, which is then held for ``hold`` seconds."""

    def __init__(self, hold: float = 0.0, begun: Callable[[], None] = lambda: None) -> None:
        self.hold, self.begun = hold, begun
        self.kind = self.reads = "faithful"
        self.meant: dict[str, list[str]] = {}
        self.judges: dict[str, bool] = {}
        self.told: list[Told] = []
        self.keys: set[str] = set()
        self.server = Server(Starlette(routes=[Route("/v1/chat/completions", self._complete, methods=["POST"])]))
        self.url = f"{self.server.url}/v1"

    async def _complete(self, request: Request) -> Response:
        body = await request.json()
        self.keys.add(request.headers.get("authorization", ""))
        prompt = str(body["messages"][-1]["content"])
        message = _MESSAGE.search(prompt)
        kind = self.reads if message else self.kind
        if kind in ("429", "500"):
            self.told.append(Told(kind, "", ""))
            return JSONResponse({"error": {"message": "scripted"}}, int(kind))
        text, lie = self._read(kind, message[1]) if message else written(kind, prompt)
        if "<answer>" in prompt:
            text, lie = json.dumps(self.judges), ""
        self.told.append(Told(kind, lie, prompt))
        return StreamingResponse(self._chunks(kind, text), media_type="text/event-stream")

    def _read(self, kind: str, message: str) -> tuple[str, str]:
        """A message as questions, and the lie in them."""
        asked = self.meant.get(message, [message])
        if kind in ("no JSON", "empty"):
            return asked[0] if kind == "no JSON" else "", ""
        questions = MISREADINGS[kind](asked) if kind in MISREADINGS else asked
        said = json.dumps({"questions": questions}, ensure_ascii=False)
        return f"```json\n{said}\n```", " ".join(questions) if questions != asked else ""

    async def _chunks(self, kind: str, text: str) -> AsyncIterator[bytes]:
        pieces = re.findall(r".{1,24}", text, re.DOTALL)
        if kind == "silent":
            await asyncio.sleep(60)
        if kind == "cut":
            for piece in pieces[: max(1, len(pieces) * 2 // 3)]:
                yield _chunk(piece)
            return
        while kind == "never-ending":
            for piece in pieces:
                yield _chunk(piece)
                await asyncio.sleep(0)
        for at, piece in enumerate(pieces):
            yield _chunk(piece)
            if at == min(_BEGUN, len(pieces) // 2):
                self.begun()
                await asyncio.sleep(self.hold)
        yield _chunk("", "stop")
        yield b"data: [DONE]\n\n"


def written(kind: str, prompt: str) -> tuple[str, str]:
    """A reply of this kind to a prompt, and the lie in it."""
    passages = {int(number): _said(text) for number, text in _PASSAGE.findall(prompt)}
    true = passages.get(1, [])[:_SENTENCES] or ["Dokumen tidak memuatnya."]
    english = document_language(" ".join(true)) == "en"
    first = [f"{sentence} [1]" for sentence in true]
    others = [sentence for number, said in passages.items() for sentence in said]
    if kind in LIES:
        lie = next(filter(None, (LIES[kind](sentence, others) for sentence in true)), "")
        return " ".join([*first, *([f"{lie} [1]"] if lie else [])]), lie
    if kind == "invented citation":
        return " ".join([*first, f"{true[0]} [77]"]), ""
    if kind == "wrong passage":
        wrong = f"{true[-1]} [2]"
        return " ".join([*first[:1], wrong]), ""
    if kind == "no citation":
        lie = "Iuran tahunan sebesar 5.000 dolar dibayar pada bulan Maret."
        lie = "An annual fee of 5,000 dollars is paid in March." if english else lie
        return f"{first[0]} {lie}", lie
    if kind == "another question":
        last = max(passages, default=1)
        return " ".join(f"{sentence} [{last}]" for sentence in passages.get(last, true)[:_SENTENCES]), ""
    if kind == "empty":
        return "", ""
    if kind == "refusal":
        lie = "Maaf, sebagai model bahasa saya tidak dapat membantu permintaan ini."
        lie = "Sorry, as a language model I cannot help with this request." if english else lie
        return lie, lie
    return " ".join(first), ""


def _said(text: str) -> list[str]:
    _, _, body = text.partition("\n\n")
    lines = [re.sub(r"^(?:- |\d+\. )", "", line) for line in body.splitlines() if "|" not in line]
    found = [sentence.rstrip(";:. ") + "." for line in lines for sentence in sentences(line)]
    return [sentence for sentence in found if len(sentence.split()) >= _WORDS]


def _chunk(text: str, reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": reason}
    body = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "lying", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n".encode()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Serve until killed."""
    model = LyingModel(float(sys.argv[1]), lambda: _say("begun"))
    with model.server:
        _say(model.url)
        threading.Event().wait()


if __name__ == "__main__":
    main()
