"""What a look-up or a search found: statements with their citations, not yet words on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.messages import Status
from knowledge.documents import Citation
from knowledge.register.values import Result, Target

Figure = Target | Result


@dataclass(frozen=True, slots=True)
class Derivation:
    """Arithmetic shown in an answer: high − low = difference. Checked again before sending."""

    high: Decimal
    low: Decimal

    @property
    def difference(self) -> Decimal:
        """What the two figures differ by."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence to be said: a template with its values, and what it rests on."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    figure: Figure | None = None
    derivation: Derivation | None = None
    counts: int | None = None  # how many figures of this finding the sentence counts
    echo: tuple[Decimal, ...] = ()  # figures the person said, named to be denied
    beside: tuple[Figure, ...] = ()  # further figures the sentence states, each with a citation of its own


@dataclass(frozen=True, slots=True)
class Finding:
    """A typed outcome with its statements in reading order; refusals carry ``missing`` instead."""

    status: Status
    statements: tuple[Statement, ...] = ()
    suggestions: tuple[Statement, ...] = ()
    missing: Statement | None = None  # what the documents do not say, for refusals
    subject: tuple[str, ...] = ()  # indicators the finding is about, to carry over


def refusal(status: Status, missing: Statement | None = None, nearest: tuple[Statement, ...] = ()) -> Finding:
    """A typed refusal that names what is missing and offers the nearest facts."""
    return Finding(status, missing=missing, suggestions=nearest)
