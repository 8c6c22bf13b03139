"""Finding named things in a question: phrases of a lexicon matched over syllables. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.vietnamese import syllables

_REMEMBERED = 16384  # phrases cut into syllables; most stay the same when documents change


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase of the lexicon found at tokens ``start`` to ``end`` (exclusive) of a question."""

    concept: str
    start: int
    end: int

    @property
    def length(self) -> int:
        """How many tokens it covers."""
        return self.end - self.start

    def within(self, other: Mention) -> bool:
        """Whether it lies strictly inside a longer mention."""
        return other.start <= self.start and self.end <= other.end and self.length < other.length


class PhraseBook:
    """Phrases by concept, matched whole and in order; a longer match hides those inside it."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for concept, surfaces in phrases.items():
            for forms in set(map(_forms, surfaces)):
                if forms:
                    self._by_first.setdefault(forms[0], []).append((forms, concept))

    def all(self, forms: Sequence[str]) -> list[Mention]:
        """Every phrase found, hidden or not, in reading order."""
        found = []
        for start, form in enumerate(forms):
            for phrase, concept in self._by_first.get(form, ()):
                if tuple(forms[start : start + len(phrase)]) == phrase:
                    found.append(Mention(concept, start, start + len(phrase)))
        return found


@lru_cache(_REMEMBERED)
def _forms(phrase: str) -> tuple[str, ...]:
    """The matching forms of a phrase."""
    return tuple(syllables(phrase))


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that lie inside no longer one."""
    return [m for m in mentions if not any(m.within(other) for other in mentions)]


def named(mentions: Iterable[Mention], kind: str) -> list[str]:
    """The names of the concepts "kind:name" among mentions, in reading order."""
    return [m.concept.split(":", 1)[1] for m in mentions if m.concept.startswith(kind + ":")]


def covered(mentions: Iterable[Mention]) -> set[int]:
    """The tokens that mentions cover."""
    return {i for m in mentions for i in range(m.start, m.end)}
