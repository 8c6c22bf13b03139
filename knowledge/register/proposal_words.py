"""The words by which candidates become entries, read strictly from ``library/language/proposals.vi.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.language.patterns import SLOTS
from knowledge.language.words import Patterns
from knowledge.strict_file import Strict, content_of, read_strictly

NAME = "language/proposals.vi.yaml"


@dataclass(frozen=True, slots=True)
class ProposalWords(Strict):
    """The content of the file."""

    falls: Patterns
    grows: Patterns
    left: Patterns
    scope: Patterns
    tier_said: Patterns
    period: Patterns
    tiers: Mapping[str, str]
    subject: str
    fall_of: str
    rise_of: str
    led_by: str


def load_proposal_words(folder: Path) -> ProposalWords:
    """The words of a library folder; StrictFileError names the key that does not hold."""
    return read_strictly(NAME, ProposalWords, content_of(folder / NAME), SLOTS)
