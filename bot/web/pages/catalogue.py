"""The indicator catalogue: browse, search, compute, download."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.context import WebContext, context_of
from bot.web.page_cache import CachedContent
from bot.web.pages.indicator_search import search
from bot.web.pages.rendering import address, base_of, kept, language_of, render, texts, unkept
from bot.web.problems import Problem
from knowledge.answers import Card
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Bilingual, Indicator
from knowledge.indicators.questions.quantities import find_quantities
from knowledge.indicators.replies.builder import ReplyBuilder
from knowledge.indicators.replies.worked_values import NotComputable, calculate

QUERY_CHARACTERS = 200
NUMBER_CHARACTERS = 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def browse(request: Request) -> Response:
    """``/indikator``: the indicators of a standard by theme, or those found for a search."""
    web, language = context_of(request), language_of(request)
    query = request.query_params
    asked = query.get("standard", "")
    standard = asked if asked in web.catalogue.standards else DEFAULT_STANDARD
    theme = query.get("theme", "")
    theme = theme if theme in web.catalogue.themes else ""
    q = " ".join(query.get("q", "")[:QUERY_CHARACTERS].split())
    if q:
        within = [asked] if asked in web.catalogue.standards else list(web.catalogue.standards)
        found = await run_in_threadpool(search, web.catalogue, web.index, q, language, within)
        groups = [Group("", "", [indicator for indicator in found if theme in ("", indicator.theme)])]
        return await unkept(request, _list(request, q, standard, theme, groups))

    async def make() -> str:
        return _list(request, q, standard, theme, _by_theme(web, language, standard, theme))

    return await kept(request, make, standard, theme)


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators under a heading, which the list of themes jumps to; without one they were searched for."""

    slug: str
    heading: str
    rows: list[Indicator]


def _list(request: Request, q: str, standard: str, theme: str, groups: list[Group]) -> str:
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
        labels={one.number: one.label for one in web.catalogue.standards.values()},
        groups=[group for group in groups if group.rows],
        count=sum(len(group.rows) for group in groups),
        counts=Counter(indicator.standard for indicator in web.catalogue.indicators.values()),
    )


async def show_code(request: Request) -> Response:
    """``/indikator/19.9``: the indicator of that code; where several standards have it, which of them is asked."""
    code, language, base = request.path_params["code"], language_of(request), base_of(request)
    found = context_of(request).catalogue.with_code(code)
    if not found:
        raise Problem("indicator-not-found", key=code[:40], way="/indikator")
    if len(found) > 1:
        return RedirectResponse(address(f"{base}/indikator", language, q=code), 302)
    return RedirectResponse(address(f"{base}/indikator/{found[0].standard}/{code}", language), 302)


async def show(request: Request) -> Response:
    """``/indikator/37122/19.9``: one indicator, with its value if two figures are given."""
    web = context_of(request)
    key = f"{request.path_params['standard']}:{request.path_params['code']}"
    try:
        indicator = web.catalogue.get(key)
    except NotFoundError:
        raise Problem("indicator-not-found", key=key[:40], way="/indikator") from None
    n, d = (request.query_params.get(name, "")[:NUMBER_CHARACTERS] for name in ("n", "d"))
    searched = request.query_params.get("cari", "")[:QUERY_CHARACTERS]
    if n or d or searched:
        return await unkept(request, _shown(request, indicator, n, d, searched))

    async def make() -> str:
        return _shown(request, indicator, "", "", "")

    return await kept(request, make)


def _shown(request: Request, indicator: Indicator, n: str, d: str, searched: str) -> str:
    web, language = context_of(request), language_of(request)
    label = web.catalogue.standards[indicator.standard].label
    return render(
        request,
        "indicator.html",
        f"{indicator.code} {indicator.title.in_(language)}",
        typed={name: value for name, value in (("n", n), ("d", d), ("cari", searched)) if value},
        one=indicator,
        searched=searched,
        question=texts(language)["indicators"]["question"].format(code=indicator.code, standard=label),
        labels={one.number: one.label for one in web.catalogue.standards.values()},
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


def _by_theme(web: WebContext, language: Language, standard: str, theme: str) -> list[Group]:
    indicators = [indicator for indicator in web.catalogue.of_standard(standard) if theme in ("", indicator.theme)]
    named = (
        (web.catalogue.themes[slug], list(rows))
        for slug, rows in groupby(indicators, key=lambda indicator: indicator.theme)
    )
    return [Group(theme.slug, f"{theme.clause}. {theme.name.in_(language)}", rows) for theme, rows in named]


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
