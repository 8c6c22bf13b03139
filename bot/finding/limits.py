"""What the assistant does not do: predict, speak of other places, leave its field."""

from __future__ import annotations

from bot.finding.finding import Finding, Statement, refusal
from bot.messages import Status
from bot.understanding.question import Question


def find_limit(question: Question) -> Finding | None:
    """A typed refusal for questions outside what the documents can answer at all."""
    if "outside" in question.absent and not question.documents:
        return refusal(Status.UNANSWERED_OUT_OF_SCOPE)
    if question.other_places:
        return refusal(
            Status.UNANSWERED_OTHER_PLACE, Statement("missing.place", {"place": ", ".join(question.other_places)})
        )
    if "prediction" in question.absent:
        return refusal(Status.UNANSWERED_PREDICTION)
    return None
