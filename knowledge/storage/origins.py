"""What the origins of documents begin with that were written, not read from a file."""

from __future__ import annotations

STARTER = "starter:"  # the starter corpus
EDITED = "console:"  # what staff wrote or took over
TICKET = "ticket:"  # official answers
WRITTEN = (STARTER, EDITED, TICKET)  # nothing of these is guessed
