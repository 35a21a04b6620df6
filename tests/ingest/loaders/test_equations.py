"""Equations of Office files on one line."""

import pytest
from lxml import etree  # type: ignore[import-untyped]

from ingest.loaders.equations import MATH, raised, written


def _run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def _fraction(above: str, below: str) -> str:
    return f"<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"


def _power(base: str, power: str) -> str:
    return f"<m:sSup><m:e>{base}</m:e><m:sup>{power}</m:sup></m:sSup>"


ROOT = "<m:rad><m:radPr><m:degHide/></m:radPr><m:deg/><m:e>{}</m:e></m:rad>"
SUM = '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{}</m:sub><m:sup>{}</m:sup><m:e>{}</m:e></m:nary>'


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (_run("IJH=") + _fraction(_run("luas (km)"), _run("b")) + _run("×100"), "IJH = (luas (km))/b × 100"),
        (_fraction(_power(_run("x"), _run("2")), _run("y")), "(x²)/y".replace("(x²)", "x²")),
        (_power(_run("a+b"), _run("n-1")), "(a+b)ⁿ⁻¹"),
        (_power(_run("e"), _run("ax")), "e^ax"),
        (ROOT.format(_run("b-4ac")), "√(b-4ac)"),
        (SUM.format(_run("i"), _run("n"), _run("x")), "∑_i^n x"),
        (f"<m:sSub><m:e>{_run('x')}</m:e><m:sub>{_run('i')}</m:sub></m:sSub>", "x_i"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>{_run("a")}</m:e></m:d>', "[a]"),
        (f"<m:func><m:fName>{_run('log')}</m:fName><m:e>{_run('x')}</m:e></m:func>", "log x"),
        (f"<m:eqArr><m:e>{_run('a')}</m:e><m:e>{_run('b')}</m:e></m:eqArr>", "a; b"),
        (f"<m:m><m:mr><m:e>{_run('a')}</m:e><m:e>{_run('b')}</m:e></m:mr></m:m>", "a, b"),
        (f'<m:phant><m:phantPr><m:show m:val="0"/></m:phantPr><m:e>{_run("x")}</m:e></m:phant>', ""),
        (
            f'<m:f><m:fPr><m:type m:val="noBar"/></m:fPr><m:num>{_run("n")}</m:num><m:den>{_run("k")}</m:den></m:f>',
            "(n k)",
        ),
        (_run("𝑥≥65"), "x ≥ 65"),
    ],
)
def test_each_part_is_written_as_people_write_it(xml: str, text: str) -> None:
    assert written(etree.fromstring(f'<m:oMath xmlns:m="{MATH}">{xml}</m:oMath>')) == text


def test_endless_nesting_ends() -> None:
    deep = "<m:e>" * 200 + _run("x") + "</m:e>" * 200
    assert written(etree.fromstring(f'<m:oMath xmlns:m="{MATH}">{deep}</m:oMath>')) == ""


def test_raised_digits_are_their_own_characters_and_letters_stay() -> None:
    assert [raised(text) for text in ("6", "-3", "th", "2a", "")] == ["⁶", "⁻³", "th", "2a", ""]
