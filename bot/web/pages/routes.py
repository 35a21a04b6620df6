"""Routes of the pages."""

from __future__ import annotations

from fastapi import FastAPI


def install(web: FastAPI) -> None:
    """Add the pages."""
