"""A process that lets children build and publish, so that a test can kill them: ``python -m … DATA``.

For every number it reads it starts a child and writes its process id, then its exit status when it has ended; below
zero a child publishes without end. Children are forked before anything is opened, which spares each the second that
loading takes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import chromadb  # noqa: F401  # loaded before the children are made

from tests.parts import Parts, open_parts, version_of

CHUNKS = 300


def build(parts: Parts, number: int) -> str:
    """Take in a version of which a tenth is new, build and publish."""
    texts = (f"Kalimat ke-{at} tentang kota, ditulis kali ke-{number * (at % 10 == 0)}." for at in range(CHUNKS))
    parts.document_store.add(version_of("laporan", *texts))
    return parts.publish()


def publish_endlessly(parts: Parts) -> None:
    """Publish one complete Release after the other, until killed."""
    complete = [release.id for release in parts.release_store.releases() if release.status == "draft"]
    while True:
        for release in complete:
            parts.builder.publish(release, "test")


def _serve(data: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            with open_parts(data) as parts:
                if int(line) < 0:
                    publish_endlessly(parts)
                build(parts, int(line))
            os._exit(0)
        _say(child)
        _say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
