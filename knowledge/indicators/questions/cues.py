"""The cues of a question about indicators: what tells which aspect is asked for, and what belongs to the documents."""

from __future__ import annotations

import re

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
SEVERAL = re.compile(
    r"\b(?:apa (?:saja|aja|sj)|mana (?:saja|aja)|apa2|sebutkan|sebutin|daftar|semua|seluruh|"
    r"(?:which|what|all|list) (?:\w+ ){0,2}indicators|indicators are)\b"
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
#: Asks for something other than a figure: "the lamps or the junctions, which?"
ELSE_ASKED = re.compile(r"\b(?:apa(?:kah)?|mana|siapa|kapan|bagaimana|gimana|gmn|kenapa|mengapa|which|who|when|why)\b")
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
