"""Places a question names: other provinces, countries, the whole country, Hanoi and its former districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.reading.entries import PlaceNames
from knowledge.vietnamese import strip_marks, syllables


class Form(Protocol):
    """A read token, as far as a mention needs it."""

    @property
    def form(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as our lists call it, and where the question names it."""

    name: str
    kind: str  # hanoi, province, country, nationwide, district
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Places:
    """All the places of a question."""

    mentions: tuple[PlaceMention, ...] = ()

    def _names(self, kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.name for m in self.mentions if m.kind == kind))

    @property
    def provinces(self) -> tuple[str, ...]:
        """Provinces and cities other than Hanoi."""
        return self._names("province")

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries and groups of countries."""
        return self._names("country")

    @property
    def other(self) -> tuple[str, ...]:
        """Every place that our documents are not about: provinces and countries."""
        return tuple(dict.fromkeys(m.name for m in self.mentions if m.kind in ("province", "country")))

    @property
    def districts(self) -> tuple[str, ...]:
        """Hanoi's former districts."""
        return self._names("district")

    @property
    def nationwide(self) -> bool:
        """Whether the question speaks of the whole country."""
        return bool(self._names("nationwide"))

    @property
    def hanoi(self) -> bool:
        """Whether Hanoi is named."""
        return bool(self._names("hanoi"))


class PlaceFinder:
    """Finds the longest place names in read tokens."""

    def __init__(self, names: PlaceNames) -> None:
        self._not_after, self._titles = frozenset(names.not_after), frozenset(names.titles)
        self._vietnamese: dict[tuple[str, ...], tuple[str, str]] = {}
        self._unmarked: dict[tuple[str, ...], tuple[str, str]] = {}
        for kind, name, form in _all(names):
            key = tuple(syllables(form))
            self._vietnamese.setdefault(key, (kind, name))
            self._unmarked.setdefault(tuple(strip_marks(part) for part in key), (kind, name))
        self._longest = max(map(len, self._vietnamese))

    def find(self, tokens: Sequence[Form], language: str) -> Places:
        """The places, left to right, longest name first; none inside another."""
        table = self._unmarked if language == "en" else self._vietnamese
        forms = [strip_marks(t.form) if language == "en" else t.form for t in tokens]
        found: list[PlaceMention] = []
        at = 0
        while at < len(forms):
            size = next(
                (n for n in range(min(self._longest, len(forms) - at), 0, -1) if tuple(forms[at : at + n]) in table), 0
            )
            if not size:
                at += 1
                continue
            kind, name = table[tuple(forms[at : at + size])]
            if not (kind == "province" and self._is_street(forms, at)):
                found.append(PlaceMention(name, kind, tokens[at].start, tokens[at + size - 1].end))
            at += size
        return Places(tuple(found))

    def _is_street(self, forms: list[str], at: int) -> bool:
        """ "phố Huế", "đường Lạng Sơn", "công an giang ...": the words name something else."""
        before = forms[at - 1] if at else ""
        whole = f"{forms[at - 2]} {before}" if at > 1 else before
        return before in self._not_after and whole not in self._titles


def _all(names: PlaceNames) -> list[tuple[str, str, str]]:
    """(kind, name, form) of every place."""
    return [
        *(("hanoi", names.hanoi[0], form) for form in names.hanoi),
        *(("province", name, form) for name, forms in names.provinces.items() for form in forms),
        *(("district", name, name) for name in names.districts),
        *(("country", name, name) for name in names.countries),
        *(("nationwide", name, name) for name in names.nationwide),
    ]
