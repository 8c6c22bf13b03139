"""The common questions as they are listed: those that hold today, by section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.faq import Faq, FaqEntry, FaqSection


@dataclass(frozen=True)
class ListedQuestions:
    """The common questions of a knowledge; implements ``bot.ports.CommonQuestions``."""

    faq: Faq
    today: Callable[[], date]

    def sections(self) -> Sequence[FaqSection]:
        """Those that hold an entry today."""
        return [section for section in self.faq.sections if self.questions(section.id)]

    def questions(self, section: str) -> Sequence[FaqEntry]:
        """The entries of a section that hold today."""
        return [entry for entry in self.faq.served_on(self.today()) if entry.section == section]
