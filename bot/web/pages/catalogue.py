"""The indicator catalogue: browse, search, compute, download."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.web.context import WebContext, context_of
from bot.web.page_cache import CachedContent
from bot.web.pages.rendering import kept, language_of, render, texts, unkept
from bot.web.problems import Problem
from knowledge.answers import Card
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Bilingual, Indicator
from knowledge.indicators.questions.quantities import find_quantities
from knowledge.indicators.replies.builder import ReplyBuilder
from knowledge.indicators.replies.worked_values import NotComputable, calculate

SEARCH_LIMIT = 20
MIN_CONFIDENCE_SHARE = 0.6  # of the confidence of the best one; what is below is far from what was meant
QUERY_CHARACTERS = 200
NUMBER_CHARACTERS = 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def browse(request: Request) -> Response:
    """``/indikator``: the indicators of a standard by theme, or those found for a search."""
    web, language = context_of(request), language_of(request)
    query = request.query_params
    standard = query.get("standard", DEFAULT_STANDARD)
    standard = standard if standard in web.catalogue.standards else DEFAULT_STANDARD
    theme = query.get("theme", "")
    theme = theme if theme in web.catalogue.themes else ""
    q = " ".join(query.get("q", "")[:QUERY_CHARACTERS].split())
    if q:
        found = await run_in_threadpool(_search, web, q, language, standard)
        groups = [("", [indicator for indicator in found if theme in ("", indicator.theme)])]
        return await unkept(request, _list(request, q, standard, theme, groups))

    async def make() -> str:
        return _list(request, q, standard, theme, _by_theme(web, language, standard, theme))

    return await kept(request, make, standard, theme)


def _list(request: Request, q: str, standard: str, theme: str, groups: list[tuple[str, list[Indicator]]]) -> str:
    web = context_of(request)
    typed = {"q": q, "standard": standard, "theme": theme}
    return render(
        request,
        "indicators.html",
        texts(language_of(request))["indicators"]["title"],
        typed={name: value for name, value in typed.items() if value not in ("", DEFAULT_STANDARD)},
        q=q,
        standard=standard,
        theme=theme,
        standards=web.catalogue.standards.values(),
        themes=web.catalogue.themes.values(),
        groups=[group for group in groups if group[1]],
        count=sum(len(rows) for _, rows in groups),
    )


async def show(request: Request) -> Response:
    """``/indikator/37122/19.9``: one indicator, with its value if two figures are given."""
    web = context_of(request)
    key = f"{request.path_params['standard']}:{request.path_params['code']}"
    try:
        indicator = web.catalogue.get(key)
    except NotFoundError:
        raise Problem("indicator-not-found", key=key[:40]) from None
    n, d = (request.query_params.get(name, "")[:NUMBER_CHARACTERS] for name in ("n", "d"))
    if n or d:
        return await unkept(request, _shown(request, indicator, n, d))

    async def make() -> str:
        return _shown(request, indicator, "", "")

    return await kept(request, make)


def _shown(request: Request, indicator: Indicator, n: str, d: str) -> str:
    web, language = context_of(request), language_of(request)
    return render(
        request,
        "indicator.html",
        f"{indicator.code} {indicator.title.in_(language)}",
        typed={name: value for name, value in (("n", n), ("d", d)) if value},
        one=indicator,
        card=_card(web, indicator, language),
        computable=indicator.scale is not None,
        n=n,
        d=d,
        result=_result(indicator, n, d, language) if n and d else "",
        twins=[web.catalogue.indicators[twin] for twin in indicator.twins],
        sources=[web.catalogue.sources[name] for name in indicator.sources],
    )


class Workbooks:
    """The worksheets of the standards, each written once."""

    def __init__(self, web: WebContext) -> None:
        self._web = web
        self._lock = Lock()
        self._files: dict[str, CachedContent] = {}

    async def download(self, request: Request) -> Response:
        """``/indikator/pandu-indikator-37122.xlsx``."""
        standard = request.path_params["standard"]
        if standard not in self._web.catalogue.standards:
            raise Problem("not-found")
        return await (await run_in_threadpool(self._file, standard)).serve(request)

    def _file(self, standard: str) -> CachedContent:
        with self._lock:
            if standard not in self._files:
                from knowledge.indicators.export import write_workbook  # openpyxl is slow to import

                catalogue = self._web.catalogue
                with TemporaryDirectory() as folder:
                    path = Path(folder) / "indicators.xlsx"
                    write_workbook(catalogue, catalogue.of_standard(standard), path)
                    self._files[standard] = CachedContent(path.read_bytes(), XLSX, _download_headers(standard))
            return self._files[standard]


def _download_headers(standard: str) -> dict[str, str]:
    name = f"pandu-indikator-{standard}.xlsx"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "public, max-age=3600"}


def _search(web: WebContext, q: str, language: Language, standard: str) -> list[Indicator]:
    hits = web.index.search(q, language, [standard], limit=SEARCH_LIMIT)
    least = max((hit.confidence for hit in hits), default=0.0) * MIN_CONFIDENCE_SHARE
    return [hit.indicator for hit in hits if hit.confidence >= least]


def _by_theme(web: WebContext, language: Language, standard: str, theme: str) -> list[tuple[str, list[Indicator]]]:
    indicators = [indicator for indicator in web.catalogue.of_standard(standard) if theme in ("", indicator.theme)]
    named = (
        (web.catalogue.themes[slug], list(rows))
        for slug, rows in groupby(indicators, key=lambda indicator: indicator.theme)
    )
    return [(f"{theme.clause}. {theme.name.in_(language)}", rows) for theme, rows in named]


def _card(web: WebContext, indicator: Indicator, language: Language) -> Card:
    builder = ReplyBuilder(web.catalogue, language)
    builder.card(indicator)
    return next(block for block in builder.reply().blocks if isinstance(block, Card))


def _result(indicator: Indicator, n: str, d: str, language: Language) -> str:
    numerator = _number(n, language, indicator.numerator)
    denominator = _number(d, language, indicator.denominator)
    if numerator is None or denominator is None:
        return str(texts(language)["indicators"]["badNumber"])
    try:
        return calculate(indicator, numerator, denominator).text.in_(language)
    except NotComputable as error:
        return error.message(language)


def _number(text: str, language: Language, role: Bilingual) -> Decimal | None:
    found = find_quantities(text.lower(), language)
    return found[0].as_counted(role.english) if len(found) == 1 and not found[0].percent else None
