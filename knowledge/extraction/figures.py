"""Figures with their units: percentages, ranks, counts, spans of time, sums of money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.extraction.ranges import Range, inside
from knowledge.extraction.shared import SharedWords
from knowledge.phrases import Phrases
from knowledge.vietnamese import DOCUMENT_NUMBER, number_value

_NUMBER = r"(?<![\w.,/–-])\d+(?:[.,]\d+)*"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The section ``figures`` of the words."""

    measures: Phrases
    counted: Phrases
    many: Phrases
    money: Phrases
    money_units: Phrases
    money_alone: Phrases
    per: Phrases
    to: Phrases
    group: Phrases
    top: Phrases
    among: Phrases
    number: Phrases
    places: Phrases
    best: Phrases
    best_whole: Phrases
    ranked: Phrases
    ranks: Phrases
    rank: Phrases
    rank_number: Phrases
    named_before: Phrases
    sets_out: Phrases
    set_out_from: Phrases
    level: Phrases
    arrives: Phrases
    its_year: Phrases
    rises: Phrases
    rises_of: Phrases
    lifts: Phrases
    timespans: Phrases
    rank_unit: str
    group_unit: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its place with the unit, its value, and what kind of thing it counts."""

    start: int
    end: int
    value: str
    upper: str | None
    unit: str
    kind: str  # percent, measure, count, money, rank, group

    @property
    def place(self) -> Range:
        """Where it stands."""
        return self.start, self.end


class FigureGrammar:
    """Finds figures."""

    def __init__(self, words: FigureWords, shared: SharedWords) -> None:
        self._words, self._shared = words, shared
        percent, measures = rf"(?:%|{shared.percent}\b)", words.measures
        money = rf"(?:(?:{words.money}\s+)*{words.money_units}|{words.money_alone})"
        many = rf"{words.many}\s+{words.counted}"
        unit = (
            rf"\s?(?P<unit>(?:{percent}|(?<=\s)(?:{measures}|{many}|{money}|{words.counted})\b(?!\s+\d))"
            rf"(?:\s?/\s?{words.per})?)"
        )
        self._measure, self._many = re.compile(f"{measures}"), re.compile(many)
        self._money = re.compile(money, re.IGNORECASE)
        self._figure = re.compile(
            rf"(?P<low>{_NUMBER})(?:(?:\s?%|{shared.percent}\b|\s{measures})?\s?(?:-|–|—|~|{words.to})\s?"
            rf"(?P<high>\d+(?:[.,]\d+)*))?{unit}",
            re.IGNORECASE,
        )
        places = rf"\s+{words.places}(?:,\s*{words.places})*"
        best = rf"(?:{words.best}|{words.best_whole}\b)"
        self._group = re.compile(
            rf"\b(?:(?:(?P<group>{words.group})|{words.top})\s+(?P<n>\d{{1,3}})(?![\d%])(?P<of>{places})?"
            rf"(?P<best>(?=\s+{best}))?"
            rf"|{words.among}\s+(?:{words.number}\s+)?(?P<m>\d{{1,3}})(?P<places>{places})(?=[^;.%\d]{{0,40}}{best}))",
            re.IGNORECASE,
        )
        self._rank = re.compile(
            rf"\b(?:{words.ranked}\s+{words.ranks}|{words.rank})\s+(?:{words.rank_number}\s+)?(?P<n>\d{{1,3}})"
            r"(?![\d%,.]\d|\s?%)",
            re.IGNORECASE,
        )
        following = rf"(?:\s*,\s+|\s*;\s+|\s+{shared.conjunction}\s+)"
        self._row = re.compile(
            rf"(?P<number>{_NUMBER})(?={following}"
            rf"(?:\d+(?:[.,]\d+)*(?:,\s+|;\s+|\s+{shared.conjunction}\s+))*\d+(?:[.,]\d+)*\s?%)"
        )
        self._named_before = re.compile(rf"{words.named_before}\s+$", re.IGNORECASE)
        self._in_turn = re.compile(f"{shared.in_turn}", re.IGNORECASE)
        self._from_to = re.compile(
            rf"\b{words.sets_out}\s+(?:{words.level}\s+)?(?P<from>{_NUMBER})(?P<unit>\s?(?:{percent}|{measures}))?"
            rf"[^;,.%]{{0,40}}?\s{words.arrives}\b(?=(?:\s+[^\s\d;,.%]+){{0,5}}\s+\d)",
            re.IGNORECASE,
        )
        self._set_out = re.compile(
            rf"\b{words.set_out_from}\s+(?:{words.level}\s+)?(?P<from>{_NUMBER})(?P<unit>\s?{percent})"
            rf"(?=\s+{words.its_year}\s+\d{{4}},[^;.]*?\d\s?%)",
            re.IGNORECASE,
        )
        self._its_year = re.compile(rf"\s*(?:\(\s*)?{words.its_year}\s+(?:19|20)\d{{2}}(?:\s*\))?", re.IGNORECASE)
        self._rises = re.compile(
            rf"\b(?:{words.rises}\b[^;,.%]*\b{words.rises_of}|{words.lifts})\b[^;,.%]*\b{words.set_out_from}\s+$",
            re.IGNORECASE,
        )

    def figures(self, text: str, whole: Range, masked: list[Range]) -> tuple[Figure, ...]:
        """The figures of a range in order, but those in masked ranges: what a clause compares with or excepts."""
        numbers = [m.span() for m in DOCUMENT_NUMBER.finditer(text, *whole) if "%" not in m.group()]
        hidden = [*masked, *(m.span("from") for m in self._from_to.finditer(text, *whole))]
        found = [self._grouped(m) for m in self._group.finditer(text, *whole)]
        found += [self._ranked(m) for m in self._rank.finditer(text, *whole)]
        taken = [f.place for f in found]
        found += [
            self._plain(text, match, whole[0])
            for match in self._figure.finditer(text, *whole)
            if not inside(match.start(), [*taken, *numbers]) and not self._is_name(text, match)
        ]
        if self._in_turn.search(text, *whole):
            units = {f.start: f.unit for f in found}
            found += [
                Figure(m.start(), m.end(), _canonical(m["number"]), None, "%", "percent")
                for m in self._row.finditer(text, *whole)
                if m.start() not in units
                and not inside(m.start(), taken)
                and not re.fullmatch(r"(?:19|20)\d\d", m["number"])
            ]
        return tuple(sorted((f for f in found if not inside(f.start, hidden)), key=lambda f: f.start))

    def starting_points(self, text: str, whole: Range) -> tuple[Range, ...]:
        """Where a figure stands that a target sets out from: "từ 65%" of "từ 65% lên 80%"."""
        found = [*self._from_to.finditer(text, *whole), *self._set_out.finditer(text, *whole)]
        ends = [m.end("from") + len(m["unit"] or "") for m in found]
        years = [self._its_year.match(text, end) for end in ends]
        return tuple((m.start(), y.end() if y else end) for m, end, y in zip(found, ends, years, strict=True))

    def is_per_year(self, unit: str) -> bool:
        """Whether a unit counts by the year: "%/năm"."""
        return unit.endswith(self._shared.per_year)

    def per_year(self, unit: str) -> str:
        """A unit by the year."""
        return unit if self.is_per_year(unit) else f"{unit}{self._shared.per_year}"

    def is_timespan(self, figure: Figure) -> bool:
        """Whether it counts days, hours, minutes."""
        return self._words.timespans.begin(figure.unit)

    def is_leading(self, figure: Figure) -> bool:
        """Whether it is a group of the best so many, not one of several groups."""
        return figure.kind == "group" and figure.unit == self._words.rank_unit

    def _plain(self, text: str, match: re.Match[str], floor: int) -> Figure:
        unit = self._written(match["unit"])
        kind = self._kind(unit)
        start, low, high = match.start(), match["low"], match["high"]
        if high and re.fullmatch(r"(?:19|20)\d\d", low):  # "năm 2025 - 80%"
            start, low, high = match.start("high"), high, None
        elif (
            high and unit == "%" and self._rises.search(text, floor, match.start()) and "-" not in match.group()
        ):  # "tăng từ 80% đến 90%": only the end is aimed at
            start, low, high = match.start("high"), high, None
        return Figure(start, match.end(), _canonical(low), _canonical(high) if high else None, unit, kind)

    def _kind(self, unit: str) -> str:
        if unit.startswith("%"):
            return "percent"
        if self._measure.match(unit):
            return "measure"
        if self._many.match(unit):
            return "count"
        return "money" if self._money.match(unit) else "count"

    def _written(self, unit: str) -> str:
        lowered = re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", unit.lower()))
        return re.sub(f"{self._shared.percent}", "%", lowered) if self._shared.percent.begin(lowered) else lowered

    def _grouped(self, match: re.Match[str]) -> Figure:
        """ "nhóm 10 tỉnh dẫn đầu" and "top 10" count places from the top; a bare "nhóm 2" is the group itself."""
        number = "n" if match["n"] else "m"
        counted = number == "m" or match["of"] or match["best"] is not None or not match["group"]
        start = match.start(number) if counted else match.start()
        unit = self._words.rank_unit if counted else self._words.group_unit
        return Figure(start, match.end(), _canonical(match[number]), None, unit, "group")

    def _ranked(self, match: re.Match[str]) -> Figure:
        return Figure(match.start("n"), match.end("n"), _canonical(match["n"]), None, self._words.rank_unit, "rank")

    def _is_name(self, text: str, match: re.Match[str]) -> bool:
        """Whether the number is part of a name ("Điều 5", "mức độ 4"), not a figure; percentages always are figures."""
        if "%" in match["unit"] or any(word in match["unit"].lower() for word in self._shared.percent.written):
            return False
        return bool(self._named_before.search(text[max(0, match.start() - 12) : match.start()]))


def _canonical(written: str) -> str:
    value: Decimal = number_value(written)
    return f"{value:f}"
