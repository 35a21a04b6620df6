"""Whether sentences are borne out by their passages: over labelled pairs of the corpus, and by examples."""

from __future__ import annotations

from collections import defaultdict

import pytest

from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.grounding.verifier import Ground, Verifier
from tools.grounding.pairs import read_pairs

DUTIES = Ground(
    "Kota anggota mempunyai enam kewajiban: [@tor, cl. 17]\n\n"
    "1. Memiliki satu CSCO yang mewakili kota. [@tor, cl. 4]\n"
    "2. Menyusun laporan ringkas setiap tahun, dan menyampaikannya kepada Sekretariat ASCN melalui NR. [@tor, cl. 18]"
    "\n\n"
    "Anggota boleh mengundang mitra sejak 23 Agustus 2019. [@tor, cl. 10] NR memimpin delegasi, sedangkan CSCO "
    "mewakili kota. [@tor, cl. 16] Sebagian kota membayar 1.000 dolar, yaitu 26 persen biaya. [@biaya] Makassar "
    "mempunyai tujuh proyek, serta Denpasar tiga. [@me]",
    "Kewajiban anggota",
)


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(OnnxEmbedder(threads=1))


def test_pairs_are_told_apart_whether_they_were_looked_at_or_not(verifier: Verifier) -> None:
    """The floors are what was measured when what is kept was last counted, a little below."""
    floors = {"first, open": (0.93, 0.97), "first, kept": (0.86, 0.93)}
    floors |= {"second, open": (0.86, 0.91), "third, kept": (0.74, 0.87)}
    rights: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for pair in read_pairs():
        verdict = verifier.verify(pair.sentence, [pair.ground])
        rights[pair.part, pair.supported].append(verdict.supported == pair.supported)
    share = {key: sum(found) / len(found) for key, found in rights.items()}
    assert sum(map(len, rights.values())) >= 1300
    for part, (supported, unsupported) in floors.items():
        assert share[part, True] >= supported, part
        assert share[part, False] >= unsupported, part


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada enam kewajiban bagi kota anggota.",
        "Member cities have six duties.",
        "Laporan ringkas disusun setiap tahun dan disampaikan kepada Sekretariat ASCN melalui NR.",
        "A summary report is made every year.",
        "Mitra boleh diundang anggota sejak 23 Agustus 2019.",
        "Members may invite partners since August 23, 2019.",
        "Sebagian kota membayar 1,000 dolar.",
        "Makassar mempunyai 7 proyek.",
    ],
)
def test_what_the_passage_says_is_borne_out(verifier: Verifier, sentence: str) -> None:
    verdict = verifier.verify(sentence, [DUTIES])
    assert verdict.supported, verdict
    assert verdict.windows
    assert all(window.marks for window in verdict.windows)


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("Kota anggota mempunyai tujuh belas kewajiban.", "number"),
        ("Mitra boleh diundang sejak 24 Agustus 2019.", "number"),
        ("Laporan ringkas disampaikan kepada Sekretariat ASCN melalui Bappenas.", "name"),
        ("Laporan ringkas disampaikan melalui laman contoh.go.id.", "address"),
        ("Sebagian kota membayar 26 dolar.", "unit"),
        ("Anggota wajib mengundang mitra.", "modality"),
        ("Members must invite partners.", "modality"),
        ("Anggota tidak boleh mengundang mitra.", "denial"),
        ("Semua kota membayar 1.000 dolar.", "quantity"),
        ("Kota anggota memiliki satu stadion.", "words"),
        ("NR mewakili kota.", "name"),
        ("Denpasar mempunyai tujuh proyek.", "tie"),
        ("Sebagian kota membayar 26 dolar, yaitu 1.000 persen biaya.", "unit"),
        ("Kewajiban itu diatur dalam 17(e).", "code"),
    ],
)
def test_what_it_does_not_say_is_found(verifier: Verifier, sentence: str, problem: str) -> None:
    verdict = verifier.verify(sentence, [DUTIES])
    assert not verdict.supported
    found = {problem for window in verifier.judged(sentence, [DUTIES]) for problem in window.problems}
    assert problem in found


def test_a_sentence_that_cites_no_passage_is_borne_out_by_none(verifier: Verifier) -> None:
    assert verifier.verify("Kota anggota mempunyai enam kewajiban.", []).problems == ("citation",)


def test_a_sentence_cut_off_before_what_restricts_it_is_no_quotation(verifier: Verifier) -> None:
    ground = Ground("Laporan wajib disusun kota yang bergabung sebelum 2018 saja. [@a]")
    assert not verifier.verify("Laporan wajib disusun kota yang bergabung.", [ground]).supported
    assert verifier.verify("Laporan wajib disusun kota yang bergabung sebelum 2018 saja.", [ground]).supported


def test_a_denial_that_is_left_out_is_no_quotation(verifier: Verifier) -> None:
    ground = Ground("Tidak ditemukan bukti bahwa Batam pernah diusulkan sebagai anggota ASCN. [@a]")
    assert not verifier.verify("Batam pernah diusulkan sebagai anggota ASCN.", [ground]).supported
    chair = Ground("The ASCN chair is not elected separately: the chairmanship follows that of ASEAN. [@a]")
    lie = "The ASCN chair is elected separately: the chairmanship follows that of ASEAN."
    assert not verifier.verify(lie, [chair]).supported
    network = Ground(
        "The ASCN is a network of cities and not the same as these indices. [@a] It is a network. [@a]", "Indices"
    )
    assert not verifier.verify("The ASCN is a network of cities and the same as these indices.", [network]).supported
