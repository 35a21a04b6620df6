"""The city or regency that a person says they are from."""

from __future__ import annotations

from knowledge.understanding.shapes import pattern, words

_LONGEST = 3  # words of a name
_KINDS = {"kab": "Kabupaten", "kab.": "Kabupaten", "kabupaten": "Kabupaten", "pemkab": "Kabupaten",
          "pemerintah kabupaten": "Kabupaten", "bupati": "Kabupaten", "regency of": "Kabupaten"}  # fmt: skip


def place_in(text: str, introduces: bool = False) -> str:
    """The first city or regency named, as ``Kota Batu`` or ``Kabupaten Sumedang``; "" without one.

    Args:
        text: a sentence.
        introduces: whether the writer introduces themselves, so that a name without a capital letter is one too.
    """
    for match in pattern("place").finditer(text):
        named: list[str] = []
        for word in match["name"].split()[:_LONGEST]:
            if word.casefold() in words("no_names") or not (introduces or word[0].isupper()):
                break
            named.append(word.capitalize())
        # Names of more than one word are written with capitals, or there would be no telling where they end.
        if len(named) > 1 and not match["name"].split()[1][0].isupper():
            named = named[:1]
        if named:
            kind = _KINDS.get(match["kind"].casefold(), "Kota")
            return f"{kind} {' '.join(named)}"
    return ""
