"""Headings, clauses, lists and metadata of what was read."""
