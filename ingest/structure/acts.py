"""The parts of an act, a decree or a letter: preamble, parts, articles, what is decided, who signed, annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.structure.clauses import ANNEX, END, NUMBER
from ingest.structure.pieces import Piece
from knowledge.markup.blocks import count_words

_ORDINALS = "SATU|DUA|TIGA|EMPAT|LIMA|ENAM|TUJUH|DELAPAN|SEMBILAN|SEPULUH|SEBELAS"
_PARTS = (
    re.compile(r"(?:BAB|CHAPTER|Chapter) [IVXLC\d]+\b"),
    # No office such as "Bagian Keuangan" is a part.
    re.compile(
        rf"(?:Bagian (?i:Pertama|Ke-?(?:\d+|(?:{_ORDINALS})(?: ?belas| ?puluh(?: ?(?:{_ORDINALS}))?)?))"
        r"|Part [IVXLC\d]+)\b"
    ),
    re.compile(r"Paragraf \d+\b"),
)
ARTICLE = re.compile(r"((?:Pasal|PASAL|Article|ARTICLE) (?:\d+[A-Z]?|[IVX]{1,5}))[.:]?(?:\s++(.*))?$")
_EXPLAINING = "PENJELASAN"
_EXPLAINED = re.compile(r"((?:Pasal|PASAL) \d+[A-Z]?)\s?:\s*+(.*)$")
_ROMAN_ARTICLE = re.compile(r"(?:Pasal|PASAL) [IVX]{1,5}")
POINT = re.compile(r"(?:Pasal|PASAL) [IVX]{1,5} angka \d+")
_AMENDS = re.compile(r"\b(?:diubah|dihapus|disisipkan|ditambah(?:kan)?|berbunyi|diganti|dicabut)\b")
_BELOW_PARTS = len(_PARTS) + 1
_PREAMBLE = 98  # the level of what stands before the first part or article, which none of them stands below
_CONSIDERING = re.compile(r"(Menimbang|Mengingat|Memperhatikan|Membaca)\s*:", re.IGNORECASE)
DICTUM = re.compile(rf"(PERTAMA|KE(?:{_ORDINALS})(?: ?BELAS| ?PULUH(?: ?(?:{_ORDINALS}))?)?)\s*:\s*(?=\S)")
_ANNEX_TITLE = re.compile(r"Lampiran(?: [A-Z\d][\w/-]{0,30}| (?:dan|dari|untuk)){1,8}")
_SIGNATURE = 12  # paragraphs below the place and date of signing
MAX_SIGNER_WORDS = 10
MAX_ANNEX_WORDS = 30


def dicta(pieces: Sequence[Piece]) -> frozenset[int]:
    """Places of what a decree decides: ``KESATU : …``, ``KEDUA : …``."""
    found = [place for place, piece in enumerate(pieces) if piece.kind == "paragraph" and DICTUM.match(piece.text)]
    return frozenset(found if len(found) >= 2 else ())


def with_annexes(pieces: Sequence[Piece]) -> list[Piece]:
    """Annexes and explanations begin under a heading of their own, whatever face they are set in."""
    made: list[Piece] = []
    for piece in pieces:
        opens = ANNEX.match(piece.text) is not None or (
            # "Lampiran Daftar Undangan" at the top of a page; elsewhere a sentence may begin so.
            bool(made) and piece.page != made[-1].page and _ANNEX_TITLE.fullmatch(piece.text) is not None
        )
        words = piece.kind in ("paragraph", "heading") and count_words(piece.text) <= MAX_ANNEX_WORDS
        made.append(replace(piece, kind="heading", level=1) if opens and words else piece)
    return made


def without_signers(pieces: Sequence[Piece]) -> list[Piece]:
    """Who signed, in whatever face, heads nothing: neither a name nor an office below the place and date of signing."""
    made: list[Piece] = []
    left, page = 0, None
    for piece in pieces:
        annex = piece.kind == "heading" and piece.level == 1 and ANNEX.match(piece.text) is not None
        if piece.kind != "table" and END.match(piece.text) and not annex:
            left, page = _SIGNATURE, piece.page
        elif annex or piece.page != page or piece.kind == "table":
            left = 0
        signs = left > 0 and piece.kind == "heading" and count_words(piece.text) <= MAX_SIGNER_WORDS
        made.append(replace(piece, kind="paragraph", level=0) if signs else piece)
        left -= 1
    return made


def _explained(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """What explains an act, where it does so on one line each: ``Pasal 12 : cukup jelas`` is of that article."""
    explaining = False
    for piece in pieces:
        explaining = explaining or (piece.kind == "heading" and piece.text.startswith(_EXPLAINING))
        match = _EXPLAINED.match(piece.text) if explaining and piece.kind == "paragraph" else None
        if match is None:
            yield piece
            continue
        yield replace(piece, text=match[1])
        if match[2]:
            yield replace(piece, text=match[2])


def with_articles(pieces: Sequence[Piece]) -> list[Piece]:
    """Parts and articles as headings, the title on the line below a part joined to it.

    What ``Pasal I`` of an amendment quotes stands below it, and its next point comes back to it.
    """
    made: list[Piece] = []
    waiting = begun = explaining = False
    amending: Piece | None = None
    points = 0
    for piece in _explained(pieces):
        level, part = next(((n, m) for n, one in enumerate(_PARTS, 1) if (m := one.match(piece.text))), (0, None))
        short = piece.kind in ("heading", "paragraph") and count_words(piece.text) <= 20
        article = ARTICLE.fullmatch(piece.text) if short else None
        if article and article[2] and piece.kind != "heading":
            article = None
        begun = begun or bool((level and short) or article)
        if not begun:
            made += _of_preamble(piece)
            continue
        # All that explains an act stands below its one heading.
        below = _BELOW_PARTS if amending or explaining else 0
        if level and short:
            made.append(replace(piece, kind="heading", level=level + below))
            waiting = part is not None and part.end() == len(piece.text.rstrip())
            continue
        if article:
            if _ROMAN_ARTICLE.match(piece.text) and not explaining:
                amending, points, below = piece, 0, 0
            made.append(replace(piece, kind="heading", level=_BELOW_PARTS + below))
        elif waiting and short and not piece.text.endswith("."):
            before = made.pop()
            made.append(replace(before, text=f"{before.text} {piece.text}"))
        elif piece.kind == "heading":
            if ANNEX.match(piece.text):
                amending, explaining, below = None, piece.text.startswith(_EXPLAINING), 0
            made.append(replace(piece, level=below + (1 if piece.text.isupper() else _BELOW_PARTS)))
        elif amending and (point := _point(piece, points + 1)):
            points += 1
            made.append(
                replace(
                    amending, kind="heading", level=_BELOW_PARTS, page=piece.page, text=f"{amending.text} angka {point}"
                )
            )
            made.append(piece)
        else:
            made.append(piece)
        waiting = False
    return made


def _of_preamble(piece: Piece) -> Iterator[Piece]:
    """A piece before the first part or article: what is considered stands under a heading of its own."""
    if considering := _CONSIDERING.match(piece.text) if piece.kind != "table" else None:
        yield replace(piece, kind="heading", level=_PREAMBLE, text=considering[1].capitalize())
    yield replace(piece, level=_PREAMBLE) if piece.kind == "heading" else piece


def _point(piece: Piece, number: int) -> str:
    """The number of a point that amends, if it is the next one."""
    match = NUMBER.match(piece.text)
    amends = match is not None and int(match[1]) == number and _AMENDS.search(piece.text) is not None
    return match[1] if match and amends else ""
