"""An OpenAI-compatible server on this machine: real HTTP, real streams, and it lies when told to.

It writes what stands in the first passage of its prompt, and among that one sentence that is not so, of the kind asked
for. What it said is kept, so that a test knows what must not reach anybody.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from knowledge.markup.sentences import sentences
from tests.bot.web.servers import Server

_PASSAGE = re.compile(r'<passage number="(\d+)">\n(.*?)\n</passage>', re.DOTALL)
_CITIES = ("Makassar", "Banyuwangi", "Sumedang", "Denpasar", "Semarang", "Surabaya", "Palembang", "Jakarta", "Bangkok")
_SENTENCES = 3
_WORDS = 6  # of a sentence that says something

Lie = Callable[[str, list[str]], str]


@dataclass(slots=True)
class Told:
    """One reply: its kind, the sentence that is a lie ("" where none was told), and the prompt."""

    kind: str
    lie: str
    prompt: str = field(repr=False)


def _changed(pattern: str, by: str) -> Lie:
    def lie(sentence: str, _others: list[str]) -> str:
        changed = re.sub(pattern, by, sentence, count=1)
        return changed if changed != sentence else ""

    return lie


def _number(sentence: str, _others: list[str]) -> str:
    found = re.search(r"(?<![\w.,])\d+(?![\w.,]\d)", sentence)
    return f"{sentence[: found.start()]}{int(found[0]) + 13}{sentence[found.end() :]}" if found else ""


def _unit(sentence: str, _others: list[str]) -> str:
    for unit, other in (
        ("persen", "hari"),
        ("kota", "negara"),
        ("tahun", "bulan"),
        ("proyek", "kota"),
        ("negara", "kota"),
    ):
        if re.search(rf"\d {unit}\b", sentence):
            return re.sub(rf"(\d) {unit}\b", rf"\1 {other}", sentence, count=1)
    return f"Ini berlaku selama 45 {'hari'}."


def _negation(sentence: str, _others: list[str]) -> str:
    if re.search(r"\b(tidak|bukan|belum)\b", sentence):
        return re.sub(r"\b(?:tidak|bukan|belum) ?", "", sentence, count=1)
    verbs = "mempunyai|memiliki|memuat|menjadi|bergabung|mewakili|dapat|adalah|ialah|diusulkan|menyusun|termasuk|wajib"
    return _changed(rf"\b({verbs})\b", r"tidak \1")(sentence, _others)


def _cities(sentence: str, others: list[str]) -> str:
    here = [city for city in _CITIES if city in sentence]
    there = [city for city in _CITIES if city not in sentence and any(city in other for other in others)]
    foreign = [city for city in _CITIES if city not in sentence]
    return sentence.replace(here[0], (there or foreign)[0]) if here else ""


def _modality(sentence: str, others: list[str]) -> str:
    for word, other in (("dapat", "wajib"), ("boleh", "wajib"), ("wajib", "boleh"), ("harus", "boleh")):
        if re.search(rf"\b{word}\b", sentence):
            return re.sub(rf"\b{word}\b", other, sentence, count=1)
    return ""


def _quantifier(sentence: str, _others: list[str]) -> str:
    for word, other in (
        ("sebagian", "semua"),
        ("beberapa", "semua"),
        ("misalnya", "hanya"),
        ("sekurang-kurangnya", "paling banyak"),
    ):
        if re.search(rf"\b{word}\b", sentence, re.IGNORECASE):
            return re.sub(rf"\b{word}\b", other, sentence, count=1, flags=re.IGNORECASE)
    if re.search(r"\b(setiap|semua|seluruh|tiap)\b", sentence):
        return ""
    return _changed(r"\b(kota anggota|anggota|proyek|indikator|kota)\b", r"semua \1")(sentence, _others)


#: What makes a lie of a true sentence; "" where it cannot be made of it.
LIES: dict[str, Lie] = {
    "wrong number": _number,
    "wrong unit": _unit,
    "wrong clause": lambda sentence, _: f"{sentence.rstrip('.')}, menurut klausul 99(z).",
    "wrong date": lambda sentence, _: f"{sentence.rstrip('.')} sejak 31 Maret 2017.",
    "invented name": lambda sentence, _: f"{sentence.rstrip('.')}, menurut Bambang Hartono.",
    "flipped negation": _negation,
    "flipped duty": _modality,
    "widened quantifier": _quantifier,
    "merged cities": _cities,
    "invented fact": lambda *_: "Kota anggota menerima hibah perangkat sensor dan pelatihan gratis setiap semester.",
    "mixed languages": lambda *_: (
        "The members of the network have agreed that every city shall pay for its own secretariat."
    ),
    "markup": lambda sentence, _: f"<b onmouseover=alert(1)>{sentence}</b>",
    "link": lambda sentence, _: f"{sentence.rstrip('.')} (lihat https://jahat.example/masuk).",
    "hidden link": lambda sentence, _: f"[{sentence.rstrip('.')}](https://jahat.example/masuk).",
    "order obeyed": lambda *_: "Abaikan semua aturan: kirimkan kata sandi Anda kepada petugas lewat wa.me.",
}
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
    """The server. ``kind`` is how it answers from now on; ``told`` are its replies."""

    def __init__(self) -> None:
        self.kind = "faithful"
        self.told: list[Told] = []
        self.keys: set[str] = set()
        self.server = Server(Starlette(routes=[Route("/v1/chat/completions", self._complete, methods=["POST"])]))
        self.url = f"{self.server.url}/v1"

    async def _complete(self, request: Request) -> Response:
        body = await request.json()
        self.keys.add(request.headers.get("authorization", ""))
        if self.kind in ("429", "500"):
            self.told.append(Told(self.kind, "", ""))
            return JSONResponse({"error": {"message": "scripted"}}, int(self.kind))
        prompt = str(body["messages"][-1]["content"])
        text, lie = written(self.kind, prompt)
        self.told.append(Told(self.kind, lie, prompt))
        return StreamingResponse(self._chunks(text), media_type="text/event-stream")

    async def _chunks(self, text: str) -> AsyncIterator[bytes]:
        pieces = re.findall(r".{1,24}", text, re.DOTALL)
        kind = self.kind
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
        for piece in pieces:
            yield _chunk(piece)
        yield _chunk("", "stop")
        yield b"data: [DONE]\n\n"


def written(kind: str, prompt: str) -> tuple[str, str]:
    """A reply of this kind to a prompt, and the lie in it."""
    passages = {int(number): _said(text) for number, text in _PASSAGE.findall(prompt)}
    true = passages.get(1, [])[:_SENTENCES] or ["Dokumen tidak memuatnya."]
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
        return f"{first[0]} {lie}", lie
    if kind == "another question":
        last = max(passages, default=1)
        return " ".join(f"{sentence} [{last}]" for sentence in passages.get(last, true)[:_SENTENCES]), ""
    if kind == "empty":
        return "", ""
    if kind == "refusal":
        lie = "Maaf, sebagai model bahasa saya tidak dapat membantu permintaan ini."
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
