"""A question with its understood slots: the only thing the later steps look at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from knowledge.register.values import Level


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure the person states: "tối thiểu 95%", "5 điểm"."""

    value: Decimal
    unit: str | None  # "%", bậc, điểm, hạng, nhóm, or None when bare
    comparator: str | None  # ">", ">=", "<", "<=" or None when none was said
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, slot by slot; an empty slot was not given."""

    text: str  # as restored
    language: str
    indicators: tuple[str, ...] = ()  # best first; several only when several are named
    alternatives: tuple[str, ...] = ()  # other indicators the words fit, best first
    tied: tuple[str, ...] = ()  # equally good readings of one mention
    documents: tuple[str, ...] = ()
    unknown_documents: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    period: tuple[int, int] | None = None
    base: int | None = None  # the year a rise is measured from
    after: int | None = None  # "sau năm 2022": only what falls later
    shift: int = 0  # "năm sau đó" is +1, "năm trước đó" is -1: relative to the turn before
    levels: tuple[Level, ...] = ()
    measures: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()  # concepts "ask:..." without the prefix
    absent: frozenset[str] = frozenset()  # concepts "absent:..." without the prefix
    marks: frozenset[str] = frozenset()  # target, follow, negated
    in_field: bool = False  # whether it speaks of the field at all, if of nothing the documents hold
    filters: frozenset[str] = frozenset()  # of a list: aim
    dated: bool = False  # whether a day is named: figures of a day are results
    months: tuple[tuple[int, int], ...] = ()  # the months named, as (year, month)
    claims: tuple[Claim, ...] = ()
    numbered: int | None = None  # which target of its document, by its number there
    counted: int | None = None  # how many targets the person says there are
    other_places: tuple[str, ...] = ()
    nationwide: bool = False
    districts: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()  # glossary entries named, as document id + "#" + locator
    topics: tuple[str, ...] = ()  # those of them that no other slot says
    bare_term: bool = False  # whether a glossary term is all that is said
    names: tuple[str, ...] = ()  # abbreviations in capitals
    unexplained: tuple[str, ...] = ()  # content words no slot accounts for
    content: tuple[str, ...] = ()  # content words in order, for passage coverage
    beyond: tuple[str, ...] = ()  # content words outside cues, document names, terms and numbers
    foreign: tuple[str, ...] = ()  # those of them that no document of the library says
    core: tuple[tuple[str, str], ...] = ()  # pairs of words that name the indicator; a passage about it carries them
    inherited: tuple[str, ...] = ()  # slots carried over from the turn before
    changed: bool = False  # whether reading restored or repaired anything

    @property
    def about_something(self) -> bool:
        """Whether it names an indicator, document, area or term of its own."""
        named = self.indicators or self.tied or self.documents or self.unknown_documents or self.areas
        return bool(named or (self.terms and ("definition" in self.asks or self.bare_term)))

    def asks_any(self, *names: str) -> bool:
        """Whether any of these attributes is asked."""
        return any(name in self.asks for name in names)
