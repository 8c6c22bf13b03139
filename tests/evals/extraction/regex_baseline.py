"""What the grammar must beat: a number with a percent sign, the nearest year, the rest of the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.vietnamese import sentences

_FIGURE = re.compile(r"(\d+(?:,\d+)?)\s?%(/năm)?")
_YEAR = re.compile(r"\b20\d\d\b")
_WORDS = (("tối thiểu", ">="), ("ít nhất", ">="), ("trên", ">"), ("dưới", "<"), ("tối đa", "<="))


@dataclass(frozen=True, slots=True)
class Guess:
    """A candidate as a pattern gives it: no levels, no exceptions, no baselines, no bodies."""

    subject: str
    comparator: str
    value: str
    unit: str
    deadline_kind: str | None
    deadline_year: int | None
    average: bool = False
    aim: bool = False
    upper: str | None = None
    level: str | None = None
    exception: str | None = None
    baseline: str | None = None
    responsible: tuple[str, ...] = ()


def regex_extract(text: str) -> tuple[Guess, ...]:
    """A guess for every percentage of the text."""
    return tuple(_guess(sentence, match) for sentence in sentences(text) for match in _FIGURE.finditer(sentence))


def _guess(sentence: str, match: re.Match[str]) -> Guess:
    years = [(abs(year.start() - match.start()), int(year.group())) for year in _YEAR.finditer(sentence)]
    before = sentence[max(0, match.start() - 12) : match.start()].lower()
    comparator = next((sign for word, sign in _WORDS if word in before), "=")
    left, right = sentence[: match.start()], sentence[match.end() :]
    return Guess(
        subject=(right if len(right) > len(left) else left).strip(" .,;:"),
        comparator=comparator,
        value=match[1].replace(",", "."),
        unit="%/năm" if match[2] else "%",
        deadline_kind="by" if years else None,
        deadline_year=min(years)[1] if years else None,
    )
