"""Tests; they mirror the three rooms."""
