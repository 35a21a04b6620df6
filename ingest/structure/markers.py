"""What stands at the beginning of a line and tells what the line is."""

from __future__ import annotations

import re

BULLET = re.compile(r"[•▪●◦‣⁃–\-*o]\s+(?=\S)")
MARKER = re.compile(
    r"(?:[•▪●◦‣⁃*–✓✔✗✘☐☑☒-]\s+\S"
    r"|\(?\d{1,3}[.)][\t ]|\d{1,3}\t|\(?[a-z][.)][\t ]|\(?[ivx]{1,5}[.)][\t ]"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?[\t ]+(?=[A-Z(“\"])"
    r"|(?:BAB|CHAPTER|Chapter) [IVXLC\d]+\b|Bagian Ke|Paragraf \d+$|(?:Pasal|Article|ARTICLE) \d+[A-Z]?\b\s*$)"
)
ALONE = re.compile(
    r"(?:BAB|CHAPTER|Chapter) [IVXLC\d]+|Bagian Ke\w+|Paragraf \d+|(?:Pasal|PASAL|Article|ARTICLE) \d+[A-Z]?"
)
