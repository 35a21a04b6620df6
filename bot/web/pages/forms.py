"""What plain forms send, and what is told of pages that are for whoever holds their link alone."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import Request

from bot.web.problems import Problem

_FIELDS = 5
#: Neither kept by a proxy nor found by a search engine, and not told to the sites that are gone on to.
NOBODY_ELSE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


async def form_fields(request: Request) -> dict[str, str]:
    """The fields of a form, the first of each name.

    Raises:
        Problem: ``bad-request``: there are more than any of our forms has.
    """
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        raise Problem("bad-request", headers=NOBODY_ELSE) from None
    return {name: values[0] for name, values in fields.items()}
