"""Loaders: one file per format, each turning bytes into sections with anchors."""

from ingest.formats.loaded import Loaded

__all__ = ["Loaded"]
