"""Vectors on a Chroma server instead of in the data folder."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import chromadb
import httpx
import pytest

from knowledge.releases.files import collection_name, release_folder
from knowledge.releases.manifest import CHROMA
from tests.parts import open_parts, version_of


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).parent / "chroma"
    folder = tmp_path_factory.mktemp("chroma")
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    while True:
        assert server.poll() is None, "the Chroma server did not start"
        try:
            httpx.get(f"{url}/api/v2/heartbeat").raise_for_status()
            break
        except httpx.HTTPError:
            time.sleep(0.05)
    yield url
    server.kill()
    server.wait()


def _collections(url: str) -> set[str]:
    port = int(url.rpartition(":")[2])
    client = chromadb.HttpClient(host="127.0.0.1", port=port)
    return {collection.name for collection in client.list_collections()}


def test_releases_live_on_the_server(chroma_url: str, tmp_path: Path) -> None:
    with open_parts(tmp_path, chroma_url=chroma_url, keep=2) as parts:
        released = []
        for number in range(4):
            parts.document_store.add(version_of("laporan", "Kota melapor.", f"Kali ke-{number}."))
            released.append(parts.publish())
            release = parts.releases.current()
            assert (release.id, len(release), release.check()) == (released[-1], 2, [])
        assert not (release_folder(tmp_path, released[-1]) / CHROMA).exists()
        assert _collections(chroma_url) == {collection_name(one) for one in released[1:]}
        parts.builder.publish(released[0], "test")
        assert parts.releases.current().check() == []


def test_a_build_that_died_leaves_no_collection(chroma_url: str, tmp_path: Path) -> None:
    from knowledge.index.chroma import write_vectors
    from tests.fakes.embedder import HashEmbedder

    with open_parts(tmp_path, chroma_url=chroma_url) as parts:
        parts.document_store.add(version_of("laporan", "Kota melapor."))
        parts.release_store.create("r-dead", parts.document_store.current_versions(), {})
        write_vectors(chroma_url, collection_name("r-dead"), HashEmbedder().embed_passages(["Kota melapor."]))
        parts.publish()
        assert collection_name("r-dead") not in _collections(chroma_url)


def test_moving_from_the_folder_to_the_server_and_back(chroma_url: str, tmp_path: Path) -> None:
    with open_parts(tmp_path) as parts:
        parts.document_store.add(version_of("laporan", "Kota melapor."))
        parts.publish()
    with open_parts(tmp_path, chroma_url=chroma_url) as parts:
        assert "cannot be read" in parts.releases.current().check()[0]
        parts.builder.rebuild("test")
        assert parts.releases.current().check() == []
    with open_parts(tmp_path) as parts:
        assert "no vector index in a folder" in parts.releases.current().check()[0]
        parts.builder.rebuild("test")
        assert parts.releases.current().check() == []
