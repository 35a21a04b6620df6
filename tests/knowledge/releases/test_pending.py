"""What waits to be published."""

from __future__ import annotations

from knowledge.releases.pending import pending
from tests.parts import Parts, version_of


def test_what_came_changed_and_went_is_pending_until_it_is_published(parts: Parts) -> None:
    store, releases = parts.document_store, parts.release_store
    store.add(version_of("lama", "Kota melapor."))
    store.add(version_of("tetap", "Kota bersidang."))
    assert pending(store, releases).published is None
    first = parts.publish()
    assert len(pending(store, releases)) == 0

    store.add(version_of("baru", "Kota membayar."))
    store.add(version_of("tetap", "Kota bersidang dua kali."))
    store.retire("lama")
    waiting = pending(store, releases)
    assert (waiting.published, waiting.draft, waiting.fresh) == (first, None, False)
    assert [[one.id for one in some] for some in (waiting.added, waiting.changed, waiting.retired)] == [
        ["baru"],
        ["tetap"],
        ["lama"],
    ]
    draft = parts.builder.build().release_id
    assert pending(store, releases).fresh
    assert releases.draft() == draft
    store.add(version_of("baru", "Kota tidak membayar."))
    assert not pending(store, releases).fresh

    parts.builder.publish(draft, "test")
    assert releases.draft() is None
    assert [one.id for one in pending(store, releases).changed] == ["baru"]
    parts.builder.rollback("test")
    assert releases.draft() == draft  # what was taken back waits again
