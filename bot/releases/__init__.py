"""Trying what would be published, seeing what it changes, and publishing it."""
