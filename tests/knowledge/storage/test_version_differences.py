"""What two versions of a document say differently."""

from __future__ import annotations

from dataclasses import replace

from knowledge.documents import Chunk, Section
from knowledge.storage.stored_versions import NewVersion
from knowledge.storage.version_differences import difference
from tests.parts import version_of


def anonymous(*texts: str) -> NewVersion:
    """A version whose sections have no anchors, as those of a file."""
    version = version_of("berkas", *texts)
    chunks = [Chunk.of("berkas", Section(one.text, ("Judul",), page=one.page)) for one in version.chunks]
    return replace(version, chunks=chunks)


def test_sections_are_paired_by_their_anchors() -> None:
    before, after = version_of("a", "Satu.", "Dua.", "Tiga."), version_of("a", "Satu.", "Dua belas.", "Tiga.", "Empat.")
    found = difference(before, after)
    assert (found.metadata, found.unchanged) == ((), 2)
    changed, new = found.sections
    assert [one.kind for one in changed.text] == ["removed", "added"]
    assert changed.questions
    assert (new.before, new.after and new.after.text) == (None, "Empat.")


def test_an_inserted_section_does_not_move_the_others() -> None:
    before = version_of("a", "Satu.", "Tiga.")
    moved = replace(before, chunks=[before.chunks[0], version_of("a", "x", "y", "Dua.").chunks[2], before.chunks[1]])
    found = difference(before, moved)
    assert [(one.before, one.after and one.after.text) for one in found.sections] == [(None, "Dua.")]
    gone = difference(moved, before)
    assert [(one.before and one.before.text, one.after) for one in gone.sections] == [("Dua.", None)]


def test_sections_of_a_file_are_paired_by_their_place() -> None:
    found = difference(anonymous("Kota melapor.", "Akhir."), anonymous("Kota tidak melapor.", "Akhir."))
    (section,) = found.sections
    assert [(one.kind, one.text) for one in section.text] == [
        ("same", "Kota"),
        ("added", "tidak"),
        ("same", "melapor."),
    ]


def test_metadata_that_differ_are_named_with_both_values() -> None:
    before = version_of("a", "Satu.")
    after = replace(before, document=replace(before.document, date="2026-02", review_after=6))
    retitled = [replace(chunk, id="0", heading=("Baru", *chunk.heading[1:])) for chunk in before.chunks]
    found = difference(before, replace(after, chunks=retitled))
    assert (found.sections, found.unchanged) == ((), 1), "the sections say the same under another title"
    assert found.metadata == (("date", "2026-01", "2026-02"), ("review_after", "", "6"))
