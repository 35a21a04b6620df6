"""Builds the shipped lexicon and embedding model from open and own data: ``python -m tools.train --help``."""
