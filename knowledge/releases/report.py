"""What a build changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a release changed against the one that was published when it was built, in chunks; and the vectors
    computed for it. ``documents`` and ``chunks`` are totals."""

    documents: int
    chunks: int
    added: int
    changed: int
    removed: int
    reused: int
    embedded: int

    def __str__(self) -> str:
        return (
            f"{self.documents} documents, {self.chunks} chunks: {self.added} added, {self.changed} changed, "
            f"{self.removed} removed, {self.reused} reused; {self.embedded} vectors computed"
        )


@dataclass(frozen=True, slots=True)
class Built:
    """A finished release. ``new`` is False when the published one already holds exactly this."""

    release_id: str
    report: BuildReport
    new: bool
