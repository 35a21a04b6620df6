"""What figures were measured on; without it they mean nothing."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

OURS = ("chromadb", "bm25s", "onnxruntime", "numpy", "sqlalchemy", "fastapi", "python-telegram-bot")
PEERS = ("sentence-transformers", "torch", "langchain-classic", "langchain-community", "langchain-chroma", "rank-bm25")


def machine() -> str:
    """The machine and the versions, as two lines."""
    processors = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return (
        f"Machine: {len(os.sched_getaffinity(0))} × {processors[0] if processors else platform.machine()}, "
        f"load before {os.getloadavg()[0]:.1f}; {platform.platform()}\n"
        f"Versions: Python {platform.python_version()}, {', '.join(_versions())}"
    )


def _versions() -> Iterator[str]:
    for name in (*OURS, *PEERS):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue  # a peer that is not installed is not measured either
