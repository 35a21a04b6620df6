"""Attacks on a running server, replayed: what once froze, filled or misled it."""
