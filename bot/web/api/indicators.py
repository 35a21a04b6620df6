"""The indicator catalogue for programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StrictFloat

from bot.web.api.responses import problems
from bot.web.context import ContextDep, WebContext
from bot.web.gates import CallerLanguage
from bot.web.problems import Problem
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.indicators.arithmetic import format_formula
from knowledge.indicators.catalogue import Bilingual, Indicator
from knowledge.indicators.matching.lexical import Hit
from knowledge.indicators.replies.worked_values import Calculation, NotComputable, calculate

MAX_SEARCH = 50
LARGEST_FIGURE = 9 * 10**15  # whole numbers up to here are exact in JSON readers that use binary floats
_CACHE = "public, max-age=300"

router = APIRouter(prefix="/indicators", tags=["indicators"])

Key = Annotated[
    str,
    Path(
        pattern=r"^(?:(?:37120|37122|37123):)?[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9])?$",
        description="Standard and code; the code alone means SNI ISO 37122.",
        examples=["37122:19.9"],
    ),
]
Figure = Annotated[StrictFloat, Field(ge=0, le=LARGEST_FIGURE, allow_inf_nan=False)]


class Text(BaseModel):
    """A text in both languages."""

    id: str
    en: str

    @classmethod
    def of(cls, text: Bilingual) -> Text:
        """The public form."""
        return cls(id=text.indonesian, en=text.english)


class IndicatorBody(BaseModel):
    """One indicator in our own words; the text of the standard itself decides."""

    key: str = Field(examples=["37122:19.9"])
    standard: str
    code: str
    theme: str
    theme_name: Text
    title: Text
    unit: Text
    formula: Text = Field(description="Empty where it is not known; then nothing is computed.")
    numerator: Text
    denominator: Text
    basis: str = Field(description="Where the formula comes from: title, secondary, assumed, or empty.")
    computable: bool
    lower_is_better: bool
    note: Text
    unverified: Text = Field(description="What could not be verified.")
    owners: tuple[Text, ...] = Field(description="Who usually holds the data: our own suggestion.")
    confidence: str = Field(description="Of the sources: A, B or unverified.")


class IndicatorList(BaseModel):
    """Indicators in the order of the standard."""

    count: int
    indicators: tuple[IndicatorBody, ...]


class FoundIndicator(BaseModel):
    """An indicator found by everyday words."""

    indicator: IndicatorBody
    confidence: float = Field(ge=0, le=1)


class FoundIndicators(BaseModel):
    """Indicators found, best first."""

    count: int
    found: tuple[FoundIndicator, ...]


class ComputeRequest(BaseModel):
    """The two figures of an indicator, in the catalogue's units (km, km², tonnes, GJ, days, rupiah)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"numerator": 120, "denominator": 300}]})

    numerator: Figure
    denominator: Figure


class ComputeBody(BaseModel):
    """A worked value."""

    key: str
    value: float = Field(
        description="Rounded to four decimal places; from 100 on to two, below 0.001 to four significant digits.",
        examples=[40.0],
    )
    exact: bool = Field(description="Whether nothing was lost by rounding.")
    unit: Text
    calculation: Text = Field(description="The formula with the figures, as people of each language write numbers.")


@router.get("", response_model=IndicatorList, responses=problems(403, 422, 429))
def list_indicators(
    web: ContextDep,
    response: Response,
    standard: Annotated[Literal["37120", "37122", "37123"] | None, Query()] = None,
    theme: Annotated[str | None, Query(pattern=r"^[a-z-]{1,40}$", examples=["transportation"])] = None,
) -> IndicatorList:
    """List the indicators, of one standard or theme if given."""
    response.headers["Cache-Control"] = _CACHE
    found = [
        indicator
        for indicator in web.catalogue.indicators.values()
        if standard in (None, indicator.standard) and theme in (None, indicator.theme)
    ]
    return IndicatorList(count=len(found), indicators=tuple(_body(indicator, web) for indicator in found))


@router.get("/search", response_model=FoundIndicators, responses=problems(403, 422, 429))
def search_indicators(
    web: ContextDep,
    q: Annotated[str, Query(min_length=1, max_length=200, examples=["lampu lalu lintas pintar"])],
    language: Annotated[Language, Query()] = "id",
    limit: Annotated[int, Query(ge=1, le=MAX_SEARCH)] = 10,
) -> FoundIndicators:
    """Find indicators by everyday words; typos are tolerated."""
    hits = web.index.search(q, language, limit=limit)
    return FoundIndicators(count=len(hits), found=tuple(_found(hit, web) for hit in hits))


@router.get("/{key}", response_model=IndicatorBody, responses=problems(403, 404, 422, 429))
def read_indicator(key: Key, web: ContextDep, response: Response) -> IndicatorBody:
    """One indicator."""
    response.headers["Cache-Control"] = _CACHE
    return _body(_get(key, web), web)


@router.post("/{key}/compute", response_model=ComputeBody, responses=problems(400, 403, 404, 413, 415, 422, 429))
def compute_indicator(key: Key, body: ComputeRequest, web: ContextDep, language: CallerLanguage) -> ComputeBody:
    """Compute an indicator's value from its two figures. Impossible figures are refused with the reason."""
    indicator = _get(key, web)
    try:
        result = calculate(indicator, Decimal(str(body.numerator)), Decimal(str(body.denominator)))
    except NotComputable as error:
        raise Problem("not-computable", reason=error.message(language)) from None
    return _computed(indicator, result)


def _get(key: str, web: WebContext) -> Indicator:
    try:
        return web.catalogue.get(key)
    except NotFoundError:
        raise Problem("indicator-not-found", key=key) from None


def _found(hit: Hit, web: WebContext) -> FoundIndicator:
    return FoundIndicator(indicator=_body(hit.indicator, web), confidence=round(min(hit.confidence, 1.0), 4))


def _body(indicator: Indicator, web: WebContext) -> IndicatorBody:
    owners = tuple(Text.of(web.catalogue.owners[slug].name) for slug in indicator.owners)
    return IndicatorBody(
        key=indicator.key,
        standard=indicator.standard,
        code=indicator.code,
        theme=indicator.theme,
        theme_name=Text.of(web.catalogue.themes[indicator.theme].name),
        title=Text.of(indicator.title),
        unit=Text.of(indicator.unit),
        formula=Text(id=format_formula(indicator, "id"), en=format_formula(indicator, "en")),
        numerator=Text.of(indicator.numerator),
        denominator=Text.of(indicator.denominator),
        basis=indicator.basis,
        computable=indicator.scale is not None,
        lower_is_better=indicator.lower_is_better,
        note=Text.of(indicator.note),
        unverified=Text.of(indicator.open),
        owners=owners,
        confidence=indicator.evidence_grade,
    )


def _computed(indicator: Indicator, result: Calculation) -> ComputeBody:
    value = float(result.value)
    return ComputeBody(
        key=indicator.key,
        value=value,
        exact=result.exact and Decimal(repr(value)) == result.value,
        unit=Text.of(indicator.unit),
        calculation=Text.of(result.text),
    )
