"""All pages of the console. A new area adds its line to ``_PAGES`` and, for the navigation, to ``AREAS``."""

from __future__ import annotations

from starlette.routing import Route

from bot.staff.navigation import Area
from bot.staff.pages import (
    audit,
    cases,
    channels,
    document,
    documents,
    gaps,
    keys,
    official_answers,
    oidc,
    own,
    people,
    previews,
    releases,
    retention,
    reviews,
    settings,
    sign_in,
    sources,
    start,
    summary,
    tickets,
    uploads,
    writing,
    written,
)

_PAGES = (
    start,
    sign_in,
    oidc,
    own,
    summary,
    tickets,
    official_answers,
    cases,
    gaps,
    written,
    documents,
    uploads,
    writing,
    document,
    sources,
    reviews,
    releases,
    previews,
    people,
    keys,
    channels,
    settings,
    retention,
    audit,
)

ROUTES: list[Route] = [route for page in _PAGES for route in page.ROUTES]
#: In the order of the navigation.
AREAS: tuple[Area, ...] = (
    summary.AREA,
    tickets.AREA,
    gaps.AREA,
    documents.AREA,
    sources.AREA,
    reviews.AREA,
    releases.AREA,
    people.AREA,
    keys.AREA,
    channels.AREA,
    settings.AREA,
    retention.AREA,
    audit.AREA,
)
