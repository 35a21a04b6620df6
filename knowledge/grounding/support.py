"""What of a statement its source does not bear out."""

from __future__ import annotations

from typing import Literal

from knowledge.grounding.figures import figures
from knowledge.grounding.modality import modality

Doubt = Literal["number", "duty", "denial"]


def doubts(statement: str, passage: str, around: str = "") -> tuple[Doubt, ...]:
    """What a statement says that the passage it stands on does not bear out.

    ``number``: a number or date stands neither in the passage nor around it, what we counted ourselves left aside.
    ``duty``: the statement binds where the passage only allows, or only allows where it binds. ``denial``: one of them
    denies and the other does not.

    Args:
        statement: what is said, in either language.
        passage: the sentences it stands on.
        around: the clause or page that they are from.
    """
    found: list[Doubt] = []
    if figures(statement, counted=False) - figures(f"{passage} {around}"):
        found.append("number")
    said, stands = modality(statement), modality(passage)
    if ("duty" in said and stands & {"leave", "duty"} == {"leave"}) or (
        said & {"leave", "duty"} == {"leave"} and stands & {"leave", "duty"} == {"duty"}
    ):
        found.append("duty")
    if ("denial" in said) != ("denial" in stands):
        found.append("denial")
    return tuple(found)
