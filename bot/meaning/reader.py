"""From a question as read to a query: closed classes by grammar, acts and subjects as learned, the rest from before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.meaning.context import Open, following
from bot.meaning.parts import PartGrammar
from bot.meaning.query import Query
from bot.meaning.tags import Tagger, Tags
from knowledge.learning.heads import Floats
from knowledge.learning.learned import Learned, Understood
from knowledge.learning.ranking import Ranked
from knowledge.teaching.labels import ANY, FIGURE_ACTS
from knowledge.vietnamese import syllables
from knowledge.vocabulary import Reading, Vocabulary

ACT = 0.4  # an act is meant from this probability on; the likeliest is, whatever it has
SUBJECT = 0.5  # a subject is meant from this probability on
LIKELY = 0.25  # the likeliest indicator is taken from this probability on, and said how it was understood
SURE = 0.6  # after another question, an indicator of its own is taken from this probability on
MAYBE = 0.03  # a common question may be asked from this probability on
TALK = 0.5
BRIEF = frozenset(("greeting", "thanks", "bye", "self", "praise", "complaint"))  # talk that is never longer than this:
LONGEST = 500  # characters
CLEAR = 0.85
_OF_FIGURES = FIGURE_ACTS | {"compare", "check"}
MOST = 3  # subjects of one kind in one question
OWN = 0.6  # in a follow-up, what its own words ask for counts from this probability on
ASKED = 5  # curated answers that may be asked for
RANK_MEASURES = ("rank", "score", "group", "percent", "count", "rank_gain")


@dataclass(frozen=True)
class Meaning:
    """What a question means: a query, or talk; with the probabilities behind it."""

    query: Query
    talk: str | None = None
    understood: Understood | None = None
    sure: float = 1.0  # of acts and subjects together
    forms: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()  # phrases for what documents rarely state
    full: bool = True  # whether the question's vector was to be had


class Reader:
    """Reads questions; ``vector`` gives a text's vector, or None while there is none to be had."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        tagger: Tagger,
        learned: Learned,
        vector: Callable[[str], Floats | None],
        parts: PartGrammar,
    ) -> None:
        self._vocabulary = vocabulary
        self._tagger = tagger
        self._learned = learned
        self._vector = vector
        self._parts = parts

    def read(self, reading: Reading, today: date, before: Query | None = None) -> Meaning:
        """What the question means, alone or after ``before``."""
        tags = self._tagger.tags(reading, today)
        forms = reading.forms
        numbered = frozenset(tags.documents.known)
        said_before = None if before is None else syllables(before.text)
        vector = self._vector(reading.text)
        understood = self._learned.read(forms, vector, numbered, said_before)
        if understood.talk.get(ANY, 0.0) >= TALK and not numbered:
            kinds = {kind: p for kind, p in understood.talk.items() if kind != ANY}
            talk = max(kinds, key=lambda each: kinds[each])
            if talk in BRIEF and len(reading.text) > LONGEST:
                talk = "nonsense"
            return Meaning(Query(reading.text, reading.language), talk, understood, understood.talk[ANY])
        query = self._query(reading, tags, understood, LIKELY if before is None else SURE)
        if before is not None:
            query = following(before, query, Open(understood.keeps, max(understood.acts.values(), default=0.0)))
            query = self._asked_on(query)
        return Meaning(
            query,
            None,
            understood,
            1.0 if tags.indicators or tags.numbered is not None else _sure(understood, query),
            forms,
            tags.absent,
            vector is not None,
        )

    def parts(self, reading: Reading, today: date, before: Query | None = None) -> tuple[Meaning, ...]:
        """What each part means of a question that asks several things, the later ones as follow-ups of the first."""
        found: list[Meaning] = []
        for part in self._parts.parts(reading.text):
            after = found[0].query if found else before
            found.append(self.read(self._vocabulary.read(part), today, after))
            if found[-1].talk is not None:
                return ()
        return tuple(found)

    def _asked_on(self, query: Query) -> Query:
        """The query with the known questions that it asks together with the turn before, where it leans on that."""
        if query.before is None:
            return query
        text = f"{query.before} {query.text}"
        found = self._learned.matcher.of(syllables(text), self._vector(text))
        questions = {n: p for n, p in query.questions if p >= OWN} | dict(_asked(found.get("question", ())))
        clauses = dict(query.clauses)
        for each in found.get("clause", ()):
            clauses[each.subject] = max(each.probability, clauses.get(each.subject, 0.0))
        likely = sorted(questions.items(), key=lambda each: -each[1])
        return replace(query, questions=tuple(likely[:ASKED]), clauses=tuple(clauses.items()))

    def _query(self, reading: Reading, tags: Tags, understood: Understood, likely: float) -> Query:
        acts = acts_of(understood)
        due = {"passed", "to_come"} & tags.marks
        least = CLEAR if tags.indicators else SUBJECT if tags.documents.known else likely
        ranked = _subjects(understood, "indicator", least, max(least, SUBJECT))
        indicators = tuple(dict.fromkeys((*tags.indicators, *ranked)))[:MOST]
        enough = CLEAR if tags.documents.known or likely == SURE else SUBJECT
        likely_documents = _subjects(understood, "document", enough, enough)
        documents = tuple(dict.fromkeys((*tags.documents.known, *likely_documents)))
        terms = _subjects(understood, "term", enough if likely == SURE else SUBJECT)
        measures = {m for m in RANK_MEASURES if understood.measures.get(m, 0.0) >= 0.5} | tags.measures
        return Query(
            text=reading.text,
            language=reading.language,
            acts=("list",) if due and not indicators else _with_outcome(acts, tags),
            modality=_modality(understood, tags) if _OF_FIGURES & set(acts) else "either",
            indicators=indicators,
            documents=documents,
            unknown_documents=tags.documents.unknown,
            terms=terms if {"meaning", "about", "compare", "who", "how"} & set(acts) or not indicators else (),
            areas=() if indicators else tags.areas or _subjects(understood, "area", SUBJECT),
            questions=_asked(understood.subjects.get("question", ())),
            clauses=tuple(understood.clauses.items()),
            measures=frozenset(measures),
            years=tags.when.years,
            period=tags.when.period,
            base=tags.when.base,
            shift=tags.when.shift,
            after=tags.when.after,
            months=tags.when.months,
            dated=tags.when.dated,
            levels=tags.levels,
            claims=tags.claims or (tags.first_place if "check" in acts else ()),
            numbered=tags.numbered,
            counted=tags.counted,
            other_places=tags.other_places,
            nationwide=tags.places.nationwide and not {"rank", "group"} & measures,
            districts=tags.places.districts,
            marks=tags.marks | ({"component"} & tags.absent),
            content=self._content(reading, tags),
            expanded=self._vocabulary.expand(reading.tokens),
        )

    def _content(self, reading: Reading, tags: Tags) -> int:
        """How many words ask for something beyond the documents named."""
        rest = [form for n, form in enumerate(reading.forms) if n not in tags.documents.tokens]
        return len(self._learned.explained.unexplained(rest, ()))


def acts_of(understood: Understood) -> tuple[str, ...]:
    """The acts meant, the likeliest first."""
    ordered = sorted(understood.acts, key=lambda act: -understood.acts[act])
    return tuple(act for n, act in enumerate(ordered) if n == 0 or understood.acts[act] >= ACT)[:MOST]


def _asked(ranked: Sequence[Ranked]) -> tuple[tuple[str, float], ...]:
    """The curated answers that may be asked for, the likeliest first."""
    return tuple((r.subject, r.probability) for r in ranked if r.probability >= MAYBE)[:ASKED]


def _subjects(understood: Understood, kind: str, first: float, others: float = SUBJECT) -> tuple[str, ...]:
    ranked = understood.subjects.get(kind, ())
    return tuple(r.subject for n, r in enumerate(ranked) if r.probability >= (first if n == 0 else others))[:MOST]


def _with_outcome(acts: tuple[str, ...], tags: Tags) -> tuple[str, ...]:
    """The acts, with whether a target was met where a phrase says so: a plan is no answer to that."""
    if acts[:1] == ("about",) and tags.areas and "target" in tags.marks:
        return ("list", *acts[1:])  # "chỉ tiêu dịch vụ công trực tuyến": the name of an area with the word for targets
    if tags.numbered is not None and acts[:1] in (("about",), ("meaning",), ("list",)):
        return ("value", *acts[1:])  # "chỉ tiêu số 5 là gì?": what that target says
    said = "achieved" in tags.marks and "outcome" not in acts and {"value", "check"} & set(acts)
    return ("outcome", *acts) if said else acts


def _modality(understood: Understood, tags: Tags) -> str:
    """What was set, what was reached, or either; what is called a target was set, unless it is clear otherwise."""
    likeliest = max(understood.modality, key=lambda each: understood.modality[each])
    if "target" in tags.marks and understood.modality.get("done", 0.0) < CLEAR:
        return "set"
    return likeliest


def _sure(understood: Understood, query: Query) -> float:
    """How sure act and subject are; a list of what is due in a year, or of a document or area, needs no subject."""
    act = max(understood.acts.values(), default=0.0)
    listed = query.acts[:1] in (("list",), ("count",)) and (query.years or query.documents or query.areas)
    return act if listed else act * max((r.probability for r in _firsts(understood)), default=0.0)


def _firsts(understood: Understood) -> list[Ranked]:
    return [r for kind in understood.subjects if (r := understood.best(kind))]
