"""What finds the pieces of a text for the files that put them together."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.extraction.conditions import ConditionGrammar
from knowledge.extraction.deadlines import DeadlineGrammar
from knowledge.extraction.figures import FigureGrammar
from knowledge.extraction.leading import LeadingGrammar
from knowledge.extraction.levels import LevelGrammar
from knowledge.extraction.parts import PartGrammar
from knowledge.extraction.sentences import SentenceGrammar


@dataclass(frozen=True, slots=True)
class Finders:
    """The finders of a grammar."""

    sentences: SentenceGrammar
    conditions: ConditionGrammar
    leading: LeadingGrammar
    deadlines: DeadlineGrammar
    figures: FigureGrammar
    levels: LevelGrammar
    parts: PartGrammar
