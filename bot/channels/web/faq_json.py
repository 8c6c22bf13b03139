"""Common questions as JSON: what ``GET /api/faq`` answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.faq import FaqEntry, FaqSection


def as_section(section: FaqSection, entries: Sequence[FaqEntry]) -> dict[str, Any]:
    """A section with its questions in both languages; answers are had by asking."""
    return {
        "id": section.id,
        "name": section.name.vi,
        "name_en": section.name.en,
        "questions": [
            {
                "id": entry.id,
                "question": entry.question.vi,
                "question_en": entry.question.en,
                "audience": entry.audience and entry.audience.value,
            }
            for entry in entries
        ],
    }
