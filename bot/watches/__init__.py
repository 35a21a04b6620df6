"""Answers recalled: askers who wish it are told when what they were told changes."""
