"""One Release to answer from, whatever is published meanwhile: a draft that is tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from knowledge.embedding.base import Embedder
from knowledge.releases.release import Release


class ReleaseSource(Protocol):
    """Says which Release a question is answered from."""

    @property
    def embedder(self) -> Embedder:
        """Turns questions into vectors."""
        ...

    def current(self, *, wait: bool = True) -> Release:
        """The Release; see :meth:`knowledge.releases.published.ReleaseReader.current`."""
        ...


@dataclass(frozen=True, slots=True)
class PinnedRelease:
    """Always the same Release, which whoever opened it closes."""

    release: Release
    embedder: Embedder

    def current(self, *, wait: bool = True) -> Release:
        """The Release."""
        return self.release
