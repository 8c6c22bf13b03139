"""The few words a channel adds around a reply: labels of statuses, editions and sections, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, fields

import prompts
from bot.messages import Status
from knowledge.documents import Confidence, Edition


@dataclass(frozen=True, slots=True)
class Wording:
    """The section words of one language."""

    citations: str
    source: str
    same_sources: str
    suggestions: str
    understood: str
    degraded: str


def wording(language: str) -> Wording:
    """The section words of a language; Vietnamese for any other than English."""
    said = {each.name: prompts.fill(_known(language), f"section.{each.name}", {"n": "{n}"}) for each in fields(Wording)}
    return Wording(**said)


def status_label(status: Status, language: str) -> str:
    """A status in a few words, as a small label."""
    return prompts.say(_known(language), f"label.{status.value}")


def edition_label(edition: Edition, language: str) -> str:
    """Which text of a document is quoted."""
    return prompts.say(_known(language), f"edition.{edition.value}")


def confidence_label(confidence: Confidence, language: str) -> str:
    """How well a passage is supported."""
    return prompts.say(_known(language), f"confidence.{confidence.value}")


def _known(language: str) -> str:
    return "en" if language == "en" else "vi"
