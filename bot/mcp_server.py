"""What Pandu knows, for other assistants: a server of the Model Context Protocol (MCP) whose tools answer with their
sources. It only reads; nothing that is asked is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Annotated, Literal, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from bot.app import App
from bot.tickets.passages import citations_in
from knowledge.answer_text import plain_text
from knowledge.answering.calibration import sureness
from knowledge.answers import Citation
from knowledge.documents import Language, Passage
from knowledge.errors import NotFoundError, PanduError
from knowledge.indicators.arithmetic import format_formula
from knowledge.indicators.catalogue import Indicator
from knowledge.indicators.replies.citations import CitationNumbers
from knowledge.indicators.replies.worked_values import NotComputable, calculate
from knowledge.markup.citation_marks import strip_marks

T = TypeVar("T")
_INDICATORS = 5
_INSTRUCTIONS = (
    "Pandu answers about the ASEAN Smart Cities Network (ASCN), ASEAN Community Vision 2045 and the smart-city "
    "indicators of SNI ISO 37122, 37120 and ISO 37123, in Indonesian and English, from documents only. Pass on the "
    "sources with whatever you take from it: title, page or clause, and address. Where it refuses, or finds nothing, "
    "say that its documents do not hold it, and do not fill the gap; where it is tentative, say so. A summary is in "
    "Pandu's own words; only a quotation is what the source says. The text of a standard or regulation itself decides."
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)

Question = Annotated[str, Field(min_length=1, max_length=2000, description="By itself, in Indonesian or English.")]
Words = Annotated[str, Field(min_length=1, max_length=500, description="What is sought, in Indonesian or English.")]
Spoken = Annotated[Language, Field(description="Of what is answered: id (Indonesian) or en (English).")]
Scope = Annotated[
    Literal["ascn", "asean-2045", "sni", "staff"] | None, Field(description="Stay within one collection of documents.")
]
Figure = Annotated[float, Field(ge=0, le=9e15, allow_inf_nan=False)]
Code = Annotated[
    str,
    Field(
        pattern=r"^(?:(?:37120|37122|37123):)?[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9])?$",
        description="As 37122:19.9; the code alone means SNI ISO 37122.",
    ),
]


class Source(BaseModel):
    """What a statement stands on. ``place`` is its page or clause, ``address`` where it can be read; ``quote`` are the
    source's own words, with a quotation only."""

    number: int
    kind: Literal["summary", "quotation"]
    title: str
    publisher: str
    date: str
    place: str
    address: str
    quote: str


class Answered(BaseModel):
    """An answer, whose marks like [1] are numbers of its sources."""

    outcome: str = Field(description="Such as answered, indicator, partly, refused (not in the documents).")
    label: str = Field(description="The outcome in words.")
    sureness: str = Field(description="firm, partial, tentative (the nearest passage only) or absent.")
    text: str
    as_of: str = Field(description="Of when the oldest of its facts are.")
    sources: list[Source]
    release: str


class FoundPassage(BaseModel):
    """A passage of a document."""

    title: str
    heading: list[str]
    text: str
    sources: list[Source]


class FoundPassages(BaseModel):
    """Passages, best first; none where the documents hold nothing that fits."""

    passages: list[FoundPassage]


class Place(BaseModel):
    """Where an indicator stands: ``standard`` and ``clause`` decide; ``address`` is its page here, in our own words."""

    key: str
    standard: str
    clause: str
    address: str


class FoundIndicator(Place):
    """An indicator in our own words."""

    title: str
    theme: str
    unit: str
    formula: str = Field(description="Empty where it is not known; then nothing is computed.")
    numerator: str
    denominator: str
    note: str
    unverified: str = Field(description="What could not be verified.")
    sources: list[Source] = Field(description="What it was compiled from.")


class FoundIndicators(BaseModel):
    """Indicators, best first."""

    indicators: list[FoundIndicator]


class Computed(Place):
    """The value of an indicator."""

    value: float
    exact: bool
    unit: str
    calculation: str
    sources: list[Source] = Field(description="What formula and unit were compiled from.")


class Tools:
    """What the tools do, in worker threads, so many at a time."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._index = app.indicators.index
        self._public = str(app.settings.public_url or "").rstrip("/")
        self._slots = asyncio.Semaphore(app.settings.concurrency)

    async def ask(self, question: Question, language: Spoken | None = None, scope: Scope = None) -> Answered:
        """Ask a question and get an answer from the documents with its sources, or be told that they do not hold it."""
        return await self._do(partial(self._ask, question, language, scope))

    async def search(
        self,
        words: Words,
        language: Spoken = "id",
        scope: Scope = None,
        limit: Annotated[int, Field(ge=1, le=20)] = 6,
    ) -> FoundPassages:
        """Find passages of the documents, with the sources they stand on, to answer from them yourself."""
        return await self._do(partial(self._search, words, language, scope, limit))

    async def indicator(self, words: Words, language: Spoken = "id") -> FoundIndicators:
        """Look up smart-city indicators by code (19.9, 37120:16.5) or by everyday words: meaning, unit, formula."""
        return await self._do(partial(self._find, words, language))

    async def compute(self, key: Code, numerator: Figure, denominator: Figure, language: Spoken = "id") -> Computed:
        """Compute an indicator's value from its two figures, in the units of its numerator and denominator."""
        return await self._do(partial(self._compute, key, numerator, denominator, language))

    async def _do(self, work: Callable[[], T]) -> T:
        async with self._slots:
            try:
                return await asyncio.to_thread(work)
            except PanduError as error:  # written for people; anything else ends without details
                raise ToolError(str(error)) from None

    def _ask(self, question: str, language: Language | None, scope: str | None) -> Answered:
        answer = self._app.answering.answer(question, language=language, scope=scope)
        return Answered(
            outcome=answer.outcome.value,
            label=answer.outcome.label(answer.language),
            sureness=sureness(answer),
            text=plain_text(answer),
            as_of=answer.as_of,
            sources=self._sources(answer.citations),
            release=answer.release,
        )

    def _search(self, words: str, language: Language, scope: str | None, limit: int) -> FoundPassages:
        found = self._app.passages.search(words, language, scope=scope, limit=limit)
        return FoundPassages(passages=[self._passage(one, language) for one in found])

    def _passage(self, passage: Passage, language: Language) -> FoundPassage:
        return FoundPassage(
            title=passage.document.title,
            heading=list(passage.chunk.heading),
            text=strip_marks(passage.chunk.text),
            sources=self._sources(citations_in(passage, language, self._app.originals)),
        )

    def _find(self, words: str, language: Language) -> FoundIndicators:
        try:
            found = [self._app.catalogue.get(words.strip())]
        except NotFoundError:
            found = [hit.indicator for hit in self._index.search(words, language, limit=_INDICATORS)]
        return FoundIndicators(indicators=[self._indicator(one, language) for one in found])

    def _indicator(self, indicator: Indicator, language: Language) -> FoundIndicator:
        return FoundIndicator(
            **self._place(indicator),
            title=indicator.title.in_(language),
            theme=self._app.catalogue.themes[indicator.theme].name.in_(language),
            unit=indicator.unit.in_(language),
            formula=format_formula(indicator, language),
            numerator=indicator.numerator.in_(language),
            denominator=indicator.denominator.in_(language),
            note=indicator.note.in_(language),
            unverified=indicator.open.in_(language),
            sources=self._sources_of(indicator, language),
        )

    def _compute(self, key: str, numerator: float, denominator: float, language: Language) -> Computed:
        indicator = self._app.catalogue.get(key)
        try:
            result = calculate(indicator, Decimal(repr(numerator)), Decimal(repr(denominator)))
        except NotComputable as error:
            raise PanduError(error.message(language)) from None
        return Computed(
            **self._place(indicator),
            value=float(result.value),
            exact=result.exact,
            unit=indicator.unit.in_(language),
            calculation=result.text.in_(language),
            sources=self._sources_of(indicator, language),
        )

    def _place(self, indicator: Indicator) -> dict[str, str]:
        return {
            "key": indicator.key,
            "standard": self._app.catalogue.standards[indicator.standard].label,
            "clause": indicator.code,
            "address": f"{self._public}/indikator/{indicator.standard}/{indicator.code}",
        }

    def _sources_of(self, indicator: Indicator, language: Language) -> list[Source]:
        numbers = CitationNumbers(self._app.catalogue, language)
        numbers.of_indicators(indicator)
        return self._sources(numbers.all)

    def _sources(self, citations: Sequence[Citation]) -> list[Source]:
        return [
            Source(
                number=one.number,
                kind=one.kind,
                title=one.title,
                publisher=one.publisher,
                date=one.date,
                place=one.locator,
                address=one.url or self._page(one),
                quote=one.quote,
            )
            for one in citations
        ]

    def _page(self, citation: Citation) -> str:
        if not citation.document:
            return ""
        return f"{self._public}/sumber/{citation.document}" + (f"#{citation.section}" if citation.section else "")


def make_server(app: App) -> MCPServer[None]:
    """The server with its tools over the parts of ``app``, which the caller closes."""
    server: MCPServer[None] = MCPServer(
        "pandu-ascn", title="Pandu ASCN", instructions=_INSTRUCTIONS, log_level="WARNING"
    )
    tools = Tools(app)
    for tool in (tools.ask, tools.search, tools.indicator, tools.compute):
        server.tool(annotations=_READS, structured_output=True)(tool)
    return server


def serve(app: App, port: int = 0) -> None:
    """Serve until the other side ends.

    Args:
        app: the parts.
        port: serve HTTP there, for programs of this machine only; 0: the standard input and output.
    """
    server = make_server(app)
    if port:
        server.run("streamable-http", host="127.0.0.1", port=port, stateless_http=True, json_response=True)
    else:
        server.run()
