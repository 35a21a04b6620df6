"""The digest of the week, for the staff group or by mail: what was asked and what was not answered, of no person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta

from bot.app import App
from bot.changed_settings import STAFF_GROUP
from bot.mail.outbox import Mail
from bot.periods import Period
from bot.statistics.figures import Tally
from knowledge.language.dates import WIB, written_date
from knowledge.language.messages import Messages
from knowledge.storage.engine import now

_TEXTS = Messages("bot", "digest.yaml")
_AT = time(7)  # on Mondays, where the directorate is
_GAPS = 5
_QUESTION = 160  # characters of a question

TellStaff = Callable[[str], Awaitable[None]]


def digest_of(app: App, period: Period) -> str:
    """The digest of a period, compared with the one before it, in Indonesian."""
    figures, gaps = app.statistics.figures(period), app.gaps.gaps(period)
    total, before = figures.total, figures.before
    lines = [_say("title", first=_day(period.first.isoformat()), last=_day(period.last.isoformat())), ""]
    lines.append(_say("questions", number=total.questions, before=before.questions))
    lines += [_share(name, total) for name in ("answered", "hedged", "refused", "declined")]
    lines.append(_say("handed_over", number=total.handed_over, waiting=figures.waiting))
    if figures.replies.number:
        lines.append(_say("replies", hours=round(figures.replies.half / 3600)))
    if figures.satisfaction is not None:
        judged = figures.liked + figures.disliked
        lines.append(_say("satisfaction", share=round(100 * figures.satisfaction), number=judged))
    if gaps:
        lines += ["", _say("gaps", number=len(gaps))]
        lines += [f"{gap.count.total} × {gap.question[:_QUESTION]}" for gap in gaps[:_GAPS]]
    if url := app.settings.public_url:
        lines += ["", _say("more", url=f"{str(url).rstrip('/')}/staf/ringkasan")]
    return "\n".join(lines)


def due_since(moment: datetime) -> datetime:
    """The last Monday morning before a moment: a digest that was sent after it is not due."""
    local = moment.astimezone(WIB)
    monday = datetime.combine(local.date() - timedelta(days=local.weekday()), _AT, WIB)
    return monday if monday <= local else monday - timedelta(days=7)


async def send_if_due(app: App, tell_staff: TellStaff | None) -> bool:
    """Send the digest of the seven days before the last Monday unless that was done; whether it was sent now. Of
    several processes one does. What fails is due again.

    Args:
        app: the parts.
        tell_staff: writes to the staff group; None where there is no bot.
    """
    since = due_since(now())
    recipients = (await asyncio.to_thread(app.changed_settings.read)).weekly_digest
    if not recipients or not await asyncio.to_thread(app.periodic.take, "digest", since):
        return False
    try:
        await _send(app, tell_staff, since, recipients)
    except BaseException:  # also when the server stops meanwhile
        await asyncio.to_thread(app.periodic.give_back, "digest")
        raise
    return True


async def _send(app: App, tell_staff: TellStaff | None, since: datetime, recipients: Sequence[str]) -> None:
    last = since.date() - timedelta(days=1)
    text = await asyncio.to_thread(digest_of, app, Period(last - timedelta(days=6), last))
    for recipient in recipients:
        if recipient != STAFF_GROUP:
            mail = Mail(f"digest-{since.date()}-{recipient}"[:100], recipient, text.splitlines()[0], text)
            await asyncio.to_thread(app.outbox.put, mail)  # once, however often it is tried
    if tell_staff is not None and app.settings.staff_chat and STAFF_GROUP in recipients:
        await tell_staff(text)


def _share(name: str, tally: Tally) -> str:
    return _say(name, number=getattr(tally, name), share=round(100 * tally.share(name)))


def _say(key: str, **values: object) -> str:
    return str(_TEXTS.get(key)).format(**values)


def _day(day: str) -> str:
    return written_date(day, "id")
