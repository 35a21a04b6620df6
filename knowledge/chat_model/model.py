"""Any chat model that LangChain knows, asked within limits: whatever it does, the reply ends in time."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.chat_model.breaker import Breaker
from knowledge.errors import ConfigError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)

#: How a reply ended: complete; cut off in the middle; slow, when its time was up; long, when it would not end; failed,
#: when the server did; resting, when it was not asked since it failed before; busy, when too many are being asked;
#: garbled, when it has not the form asked for.
Ending = Literal["complete", "cut", "slow", "long", "failed", "resting", "busy", "garbled"]

_TRIES = 2  # before anything came
_PAUSE = 0.3  # seconds before it is tried again
_LONGEST = 8000  # characters of a reply
_AT_ONCE = 16  # replies that are waited for
_PER_TOKEN = 4  # characters, where the server does not count
_DONE = object()
#: How a provider is told the form of a reply. Others are told by the prompt alone, and so is a server that fails.
_FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    # As a field of the request alone: given otherwise, the client parses the stream itself, which few servers bear.
    "openai": lambda schema: {
        "extra_body": {"response_format": {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema}}}
    },
    "ollama": lambda schema: {"format": schema},
}
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(slots=True)
class Reply:
    """What a model said so far, and what became of it. ``tokens`` are those of the prompt and of the reply."""

    ending: Ending = "complete"
    tokens_in: int = 0
    tokens_out: int = 0
    milliseconds: float = 0.0
    characters: int = 0


class ChatModel:
    """A chat model.

    Args:
        name: ``provider:model``, as LangChain's ``init_chat_model`` knows it.
        url: of its server; empty means the provider's own.
        key: to be let in with; never logged.
        seconds: for one reply, however it comes.
        most_tokens: of one reply.
        breaker: whether a server that failed is asked.
        clock: monotonic seconds.

    Raises:
        ConfigError: the name is none, or its provider's package is missing.
    """

    def __init__(
        self,
        name: str,
        *,
        url: str = "",
        key: str = "",
        seconds: float = 20.0,
        most_tokens: int = 900,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.seconds = seconds
        self.breaker = breaker or Breaker()
        self._clock = clock
        self._waiting = threading.Semaphore(_AT_ONCE)
        self._provider = name.partition(":")[0]
        self._model = _opened(name, url, key, seconds, most_tokens)

    def structured(
        self, system: str, asked: str, shape: type[Shape], reply: Reply, seconds: float | None = None
    ) -> Shape | None:
        """A whole reply in the form asked for; None where it did not come, or not in that form. Never raises.

        Args:
            system: what the model is to do, and that it replies in JSON.
            asked: what it is given, fenced.
            shape: the form.
            reply: told how it ended and what it cost.
            seconds: how long it may take, at most as long as any reply.
        """
        text = "".join(self.stream(system, asked, reply, seconds, shape))
        if reply.ending != "complete":
            return None
        try:
            return shape.model_validate_json(text[text.find("{") : text.rfind("}") + 1])
        except ValidationError:
            reply.ending = "garbled"
            return None

    def stream(
        self, system: str, asked: str, reply: Reply, seconds: float | None = None, shape: type[BaseModel] | None = None
    ) -> Iterator[str]:
        """The pieces of a reply as they come. Never raises: how it ended stands in ``reply`` then.

        Args:
            system: what the model is to do.
            asked: what it is given, fenced.
            reply: told how it ended and what it cost.
            seconds: how long it may take, at most as long as any reply.
            shape: the form that its server is told of, where it knows such.
        """
        began = self._clock()
        until = began + min(self.seconds, self.seconds if seconds is None else seconds)
        if not self.breaker.allows():
            reply.ending = "resting"
            return
        if not self._waiting.acquire(blocking=False):
            reply.ending = "busy"
            return
        pieces: queue.Queue[Any] = queue.Queue(maxsize=256)
        given_up = threading.Event()
        messages = [("system", system), ("human", asked)]
        form = _FORMS[self._provider](shape.model_json_schema()) if shape and self._provider in _FORMS else {}
        threading.Thread(target=self._ask, args=(messages, form, pieces, given_up, until), daemon=True).start()
        try:
            yield from self._pieces(pieces, reply, until)
        finally:
            given_up.set()
            reply.milliseconds = round((self._clock() - began) * 1000, 1)
            reply.tokens_in = reply.tokens_in or (len(system) + len(asked)) // _PER_TOKEN
            reply.tokens_out = reply.tokens_out or reply.characters // _PER_TOKEN
            if reply.ending == "complete":
                self.breaker.succeeded()
            elif reply.ending != "long":
                self.breaker.failed()

    def _pieces(self, pieces: queue.Queue[Any], reply: Reply, until: float) -> Iterator[str]:
        reply.ending = "slow"  # unless it ends otherwise
        while (left := until - self._clock()) > 0:
            try:
                piece = pieces.get(timeout=left)
            except queue.Empty:
                return
            if piece is _DONE:
                reply.ending = "complete"
                return
            if isinstance(piece, Exception):
                reply.ending = "cut" if reply.characters else "failed"
                return
            text = _text(piece)
            _count(piece, reply)
            reply.characters += len(text)
            if reply.characters > _LONGEST:
                reply.ending = "long"
                return
            if text:
                yield text

    def _ask(
        self,
        messages: list[tuple[str, str]],
        form: dict[str, Any],
        pieces: queue.Queue[Any],
        given_up: threading.Event,
        until: float,
    ) -> None:
        """Hand on what comes, in a thread of its own, since a server may keep silent for as long as it likes."""
        try:
            for tried in range(_TRIES):
                came = False
                try:
                    whole = False
                    for chunk in self._model.stream(messages, **({} if tried else form)):
                        came = True
                        whole = whole or _is_last(chunk)
                        if given_up.is_set() or not _put(pieces, chunk, until - self._clock()):
                            return
                    # A line that breaks looks like an end: a reply is whole when its server said so.
                    _put(pieces, _DONE if whole else ConnectionError("cut"), until - self._clock())
                except Exception as error:  # of whatever provider
                    if came or tried == _TRIES - 1 or self._clock() + _PAUSE >= until:
                        logger.warning("The language model failed (%s)", type(error).__name__)
                        _put(pieces, error, until - self._clock())
                        return
                    given_up.wait(_PAUSE)
                else:
                    return
        finally:
            self._waiting.release()


def _put(pieces: queue.Queue[Any], piece: object, seconds: float) -> bool:
    try:
        pieces.put(piece, timeout=max(0.0, seconds))
    except queue.Full:
        return False
    return True


def _opened(name: str, url: str, key: str, seconds: float, most_tokens: int) -> BaseChatModel:
    """The model, opened by LangChain; nothing is asked of its server yet."""
    from langchain.chat_models import init_chat_model  # imported where a model is configured only

    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ConfigError("PANDU_LLM: write provider:model, such as openai:gpt-4o-mini or ollama:llama3.2.")
    given: dict[str, Any] = {"timeout": seconds, "max_retries": 0, "temperature": 0, "max_tokens": most_tokens}
    if url:
        given["base_url"] = url
    if key or (url and provider == "openai"):
        given["api_key"] = key or "none"  # a server of one's own asks for no key, its client does
    if provider == "openai":
        given |= {"stream_usage": True, "use_responses_api": False}
    try:
        opened: BaseChatModel = init_chat_model(model, model_provider=provider, **given)
    except ImportError as error:
        raise ConfigError(
            f"PANDU_LLM={name}: the package of this provider is missing. Install it by the extra openai, anthropic or "
            f"google (pip install 'pandu-ascn[openai]'), or by its name ({error.name or 'langchain-…'})."
        ) from None
    except Exception as error:  # what a provider does not take; it may quote the key
        raise ConfigError(
            f"PANDU_LLM={name} cannot be opened ({type(error).__name__}); look at PANDU_LLM_KEY."
        ) from None
    return opened


def _text(piece: Any) -> str:
    content = piece.content
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") if isinstance(part, dict) else str(part) for part in content)


def _count(piece: Any, reply: Reply) -> None:
    usage = getattr(piece, "usage_metadata", None)
    if usage:
        reply.tokens_in = max(reply.tokens_in, int(usage.get("input_tokens") or 0))
        reply.tokens_out = max(reply.tokens_out, int(usage.get("output_tokens") or 0))


def _is_last(piece: Any) -> bool:
    """Whether the server said that its reply ends here."""
    told = getattr(piece, "response_metadata", None) or {}
    return bool(told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason"))
