"""Whether words belong to the own wording of an indicator or a document. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence

from knowledge.concepts import Mention
from knowledge.documents import Document
from knowledge.register.register import Register
from knowledge.vietnamese import syllables

Pairs = frozenset[tuple[str, ...]]


class Wordings:
    """Neighbouring words of indicators' names and targets, and of documents' names and titles."""

    def __init__(self, register: Register) -> None:
        self.statements = _statements(register)
        self._indicators: Mapping[str, Pairs] = {
            i.id: _pairs([i.name.vi, i.name.en, *self.statements.get(i.id, ())]) for i in register.indicators
        }
        self._documents: Mapping[str, Pairs] = {d.id: _pairs(_names(d)) for d in register.documents}

    def own(self, forms: Sequence[str], indicators: Collection[str], documents: Collection[str] = ()) -> set[int]:
        """Tokens that stand beside the same neighbour as in the wording of what is named."""
        pairs = [*(self._indicators[i] for i in indicators), *(self._documents[d] for d in documents)]
        return {place for place in range(len(forms)) if any(_around(forms, place) & own for own in pairs)}

    def says(self, mention: Mention, forms: Sequence[str], indicators: Collection[str]) -> bool:
        """Whether an indicator's wording says the mention's words: "sửa đổi, thay thế" of documents reviewed."""
        return set(range(mention.start, mention.end)) <= self.own(forms, indicators)


def _around(forms: Sequence[str], place: int) -> set[tuple[str, ...]]:
    return {tuple(forms[max(place - 1, 0) : place + 1]), tuple(forms[place : place + 2])}


def _statements(register: Register) -> dict[str, list[str]]:
    """For each indicator, the texts of its targets in both languages."""
    statements: dict[str, list[str]] = {}
    for target in register.all_targets:
        texts = (target.statement, target.scope, target.exception, target.baseline)
        statements.setdefault(target.indicator, []).extend(t for w in texts if w for t in (w.vi, w.en))
    return statements


def _names(document: Document) -> list[str]:
    return [document.title, document.title_en, document.issuer, *document.aliases]


def _pairs(texts: Sequence[str]) -> Pairs:
    return frozenset(pair for text in texts for pair in itertools.pairwise(syllables(text)))
