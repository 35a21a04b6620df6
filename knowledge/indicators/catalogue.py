"""The indicator catalogue of the SNI/ISO smart-city standards: typed rows of ``corpus/sni``, by key, code and theme."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

from knowledge.documents import Language, Source
from knowledge.errors import IntegrityError, NotFoundError

CORPUS = Path(__file__).parents[1] / "corpus"
DEFAULT_STANDARD = "37122"
Basis = Literal["title", "secondary", "assumed", ""]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages."""

    indonesian: str
    english: str

    def in_(self, language: Language) -> str:
        """The text in that language."""
        return self.indonesian if language == "id" else self.english

    def __bool__(self) -> bool:
        return bool(self.indonesian or self.english)


@dataclass(frozen=True, slots=True)
class Standard:
    """One of the three indicator standards; ``number`` is ``37122``, ``label`` how people write it."""

    number: str
    label: str
    title: Bilingual
    publisher: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the standards; all three share the numbering of ``clause`` (5 to 23)."""

    slug: str
    clause: int
    name: Bilingual
    aliases: Bilingual


@dataclass(frozen=True, slots=True)
class Owner:
    """Who usually holds a kind of data in an Indonesian city: our own suggestion, not a statement of a standard."""

    slug: str
    name: Bilingual
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator in our own words.

    The value is ``numerator ÷ denominator × scale``; ``scale`` is None where formula or unit is not known, and then
    nothing is computed. ``part_of_whole`` says that the numerator cannot exceed the denominator. ``basis`` tells
    where the formula comes from: derived from the title, a secondary source, or assumed. ``open`` is what could not
    be verified and ``open_words`` the words by which people ask for it. ``twins`` are keys of near neighbours.
    ``everyday_id`` and ``everyday_en`` are our own phrases for finding it. ``evidence_grade`` tells how well sources
    hold it: A, B or unverified.
    """

    standard: str
    code: str
    theme: str
    title: Bilingual
    unit: Bilingual
    scale: Decimal | None
    part_of_whole: bool
    numerator: Bilingual
    denominator: Bilingual
    basis: Basis
    lower_is_better: bool
    classification: str
    note: Bilingual
    open: Bilingual
    open_words: str
    owners: tuple[str, ...]
    twins: tuple[str, ...]
    everyday_id: tuple[str, ...]
    everyday_en: tuple[str, ...]
    sources: tuple[str, ...]
    evidence_grade: str

    @property
    def key(self) -> str:
        """Its name across standards: ``37122:19.9``."""
        return f"{self.standard}:{self.code}"

    @property
    def clause(self) -> int:
        """The clause of its theme: 19 for 19.9."""
        return int(self.code.partition(".")[0])

    @property
    def verified(self) -> bool:
        """Whether its title was seen in a source; what is not verified is never given as an answer."""
        return self.evidence_grade != "unverified"


@dataclass(frozen=True)
class Catalogue:
    """All indicators by key in the order of the standards, with themes, owners and the sources they cite."""

    indicators: Mapping[str, Indicator]
    standards: Mapping[str, Standard]
    themes: Mapping[str, Theme]
    owners: Mapping[str, Owner]
    sources: Mapping[str, Source]

    @classmethod
    def load(cls, corpus: Path = CORPUS) -> Catalogue:
        """Read the catalogue; raises ``IntegrityError`` naming the file and code that do not fit."""
        folder = corpus / "sni"
        themes = {row["theme"]: _theme(row) for row in _rows(folder / "themes.csv")}
        owners = {row["owner"]: _owner(row) for row in _rows(folder / "owners.csv")}
        standards = {row["standard"]: _standard(row) for row in _rows(folder / "standards.csv")}
        sources = {
            row["id"]: Source(row["id"], row["title"], row["publisher"], row["date"], row["url"])
            for row in _rows(corpus / "sources.csv")
        }
        indicators: dict[str, Indicator] = {}
        for number in standards:
            for row in _rows(folder / f"indicators-{number}.csv"):
                indicator = _indicator(number, row)
                indicators[indicator.key] = indicator
        catalogue = cls(indicators, standards, themes, owners, sources)
        for indicator in indicators.values():
            catalogue._check(indicator)
        return catalogue

    def get(self, key: str) -> Indicator:
        """The indicator ``37122:19.9``, also as ``19.9`` for the default standard; raises ``NotFoundError``."""
        standard, _, code = key.rpartition(":")
        found = self.indicators.get(f"{standard or DEFAULT_STANDARD}:{code}")
        if found is None:
            raise NotFoundError(f"There is no indicator {key!r} in the catalogue. Example of a key: 37122:19.9")
        return found

    def with_code(self, code: str) -> tuple[Indicator, ...]:
        """The indicators of that code in every standard, the default standard first."""
        keys = (f"{number}:{code}" for number in self.standards)
        return tuple(self.indicators[key] for key in keys if key in self.indicators)

    def of_standard(self, standard: str = DEFAULT_STANDARD) -> tuple[Indicator, ...]:
        """The indicators of one standard."""
        return tuple(indicator for indicator in self.indicators.values() if indicator.standard == standard)

    def of_theme(self, theme: str, standard: str = DEFAULT_STANDARD) -> tuple[Indicator, ...]:
        """The indicators of one theme (its slug) in one standard; empty if the standard has none there."""
        return tuple(indicator for indicator in self.of_standard(standard) if indicator.theme == theme)

    def of_owner(self, owner: str, standard: str = DEFAULT_STANDARD) -> tuple[Indicator, ...]:
        """The indicators whose data that owner (its slug) usually holds, by our suggestion."""
        return tuple(indicator for indicator in self.of_standard(standard) if owner in indicator.owners)

    def neighbours(self, indicator: Indicator) -> tuple[Indicator, ...]:
        """The indicators it is easily confused with, in both directions."""
        return self._neighbours.get(indicator.key, ())

    @cached_property
    def _neighbours(self) -> dict[str, tuple[Indicator, ...]]:
        found: dict[str, dict[str, Indicator]] = {}
        for key, indicator in self.indicators.items():
            for twin in indicator.twins:
                found.setdefault(key, {})[twin] = self.indicators[twin]
        for key, indicator in self.indicators.items():
            for twin in indicator.twins:
                found.setdefault(twin, {}).setdefault(key, indicator)
        return {key: tuple(neighbours.values()) for key, neighbours in found.items()}

    @cached_property
    def theme_of_clause(self) -> Mapping[int, Theme]:
        """Themes by clause number."""
        return {theme.clause: theme for theme in self.themes.values()}

    def _check(self, indicator: Indicator) -> None:
        theme = self.themes.get(indicator.theme)
        if theme is None or theme.clause != indicator.clause:
            raise _misfit(indicator, f"the theme {indicator.theme!r} is not the one of its clause")
        for kind, names, known in (
            ("owner", indicator.owners, self.owners),
            ("source", indicator.sources, self.sources),
            ("twin", indicator.twins, self.indicators),
        ):
            for name in names:
                if name not in known:
                    raise _misfit(indicator, f"the {kind} {name!r} is unknown")


def _misfit(indicator: Indicator, what: str) -> IntegrityError:
    return IntegrityError(f"Indicator {indicator.code} in indicators-{indicator.standard}.csv: {what}.")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file, strict=True)
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise IntegrityError(f"The catalogue file {path.name} cannot be read: {error}") from error


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _bilingual(row: Mapping[str, str], name: str) -> Bilingual:
    return Bilingual(row[f"{name}_id"], row[f"{name}_en"])


def _theme(row: Mapping[str, str]) -> Theme:
    return Theme(row["theme"], int(row["clause"]), _bilingual(row, "name"), _bilingual(row, "aliases"))


def _owner(row: Mapping[str, str]) -> Owner:
    return Owner(row["owner"], _bilingual(row, "name"), _list(row["aliases"]))


def _standard(row: Mapping[str, str]) -> Standard:
    return Standard(row["standard"], row["label"], _bilingual(row, "title"), row["publisher"])


def _indicator(standard: str, row: Mapping[str, str]) -> Indicator:
    if not re.fullmatch(r"\d{1,2}\.\d{1,2}(\.\d)?", row["code"]) or row["formula_basis"] not in {
        "title",
        "secondary",
        "assumed",
        "",
    }:
        raise IntegrityError(f"The row {row['code']!r} of indicators-{standard}.csv is damaged.")
    return Indicator(
        standard=standard,
        code=row["code"],
        theme=row["theme"],
        title=_bilingual(row, "title"),
        unit=_bilingual(row, "unit"),
        scale=Decimal(row["scale"]) if row["scale"] else None,
        part_of_whole=row["part_of_whole"] == "yes",
        numerator=_bilingual(row, "numerator"),
        denominator=_bilingual(row, "denominator"),
        basis=row["formula_basis"],  # type: ignore[arg-type]  # checked above
        lower_is_better=row["lower_is_better"] == "yes",
        classification=row["class"],
        note=_bilingual(row, "note"),
        open=_bilingual(row, "open"),
        open_words=row["open_words"],
        owners=_list(row["owners"]),
        twins=tuple(twin if ":" in twin else f"{standard}:{twin}" for twin in _list(row["twins"])),
        everyday_id=_list(row["everyday_id"]),
        everyday_en=_list(row["everyday_en"]),
        sources=_list(row["sources"]),
        evidence_grade=row["confidence"],
    )
