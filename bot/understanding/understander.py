"""Fills a question's slots from its reading: which indicator, document, year, level, attribute. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.understanding.claims import claims
from bot.understanding.documents_named import DocumentFinder
from bot.understanding.indicators import Candidate, IndicatorFinder, named_and_tied
from bot.understanding.question import Question
from knowledge.concepts import Mention, PhraseBook, outermost
from knowledge.vocabulary import Reading, ReadToken, Vocabulary
from knowledge.reading.places import Places
from knowledge.register.register import Register
from knowledge.register.values import Level
from knowledge.vietnamese import syllables
from knowledge.vietnamese import years as written_years

_RANGE = re.compile(r"\b((?:19|20)\d{2})\s*(?:[-–]|đến|tới|to)\s*(?:năm\s+)?((?:19|20)\d{2})\b")
_SHORT_YEAR = re.compile(r"\b(?:năm|year)\s+(?:2k)?(\d{2})(?![\d.,/%]|\s*(?:%|phần))", re.IGNORECASE)
_PLAN_PERIOD = (2021, 2025)


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The phrase lists understanding reads: concepts, glossary terms, function words, areas."""

    concepts: Mapping[str, Sequence[str]]
    terms: Mapping[str, Sequence[str]]
    function_words: Sequence[str]


class Understander:
    """Turns a reading into a question with slots."""

    def __init__(
        self, register: Register, vocabulary: Vocabulary, lexicons: Lexicons, today: Callable[[], date]
    ) -> None:
        statements: dict[str, list[str]] = {}
        for target in register.all_targets:
            texts = [target.statement, target.scope, target.exception, target.baseline]
            statements.setdefault(target.indicator, []).extend(t for w in texts if w for t in (w.vi, w.en))
        self._indicators = IndicatorFinder(register.indicators, statements)
        self._wordings = {i.id: _pairs([i.name.vi, i.name.en, *statements.get(i.id, ())]) for i in register.indicators}
        self._documents = DocumentFinder(register.documents)
        self._concepts = PhraseBook(lexicons.concepts)
        self._areas = PhraseBook({area.id: [*area.cues["vi"], *area.cues["en"]] for area in register.areas})
        self._terms = PhraseBook(lexicons.terms)
        self._function_words = PhraseBook({"function": lexicons.function_words})
        self._vocabulary = vocabulary
        self._today = today

    def understand(self, reading: Reading) -> Question:
        """The question a reading asks, on its own (nothing carried over)."""
        forms = [token.form for token in reading.tokens]
        documents = self._documents.find(forms)
        mentions = [m for m in outermost(self._concepts.all(forms)) if not set(range(m.start, m.end)) <= documents.tokens]
        named, tied = named_and_tied(self._indicators.candidates(forms))
        period, years, year_tokens = self._years(reading.text, forms)
        places = self._vocabulary.places(reading)
        cue_tokens = {i for c in named for i in c.strong | c.weak}
        areas = self._area_mentions(forms, cue_tokens)
        terms = outermost(self._terms.all(forms))
        figure_tokens = documents.tokens | year_tokens | _level_digits(forms)
        stated = claims(forms, figure_tokens, reading.language == "en")
        explained = (
            figure_tokens
            | cue_tokens
            | _within(reading.tokens, places)
            | _tokens(mentions)
            | _tokens(areas)
            | _tokens(self._function_words.all(forms))
            | {i for i, f in enumerate(forms) if any(c.text == f for c in stated)}
        )
        return Question(
            text=reading.text,
            language=reading.language,
            indicators=tuple(c.indicator for c in named),
            tied=tuple(c.indicator for c in tied),
            documents=documents.known,
            unknown_documents=documents.unknown,
            areas=tuple(dict.fromkeys(m.concept for m in areas)),
            years=years,
            period=period,
            levels=tuple(dict.fromkeys(Level(c) for c in _named(mentions, "level"))),
            measures=frozenset(_named(mentions, "measure")),
            asks=frozenset(_named(mentions, "ask")),
            absent=frozenset(_named(mentions, "absent")),
            marks=frozenset(_named(mentions, "mark")),
            says=frozenset(_named(mentions, "say")) | {m.concept for m in mentions if m.concept == "abuse"},
            claims=stated,
            other_places=places.other,
            nationwide=places.nationwide,
            districts=places.districts,
            terms=tuple(dict.fromkeys(m.concept for m in terms)),
            unexplained=tuple(
                form
                for i, form in enumerate(forms)
                if i not in explained and not self._in_wording(i, forms, named)
            ),
            content=self._content(forms, mentions),
            changed=bool(reading.changes),
        )

    def _area_mentions(self, forms: Sequence[str], cue_tokens: Collection[int]) -> list[Mention]:
        """Areas named, unless an indicator's cue says more about the same words."""
        found = outermost(self._areas.all(forms))
        return [m for m in found if not set(range(m.start, m.end)) <= set(cue_tokens) or m.length > len(cue_tokens)]

    def _in_wording(self, place: int, forms: Sequence[str], named: Sequence[Candidate]) -> bool:
        around = {tuple(forms[max(place - 1, 0) : place + 1]), tuple(forms[place : place + 2])}
        return any(around & self._wordings[c.indicator] for c in named)

    def _content(self, forms: Sequence[str], mentions: Sequence[Mention]) -> tuple[str, ...]:
        asked = {i for m in mentions if m.concept.split(":")[0] in {"ask", "mark", "say"} for i in range(m.start, m.end)}
        empty = asked | _tokens(self._function_words.all(forms))
        return tuple(form for i, form in enumerate(forms) if i not in empty)

    def _years(self, text: str, forms: Sequence[str]) -> tuple[tuple[int, int] | None, tuple[int, ...], set[int]]:
        years = set(written_years(text))
        years |= {2000 + int(m[1]) for m in _SHORT_YEAR.finditer(text) if 15 <= int(m[1]) <= 35}
        period = None
        if match := _RANGE.search(text):
            period = (int(match[1]), int(match[2]))
            between = set(range(period[0], period[1] + 1))
            years = years - between if period == _PLAN_PERIOD or period[1] - period[0] >= 4 else years | between
        this_year = self._today().year
        relative = {"năm nay": this_year, "năm ngoái": this_year - 1, "năm tới": this_year + 1, "năm sau": this_year + 1,
                    "this year": this_year, "last year": this_year - 1, "next year": this_year + 1}  # fmt: skip
        years |= {year for words, year in relative.items() if words in text.lower()}
        tokens = {i for i, f in enumerate(forms) if re.fullmatch(r"(?:19|20)\d{2}", f)}
        tokens |= {i + 1 for i, f in enumerate(forms[:-1]) if f == "năm" and re.fullmatch(r"\d{2}", forms[i + 1])}
        return period, tuple(sorted(years)), tokens


def _level_digits(forms: Sequence[str]) -> set[int]:
    """Digits that name a level of online service: "mức độ 3, 4", "level 4"."""
    found: set[int] = set()
    for i, form in enumerate(forms):
        before = {"mức", "độ", "cấp", "level", "levels", "và", "and", "hoặc", "or"}
        if re.fullmatch(r"[1-4]", form) and i and (forms[i - 1] in before or i - 1 in found):
            found.add(i)
    return found


def _within(tokens: Sequence[ReadToken], places: Places) -> set[int]:
    """The tokens a place name covers (places are given by characters)."""
    return {i for i, t in enumerate(tokens) for m in places.mentions if m.start <= t.start and t.end <= m.end}


def _named(mentions: Sequence[Mention], kind: str) -> list[str]:
    return [m.concept.split(":", 1)[1] for m in mentions if m.concept.startswith(kind + ":")]


def _tokens(mentions: Sequence[Mention]) -> set[int]:
    return {i for m in mentions for i in range(m.start, m.end)}


def _pairs(texts: Sequence[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        forms = syllables(text)
        found |= set(zip(forms, forms[1:], strict=False))
    return found
