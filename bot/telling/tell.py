"""One handler for each act, in a dictionary; several acts of one question are all told. Pure over the facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.attributes import tell_comparator, tell_deadline, tell_exception, tell_level, tell_scope
from bot.telling.check import tell_check
from bot.telling.clauses import nothing, tell_clauses
from bot.telling.compare import tell_compare
from bot.telling.documents import (
    about,
    basis,
    effective,
    issued,
    issuer,
    relation,
    signer,
    tell_attribute,
    tell_source,
    tell_wording,
    validity,
)
from bot.telling.lists import tell_count, tell_extreme_target, tell_list
from bot.telling.outcome import tell_outcome
from bot.telling.series import tell_change, tell_extreme, tell_trend
from bot.telling.terms import tell_facets, tell_meaning, tell_who
from bot.telling.told import Facts, Handler, Statement, Told, joined, missing
from bot.telling.values import tell_value
from knowledge.teaching.labels import FIGURE_ACTS


def tell(query: Query, facts: Facts) -> Told:
    """What the register, documents and terms answer to a query, or what of it they do not state."""
    if query.other_places:
        return _of_other_place(query, facts)
    if query.unknown_documents and not query.documents:
        return _of_unknown(query, facts)
    if query.districts and query.modality == "done" and FIGURE_ACTS & set(query.acts):
        return _of_district(query, facts)
    query = _of_area(query, facts)
    if successor := _successor_asked(query, facts):
        rest = tell(replace(query, acts=tuple(a for a in query.acts if a != "relation"), documents=(successor,)), facts)
        return joined([tell(replace(query, acts=("relation",)), facts), rest]) or rest
    if query.acts[:1] == ("forecast",):
        return missing(Status.UNANSWERED_PREDICTION)
    parts: list[Told] = []
    done: set[str] = set()
    for act in sorted(query.acts, key=lambda each: FIRST.index(each) if each in FIRST else len(FIRST)):
        if act in done:
            continue
        told = HANDLERS[act](query, facts) if act in HANDLERS else None
        if told is not None:
            parts.append(told)
            done |= {act, *(COVERS.get(act, ()) if told.answers else ())}
    return joined(parts) or nothing(query, facts)


def _successor_asked(query: Query, facts: Facts) -> str | None:
    """The document that replaced the one named, where it is asked for and facts of its own with it."""
    if not (query.asks("relation") and _OF_SUCCESSOR & set(query.acts)) or len(query.documents) != 1:
        return None
    replaced = {r.number for r in facts.document(query.documents[0]).relations if r.kind == "replaced_by"}
    return next((d.id for d in facts.register.documents if d.number in replaced), None)


def _of_area(query: Query, facts: Facts) -> Query:
    """The query with the indicators of the area named, where the other filters leave one or two of them."""
    if query.indicators or not query.areas or not _OF_ONE & set(query.acts):
        return query
    documents = query.documents or (facts.home,)
    held = facts.register.targets(
        documents=documents, years=query.years or None, levels=query.levels or None, areas=query.areas
    )
    named = tuple(dict.fromkeys(t.indicator for t in held if not query.years or t.deadline.year in query.years))
    return replace(query, indicators=named) if 0 < len(named) <= MOST else query


def _of_other_place(query: Query, facts: Facts) -> Told:
    """What a document that a person added says of another place, when it is about that place."""
    names = [place.casefold() for place in query.other_places]
    added = [d for d in facts.register.documents if d.is_added]
    about = [d.id for d in added if any(name in f"{d.title} {d.issuer}".casefold() for name in names)]
    if about:
        told = tell(replace(query, other_places=(), documents=tuple(about), questions=()), facts)
        if any(statement.figure for statement in told.statements):
            return told
    place = Statement("missing.place", {"place": ", ".join(query.other_places)})
    return missing(Status.UNANSWERED_OTHER_PLACE, place)


def _of_unknown(query: Query, facts: Facts) -> Told:
    """What a clause says of a document that is not held: what other documents set is no answer about it."""
    told = tell_clauses(query, facts)
    numbers = [number for reference in query.unknown_documents for number in re.findall(r"\d+", reference)[:1]]
    if told is not None and numbers:
        text = told.statements[0].citations[0].passage.text
        if all(re.search(rf"\b{number}\b", text) for number in numbers):
            return told
    return nothing(query, facts)


def _of_district(query: Query, facts: Facts) -> Told:
    """What a clause says of the district named; no figure of the city stands in for it."""
    told = tell_clauses(query, facts)
    names = [name.casefold() for name in query.districts]
    if told is not None and all(name in told.statements[0].citations[0].passage.text.casefold() for name in names):
        return told
    place = Statement("missing.district", {"place": ", ".join(query.districts)})
    return missing(Status.UNANSWERED_NOT_IN_DOCUMENTS, place)


def tell_overview(query: Query, facts: Facts) -> Told | None:
    """What a document or a subject is: a bare name gets what is held of it, in brief."""
    if query.documents and not query.indicators:
        return tell_attribute("about", about)(query, facts)
    if query.areas and not query.indicators:
        return tell_list(query, facts)
    meaning = tell_meaning(query, facts)
    if not query.indicators:
        return meaning
    value = tell_value(query, facts)
    return joined([part for part in (meaning, value) if part is not None and part.answers]) or value


def _of_gain(query: Query, facts: Facts) -> Told | None:
    """How many places an index went up or down, where these are asked of a year that has been measured."""
    asked = "rank_gain" in query.measures and query.modality == "done" and bool(query.years)
    return tell_change(query, facts) if asked else None


def _documents_only(handler: Handler) -> Handler:
    """Of a document, where one is named; of a figure nothing is said in its place."""

    def tell_one(query: Query, facts: Facts) -> Told | None:
        return handler(query, facts) if query.documents or not (query.indicators or query.terms) else None

    return tell_one


HANDLERS: Mapping[str, Handler] = {
    "value": lambda query, facts: tell_facets(query, facts) or _of_gain(query, facts) or tell_value(query, facts),
    "deadline": tell_deadline,
    "comparator": tell_comparator,
    "exception": tell_exception,
    "scope": tell_scope,
    "level": tell_level,
    "list": tell_list,
    "count": lambda query, facts: tell_facets(query, facts) or tell_count(query, facts),
    "compare": lambda query, facts: (
        tell_compare(query, facts) or tell_meaning(query, facts) or _each_about(query, facts)
    ),
    "change": tell_change,
    "trend": tell_trend,
    "extreme": lambda query, facts: tell_extreme(query, facts) or tell_extreme_target(query, facts),
    "outcome": tell_outcome,
    "check": tell_check,
    "issuer": tell_attribute("issuer", issuer),
    "issued": tell_attribute("issued", issued),
    "effective": tell_attribute("effective", effective),
    "validity": tell_attribute("validity", validity),
    "relation": tell_attribute("relation", relation),
    "basis": tell_attribute("basis", basis),
    "person": _documents_only(tell_attribute("signer", signer)),
    "about": tell_overview,
    "wording": tell_wording,
    "source": tell_source,
    "meaning": tell_meaning,
    "who": tell_who,
    "how": tell_facets,
}
_OF_SUCCESSOR = frozenset(("issued", "issuer", "effective", "person"))
MOST = 2  # indicators of an area that are told in its place
_OF_ONE = frozenset(("value", "compare", "level", "deadline", "comparator", "exception"))
FIRST = ("outcome", "check", "list", "count", "change", "trend", "extreme", "compare", "exception", "comparator")
COVERS: Mapping[str, tuple[str, ...]] = {  # an act that answers these too, when it answers
    "outcome": ("check", "value", "compare", "extreme"),
    "check": ("value", "comparator", "level", "deadline", "issued", "issuer", "relation", "validity", "basis",
              "effective", "person", "compare", "scope"),
    "change": ("value", "compare", "extreme"),
    "trend": ("value", "change"),
    "extreme": ("value", "compare"),
    "compare": ("value", "level"),
    "level": ("value",),
    "list": ("value", "about", "exception", "comparator", "deadline", "level", "scope", "count"),
    "count": ("value", "about", "exception", "comparator", "deadline", "level"),
    "comparator": ("value", "deadline"),
    "deadline": ("value",),
    "exception": ("value",),
}  # fmt: skip


def _each_about(query: Query, facts: Facts) -> Told | None:
    """Documents set side by side: each told in brief."""
    return tell_attribute("about", about)(query, facts) if len(query.documents) > 1 else None
