"""Curated answers: those whose questions may be asked, and what they tell. Pure over the facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.meaning.query import Claim, Query
from bot.messages import Status
from bot.telling.phrases import raised
from bot.telling.told import CURATED, Facts, Statement, Told
from bot.telling.values import MANY
from knowledge.faq import FaqEntry, FaqLine
from knowledge.register.values import Result, Target
from knowledge.vietnamese import quantities, years

_VERDICT = re.compile(r"(\w+)[:.] (?=\w)")
_AGREEING = re.compile(r"(\w+)(?:[:.,]| [^:,.]{1,30}:) (?=\w)")  # also with a word or two more: "Đúng cả ba: ..."
SERIES = ("compare", "change", "trend", "extreme", "list", "count", "outcome", "check")  # these need other years too


def common_answers(query: Query, facts: Facts, denied: bool = False) -> list[tuple[float, Told, FaqEntry]]:
    """The curated answers of the common questions that may be asked, with their probabilities, the likeliest first.

    ``denied``: whether the register says that what is stated is not so: no answer agrees then, nor does one that
    tells none of the stated figures.
    """
    same = facts.faq.same(query.text)
    if same is not None and same.section:  # a listed question, word for word
        return [(1.0, tell_common(same, query), same)] if same.holds_on(facts.today) else []
    entries = facts.faq.by_id
    likely = [(entries[each], probability) for each, probability in query.questions if each in entries]
    return [
        (
            probability,
            tell_common(
                entry,
                query,
                facts.verdicts if "open" in query.marks else (),
                facts.affirming if denied or not _tells(entry, query.claims) else (),
            ),
            entry,
        )
        for entry, probability in likely
        if entry.holds_on(facts.today) and _fits(entry, query, facts)
    ]


def _tells(entry: FaqEntry, claims: Sequence[Claim]) -> bool:
    """Whether every figure that is stated stands in the answer."""
    told = {quantity.value for line in entry.answer for quantity in quantities(line.text.vi)}
    return all(claim.value in told for claim in claims)


def _fits(entry: FaqEntry, query: Query, facts: Facts) -> bool:
    """Whether the entry speaks of a year and a document that the question names, where it speaks of any."""
    lines = [*(line.text for line in entry.answer), *entry.missing]
    said = " ".join((*entry.phrasings(), *(t.vi for t in lines), *(t.en for t in lines)))
    spoken = set(years(said))
    if query.years and spoken and spoken.isdisjoint(query.years):
        return False
    if not query.documents or "documents" in query.carried:
        return True
    cited = {citation.document.id for line in entry.answer for citation in line.citations}
    numbers = set(re.findall(r"\d+", said))
    named = [facts.document(each).number for each in query.documents]
    own = [digits[0] for number in named if number and (digits := re.findall(r"\d+", number))]
    return not cited.isdisjoint(query.documents) or not own or not numbers.isdisjoint(own)


def tell_common(entry: FaqEntry, query: Query, unasked: Collection[str] = (), agreeing: Collection[str] = ()) -> Told:
    """The curated answer of a question: what is held, and what is not.

    ``unasked``: verdicts it must not open with, where they stand alone; ``agreeing``: the same, also with more words.
    """
    language = query.language
    said = tuple(
        Statement(
            CURATED,
            {"line": line.text.text(language) if number else _without(line.text.text(language), unasked, agreeing)},
            line.citations,
            figure=line.figures[0] if line.figures else None,
            beside=line.figures[1:],
        )
        for number, line in enumerate(_asked_lines(entry.answer, query))
    )
    lacking = tuple(Statement("missing.named", {"what": each.text(language)}) for each in entry.missing)
    return Told(_status(entry), said, lacking, instead=entry.missing_first)


def _asked_lines(lines: Sequence[FaqLine], query: Query) -> Sequence[FaqLine]:
    """The lines without those whose figures are of other years or tiers than the question names, where some are not."""
    if query.asks(*SERIES):
        return lines
    asked = [line for line in lines if line.figures and any(_is_asked(figure, query) for figure in line.figures)]
    return [line for line in lines if not line.figures or line in asked] if asked else lines


def _is_asked(figure: Target | Result, query: Query) -> bool:
    of_year = figure.holds_for if isinstance(figure, Target) else figure.year.__eq__
    in_years = not query.years or any(of_year(year) for year in query.years)
    return in_years and (not query.levels or figure.level is None or figure.level in query.levels)


def _without(line: str, verdicts: Collection[str], agreeing: Collection[str]) -> str:
    """A line without the verdict that it opens with: "Có: từ năm 2026, ..." answers no question of when."""
    for pattern, words in ((_VERDICT, verdicts), (_AGREEING, agreeing)):
        found = pattern.match(line)
        if found and found[1].lower() in words:
            return raised(line[found.end() :])
    return line


def _status(entry: FaqEntry) -> Status:
    """What an entry answers with: one that no page lists, with the figures it cites."""
    figures = [figure for line in entry.answer for figure in line.figures]
    targets = [figure for figure in figures if isinstance(figure, Target)]
    if not entry.answer:
        return Status.UNANSWERED_NOT_IN_DOCUMENTS
    if entry.section or not figures:
        return Status.ANSWERED_FAQ
    if not targets:
        return Status.ANSWERED_RESULT
    return Status.ANSWERED_TARGET if len(targets) <= MANY else Status.ANSWERED_LIST
