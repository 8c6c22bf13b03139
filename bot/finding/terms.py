"""What a term, abbreviation or index means, from the glossary's own clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.finding.finding import Finding, Statement
from bot.messages import Status
from bot.understanding.question import Question
from knowledge.documents import Citation
from knowledge.glossary import Clause
from knowledge.register.register import Register

_MEANING = ("định nghĩa", "nghĩa là", "nghĩa gì", "meaning", "definition")  # said so plainly that nothing else is asked
FACETS = ("who", "size", "scale", "weight")
_OTHER_ASKS = {"deadline", "exception", "result", "achieved", "list", "count", "comparator", "responsible", "issued",
               "effective", "signer", "amends", "status", "basis", "standing"}  # fmt: skip


def find_term(question: Question, glossary: Mapping[str, Sequence[Clause]], register: Register) -> Finding | None:
    """The clauses that explain the named terms; None when no meaning is asked."""
    if not question.terms or question.absent or question.documents or _of_targets(question):
        return None
    citations = _of_facets(question, glossary) or (_meaning(question, glossary) if _asks_meaning(question) else [])
    if not citations:
        return None
    said = [Statement("term.passage", {"text": c.quote}, (c,)) for c in dict.fromkeys(citations)]
    return Finding(Status.ANSWERED_TERM, (*_english_names(question, glossary, register), *said))


def _of_targets(question: Question) -> bool:
    """Whether a target is spoken of, and not only the wording of targets asked about: "phấn đấu nghĩa là gì?"."""
    return "target" in question.marks and not (question.bare_term and "definition" in question.asks)


def _english_names(question: Question, glossary: Mapping[str, Sequence[Clause]], register: Register) -> list[Statement]:
    """For an English question, the English names of the indices asked about; the clauses are Vietnamese."""
    if question.language != "en":
        return []
    names = {i.id: i.name.en for i in register.indicators}
    return [
        Statement("term.named", {"name": names[term]}, (glossary[term][0].citation,))
        for term in question.terms
        if term in names
    ]


def _of_facets(question: Question, glossary: Mapping[str, Sequence[Clause]]) -> list[Citation]:
    """Clauses on the sides asked for: who measures it, how many parts, which scale."""
    wanted = [facet for facet in FACETS if facet in question.asks]
    if not wanted or _of_targets(question) or (question.years and question.asks_any("value", "standing")):
        return []
    return [c.citation for f in wanted for term in question.terms for c in glossary[term] if c.facet == f]


def _meaning(question: Question, glossary: Mapping[str, Sequence[Clause]]) -> list[Citation]:
    most = 3 if len(question.terms) > 1 else 4
    return [c.citation for term in question.terms for c in glossary[term][:most]]


def _asks_meaning(question: Question) -> bool:
    if "definition" in question.asks and any(word in question.text for word in _MEANING):
        return True
    if question.years and (question.asks_any("value") or question.measures):
        return False
    if question.asks & _OTHER_ASKS or (question.claims and not question.asks_any("premise")):
        return False
    if "definition" in question.asks:
        return True
    if question.asks_any("premise") and len(question.terms) > 1 and not question.claims:
        return True  # "PAPI với SIPAS là một phải không?"; a figure supposed of an index is no meaning
    if question.bare_term and not question.asks_any("value", "today", "path"):
        return True
    sides = len(question.levels) > 1 or len(question.years) > 1
    return "compare" in question.asks and len(question.terms) > 1 and not (question.indicators and sides)
