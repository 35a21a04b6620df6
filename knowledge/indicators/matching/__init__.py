"""Indicators described in everyday words."""
