"""The words of questions about indicators: chat spelling, search terms and the cues that tell what is asked."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

import Stemmer
import yaml
from rapidfuzz import fuzz

from knowledge.documents import Language

WORD = re.compile(r"[^\W_]+(?:\.\d+)*")
_INDONESIAN = Stemmer.Stemmer("indonesian")
_ENGLISH = Stemmer.Stemmer("english")

_WORDS = yaml.safe_load(files("knowledge").joinpath("indicator_words.yaml").read_text(encoding="utf-8"))
CHAT: dict[str, str] = _WORDS["chat"]
STOP_WORDS = frozenset(_WORDS["stop_words"].split())
FRAME_WORDS = frozenset(_WORDS["frame_words"].split())
THEME_FRAME = frozenset(_WORDS["theme_frame"].split())
# Abbreviations that in small letters are an English function word.
_CAPITALS = re.compile(r"(?<=[a-z] )(?:IT|TI)\b|^(?:IT|TI)\b(?= [a-z])")
# Written apart, joined or with a hyphen.
_COMPOUNDS = (
    (re.compile(r"\bwi[- ]fi\b"), "wifi"),
    (re.compile(r"\bwaste[- ]water\b"), "wastewater"),
    (re.compile(r"\bself[- ]driving\b|\b(?:jalan|nyetir|menyetir|kemudi) sendiri\b"), "selfdriving"),
    (re.compile(r"\bstart[- ]ups?\b"), "startup"),
    (re.compile(r"\bheat[- ]?wave"), "heat wave"),
    (re.compile(r"\be[- ]?waste\b"), "sampah elektronik"),
    (re.compile(r"\bblank[- ]?spot\b"), "blank spot"),
    (re.compile(r"\b(?:trash|garbage|litter|rubbish|refuse|waste) (?:can|bin|container|basket)(?=s?\b)"), "bin"),
    (re.compile(r"\b(?:tong|bak|keranjang) sampah\b"), "tempat sampah"),
    (re.compile(r"\bindikator(?=\d)"), "indikator "),
)

INDICATOR = re.compile(r"\bindikator")
STANDARD = re.compile(r"(?<!\d)(3712[023])(?!\d)")
STANDARD_NAMES = {
    "37123": re.compile(r"\b(?:resilient cit(?:y|ies)|kota (?:tangguh|berketahanan))\b"),
    "37120": re.compile(r"\b(?:quality of life|kualitas hidup)\b"),
}
NEAR = 60  # characters before a code or number in which its company is looked for
STANDARD_BEFORE = re.compile(r"3712[023][\s:.-]*(?:klausul |clause )?$")
COMPARE = re.compile(
    r"\b(?:beda|bedanya|bedain|bedakan|perbedaan\w*|berbeda|differs?|difference\w*|different|distinguish|"
    r"versus|vs|compare|compared|bandingkan|dibanding\w*|membedakan)\b"
)
LOOKUP = re.compile(
    r"\b(?:(?<!bea )masuk\w*|termasuk|(?:me|ng|meng)?ukur\w*|diukur|measur\w+|kode\w*|code|nomor (?:berapa|apa|mana)|"
    r"(?:which|what) number|lapor\w*|melaporkan|report\w*|yang mana|which one)\b"
)
COUNT = re.compile(
    r"\bberapa (?:banyak |jumlah |total |seluruh )*(?:indikator|tema)|\bada berapa\b|"
    r"\bjumlah (?:seluruh |total |semua )*(?:indikator|tema)|\bterdiri (?:atas|dari) berapa|\bhow many\b|"
    r"\bnumber of (?:\w+ ){0,6}(?:indikator|themes)|"
    r"\b(?:total|banyaknya) indikator|\btema \w+(?: \w+)? (?:indikator\w* )?berapa\b"
)
LIST = re.compile(
    r"\b(?:apa saja|mana saja|mana aja|sebutkan|sebutin|daftar|list|semua|seluruh|which|what are|all|show|tampilkan|"
    r"apa2|isinya|apa)\b"
)
ONLY_ONE = re.compile(r"(?:hanya|cuma|only|just|a single|tunggal)\D{0,30}\b(?:satu|1|one|single|indikator)\b")
MOST = re.compile(r"\b(?:terbanyak|paling banyak|terbesar|most|largest|biggest)\b")
LOWER = re.compile(
    r"\b(?:lower|smaller|less|low|kecil|rendah|sedikit|turun|pendek|singkat)\b.{0,25}\b(?:better|baik|bagus)\b|"
    r"\b(?:terbalik|lower is better|inverse)\b"
)
CLASSES = re.compile(
    r"\b(?:core|supporting|(?:indikator )?inti|pendukung|penunjang|indikator profil|profile indikator)\b"
)
THEME = re.compile(
    r"\b(?:tema|temanya|themes?|klausul(?! \d)|clauses?(?! \d)|bidang|sektor|kategori|category|categories|sector)\b"
)
_NEEDING = (
    r"(?:butuh|membutuhkan|perlu|memerlukan|pakai|memakai|menggunakan|berbasis|needs?|uses?|using|requires?|based on|"
    r"pembagi\w*|penyebut\w*|denominator|divided? by|dibagi|as an? share of|porsi dari)"
)
_NEEDED = (
    ("area", r"luas (?:kota|wilayah|daratan|daerah)\w*|(?:city|land) area"),
    ("budget", r"apbd|total anggaran|anggaran kota|(?:city|municipal|total) budget"),
    ("households", r"rumah tangga|jumlah kk|households"),
    ("population", r"jumlah penduduk\w*|data penduduk|(?:city )?population"),
    ("buildings", r"jumlah bangunan|number of buildings"),
)
# Basic data, or a unit, that several indicators share.
NEEDS = {
    name: re.compile(
        rf"\b{_NEEDING}\b.{{0,30}}\b(?:{what})\b|"
        rf"\bdata (?:{what})\b.{{0,20}}\b(?:dipakai|digunakan|diperlukan|dibutuhkan)\b"
    )
    for name, what in _NEEDED
} | {
    name: re.compile(rf"\b(?:satuan\w*|units?|in|measured in|(?:diukur|dinyatakan) dalam)\b.{{0,12}}\b(?:{what})\b")
    for name, what in (("days", "hari|days"), ("gigajoules", "gigajoules?|gj"))
}
MEANING = re.compile(
    r"\b(?:arti\w*|maksud\w*|mean\w*|buat apa|untuk apa|fungsi\w*|apa itu|what(?:'s| is| are| does))\b"
)
FORMULA = re.compile(
    r"\b(?:rumus\w*|formula\w*|(?:cara|bagaimana)\b.{0,25}hitung\w*|(?:me|meng)?hitung|"
    r"dihitung(?! (?:di|masuk|tidak|pisah)\b)|hitungnya|perhitungan\w*|calculat\w*|comput\w*)\b"
)
PER_HEAD = re.compile(
    r"\b(?:kapita|capita|(?:per|tiap|setiap|for each|for every) ?"
    r"(?:penduduk|orang|jiwa|warga|heads?|person|inhabitants?|residents?|citizens?))\b"
)
OR = re.compile(r"\b(?:atau|or)\b")
RELATION = re.compile(r"\b(?:dari|terhadap|menjadi|jadi|untuk|of|from|into|for|to)\b")
ABSENT = re.compile(r"\b(?:tidak ada|tanpa|missing|absent|without|not in|no indikator)\b")
NUMERATOR = re.compile(r"\b(?:pembilang\w*|numerator)\b")
DENOMINATOR = re.compile(r"\b(?:penyebut\w*|pembagi\w*|denominator|divisor|divided? by)\b")
UNIT = re.compile(r"\b(?:satuan\w*|units?|unitnya)\b")
HOLDER = re.compile(
    r"\b(?:sumber data\w*|datanya|pemilik data\w*|pemegang data\w*|wali data|dinas (?:apa|mana)|opd (?:apa|mana)|"
    r"siapa yang (?:pegang|punya|isi|mengisi|memegang|menyediakan|bertanggung)|data owner|who (?:has|holds|owns|keeps|"
    r"provides|usually)|which (?:agency|office|department)|minta ke (?:siapa|mana))"
)
SOURCE = re.compile(
    r"\b(?:sumber(?:nya)?(?! data)|sources?(?! (?:of )?data)|yakin|keyakinan|confiden\w*|reliab\w*|terpercaya|"
    r"dapat dipercaya|trustworthy|referensi\w*|references?)\b"
)
DATA = re.compile(
    r"\b(?:data\w*|siapkan|siapin|sediakan|disiapkan|disediakan|minta|meminta|isi|mengisi|diisi|pegang|dipegang|"
    r"tanggung jawab|urusan|supply|provide|prepare|responsible|hold|ask|collect|relevan|relevant|untuk|for)\b"
)
VALUE = re.compile(
    r"\bberapa\b|\bnilai\w*|\bhitung\w*|\bpersen\w*|\bpercent\w*|\bvalue\b|\bcalculat\w*|\bcompute\w*|\bhow much\b|"
    r"\bwhat is\b|\bwhats\b|\bhasil\w*|\bresult\b|\bskor\w*|\bratio\b|\brasio\b|\bwhat share\b"
)
JUDGE = re.compile(
    r"\b(?:bagus|baik|jelek|buruk|ideal|target\w*|ambang|threshold\w*|benchmark\w*|good|bad|enough(?=\W*$)|"
    r"cukup (?:tinggi|baik)|standar minimal|lulus|pass|skor minimal|nilai minimal\w*|minimal berapa|batas minimal\w*)\b"
)
DEFINE = re.compile(
    r"\b(?:definisi\w*|definition|dianggap|dikategorikan|dikatakan|disebut|counts? as|considered|regarded|defined|"
    r"minimum|minimal|kriteria\w*|syarat\w*|criteria|criterion)\b"
)
FOCUS = re.compile(
    "|".join(cue.pattern for cue in (FORMULA, NUMERATOR, DENOMINATOR, UNIT, HOLDER, JUDGE, DEFINE, CLASSES, SOURCE))
)
FOLLOW_UP = re.compile(
    r"^(?:terus |lalu |trus |nah |and |ok )*(?:kalau|bagaimana dengan|what about|how about|and|yang)\b"
)
# Subjects with documents of their own; beside one of them a question is not about an indicator unless it names one.
OTHER_SUBJECT = re.compile(
    r"\b(?:ascn|ascf|scap|ascap|acsp|csco|asean|asus|mgmac|tor|terms of reference|kerangka acuan|vision 2045|visi|"
    r"focus areas?|which area|masuk area|area (?:apa|mana|yang mana)|area fokus|bidang fokus|fokus area|shepherd|"
    r"rp2p|ikci|rkci|iku|kpi|indikator kinerja|kinerja utama|keberhasilan|sdgs?|tpb|spbe|spm|100 smart city|"
    r"indeks (?:kota|pemerintah\w*|digital|inovasi|daya saing)|(?:government|city|digital|innovation) index|"
    r"m&e|monev|aoip|mpac|jasca|usascp|aec|ascc|apsc)\b"
)
# What documents say about the standards as such.
ABOUT_STANDARD = re.compile(
    r"\b(?:sertifi(?!kat (?:tanah|rumah|hak))\w*|certifi\w*|adopsi|adopted|adoption|sejarah|history|diterbitkan|"
    r"terbit|published|publication|wajib\w*|mewajibkan|mandatory|obligatory|oblige[sd]?|beli|membeli|harga|buy|price|"
    r"unduh|download|kursus|course|keputusan|decree|komite|committee|maturitas|kematangan|maturity|maturasi|edisi|edition|revisi|"
    r"permendagri|perda|perwali|regulation|peraturan|pp 59\w*|37101|wccd|malaysia|malaysian|brazil|brasil|levels?|"
    r"(?:bahasa|in) (?:inggris|english)|judul (?:resmi |sni |iso )|title of (?:the )?(?:iso|sni|standard)|"
    r"standar nasional|national standards?|galat|sampel|sampling|api|"
    r"platinum|hubungan\w*|relationship|penilai\w*|rating|award)\b"
)


def just_before(pattern: re.Pattern[str], text: str, place: int) -> bool:
    """Whether what stands right before a place ends as a pattern says; a long text is not read again for each place."""
    return pattern.search(text, max(place - NEAR, 0), place) is not None


def normalise(text: str) -> str:
    """Lower-case text in compatible Unicode form with chat spellings written out and 'indikator' spelled right."""
    plain = _CAPITALS.sub("ICT", unicodedata.normalize("NFKC", text)).lower()
    plain = plain.translate({0x2019: "'", 0x2013: "-", 0x2014: "-", 0x2212: "-"})
    spelled = re.sub(r"[^\W\d_]+(?:\d(?![\d.,]\d|\d))?", lambda match: _spelled(match[0]), plain)
    for written, meant in _COMPOUNDS:
        spelled = written.sub(meant, spelled)
    return " ".join(spelled.split())


@cache
def _spelled(word: str) -> str:
    if word in CHAT:
        return CHAT[word]
    if word.endswith("2") and len(word) > 4:  # said twice: gedung2
        return _spelled(word[:-1])
    if len(word) >= 7 and word[0] == "i" and fuzz.ratio(word.removesuffix("nya")[:9], "indikator") >= 75:
        return "indikator"
    return word


@cache
def stem(word: str) -> str:
    """One stem for words of both languages; English after Indonesian, so that mixed text needs no guess."""
    bare = word[:-3] if word.endswith("nya") and len(word) > 5 else word
    british = re.sub(r"(?<=\w{4})iz(?=e|ing|ation)", "is", bare)
    return str(_ENGLISH.stemWord(_INDONESIAN.stemWord(british)))


# The stem of every synonym, and the one that stands for its meaning.
_MEANINGS = {stem(word): stem(meaning) for meaning, group in _WORDS["synonyms"].items() for word in group.split()}


def words(text: str, language: Language) -> list[str]:
    """The words of a normalised text that describe a subject: without function words and the frame of a question."""
    # English "air" is written as Indonesian "water": the one word of the catalogue that means two things.
    plain = re.sub(r"\bair\b", "udara", text) if language == "en" else text
    found = WORD.findall(DENOMINATOR.sub(" ", plain))
    return [
        word
        for word in found
        if word not in STOP_WORDS and word not in FRAME_WORDS and not word[0].isdigit() and len(word) > 1
    ]


def terms(text: str, language: Language) -> list[str]:
    """The search terms of a normalised text: stems of its subject words, one for all synonyms."""
    return [_MEANINGS.get(one, one) for one in map(stem, words(text, language))]
