"""Fills a question's slots from its reading: which indicator, document, year, level, attribute. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.understanding.asks import asks, beside, first_place, measures, obliged, when_published
from bot.understanding.aspects import outcome_asked
from bot.understanding.at_home import at_home, holders, of_added, outside, without_own
from bot.understanding.claims import claims
from bot.understanding.documents_named import DocumentFinder
from bot.understanding.indicators import Candidate, IndicatorFinder, alternatives, named_and_tied, without_areas
from bot.understanding.library_words import LibraryWords
from bot.understanding.ordinals import counted, days_and_months, numbered, ordinals
from bot.understanding.parts import part_of_index
from bot.understanding.places_named import elsewhere, within
from bot.understanding.question import Question
from bot.understanding.segments import blocking, narrative, segments
from bot.understanding.tiers import tiers
from bot.understanding.times import times
from bot.understanding.wordings import Wordings
from knowledge.concepts import Mention, PhraseBook, covered, named, outermost
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, INDICES
from knowledge.vietnamese import syllables
from knowledge.vocabulary import Reading, Vocabulary

_DAY = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})?")
_WORDINGS_TOO = {"ask:status", "ask:amends", "ask:achieved", "absent:budget"}  # also words of indicators
_NARROWING = {"absent:component", "absent:peer_group"}  # parts that hold one of these are no story
_SHORT = 6  # tokens: longer questions tell what they are about
_FIELD = "field"  # phrases that only show a question is about the field
_EMPTY = {"ask", "mark", "say", "general"}  # kinds of phrase without content of their own


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The phrase lists understanding reads: concepts, glossary terms, function words."""

    concepts: Mapping[str, Sequence[str]]
    terms: Mapping[str, Sequence[str]]
    function_words: Sequence[str]


class Understander:
    """Turns a reading into a question with slots."""

    def __init__(
        self, register: Register, vocabulary: Vocabulary, lexicons: Lexicons, today: Callable[[], date]
    ) -> None:
        self._register = register
        self._vocabulary = vocabulary
        self._today = today
        self._wordings = Wordings(register)
        self._indicators = IndicatorFinder(register.indicators, self._wordings.statements)
        self._documents = DocumentFinder(register.documents)
        self._concepts = PhraseBook({c: phrases for c, phrases in lexicons.concepts.items() if c != _FIELD})
        self._field = PhraseBook({_FIELD: lexicons.concepts.get(_FIELD, ())})
        self._areas = PhraseBook({area.id: [*area.cues["vi"], *area.cues["en"]] for area in register.areas})
        self._terms = PhraseBook(lexicons.terms)
        self._library = LibraryWords(register.documents)
        self._function_words = PhraseBook({"function": lexicons.function_words})

    def understand(self, reading: Reading) -> Question:
        """The question a reading asks, on its own (nothing carried over)."""
        forms = [token.form for token in reading.tokens]
        documents = self._documents.find(forms)
        candidates = at_home(self._indicators.candidates(forms, documents.tokens), documents.known, self._register)
        readings, tied = named_and_tied(candidates)
        chosen = self._without_doubles(readings)
        cues = {i for c in chosen for i in c.strong | c.weak}
        mentions = beside(self._mentions(forms, chosen, documents.tokens), forms, reading.text)
        asking = [m for m in mentions if m.concept.startswith("ask:") or m.concept in _NARROWING]
        story = narrative(segments(reading), forms, cues | documents.tokens | covered(asking))
        mentions = [m for m in mentions if m.start not in story]
        areas = () if of_added(chosen, self._register) else self._area_mentions(forms, cues | documents.tokens)
        chosen = without_areas(chosen, covered(areas) | documents.tokens, mentions)
        ids = tuple(c.indicator for c in chosen)
        issued = {d.issued.year for d in map(self._register.document, documents.known) if d.issued}
        aimed = bool({"target", "must"} & set(named(mentions, "mark")) or documents.known)
        when = times(reading.text, forms, documents.tokens, issued, self._today().year, aimed)
        places = self._vocabulary.places(reading)
        asked = asks(mentions, forms, reading.text, when, places.nationwide, bool(documents.known))
        figures = documents.tokens | when.tokens | ordinals(forms)
        stated = claims(forms, figures, reading.language == "en")
        if ids and "premise" in asked and (first := first_place(forms)):
            stated = (*stated, first)
        held = holders(chosen, self._register)
        own = self._wordings.own(forms, ids, documents.known or held)
        figures_named = measures(mentions, reading.text, when)
        gain = any(c.unit == "bậc" for c in stated) or ("rank_gain" in figures_named and not when.years)
        goes_on = not ids and len(forms) <= _SHORT  # "đạt bao nhiêu rồi?" of the turn before
        planned = "target" in named(mentions, "mark") or bool(documents.known) or gain
        outcome = outcome_asked(reading.text, forms, own | cues | story, asked) or (when.back and not aimed)
        if (planned or goes_on or not set(ids) <= INDICES) and outcome:
            asked |= {"achieved"}
        strong = {i for c in chosen for i in c.strong}
        told = set(figures) | cues | story | within(reading.tokens, places) | covered(areas)
        told |= {i for i, f in enumerate(forms) if any(c.text == f for c in stated) or _DAY.fullmatch(f)}
        told |= days_and_months(reading)
        told |= own
        terms = [m for m in outermost(self._terms.all(forms)) if not covered([m]) <= documents.tokens]
        empty = covered(self._function_words.all(forms))
        unknown = {i for i, f in enumerate(forms) if not f[:1].isdigit()} - told - empty - covered((*mentions, *terms))
        absent = set(named(mentions, "absent")) - ({"person"} if {"issuer", "signer"} & asked else set())
        absent |= when_published(asked, reading.text) if INDICES & set(ids) else set()
        unexplained = self._unexplained(reading, mentions, told, ids, cues)
        if INDICES & set(ids) and not documents.known and not unexplained:
            of_index = {i for c in chosen if c.indicator in INDICES for i in c.strong | c.weak}
            absent |= {"component"} if part_of_index(forms, of_index, unknown | (cues - of_index)) else set()
        if any(self._register.indicator(i).kind_of in INDICES for i in ids):
            absent -= {"component"}  # the register holds this part's figures
        split = {t.level for t in self._register.targets(ids, documents.known or [HOME_DOCUMENT])}
        return Question(
            text=reading.text,
            language=reading.language,
            indicators=ids,
            alternatives=alternatives(candidates, chosen, documents.tokens),
            tied=tuple(c.indicator for c in tied),
            documents=documents.known,
            unknown_documents=documents.unknown,
            areas=tuple(dict.fromkeys(m.concept for m in areas)),
            years=when.years,
            period=when.period,
            base=when.base,
            after=when.after,
            shift=when.shift,
            dated=when.dated,
            months=when.months,
            levels=tiers(outside(mentions, self._wordings.own(forms, (), held)), forms, split),
            measures=figures_named,
            asks=asked,
            absent=frozenset(absent),
            marks=frozenset(named(mentions, "mark")) | obliged(mentions, forms),
            in_field=bool(self._field.all(forms)),
            filters=frozenset(named(mentions, "filter")),
            claims=stated,
            counted=counted(forms),
            numbered=of_one[0] if (of_one := numbered(forms)) else None,
            other_places=without_own(elsewhere(places, reading.tokens, cues), chosen, documents.known, self._register),
            nationwide=(places.nationwide or "national" in named(mentions, "level"))
            and not {"rank", "group"} & set(named(mentions, "measure")),
            districts=places.districts,
            terms=tuple(dict.fromkeys(m.concept for m in terms)),
            topics=_topics(terms, cues | documents.tokens | covered((*areas, *(m for m in mentions if _says_more(m))))),
            bare_term=bool(terms) and covered(terms) | empty >= set(range(len(forms))),
            names=_names(reading),
            unexplained=unexplained,
            content=self._content(reading, mentions, strong | documents.tokens, story),
            beyond=(beyond := tuple(forms[i] for i in sorted(unknown))),
            foreign=self._library.foreign(beyond) if reading.language == "vi" else (),
            core=_neighbours(forms, strong) if reading.language == "vi" else (),
            changed=bool(reading.changes),
        )

    def _mentions(self, forms: Sequence[str], chosen: Sequence[Candidate], names: Collection[int]) -> list[Mention]:
        """The concepts named, without those inside a document's name or an indicator's cue or wording."""
        cues = [phrase for c in chosen for phrase in c.phrases]
        ids = [c.indicator for c in chosen]
        return [
            m
            for m in outermost([m for m in self._concepts.all(forms) if not _into_a_name(m, names)])
            if not set(range(m.start, m.end)) <= set(names)
            and not any(_hidden(m, cue) for cue in cues)
            and not (m.concept in _WORDINGS_TOO and self._wordings.says(m, forms, ids))
        ]

    def _without_doubles(self, chosen: list[Candidate]) -> list[Candidate]:
        """Without an indicator whose yardstick is named too: "hài lòng … SIPAS" is about SIPAS."""
        ids = {c.indicator for c in chosen}
        yardsticks = {i.id: i.measured_by for i in self._register.indicators if i.measured_by != i.id}
        return [c for c in chosen if yardsticks.get(c.indicator) not in ids]

    def _area_mentions(self, forms: Sequence[str], cues: Collection[int]) -> list[Mention]:
        """Areas named, unless an indicator's cue says more about the same words."""
        found = outermost(self._areas.all(forms))
        return [m for m in found if not set(range(m.start, m.end)) <= set(cues) or m.length > len(cues)]

    def _unexplained(
        self, reading: Reading, mentions: Sequence[Mention], told: set[int], ids: Collection[str], cues: Collection[int]
    ) -> tuple[str, ...]:
        """Words that no slot accounts for and that may change what is asked."""
        forms = [token.form for token in reading.tokens]
        topics = (
            covered(m for m in mentions if m.concept.split(":")[0] == "topic")
            - set(cues)
            - self._wordings.own(forms, ids)
        )
        if topics:
            return tuple(forms[i] for i in sorted(topics))
        told |= covered(mentions) | covered(self._function_words.all(forms))
        left = {i for i in range(len(forms)) if i not in told}
        return blocking(left, forms, [token.raw for token in reading.tokens], cues)

    def _content(
        self, reading: Reading, mentions: Sequence[Mention], kept: Collection[int], story: Collection[int]
    ) -> tuple[str, ...]:
        """The words a passage must carry; of an English question the Vietnamese terms for them."""
        forms = [token.form for token in reading.tokens]
        if reading.language == "en":
            days = days_and_months(reading)
            numbers = [form for i, form in enumerate(forms) if i not in days and any(c.isdigit() for c in form)]
            absent = sorted(covered(m for m in mentions if m.concept.startswith("absent:")))
            alone = (replace(reading, tokens=reading.tokens[i : i + 1]) for i in absent)
            untold = [word.forms[0] for word in alone if not self._vocabulary.terms(word)]
            return (*syllables(" ".join(self._vocabulary.terms(reading))), *untold, *numbers)
        empty = covered(m for m in mentions if m.concept.split(":")[0] in _EMPTY)
        empty |= covered(self._function_words.all(forms))
        return tuple(form for i, form in enumerate(forms) if i not in story and (i in kept or i not in empty))


def _says_more(mention: Mention) -> bool:
    """Whether another slot holds the phrase."""
    return mention.concept.split(":")[0] not in {"topic", "general", _FIELD}


def _topics(terms: Sequence[Mention], said: Collection[int]) -> tuple[str, ...]:
    """The glossary terms that some word of the question alone says."""
    return tuple(dict.fromkeys(t.concept for t in terms if not set(range(t.start, t.end)) <= set(said)))


def _names(reading: Reading) -> tuple[str, ...]:
    """Abbreviations in capitals: what names something in particular. None when all is in capitals."""
    raws = [token.raw for token in reading.tokens]
    if all(raw.upper() == raw for raw in raws):
        return ()
    capitals = (t for t in reading.tokens if t.raw.isupper() and t.raw.isalpha() and len(t.raw) > 2)
    return tuple(dict.fromkeys(t.form for t in capitals if t.form == t.raw.lower()))


def _into_a_name(mention: Mention, names: Collection[int]) -> bool:
    """Whether "so với kế hoạch" is only the beginning of "so với kế hoạch 136"."""
    return mention.concept == "ask:achieved" and mention.start not in names and mention.end - 1 in names


def _hidden(mention: Mention, cue: Mention) -> bool:
    """Whether a cue says the same words: "kết quả" in "số hóa kết quả" asks for no result."""
    if mention.concept.startswith(("ask:", "absent:")):
        return cue.start <= mention.start and mention.end <= cue.end
    return mention.within(cue)


def _neighbours(forms: Sequence[str], places: Collection[int]) -> tuple[tuple[str, str], ...]:
    """Pairs of words that stand side by side, both at the given places."""
    return tuple((forms[i], forms[i + 1]) for i in sorted(places) if i + 1 in places)
