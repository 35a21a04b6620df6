"""Publishing with a reason, now or at a time to come."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.app import App, build_app
from bot.releases import publishing
from bot.releases.impacts import Impacts
from knowledge.errors import PanduError
from knowledge.storage.engine import now
from knowledge.storage.schedule import Schedule
from knowledge.storage.tables import ScheduledRow
from tests.parts import version_of


def _draft(app: App, text: str = "Kota melapor dua kali.") -> str:
    app.document_store.add(version_of("catatan", text))
    return app.builder().build().release_id


def _past(app: App) -> None:
    with app.engine.begin() as connection:
        connection.execute(update(ScheduledRow).values(due_at=now() - timedelta(seconds=1)))


def test_a_yes_is_needed_where_golden_questions_would_fail(app: App) -> None:
    draft = _draft(app)
    publishing.need_yes(app, draft, unseen=False)
    with pytest.raises(publishing.UnconfirmedError, match="There is no impact preview"):
        publishing.need_yes(app, draft, unseen=True)
    impacts = Impacts(app.engine)
    run, _ = impacts.begin("siti")
    impacts.asks(run.id, draft, app.release_store.published() or "", 1)
    impacts.went_on(run.id, 1, [], {"fails": 2})
    impacts.end(run.id, "done")
    with pytest.raises(publishing.UnconfirmedError, match="2 golden questions"):
        publishing.need_yes(app, draft, unseen=False)


def test_what_is_due_is_published_once_by_whichever_process_is_first(app: App) -> None:
    first, draft = app.release_store.published(), _draft(app)
    with pytest.raises(PanduError, match="must lie ahead"):
        publishing.schedule(app, draft, now() - timedelta(minutes=1), "siti")
    publishing.schedule(app, draft, now() + timedelta(hours=1), "siti", note="embargo")
    publishing.publish_due(app)
    assert app.release_store.published() == first
    _past(app)
    others = [build_app(app.settings, exact=True) for _ in range(3)]
    threads = [threading.Thread(target=publishing.publish_due, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    publishing.publish_due(app)
    assert app.release_store.published() == draft
    assert [(one.release, one.note) for one in app.release_store.history(most=2)] == [(draft, "embargo"), (first, "")]
    assert [entry.action for entry in app.audit.entries()].count("release.published") == 1
    assert Schedule(app.engine).waiting() == []


def test_a_scheduled_publication_undoes_nothing_that_came_between_and_can_be_cancelled(app: App) -> None:
    draft = _draft(app)
    later = now() + timedelta(hours=1)
    publishing.schedule(app, draft, later, "siti")
    between = _draft(app, "Kota melapor tiga kali.")
    app.builder().publish(between, "budi")
    number = publishing.schedule(app, draft, later, "siti")
    assert Schedule(app.engine).cancel(number)
    _past(app)
    publishing.publish_due(app)
    assert app.release_store.published() == between
    (failed,) = Schedule(app.engine).failed()
    assert "was published by budi" in failed.error
