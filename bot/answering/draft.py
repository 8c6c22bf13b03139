"""What travels from step to step: a question on its way to becoming a reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.conversation import Turn
from bot.meaning.reader import Meaning
from bot.messages import Incoming, Reply
from bot.telling.told import Derivation, Figure, Told
from knowledge.documents import Citation
from knowledge.vocabulary import Reading


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the answer with what it rests on; not yet verified."""

    text: str
    citations: tuple[Citation, ...] = ()
    figure: Figure | None = None
    derivation: Derivation | None = None
    counts: int | None = None
    echo: tuple[Decimal, ...] = ()
    beside: tuple[Figure, ...] = ()
    missing: bool = False  # says what is not held: it rests on nothing


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything known so far; steps return a changed copy. A reply ends the walk."""

    incoming: Incoming
    today: date
    previous: Turn | None = None
    reading: Reading | None = None
    meaning: Meaning | None = None
    parts: tuple[Meaning, ...] = ()  # of a question that asks several things
    told: Told | None = None
    sure: float = 1.0  # how likely what is told is right
    lines: tuple[Line, ...] = ()
    interpretation: str | None = None
    suggestions: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()
    reply: Reply | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language to reply in: the question's, as far as it is read."""
        return self.reading.language if self.reading is not None else "vi"
