"""Step 2: the question's slots, with what the turn before leaves open filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answering.draft import Draft
from bot.understanding.carry_over import carried, chosen
from bot.understanding.understander import Understander
from knowledge.register.register import Register


@dataclass(frozen=True)
class Understand:
    """Fills the slots."""

    understander: Understander
    register: Register

    def __call__(self, draft: Draft) -> Draft:
        """The draft with its question."""
        assert draft.reading is not None, "screen reads the question first"
        question = self.understander.understand(draft.reading)
        if draft.previous is not None:
            question = chosen(draft.previous, draft.reading.original) or carried(
                draft.previous, question, self.register
            )
        return replace(draft, question=question)
