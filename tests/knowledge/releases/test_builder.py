"""Building, publishing and rolling back, with vectors that need no model."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IntegrityError, NotFoundError
from knowledge.releases import writer
from knowledge.releases.builder import Builder
from knowledge.releases.files import LEXICAL, ROWS, VECTORS, release_folder
from knowledge.releases.manifest import CHROMA
from tests.fakes.embedder import HashEmbedder
from tests.parts import Parts, open_parts, version_of

PAGES = ("Kota menyusun rencana aksi.", "Kota melapor setiap tahun.", "Sekretariat menyimpan laporan.")


def test_a_release_is_complete_and_finds_itself(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", *PAGES))
    built = parts.builder.build()
    assert built.new
    assert parts.release_store.published() is None
    assert parts.release_store.release(built.release_id).status == "draft"
    release = parts.releases.open(built.release_id)
    assert (len(release), release.check()) == (3, [])
    release.close()
    assert not list((parts.data / "releases").glob(".*"))
    assert not (parts.data / "build.json").exists()


def test_the_same_versions_are_not_built_again(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", *PAGES))
    published = parts.publish()
    again = parts.builder.build()
    assert (again.release_id, again.new) == (published, False)
    assert parts.builder.build(force=True).release_id != published


def test_files_that_are_gone_are_built_again(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", *PAGES))
    published = parts.publish()
    shutil.rmtree(release_folder(parts.data, published))
    assert parts.builder.build().new


def test_nothing_to_answer_from_is_a_release_too(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", *PAGES))
    parts.publish()
    parts.document_store.retire("laporan")
    parts.publish()
    assert len(parts.releases.current()) == 0
    assert parts.answering.answer("Apa kewajiban kota?").outcome == "refused"


def test_rolling_back_and_forth(parts: Parts) -> None:
    released = []
    for text in PAGES:
        parts.document_store.add(version_of("laporan", text))
        released.append(parts.publish())
    assert parts.builder.rollback("test") == released[1]
    assert parts.builder.rollback("test") == released[0]
    with pytest.raises(NotFoundError, match="no earlier release"):
        parts.builder.rollback("test")
    parts.builder.publish(released[2], "test")
    assert parts.releases.current().id == released[2]


def test_nothing_can_be_rolled_back_or_rebuilt_before_the_first_publication(parts: Parts) -> None:
    with pytest.raises(NotFoundError, match="Nothing is published yet"):
        parts.builder.rollback("test")
    with pytest.raises(NotFoundError, match="Nothing is published yet"):
        parts.builder.rebuild("test")
    with pytest.raises(NotFoundError, match="There is no release"):
        parts.builder.publish("r1", "test")


def _delete(folder: Path) -> None:
    shutil.rmtree(folder)


def _truncate(*names: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder.joinpath(*names)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return damage


def _empty_collection(folder: Path) -> None:
    shutil.rmtree(folder / CHROMA)


def _other_vectors(folder: Path) -> None:
    np.save(folder / VECTORS, np.load(folder / VECTORS)[::-1].copy())


def _fewer_rows(folder: Path) -> None:
    content = json.loads((folder / ROWS).read_text())
    content["entries"] = content["entries"][:-1]
    (folder / ROWS).write_text(json.dumps(content))


DAMAGES = [
    _delete,
    _truncate(ROWS),
    _truncate(VECTORS),
    _truncate(LEXICAL, "lexical.npz"),
    _truncate(CHROMA, "chroma.sqlite3"),
    _empty_collection,
    _other_vectors,
    _fewer_rows,
]
NAMES = ["folder", "rows", "vectors", "words", "collection", "no collection", "other vectors", "fewer rows"]


@pytest.mark.parametrize("damage", DAMAGES, ids=NAMES)
def test_a_damaged_release_is_noticed_and_made_anew(parts: Parts, damage: Callable[[Path], None]) -> None:
    parts.document_store.add(version_of("laporan", *PAGES))
    released = parts.publish()
    damage(release_folder(parts.data, released))
    with pytest.raises(IntegrityError, match="pandu rebuild"):
        _check(parts, released)
    built = parts.builder.rebuild("test")
    assert parts.releases.current().id == built.release_id
    assert parts.releases.current().check() == []
    assert built.report.embedded == 0


@pytest.mark.parametrize("damage", DAMAGES, ids=NAMES)
def test_a_rollback_goes_to_a_sound_release(parts: Parts, damage: Callable[[Path], None]) -> None:
    parts.document_store.add(version_of("laporan", *PAGES[:2]))
    first = parts.publish()
    parts.document_store.add(version_of("laporan", *PAGES))
    parts.publish()
    damage(release_folder(parts.data, first))
    assert parts.builder.rollback("test") == first
    assert (len(parts.releases.current()), parts.releases.current().check()) == (2, [])


def test_a_build_that_fails_its_check_is_not_a_release(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    parts.document_store.add(version_of("laporan", *PAGES))
    published = parts.publish()
    parts.document_store.add(version_of("laporan", "Lain."))

    def damaged(location: Path | str, name: str, vectors: np.typing.NDArray[np.float32]) -> None:
        write(location, name, vectors[:-1])  # what a full disk might leave

    write = writer.write_vectors
    monkeypatch.setattr("knowledge.releases.writer.write_vectors", damaged)
    with pytest.raises(IntegrityError, match=r"failed its check: the vector index holds 1 entries instead of 2"):
        parts.builder.build()
    assert parts.release_store.published() == published
    assert [release.status for release in parts.release_store.releases()] == ["failed", "draft"]
    assert [folder.name for folder in (parts.data / "releases").iterdir()] == [published]


def test_another_model_is_refused_until_the_index_is_rebuilt(tmp_path: Path) -> None:
    with open_parts(tmp_path, HashEmbedder()) as parts:
        parts.document_store.add(version_of("laporan", *PAGES))
        first = parts.publish()
    with open_parts(tmp_path, HashEmbedder("other", 32)) as parts:
        with pytest.raises(IntegrityError, match=r"built with another model, fingerprint, dimension .*PANDU_EMBEDDER"):
            parts.releases.current()
        rebuilt = parts.builder.rebuild("test")
        assert parts.releases.current().id == rebuilt.release_id
        assert rebuilt.report.embedded == 6
        assert parts.builder.rollback("test") == first
        assert parts.releases.current().check() == []


def test_old_files_go_and_can_be_made_again(tmp_path: Path) -> None:
    with open_parts(tmp_path, keep=2) as parts:
        released = []
        for number in range(6):
            parts.document_store.add(version_of("laporan", f"Kalimat nomor {number}."))
            released.append(parts.publish())
        assert {folder.name for folder in (tmp_path / "releases").iterdir()} == set(released[-3:])
        parts.builder.publish(released[0], "test")
        assert parts.releases.current().check() == []


def test_a_reader_in_another_thread_sees_no_gap(parts: Parts) -> None:
    parts.document_store.add(version_of("laporan", *PAGES))
    seen = [parts.publish()]
    stop, errors = threading.Event(), []

    def read() -> None:
        try:
            while not stop.is_set():
                release = parts.releases.current()
                assert release.nearest(np.full(64, 1 / 8, np.float32), 3)
                if release.id != seen[-1]:
                    seen.append(release.id)
        except Exception as error:
            errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    published = [seen[0]]
    for number in range(4):
        parts.document_store.add(version_of("laporan", *PAGES, f"Tambahan {number}."))
        published.append(parts.publish())
    parts.releases.current()
    stop.set()
    reader.join()
    assert errors == []
    assert set(seen) <= set(published)


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with open_parts(tmp_path) as parts:
        parts.document_store.add(version_of("laporan", *(f"Kalimat {number}." for number in range(200))))
        builder = Builder(
            tmp_path,
            parts.document_store,
            parts.release_store,
            parts.releases,
            on_progress=lambda *step: told.append(step),
        )
        builder.build()
    vectors = [(done, total) for doing, done, total in told if doing == "Computing vectors"]
    assert vectors[0] == (0, 400)
    assert vectors[-1] == (400, 400)
    assert vectors == sorted(vectors)


def _check(parts: Parts, release_id: str) -> None:
    """What ``pandu doctor`` does."""
    release = parts.releases.open(release_id)
    try:
        if problems := release.check():
            raise IntegrityError(f"{'; '.join(problems)}. Run `pandu rebuild`.")
    finally:
        release.close()
