"""Conversations: what was understood at each turn, after carry-over, against what should have been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.answering.draft import Draft
from bot.answering.pipeline import Step
from bot.meaning.query import Query
from tests.evals.cases import Slots
from tests.evals.truth import HOME

Understood = Mapping[str, Sequence[Any]]


class Hearing:
    """Listens beside the steps of an assistant and keeps each conversation's last understood query."""

    def __init__(self) -> None:
        self._heard: dict[str, Understood] = {}

    def beside(self, step: Step) -> Step:
        """The step, overheard."""

        def overheard(draft: Draft) -> Draft:
            after = step(draft)
            if after.meaning is not None:
                self._heard[after.incoming.conversation] = slots_of(after.meaning.query)
            return after

        return overheard

    def take(self, conversation: str) -> Understood | None:
        """What was understood at the turn just answered, once; None where no question was read."""
        return self._heard.pop(conversation, None)


def slots_of(query: Query) -> Understood:
    """The slots that carry, as plain values."""
    return {
        "indicator": list(query.indicators),
        "years": list(query.years),
        "levels": [level.value for level in query.levels],
        "documents": list(query.documents),
    }


def wrong_slots(expected: Slots, understood: Understood | None) -> list[str]:
    """The slots of a turn that are not as expected; a document may stay unnamed where Plan 136 is meant."""
    if understood is None:
        return ["nothing understood"]
    return [fault for slot in expected for fault in _slot(slot, expected[slot], understood.get(slot, ()))]


def _slot(slot: str, expected: Any, heard: Sequence[Any]) -> Iterable[str]:
    if slot == "indicator":
        right = [expected] if isinstance(expected, str) else list(expected)
        if not heard or not set(heard) <= set(right):
            yield f"indicator {' '.join(heard) or 'none'}, not {' or '.join(right)}"
    elif set(heard) != set(expected) and not (slot == "documents" and not heard and list(expected) == [HOME]):
        yield f"{slot} {' '.join(map(str, heard)) or 'none'}, not {' '.join(map(str, expected)) or 'none'}"


def turns_checked(expected: Sequence[Slots | None], reply: Mapping[str, Any]) -> list[list[str]]:
    """For each turn whose slots are checked, what is wrong with them (nothing where all are right)."""
    heard = list(reply.get("understood", ()))
    heard += [None] * (len(expected) - len(heard))
    return [
        wrong_slots(slots, understood) for slots, understood in zip(expected, heard, strict=False) if slots is not None
    ]
