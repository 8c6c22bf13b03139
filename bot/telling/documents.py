"""Facts of documents themselves: who issued them and when, what they do to others, whether they still apply. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import prompts
from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.phrases import day, document, raised
from bot.telling.quoted import plain_clause
from bot.telling.told import Facts, Statement, Told, joined, missing, whole, with_clause
from knowledge.documents import Citation, Document, Passage, Relation
from knowledge.register.values import Result, Target
from knowledge.vietnamese import dates, document_numbers

Attribute = Callable[[Document, Query, Facts], list[Statement]]
HEAD = frozenset(("issued", "issuer", "effective", "signer"))  # of our editions the head tells these, or nothing does
_OF_A_DOCUMENT = HEAD - {"signer"} | {"validity", "person", "wording"}  # asked of "the plan" too
SHOWN = 4  # clauses or relations told of one document


def tell_attribute(name: str, attribute: Attribute) -> Callable[[Query, Facts], Told | None]:
    """A handler that tells one attribute of every document meant."""

    def tell(query: Query, facts: Facts) -> Told | None:
        parts = []
        for each in documents_meant(query, facts):
            found = facts.document(each)
            said = attribute(found, query, facts)
            parts.append(Told(Status.ANSWERED_DOCUMENT, tuple(said)) if said else _unstated(name, found, query))
        return joined(parts)

    return tell


def documents_meant(query: Query, facts: Facts) -> tuple[str, ...]:
    """The documents named; those that set targets for the indicators where only these are named; else the home one."""
    if query.documents:
        return query.documents
    if query.unknown_documents or query.terms or not _OF_A_DOCUMENT & set(query.acts):
        return ()
    if query.indicators:
        held = facts.register.targets(query.indicators)
        own = tuple(dict.fromkeys(t.place.document for t in held))
        return (facts.home,) if facts.home in own else own[:1]
    return (facts.home,)


def _unstated(name: str, found: Document, query: Query) -> Told:
    called = document(found, query.language)
    what = Statement(
        "missing.attribute", {"attribute": prompts.say(query.language, f"attribute.{name}"), "subject": called}
    )
    told = missing(
        Status.UNANSWERED_NOT_IN_DOCUMENTS, what, suggestions=(Statement("suggest.about", {"document": called}),)
    )
    return replace(told, final=name in HEAD and not found.is_added)


def issued(found: Document, query: Query, _: Facts) -> list[Statement]:
    """The day of issue."""
    if found.issued is None:
        return []
    when = day(found.issued)
    return with_clause("document.issued", found, (when,), date=when, document=_named(found, query))


def issuer(found: Document, query: Query, _: Facts) -> list[Statement]:
    """The body that issued it."""
    if not found.issuer:
        return []
    needles = tuple(dict.fromkeys((found.issuer, *found.issuer.split(" ", 1)[:1])))
    said = with_clause("document.issuer", found, needles, issuer=found.issuer, document=_named(found, query))
    values = {"issuer": found.issuer, "document": _named(found, query)}
    return said or [Statement("document.issuer", values, (whole(found, found.passages[0]),))]


def signer(found: Document, query: Query, _: Facts) -> list[Statement]:
    """Who signed it."""
    if not found.signer:
        return []
    return with_clause("document.signer", found, (found.signer,), signer=found.signer, document=_named(found, query))


def effective(found: Document, query: Query, _: Facts) -> list[Statement]:
    """The day it took effect; its period where it has one instead."""
    if found.effective:
        when = day(found.effective)
        return with_clause("document.effective", found, (when,), date=when, document=_named(found, query))
    return period(found, query, _) if "period" in query.marks else []


def period(found: Document, query: Query, _: Facts) -> list[Statement]:
    """The years it is for."""
    if not found.period or not all(found.period):
        return []
    start, end = map(str, found.period)
    return with_clause("document.period", found, (end,), start=start, end=end, document=_named(found, query))


def validity(found: Document, query: Query, facts: Facts) -> list[Statement]:
    """Whether it still applies, as its edition says, and what replaced or amended it."""
    over = found.status.value == "ended" and bool(found.period) and not _replacing(found, query, facts)
    key = "validity.over" if over else f"validity.{found.status.value}"
    values = {"document": _named(found, query), "text": found.status.text}
    cited = _bearing(found, found.status.text)
    ways = {"replaced_by", "amended_by", "followed_by"}
    told = [r for r in found.relations if r.kind in ways and r.number not in found.status.text]
    others = [s for r in told for s in _related(found, r, query)]
    others += _replacing(found, query, facts)
    return [Statement(key, values, cited), *others[:SHOWN]]


def relation(found: Document, query: Query, facts: Facts) -> list[Statement]:
    """What it amends, replaces or carries out, and what was done to it; with another named, what joins the two."""
    named = {n for d in query.documents if d != found.id and (n := facts.document(d).number)}
    kinds = [r for r in found.relations if r.kind != "related" and (not named or r.number in named)]
    said = [s for r in kinds for s in _related(found, r, query)]
    said += [] if named else _replacing(found, query, facts)
    if said:
        return said[:SHOWN]
    clauses = [p for p in found.passages if any(n in p.text for n in named)] if named else []
    return [plain_clause(found, p, query.language) for p in clauses[:2]]


def basis(found: Document, query: Query, _: Facts) -> list[Statement]:
    """The documents it is based on or carries out."""
    return [s for r in found.relations if r.kind in {"based_on", "implements"} for s in _related(found, r, query)][
        :SHOWN
    ]


def about(found: Document, query: Query, facts: Facts) -> list[Statement]:
    """What it is: its title, issuer and day, and its first clauses of content."""
    title = found.title_en if query.language == "en" else found.title
    first = found.passages[0]
    values = {"document": _named(found, query), "title": title}
    said = [Statement("document.about", values, (whole(found, first),))]
    if not query.asks("issuer", "issued"):
        said += issuer(found, query, facts)[:1] if found.issued is None else _born(found, query)
    targets = facts.register.targets(documents=[found.id])
    if targets:
        cited = (facts.register.cite(targets[0].place),)
        counted = {"count": str(len(targets)), "document": _named(found, query)}
        said.append(Statement("document.targets", counted, cited, counts=len(targets)))
        return said
    content = _content(found)
    return [*said, *(plain_clause(found, p, query.language) for p in content[:2])]


def _born(found: Document, query: Query) -> list[Statement]:
    if found.issued is None or not found.issuer:
        return []
    when = day(found.issued)
    values = {"issuer": found.issuer, "date": when, "document": _named(found, query)}
    return with_clause("document.born", found, (when,), **values)


def _content(found: Document) -> list[Passage]:
    """The clauses under the second heading of the first rank, where the first tells only of the document itself."""
    tops = list(dict.fromkeys(p.headings[1] for p in found.passages if len(p.headings) > 1))
    if len(tops) > 1:
        return [p for p in found.passages if len(p.headings) > 1 and p.headings[1] == tops[1]]
    return list(found.passages[1:])


def source(found: Document, query: Query, _: Facts) -> list[Statement]:
    """Where it was published, and that ours is an edition."""
    cited = (whole(found, found.passages[0]),)
    names = "; ".join(dict.fromkeys(f"{s.publisher} – {s.title}" for s in cited[0].sources[:SHOWN]))
    values = {"document": _named(found, query), "sources": names}
    held = [] if found.is_added else [Statement("document.held", {}, cited)]
    return [Statement("document.published", values, cited), *held]


def _related(found: Document, way: Relation, query: Query) -> list[Statement]:
    """One relation in a sentence, with the clause that names the other document."""
    if way.kind == "related":
        return []
    clause = next((p for p in found.passages if way.number in p.text), None)
    if clause is None:
        return []
    values = {"document": raised(_named(found, query)), "other": way.number}
    key = way.kind
    if way.since and day(way.since) in clause.text:
        key, values = f"{way.kind}_since", {**values, "date": day(way.since)}
    return [Statement(f"relation.{key}", values, (whole(found, clause),))]


def _replacing(found: Document, query: Query, facts: Facts) -> list[Statement]:
    """What other documents held say they did to this one."""
    own = {r.number for r in found.relations}
    said = []
    for other in facts.register.documents:
        for way in other.relations:
            if way.number == found.number and way.kind in {"replaces", "amends"} and other.number not in own:
                said += _related(other, way, query)
    return said


def _bearing(found: Document, text: str) -> tuple[Citation, ...]:
    """The clauses that carry the days and numbers of a text; the first clause where it has none."""
    marks = [day(d) for d in dates(text)] + document_numbers(text)
    clauses = [next((p for p in found.passages if mark in p.text), None) for mark in marks]
    named = [p for p in dict.fromkeys(clauses) if p is not None]
    said = next((p for p in found.passages if text.split(";")[0].strip(". ") in p.text), None)
    return tuple(whole(found, p) for p in ([said] if said else named or [found.passages[0]]))


def _named(found: Document, query: Query) -> str:
    return document(found, query.language)


def tell_wording(query: Query, facts: Facts) -> Told | None:
    """The exact words of the clause a figure stands in; that ours is an edition is said with it."""
    if not query.indicators:
        return tell_attribute("about", source)(query, facts)
    held = facts.register.targets(query.indicators, query.documents or None, query.years or None)
    home = [t for t in held if t.place.document == facts.home] or list(held)
    said = [
        Statement("document.passage", {"text": (c := facts.register.cite(t.place)).passage.text}, (c,))
        for t in home[:SHOWN]
    ]
    if not said:
        return None
    cited = said[0].citations
    kept = [] if cited[0].document.is_added else [Statement("document.held", {}, cited)]
    return Told(Status.ANSWERED_DOCUMENT, (*said, *kept))


def tell_source(query: Query, facts: Facts) -> Told | None:
    """Where a figure or a document was published."""
    if not query.indicators and query.documents:
        return tell_attribute("published", source)(query, facts)
    if not query.indicators:
        return None
    register = facts.register
    held: Sequence[Target | Result] = register.targets(query.indicators, query.documents or None, query.years or None)
    if query.modality == "done" or not held:
        held = [r for i in query.indicators for r in register.results(i, query.years or None)][-2:] or held
    said = []
    for figure in held[:2]:
        citation = register.cite(figure.place)
        names = "; ".join(dict.fromkeys(f"{s.publisher} – {s.title}" for s in citation.sources[:SHOWN]))
        called = f"{document(citation.document, query.language)}, {citation.passage.locator}"
        said.append(Statement("document.published", {"document": called, "sources": names}, (citation,)))
    return Told(Status.ANSWERED_DOCUMENT, tuple(said)) if said else None
