"""One target by its number in its document: "chỉ tiêu số 3 của Kế hoạch 136"."""

from __future__ import annotations

import re
from datetime import date

from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import document
from bot.finding.targets import say_targets
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, Target

_NUMBER = re.compile(r"chỉ tiêu (\d+)$")


def find_numbered(question: Question, register: Register, today: date) -> Finding | None:
    """The target of that number, a refusal where the document's targets end before it; None when none is meant.

    Of documents that number no targets nothing can be said in this way.
    """
    if question.numbered is None or question.indicators or len(question.documents) > 1:
        return None
    home = question.documents[0] if question.documents else HOME_DOCUMENT
    numbered = {n: t for t in register.targets(documents=[home]) if (n := _number(t, register)) is not None}
    if not numbered:
        return None
    if question.numbered not in numbered:
        name = document(register.document(home), question.language)
        values = {"number": str(question.numbered), "document": name}
        return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, Statement("missing.numbered", values))
    return say_targets((numbered[question.numbered],), question, register, today)


def _number(target: Target, register: Register) -> int | None:
    found = _NUMBER.search(register.cite(target.place).passage.locator)
    return int(found[1]) if found else None
