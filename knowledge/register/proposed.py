"""A candidate as an entry of the register's files: the same fields as a bundled target, and not reviewed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from knowledge.documents import Document, Passage
from knowledge.extraction.candidate import Candidate
from knowledge.ingestion.identity import slug
from knowledge.language.patterns import every
from knowledge.register.proposal_words import ProposalWords
from knowledge.register.values import OTHER_AREA


class Proposer:
    """Words candidates as entries; ``units``: how the register writes the unit of each measure."""

    def __init__(self, words: ProposalWords, units: Mapping[str, str]) -> None:
        self._words = words
        self._measures = {unit: measure for measure, unit in units.items()}

    def target_entry(
        self, target_id: str, candidate: Candidate, passage: Passage, document: Document, indicator: str
    ) -> dict[str, Any]:
        """The fields of targets.yaml for a candidate whose positions are characters of its passage."""
        words = self._words
        span = passage.text[slice(*candidate.span)]
        statement, measure = self._stated(candidate, passage.text[candidate.span[0] : candidate.figure[0]].lower())
        scope = next((span[found.start : found.end].strip() for found in every(words.scope, span.lower())), "")
        if scope.casefold() not in statement.casefold() and not self._names_tier(scope):
            statement = f"{statement} ({scope})"
        tier = words.tiers.get(candidate.level or "", "")
        if tier.casefold() not in statement.casefold() and not self._names_tier(statement):
            statement = f"{statement} ({tier})"  # without it the figures of a row could not be told apart
        return {
            "id": target_id,
            "document": document.id,
            "indicator": indicator,
            "measure": measure,
            "comparator": candidate.comparator,
            "average": candidate.average,
            "aim": candidate.aim,
            "value": candidate.value,
            "upper": candidate.upper,
            "unit": candidate.unit,
            "deadline": self._deadline(candidate, passage, document),
            "level": candidate.level,
            "statement_vi": statement,
            "statement_en": statement,
            "exception_vi": candidate.exception,
            "baseline_vi": candidate.baseline,
            "note_vi": words.led_by.format(bodies=", ".join(candidate.responsible)) if candidate.responsible else None,
            "locator": passage.locator,
            "span": span,
            "confidence": "B",
            "reviewed": False,
        }

    def _names_tier(self, text: str) -> bool:
        return bool(every(self._words.tier_said, text.lower()))

    def _stated(self, candidate: Candidate, before: str) -> tuple[str, str]:
        """What the target measures in words that keep its direction, and the kind of figure it is."""
        words, measure = self._words, self._measures.get(candidate.unit)
        subject = candidate.subject or words.subject
        falls = every(words.falls, before)
        last = next(iter(falls or every(words.grows, before)), None)
        moves = last is not None and not every(words.left, before[last.end :])
        if candidate.comparator == "in" or (measure == "rank" and candidate.comparator == ">="):
            return subject, "group" if measure == "group" else "rank"
        if moves and falls:
            return words.fall_of.format(subject=_small(subject)), "change"
        if moves and measure == "rank_gain":
            return subject, measure
        if moves and candidate.unit.startswith("%"):
            return subject, "growth"
        if moves:
            return words.rise_of.format(subject=_small(subject)), "change"
        return subject, measure if measure in {"percent", "score"} else "count"

    def _deadline(self, candidate: Candidate, passage: Passage, document: Document) -> dict[str, Any]:
        """The deadline's fields; a target without one has the period of its document, if that is stated."""
        kind, year = candidate.deadline_kind, candidate.deadline_year
        if kind is None:
            return {"kind": "period"}
        if kind != "period":
            return {"kind": kind} if year is None else {"kind": kind, "year": year}
        for text in (passage.text, *reversed(passage.headings), document.title):
            for start, end in (found.numbers for found in every(self._words.period, text.lower())):
                if end == year:
                    return {"kind": "period", "from": start, "to": year}
        return {"kind": "period", "to": year}


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def indicator_entry(indicator_id: str, subject: str, document: Document, common: bool) -> dict[str, Any]:
    """The fields of indicators.yaml for a subject of a person's document.

    ``common``: its words stand in the bundled library too, or are few; then only a question that names the
    document means it.
    """
    cue = re.sub(r"[+|~]", " ", subject).strip()
    names = [name for name in (document.number, document.short) if name]
    named = "|".join(re.sub(r"[+|~]", " ", name) for name in names)
    return {
        "id": indicator_id,
        "area": OTHER_AREA,
        "short_vi": subject,
        "short_en": subject,
        "vi": subject,
        "en": subject,
        "cues_vi": [f"{cue} + {named}" if common and named else cue],
        "cues_en": [],
    }


def indicator_id(document: Document, subject: str) -> str:
    """The id of a new indicator: its document and its words."""
    short = slug(subject)[:40].rstrip("-") or "indicator"
    return f"{document.id}.{short}-{hashlib.sha256(subject.casefold().encode()).hexdigest()[:6]}"
