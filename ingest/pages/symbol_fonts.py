"""What the letters of symbol fonts show: in Wingdings a "ü" is a check mark."""

from __future__ import annotations

from collections.abc import Mapping

# From each font's own code to the character of Unicode that looks like it (Unicode's files "symbol.txt" and
# "zdingbat.txt" of Adobe; for Wingdings the documents L2/12-368 and L2/11-052). Bullets of all shapes become "•".
_SYMBOL = dict(
    enumerate(
        "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        0x21,
    )
) | dict(
    enumerate(
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        0xA0,
    )
)
_WINGDINGS = {
    0x21: "✏", 0x22: "✂", 0x26: "🕮", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3E: "✇", 0x3F: "✍",
    0x41: "✌", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4C: "☹", 0x4F: "⚐", 0x51: "✈", 0x52: "☼",
    0x54: "❄", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x73: "•", 0x74: "•",
    0x75: "•", 0x76: "•", 0x77: "•", 0x78: "☒", 0x79: "☒", 0x80: "⓪", 0x9E: "•", 0x9F: "•", 0xA1: "○", 0xA2: "○",
    0xA4: "◉", 0xA6: "○", 0xA7: "•", 0xA8: "☐", 0xAA: "✦", 0xAB: "★", 0xD5: "⌫", 0xD8: "•", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE7: "←", 0xE8: "→", 0xE9: "↑", 0xEA: "↓", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩",
    0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **dict(enumerate("①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x81)),
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "✗", 0x56: "✗", 0x57: "✗", 0x58: "✗",
    0x96: "•", 0x97: "●", 0x98: "●", 0x99: "○", 0x9A: "○", 0x9B: "◉", 0x9E: "•", 0x9F: "■", 0xA0: "■", 0xA2: "☐",
    0xA3: "☐", 0xA4: "☐", 0xAA: "◆",
    **dict(enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x69)),
}  # fmt: skip
_WINGDINGS_3 = {
    0x21: "→", 0x22: "↑", 0x23: "↓", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x75: "◀",
    0x76: "▶", 0x7D: "•", 0x84: "•",
}  # fmt: skip
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗", 0x78: "✗", 0x34: "▶", 0x35: "▲", 0x36: "▼"}
_DINGBATS = (
    dict(enumerate("✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰", 0x21))
    | dict(enumerate("✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆•◗❘❙❚❛❜❝❞", 0x51))
    | dict(enumerate("❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟➠➡", 0xA1))
)  # fmt: skip
# By the beginning of a font's name in small letters without spaces, the more particular name first.
_FONTS: tuple[tuple[str, Mapping[int, str]], ...] = (
    ("wingdings2", _WINGDINGS_2),
    ("wingdings3", _WINGDINGS_3),
    ("wingdings", _WINGDINGS),
    ("webdings", _WEBDINGS),
    ("zapfdingbats", _DINGBATS),
    ("itczapfdingbats", _DINGBATS),
    ("dingbats", _DINGBATS),
    ("symbol", _SYMBOL),
)
_TRUE_IN_SYMBOL = frozenset("×÷¬µ°±")  # of Latin-1: where these are told, they are meant, not their codes
_USUAL = {0x2D: "−", 0xB7: "•"} | {
    code: _WINGDINGS[code] for code in (0x6F, 0x76, 0xA7, 0xA8, 0xD8, 0xFB, 0xFC, 0xFD, 0xFE)
}
_PRIVATE = 0xF000  # where Windows puts the codes of a symbol font


def symbols_of(font: str) -> Mapping[int, str] | None:
    """What the codes of a font show, by the font's name; None for a font of letters."""
    name = font.rpartition("+")[2].lower().replace(" ", "").replace("-", "").replace("_", "")
    for start, symbols in _FONTS:
        if name.startswith(start):
            return symbols
    return None


def shown(character: str, symbols: Mapping[int, str] | None) -> str:
    """What a character of a symbol font shows; the character itself where that is not known or told already.

    In a font of another name, only private characters that lists and forms use are taken for symbols: the font may be
    one of letters, or of pictures of its own.
    """
    code = ord(character)
    private = _PRIVATE < code <= _PRIVATE + 0xFF
    if symbols is None:
        return _USUAL.get(code - _PRIVATE, character) if private else character
    if private:
        code -= _PRIVATE
    elif code > 0xFF:
        encoded = character.encode("cp1252", "ignore")
        code = encoded[0] if encoded else 0
    elif symbols is _SYMBOL and character in _TRUE_IN_SYMBOL:
        return character
    return symbols.get(code, character)
