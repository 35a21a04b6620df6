"""Releases: built, checked, published, opened, rolled back."""
