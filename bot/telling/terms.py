"""What a term, abbreviation or index means, from the glossary's own clauses. Pure."""

from __future__ import annotations

from bot.meaning.query import Query
from bot.messages import Status
from bot.telling.told import Facts, Statement, Told
from knowledge.documents import Citation

SHOWN = 3  # clauses of one term; two of each where several are asked about
FACETS = frozenset(("size", "scale", "weight"))  # sides of a term that are asked for by their own phrases


def tell_meaning(query: Query, facts: Facts) -> Told | None:
    """The clauses that explain the terms asked about; None where no term is named."""
    terms = [t for t in (*query.terms, *query.indicators) if t in facts.glossary.clauses]
    if not terms:
        return None
    facets = FACETS & query.marks | ({"who"} if query.asks("who") else set())
    most = SHOWN if len(terms) == 1 else 2
    said: list[Statement] = []
    for term in dict.fromkeys(terms):
        clauses = facts.glossary.clauses[term]
        sided = [c for c in clauses if c.facet in facets]
        plain = [c for c in clauses if c.facet is None]
        chosen = [*plain[:1], *sided] if sided else plain[:most] or list(clauses[:most])
        said += _english_name(term, query, facts)
        said += [_explained(c.citation, query) for c in chosen]
    once = list({(*s.citations, s.template): s for s in said}.values())
    return Told(Status.ANSWERED_TERM, tuple(once))


def tell_who(query: Query, facts: Facts) -> Told | None:
    """Who measures an index, by the glossary's clause on it; everything else is read in clauses."""
    return _sides(frozenset(("who",)), query, facts)


def tell_facets(query: Query, facts: Facts) -> Told | None:
    """How many parts a thing has, its scale or its weight, where one of these is asked for."""
    return _sides(FACETS & query.marks, query, facts) if not query.years else None


def _sides(facets: frozenset[str], query: Query, facts: Facts) -> Told | None:
    if query.documents or not facets:
        return None
    held = [
        c.citation
        for term in dict.fromkeys((*query.terms, *query.indicators))
        for c in facts.glossary.clauses.get(term, ())
        if c.facet in facets
    ]
    said = tuple(_explained(c, query) for c in held)
    return Told(Status.ANSWERED_TERM, said) if said else None


def _explained(citation: Citation, query: Query) -> Statement:
    """A clause of the glossary in the language of the question."""
    english = citation.passage.english if query.language == "en" and citation.quote == citation.passage.text else None
    if english is not None:
        return Statement("passage.own", {"text": english}, (citation,))
    return Statement("term.passage", {"text": citation.quote}, (citation,))


def _english_name(term: str, query: Query, facts: Facts) -> list[Statement]:
    """For an English question, the English name of an index; the clauses are Vietnamese."""
    names = {i.id: i.name.en for i in facts.register.indicators}
    if query.language != "en" or term not in names:
        return []
    return [Statement("term.named", {"name": names[term]}, (facts.glossary.clauses[term][0].citation,))]
