"""Fills a question's slots from its reading: which indicator, document, year, level, attribute. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.understanding.claims import claims
from bot.understanding.documents_named import DocumentFinder, DocumentsNamed
from bot.understanding.indicators import Candidate, IndicatorFinder, named_and_tied
from bot.understanding.question import Claim, Question
from bot.understanding.segments import blocking, narrative, segments
from knowledge.concepts import Mention, PhraseBook, outermost
from knowledge.reading.places import Places
from knowledge.register.register import Register
from knowledge.register.values import HOME_DOCUMENT, Level
from knowledge.vietnamese import syllables
from knowledge.vietnamese import years as written_years
from knowledge.vocabulary import Reading, ReadToken, Vocabulary

_RANGE = re.compile(r"\b((?:19|20)\d{2})\s*(?:[-–]|đến|tới|to)\s*(?:năm\s+)?((?:19|20)\d{2})\b")
_SHORT_YEAR = re.compile(r"\b(?:năm|year)\s+(?:2k)?(\d{2})(?![\d.,/%]|\s*(?:%|phần))", re.IGNORECASE)
_BASELINE = re.compile(
    r"(?:so với|hơn|over|from|compared (?:with|to)|above)\s+(?:năm\s+)?((?:19|20)\d{2})\b", re.IGNORECASE
)
_RISE_EACH_YEAR = re.compile(
    r"(?:mỗi năm|hằng năm|hàng năm|/năm).*\btăng\b|\btăng\b.*(?:mỗi năm|hằng năm|hàng năm|/năm)"
)
_DAY = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})?")
_WORDINGS_TOO = {"ask:status", "ask:amends"}
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
        self._register = register
        self._by_id = {d.id: d for d in register.documents}
        self._titles = {d.id: _pairs([d.title, d.title_en, d.issuer, *d.aliases]) for d in register.documents}
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
        candidates = self._indicators.candidates(forms)
        named, tied = named_and_tied(candidates)
        named = self._without_doubles(named)
        hiding = [phrase for c in named for phrase in c.phrases]
        mentions = [
            m
            for m in outermost(self._concepts.all(forms))
            if not set(range(m.start, m.end)) <= documents.tokens
            and not any(_hidden(m, p) for p in hiding)
            and not (m.concept in _WORDINGS_TOO and self._worded(m, forms, named))
        ]
        cues = {i for c in named for i in c.strong | c.weak}
        asks = [m for m in mentions if m.concept.startswith("ask:")]
        story = narrative(segments(reading), cues | documents.tokens | _tokens(asks))
        mentions = [m for m in mentions if m.start not in story]
        areas = self._area_mentions(forms, cues)
        named = _without_areas(named, areas, mentions)
        period, years, year_tokens = self._years(reading, forms, documents)
        after = _after(reading.text, years)
        years = tuple(y for y in years if y != after)
        places = self._vocabulary.places(reading)
        figures = documents.tokens | year_tokens | _level_digits(forms)
        stated = claims(forms, figures, reading.language == "en")
        if named and {"ask:premise"} & {m.concept for m in mentions} and (led := _leads(forms)):
            stated = (*stated, Claim(Decimal(1), "hạng", None, led))
        rising = bool({"tăng", "increase", "rise", "rises", "grow", "grows", "growth", "increased"} & set(forms))
        years, based = _without_baseline(reading.text, years, rising or "target" in _named(mentions, "mark"))
        explained = (
            figures
            | cues
            | story
            | _within(reading.tokens, places)
            | _tokens(m for m in mentions if m.concept != "topic")
            | _tokens(areas)
            | _tokens(self._function_words.all(forms))
            | {i for i, f in enumerate(forms) if any(c.text == f for c in stated) or _DAY.fullmatch(f)}
        )
        explained |= {i for i in range(len(forms)) if self._in_wording(i, forms, named, documents.known)}
        topics = [m for m in mentions if m.concept == "topic"]
        unexplained = {i for i in range(len(forms)) if i not in explained} | (
            _tokens(topics) - self._own(forms, named, cues)
        )
        return Question(
            text=reading.text,
            language=reading.language,
            indicators=tuple(c.indicator for c in named),
            alternatives=tuple(c.indicator for c in candidates if c not in named),
            tied=tuple(c.indicator for c in tied),
            documents=documents.known,
            unknown_documents=documents.unknown,
            areas=tuple(dict.fromkeys(m.concept for m in areas)),
            years=years,
            period=period,
            after=after,
            shift=_shift(reading.text),
            dated=any(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", f) for f in forms),
            levels=self._levels(mentions, named, documents.known),
            measures=frozenset(_named(mentions, "measure")) | _measures(reading.text, based),
            asks=_settled(
                {*_named(mentions, "ask"), *_done_yet(forms), *_between(forms, years, places.nationwide)}, based
            ),
            absent=frozenset(_named(mentions, "absent")),
            marks=frozenset(_named(mentions, "mark")),
            filters=frozenset(_named(mentions, "filter")),
            says=frozenset(_named(mentions, "say")),
            claims=stated,
            other_places=tuple(
                m.name
                for m in places.mentions
                if m.name in places.other and not _within(reading.tokens, Places((m,))) <= cues
            ),
            nationwide=places.nationwide and not {"rank", "group"} & set(_named(mentions, "measure")),
            districts=places.districts,
            terms=tuple(dict.fromkeys(m.concept for m in outermost(self._terms.all(forms)))),
            unexplained=tuple(forms[i] for i in sorted(_tokens(topics) & unexplained))
            or blocking(unexplained, forms, [t.raw for t in reading.tokens], cues),
            content=self._content(forms, mentions, {i for c in named for i in c.strong} | set(documents.tokens), story)
            if reading.language == "vi"
            else self._translated(reading),
            core=_neighbours(forms, {i for c in named for i in c.strong}) if reading.language == "vi" else (),
            changed=bool(reading.changes),
        )

    def _levels(
        self, mentions: Sequence[Mention], named: Sequence[Candidate], documents: Sequence[str]
    ) -> tuple[Level, ...]:
        """Tiers named; "ở phường" names one only where the indicator's targets are split by tier."""
        split = {t.level for t in self._register.targets([c.indicator for c in named], documents or [HOME_DOCUMENT])}
        levels = [Level(c) for c in _named(mentions, "level")]
        levels += [level for c in _named(mentions, "at") if (level := Level(c)) in split]
        return tuple(level for level in dict.fromkeys(levels) if level is not Level.NATIONAL)

    def _without_doubles(self, named: list[Candidate]) -> list[Candidate]:
        """Without an indicator whose yardstick is named too: "hài lòng … SIPAS" is about SIPAS."""
        ids = {c.indicator for c in named}
        yardsticks = {i.id: i.measured_by for i in self._register.indicators if i.measured_by != i.id}
        return [c for c in named if yardsticks.get(c.indicator) not in ids]

    def _worded(self, mention: Mention, forms: Sequence[str], named: Sequence[Candidate]) -> bool:
        """Whether the words belong to the indicator's own wording: "sửa đổi, thay thế" of documents reviewed."""
        return all(self._in_wording(i, forms, named, ()) for i in range(mention.start, mention.end))

    def _own(self, forms: Sequence[str], named: Sequence[Candidate], cues: Collection[int]) -> set[int]:
        """Tokens that belong to the named indicators' own cues and wording."""
        return set(cues) | {i for i in range(len(forms)) if self._in_wording(i, forms, named, ())}

    def _area_mentions(self, forms: Sequence[str], cue_tokens: Collection[int]) -> list[Mention]:
        """Areas named, unless an indicator's cue says more about the same words."""
        found = outermost(self._areas.all(forms))
        return [m for m in found if not set(range(m.start, m.end)) <= set(cue_tokens) or m.length > len(cue_tokens)]

    def _years_of_names(self, forms: Sequence[str], documents: DocumentsNamed) -> set[int]:
        """Years that only complete a document's name: "Nghị định 118 năm 2025"."""
        issued = {d.issued.year for d in (self._by_id[i] for i in documents.known) if d.issued}
        completing = {
            int(form)
            for place, form in enumerate(forms)
            if re.fullmatch(r"(?:19|20)\d{2}", form)
            and any(i in documents.tokens for i in (place - 1, place - 2))
            and forms[place - 1] in {"năm", forms[place - 1] if place - 1 in documents.tokens else "năm"}
        }
        return issued & completing

    def _in_wording(
        self, place: int, forms: Sequence[str], named: Sequence[Candidate], documents: Sequence[str]
    ) -> bool:
        """Whether a token stands beside the same neighbour as in the wording of what is named."""
        around = {tuple(forms[max(place - 1, 0) : place + 1]), tuple(forms[place : place + 2])}
        return any(around & self._wordings[c.indicator] for c in named) or any(
            around & self._titles[d] for d in documents
        )

    def _content(
        self, forms: Sequence[str], mentions: Sequence[Mention], kept: Collection[int], story: Collection[int]
    ) -> tuple[str, ...]:
        """The words a passage must carry: all but function words and what only asks."""
        asked = {
            i
            for m in mentions
            if m.concept.split(":")[0] in {"ask", "mark", "say", "general"}
            for i in range(m.start, m.end)
        }
        empty = asked | _tokens(self._function_words.all(forms))
        return tuple(form for i, form in enumerate(forms) if i not in story and (i in kept or i not in empty))

    def _translated(self, reading: Reading) -> tuple[str, ...]:
        """An English question's content as the Vietnamese terms for its words, and its numbers."""
        numbers = [t.form for t in reading.tokens if any(c.isdigit() for c in t.form)]
        return tuple(syllables(" ".join(self._vocabulary.terms(reading)))) + tuple(numbers)

    def _years(
        self, reading: Reading, forms: Sequence[str], documents: DocumentsNamed
    ) -> tuple[tuple[int, int] | None, tuple[int, ...], set[int]]:
        """The period and years asked about, and the tokens that carry them."""
        text = reading.text
        years = set(written_years(_RANGE.sub(" ", text))) - self._years_of_names(forms, documents)
        years |= {2000 + int(m[1]) for m in _SHORT_YEAR.finditer(text) if 15 <= int(m[1]) <= 35}
        period = None
        ranges = _RANGE.findall(text)
        if len(ranges) == 1 and (match := _RANGE.search(text)):
            period = (int(match[1]), int(match[2]))
            if period != _PLAN_PERIOD and period[1] - period[0] < 4:
                years |= set(range(period[0], period[1] + 1))
        this_year = self._today().year
        relative = {
            **dict.fromkeys(("năm nay", "this year"), this_year),
            **dict.fromkeys(("năm ngoái", "last year"), this_year - 1),
            **dict.fromkeys(("năm tới", "năm sau", "next year"), this_year + 1),
        }
        if not _shift(text):
            years |= {year for words, year in relative.items() if words in text.lower()}
        tokens = {i for i, f in enumerate(forms) if re.fullmatch(r"(?:19|20)\d{2}", f)}
        tokens |= {i + 1 for i, f in enumerate(forms[:-1]) if f == "năm" and re.fullmatch(r"\d{2}", forms[i + 1])}
        return period, tuple(sorted(years)), tokens


def _without_baseline(text: str, years: tuple[int, ...], rising: bool) -> tuple[tuple[int, ...], bool]:
    """Years without the one a rise is measured from ("tăng … so với năm 2021"), and whether there was one."""
    match = _BASELINE.search(text)
    if not match or not rising or int(match[1]) not in years:
        return years, False
    return tuple(y for y in years if y != int(match[1])), True


def _neighbours(forms: Sequence[str], places: Collection[int]) -> tuple[tuple[str, str], ...]:
    """Pairs of words that stand side by side, both at the given places."""
    return tuple((forms[i], forms[i + 1]) for i in sorted(places) if i + 1 in places)


def _hidden(mention: Mention, cue: Mention) -> bool:
    """Whether a cue says the same words: "kết quả" in "số hóa kết quả" asks for no result."""
    if mention.concept.startswith(("ask:", "absent:")):
        return cue.start <= mention.start and mention.end <= cue.end
    return mention.within(cue)


def _after(text: str, years: tuple[int, ...]) -> int | None:
    """The year after which something is asked: "sau năm 2022, mỗi năm …"."""
    match = re.search(r"(?:sau|after)\s+(?:năm\s+)?((?:19|20)\d{2})\b", text)
    return int(match[1]) if match and int(match[1]) in years else None


def _leads(forms: Sequence[str]) -> str | None:
    """The word that claims the first place."""
    pairs = {" ".join(forms[i : i + 2]) for i in range(len(forms) - 1)}
    return next((p for p in ("dẫn đầu", "đứng đầu", "đứng nhất", "hạng nhất") if p in pairs), None)


def _shift(text: str) -> int:
    """How many years after (or before) the year last spoken of."""
    if re.search(
        r"năm (?:liền )?(?:sau đó|kế tiếp|tiếp theo|sau nữa)|(?:a year later|the (?:following|next) year)", text
    ):
        return 1
    if re.search(r"năm (?:liền )?(?:trước đó|kề trước)|(?:a year earlier|the (?:year before|previous year))", text):
        return -1
    return 0


def _measures(text: str, based: bool) -> set[str]:
    """Measures told by other words than a measure's name."""
    percent = re.search(r"phần trăm|%|\bgiá trị|t[ỷỉ] lệ|percent|\bvalue\b|\brate\b", text) is not None
    return ({"growth"} if based or _RISE_EACH_YEAR.search(text) else set()) | ({"percent"} if percent else set())


def _settled(asks: set[str], based: bool) -> frozenset[str]:
    """The attributes asked, without those another explains: a baseline is no comparison, a deadline no date."""
    if based:
        asks -= {"compare"}
    if "deadline" in asks:
        asks -= {"date", "since"}
    return frozenset(asks)


def _between(forms: Sequence[str], years: tuple[int, ...], nationwide: bool) -> frozenset[str]:
    """Two years, or the whole country, and a word of more or less ask for a comparison."""
    words = {"hơn", "kém", "chênh", "lên", "xuống", "giảm", "tụt", "improve", "improved", "fell", "rose", "cạnh"}
    return frozenset({"compare"}) if (len(years) == 2 or nationwide) and words & set(forms) else frozenset()


def _done_yet(forms: Sequence[str]) -> frozenset[str]:
    """ "đã … chưa?" and "… chưa" at the end ask whether a thing is done."""
    tail = [f for f in forms[-3:] if f not in {"ạ", "vậy", "nhỉ", "thế", "hả", "à", "hở", "bạn", "z"}]
    return frozenset({"achieved"}) if tail and tail[-1] == "chưa" else frozenset()


def _without_areas(named: list[Candidate], areas: Sequence[Mention], mentions: Sequence[Mention]) -> list[Candidate]:
    """When a list of an area is asked, an indicator seen only in the area's own name is not named."""
    if not areas or not any(m.concept in {"ask:list", "ask:count"} for m in mentions):
        return named
    covered = _tokens(areas)
    return [c for c in named if not c.strong | c.weak <= covered]


def _level_digits(forms: Sequence[str]) -> set[int]:
    """Digits that name no figure: levels of online service ("mức độ 3, 4"), months, quarters, days."""
    found: set[int] = set()
    for i, form in enumerate(forms):
        before = {"mức", "độ", "cấp", "level", "levels", "và", "and", "hoặc", "or"}
        if re.fullmatch(r"\d{1,2}", form) and i and forms[i - 1] in {"tháng", "quý", "ngày", "quarter"}:
            found.add(i)
        if re.fullmatch(r"[1-4]", form) and i and (forms[i - 1] in before or i - 1 in found):
            found.add(i)
    return found


def _within(tokens: Sequence[ReadToken], places: Places) -> set[int]:
    """The tokens a place name covers (places are given by characters)."""
    return {i for i, t in enumerate(tokens) for m in places.mentions if m.start <= t.start and t.end <= m.end}


def _named(mentions: Sequence[Mention], kind: str) -> list[str]:
    return [m.concept.split(":", 1)[1] for m in mentions if m.concept.startswith(kind + ":")]


def _tokens(mentions: Iterable[Mention]) -> set[int]:
    return {i for m in mentions for i in range(m.start, m.end)}


def _pairs(texts: Sequence[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        forms = syllables(text)
        found |= set(itertools.pairwise(forms))
    return found
