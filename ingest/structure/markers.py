"""What stands at the beginning of a line and tells what the line is."""

from __future__ import annotations

import re

BULLET = re.compile(r"[•▪●◦‣⁃–\-*o]\s+(?=\S)")
MARKER = re.compile(
    r"(?:[•▪●◦‣⁃*–✓✔✗✘☐☑☒-]\s+\S"
    r"|\(?\d{1,3}[.)](?:[\t ]|(?=[A-Z]{3}))|\d{1,3}\t|\(?[a-z][.)][\t ]|\(?[ivx]{1,5}[.)][\t ]"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?[\t ]+(?=[A-Z(“\"])"
    r"|[IVX]{1,5}\.[\t ]+(?=[A-Z])|[A-Z]\.[\t ]+(?=[A-Z]{2,}\b)"
    r"|(?:BAB|CHAPTER|Chapter) [IVXLC\d]+\b|Bagian Ke|Paragraf \d+$"
    r"|(?:Pasal|PASAL|Article|ARTICLE) (?:\d+[A-Z]?|[IVX]{1,5})\s*$)"
)
ALONE = re.compile(
    r"(?:BAB|CHAPTER|Chapter) [IVXLC\d]+|Bagian Ke\w+(?: (?:[Bb]elas|[Pp]uluh(?: [A-Z][a-z]+)?))?|Paragraf \d+"
    r"|(?:Pasal|PASAL|Article|ARTICLE) (?:\d+[A-Z]?|[IVX]{1,5})"
)
# A line that ends so goes on: with the number of what it refers to, or with its own sentence.
_REFERS = re.compile(
    r"(?:\b(?:ayat|[Pp]asal|huruf|angka|butir|[Nn]omor|[Ll]ampiran|[Tt]abel|[Gg]ambar|[Bb]agian|[Bb]ab|BAB"
    r"|dalam|dengan|pada|dari|oleh|kepada|untuk|antara|sebagaimana|dimaksud|sampai"
    r"|paragraphs?|[Ss]ections?|[Aa]rticles?|clauses?|points?|items?|[Nn]umber|[Tt]able|[Ff]igure|[Aa]nnex"
    r"|in|of|with|under|by|from|to|see)"
    r"|(?:ayat|huruf|angka|butir|[Pp]asal|paragraphs?|[Aa]rticles?|clauses?)\s\(?\w{1,4}\)?,?\s(?:dan|atau|and|or|,))$"
)
_WITHIN = re.compile(r"\(\d{1,3}[a-z]?\)[,;]?[\t ]+(?:[a-z]|\d+ )")


def is_reference(before: str, line: str) -> bool:
    """Whether a number that begins a line belongs to the sentence of the line before: "… pada ayat / (2) dan …"."""
    before = before.rstrip()
    if _REFERS.search(before):
        return True
    # Paragraphs of a law begin with a capital letter, and after the end of a sentence.
    return _WITHIN.match(line) is not None and before[-1:] not in ".;:"
