"""What a person states of documents: their day, body, period and relations, confirmed or corrected. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.documents import basis, effective, issued, issuer, period, relation, signer, validity
from bot.telling.phrases import day, document
from bot.telling.told import Facts, Statement, Told, whole
from knowledge.documents import Document
from knowledge.vietnamese import dates, strip_marks

FEW = 3  # words beside the document's name that may state its day, body or period
_STATUSES = {True: Status.ANSWERED_DOCUMENT, False: Status.ANSWERED_CORRECTION}


def check_document(query: Query, facts: Facts) -> Told | None:
    """The verdict on a statement about the documents named; None where no fact of theirs judges it."""
    found = facts.document(query.documents[0])
    for asked, judge in (
        ("relation", _relation), ("basis", _basis), ("validity", _validity), ("effective", _effective),
        ("issuer", _issuer), ("issued", _issued), ("person", _signer),
    ):  # fmt: skip
        if query.asks(asked) and (told := judge(found, query, facts)):
            return told
    if query.asks("compare") or query.indicators or query.content > FEW:
        return None  # something else is stated of the document than what its head tells
    if query.period and (told := _period(found, query, facts)):
        return told
    if len(query.documents) > 1 and (told := _relation(found, query, facts)):
        return told
    if (query.years or query.dated) and (told := _issued(found, query, facts)):
        return told
    return _issuer(found, query, facts)


def _verdict(right: bool, said: Sequence[Statement], first: Statement | None = None) -> Told | None:
    """The facts under the word that agrees or corrects."""
    if not said:
        return None
    lead = first or Statement("check.right" if right else "check.wrong", {}, said[0].citations)
    return Told(_STATUSES[right], (lead, *said))


def _issued(found: Document, query: Query, facts: Facts) -> Told | None:
    return _on_day(found.issued, query, issued(found, query, facts))


def _effective(found: Document, query: Query, facts: Facts) -> Told | None:
    return _on_day(found.effective, query, effective(found, query, facts))


def _on_day(held: date | None, query: Query, said: Sequence[Statement]) -> Told | None:
    """Whether the day, or else the year, that is stated is the one held; None where none is stated or held."""
    supposed = dates(query.text)
    if held is None or not (supposed or query.years):
        return None
    return _verdict(held in supposed if supposed else held.year in query.years, said)


def _issuer(found: Document, query: Query, facts: Facts) -> Told | None:
    if not found.issuer:
        return None
    said = facts.bodies.plain(query.text)
    cores = {facts.bodies.core(d.issuer) for d in facts.register.documents if d.issuer}
    named = {core for core in cores if core in said}
    if not named:
        return None
    return _verdict(facts.bodies.core(found.issuer) in named, issuer(found, query, facts))


def _signer(found: Document, query: Query, facts: Facts) -> Told | None:
    if not found.signer:
        return None
    right = strip_marks(found.signer.lower()) in strip_marks(query.text.lower())
    return _verdict(right, signer(found, query, facts))


def _period(found: Document, query: Query, facts: Facts) -> Told | None:
    if not found.period or not all(found.period):
        return None
    return _verdict(query.period == found.period, period(found, query, facts))


def _validity(found: Document, query: Query, facts: Facts) -> Told | None:
    """Told by the status itself: its sentence begins with whether the document applies."""
    said = validity(found, query, facts)
    return Told(Status.ANSWERED_DOCUMENT, tuple(said)) if said else None


def _basis(found: Document, query: Query, facts: Facts) -> Told | None:
    return _order(query, facts) or _relation(found, query, facts)


def _relation(found: Document, query: Query, facts: Facts) -> Told | None:
    """Whether one document does to the other what is said: by their relations, else by their days of issue."""
    others = [facts.document(d) for d in query.documents[1:]]
    if not others:
        return None
    joined = {r.number for r in found.relations if r.kind != "related"}
    back = {r.number for other in others for r in other.relations if r.kind != "related"}
    if any(other.number in joined for other in others) or found.number in back:
        said = relation(found, query, facts) or [s for other in others for s in relation(other, query, facts)]
        return _verdict(True, said)
    if query.asks("basis") and (told := _order(query, facts)):
        return told
    own = [r for r in found.relations if r.kind in {"amends", "replaces", "based_on"}]
    if own:
        said = (
            basis(found, query, facts)
            if query.asks("basis")
            else relation(found, Query(query.text, query.language, documents=(found.id,)), facts)
        )
        return _verdict(False, said)
    return None


def _order(query: Query, facts: Facts) -> Told | None:
    """A document cannot rest on a later one: the days of issue in order, with the days between."""
    pair = [facts.document(d) for d in query.documents[:2]]
    if len(pair) < 2:
        return None
    first, second = pair
    if first.issued is None or second.issued is None or second.issued <= first.issued:
        return None
    days = (day(first.issued), day(second.issued))
    clauses = [next((p for p in d.passages if when in p.text), None) for d, when in zip(pair, days, strict=True)]
    cited = tuple(whole(d, p) for d, p in zip(pair, clauses, strict=True) if p is not None)
    if len(cited) < 2:
        return None
    values = {
        "first": document(first, query.language),
        "second": document(second, query.language),
        "first_date": days[0],
        "second_date": days[1],
    }
    return Told(Status.ANSWERED_CORRECTION, (Statement("check.impossible", values, cited),))
