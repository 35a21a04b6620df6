"""Deleting what the settings no longer keep."""

from __future__ import annotations

from datetime import timedelta

from bot.app import App

_MAIL_KEPT = timedelta(days=90)  # what is known of mail that was sent or given up
_UNCONFIRMED = timedelta(days=7)  # that an address may agree to a watch


def expire(app: App) -> dict[str, int]:
    """Delete what the settings no longer keep; returns how much that was."""
    settings = app.changed_settings.read()
    app.citation_counts.update()  # while the turns are there
    app.daily_counts.update()
    turns = app.retention.expire_turns(timedelta(days=settings.keep_turns_days), settings.keep_turns_most)
    tickets = app.retention.expire_tickets(timedelta(days=settings.keep_tickets_days))
    watches = app.retention.expire_watches(timedelta(days=settings.keep_tickets_days), _UNCONFIRMED)
    app.retention.expire_mail(_MAIL_KEPT)
    return {"turns": turns, "tickets": tickets, "watches": watches}
