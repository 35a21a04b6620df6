"""Letters of symbol fonts (Symbol, Wingdings, Webdings) as the signs that they show."""

from __future__ import annotations

# From the tables that the Unicode Consortium keeps for these fonts; what has no sign of its own is shown by a near one.
_SYMBOL = dict(
    zip(
        range(0x21, 0x7F),
        "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        strict=True,
    )
) | dict(
    zip(
        range(0xA0, 0xFF),
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\x00〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x43: "👍", 0x44: "👎",
    0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x4E: "☠", 0x4F: "⚐", 0x51: "✈",
    0x52: "☼", 0x54: "❄", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧",
    0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "☒", 0x7F: "▯", 0x80: "⓪", 0x81: "①", 0x82: "②", 0x83: "③",
    0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨", 0x8A: "⑩", 0x8B: "⓿", 0x8C: "❶", 0x8D: "❷",
    0x8E: "❸", 0x8F: "❹", 0x90: "❺", 0x91: "❻", 0x92: "❼", 0x93: "❽", 0x94: "❾", 0x95: "❿", 0x9E: "·", 0x9F: "•",
    0xA1: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "◻", 0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xD5: "⌫", 0xD6: "⌦",
    0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘",
    0xE7: "←", 0xE8: "➔", 0xE9: "↑", 0xEA: "↓", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⇔", 0xF4: "⇕",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "⊗", 0x56: "⊗", 0x97: "●", 0x98: "•",
    0x99: "●", 0x9A: "○", 0x9F: "■", 0xA0: "■", 0xA2: "■", 0xA3: "□", 0xAE: "◆",
}  # fmt: skip
_WINGDINGS_3 = {
    0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x74: "◀", 0x75: "▶", 0x7D: "▶", 0x7C: "◀",
    0xC6: "⇨",
}  # fmt: skip
_WEBDINGS = {0x61: "✓", 0x72: "✗", 0x63: "□", 0x67: "■", 0x6E: "●", 0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼"}
_FONTS = {
    "symbol": _SYMBOL,
    "standardsymbolsps": _SYMBOL,
    "symbolmt": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}
_PRIVATE = range(0xF000, 0xF100)
UNKNOWN = "▯"


def is_symbol_font(font: str) -> bool:
    """Whether letters of a font are signs."""
    return _key(font) in _FONTS


def shown(text: str, font: str) -> str:
    """What letters of a font show: signs for a symbol font, for any other font the letters themselves.

    A letter of a symbol font without a known sign is shown as a box, so that a reader sees that something stood there.
    """
    signs = _FONTS.get(_key(font))
    if signs is None:
        return text
    return "".join(_sign(signs, character) for character in text)


def _sign(signs: dict[int, str], character: str) -> str:
    code = ord(character)
    if code in _PRIVATE:
        code -= _PRIVATE.start
    elif code > 0xFF:
        return character  # the program put a letter of another font there
    return character if character.isspace() or code == 0x20 else signs.get(code, UNKNOWN)


def _key(font: str) -> str:
    return font.replace(" ", "").lower()
