"""Metrics in Prometheus' text format. They hold no question, no address and no id."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from knowledge.answers import Answer

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "pandu_http_requests",
            "Requests by endpoint and status.",
            ["method", "endpoint", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "pandu_http_request_seconds",
            "Duration of requests.",
            ["endpoint"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter(
            "pandu_web_answers", "Answers by outcome and language.", ["outcome", "language"], registry=self._registry
        )
        self._not_stored = Counter(
            "pandu_web_answers_not_stored",
            "Answers given without being stored, since the database could not be written.",
            registry=self._registry,
        )
        self._limited = Counter(
            "pandu_http_limited", "Requests refused by a rate limit.", ["limit"], registry=self._registry
        )

        self._written = Counter(
            "pandu_web_written",
            "What a language model was asked for, by job, how its reply ended and whether it was used.",
            ["job", "ending", "used"],
            registry=self._registry,
        )
        self._sentences = Counter(
            "pandu_web_written_sentences",
            "Sentences it wrote and questions it read, by what was made of them.",
            ["job", "made"],
            registry=self._registry,
        )
        self._tokens = Counter("pandu_web_tokens", "Tokens it cost.", ["direction"], registry=self._registry)

    def request(self, method: str, endpoint: str, status: int, seconds: float) -> None:
        """Count a finished request by the name of its endpoint, so that the number of series stays small."""
        self._requests.labels(method if method in _METHODS else "other", endpoint, status).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def answer(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.labels(answer.outcome.value, answer.language).inc()
        for written in answer.written:
            self._written.labels(written.job, written.ending, str(written.used).lower()).inc()
            self._tokens.labels("in").inc(written.tokens_in)
            self._tokens.labels("out").inc(written.tokens_out)
            for sentence in written.sentences:
                self._sentences.labels(written.job, sentence.made).inc()

    def not_stored(self) -> None:
        """Count an answer that was given without being stored."""
        self._not_stored.inc()

    def database(self, storing: Callable[[], bool], following: Callable[[], bool]) -> None:
        """Show whether turns can be stored, and whether the database can be read."""
        up = Gauge("pandu_turns_stored", "1 while turns can be stored.", registry=self._registry)
        up.set_function(storing)
        read = Gauge("pandu_database_read", "1 while the database can be read.", registry=self._registry)
        read.set_function(following)

    def language_model(self, answering: Callable[[], bool]) -> None:
        """Show whether the language model answers."""
        up = Gauge("pandu_llm_up", "1 while the language model answers.", registry=self._registry)
        up.set_function(answering)

    def limited(self, limit: str) -> None:
        """Count a request that a rate limit refused."""
        self._limited.labels(limit).inc()

    def telegram(self, working: Callable[[], bool], waiting: Callable[[], float]) -> None:
        """Show whether the Telegram bot gets messages, and how many are stored and not answered yet."""
        up = Gauge("pandu_telegram_up", "1 while messages from Telegram arrive.", registry=self._registry)
        up.set_function(working)
        stored = Gauge("pandu_telegram_waiting", "Messages stored and not answered yet.", registry=self._registry)
        stored.set_function(waiting)

    def render(self) -> bytes:
        """The text Prometheus reads."""
        return generate_latest(self._registry)
