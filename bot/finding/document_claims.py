"""What a person supposes of a document: its date, its issuer, what it amends; confirmed or corrected."""

from __future__ import annotations

from collections.abc import Sequence

from bot.finding.clauses import whole, with_clause
from bot.finding.finding import Finding, Statement
from bot.finding.phrases import day, document
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Document
from knowledge.vietnamese import dates

_STATUSES = {True: Status.ANSWERED_DOCUMENT, False: Status.ANSWERED_CORRECTION}


def supposed_birth(question: Question, found: Document) -> Finding | None:
    """Whether what a person supposes of issue date or issuer is so."""
    called = document(found, question.language)
    supposed = dates(question.text)
    if question.period and found.period and all(found.period):
        start, end = str(found.period[0]), str(found.period[1])
        right = question.period == found.period
        key = "document.period" if right else "correction.period"
        said = with_clause(key, found, (end,), start=start, end=end, document=called)
        return Finding(_STATUSES[right], tuple(said)) if said else None
    if found.issued and (supposed or question.years):
        right = found.issued in supposed if supposed else found.issued.year in question.years
        values = {"date": day(found.issued), "document": called}
        said = with_clause("document.issued" if right else "correction.issued", found, (day(found.issued),), **values)
    elif found.issuer and _says_issued(question.text) and question.asks <= {"premise", "issuer"}:
        issuer = found.issuer
        right = _core(issuer) in _core(question.text)
        key = "document.issuer" if right else "correction.issuer"
        said = with_clause(key, found, ("ban hành",), issuer=issuer, document=called)
    else:
        return None
    return Finding(_STATUSES[right], tuple(said)) if said else None


def _says_issued(text: str) -> bool:
    return "ban hành" in text or "issued" in text


def _core(name: str) -> str:
    """A body's name in full words, without the city it needs no naming of."""
    return name.lower().replace("ubnd", "ủy ban nhân dân").removesuffix(" hà nội")


def amends_another(found: Sequence[Document], language: str) -> Finding | None:
    """The document the first one does amend, when it is not the one supposed; None when it is, or none is known."""
    first, supposed = found[0], found[1]
    amended = [r.number for r in first.relations if r.kind == "amends"]
    if not amended or supposed.number in amended:
        return None
    values = {"document": document(first, language), "other": document(supposed, language), "amended": amended[0]}
    clause = next((p for p in first.passages if amended[0] in p.text), None)
    if clause is None:
        return None
    cited = (
        whole(first, clause),
        whole(supposed, supposed.passages[0]),
    )
    return Finding(Status.ANSWERED_CORRECTION, (Statement("correction.amends", values, cited),))
