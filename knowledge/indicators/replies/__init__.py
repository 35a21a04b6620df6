"""Answers about indicators, as blocks with citations."""
