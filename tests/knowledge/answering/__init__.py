"""Tests of the steps of an answer."""
