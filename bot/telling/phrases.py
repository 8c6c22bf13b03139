"""Figures, deadlines and names as words, in either language. Pure over the templates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import prompts
from bot.messages import Fact
from knowledge.documents import Document
from knowledge.register.values import DeadlineKind, Result, Target

_COMPARATOR_KEYS = {
    ">": "over",
    ">=": "at_least",
    "<": "under",
    "<=": "at_most",
    "=": "exactly",
    "in": "exactly",
}


def number(value: str | Decimal, language: str, counted: bool = False) -> str:
    """A canonical number as people of that language write it: "43,9603" or "43.9603"; a count as "1.038"."""
    whole, _, decimals = str(value).partition(".")
    thousands, mark = (",", ".") if language == "en" else (".", ",")
    if len(whole.lstrip("-")) > (3 if counted else 4):
        whole = f"{int(whole):,}".replace(",", thousands)
    return f"{whole}{mark}{decimals}" if decimals else whole


def figure(target: Target, language: str) -> str:
    """A target's figure as every answer says it: labelled when no person has reviewed the target yet."""
    words = plain_figure(target, language)
    return words if target.reviewed else prompts.say(language, "figure.unreviewed", figure=words)


def plain_figure(target: Target, language: str) -> str:
    """A target's figure with its comparator: "tối thiểu 95%", "tăng trung bình tối thiểu 5 bậc"."""
    if target.value is None:
        key = "better" if target.measure in {"better", "percent", "rank"} else "leading"
        return prompts.say(language, f"figure.{key}")
    value = number(target.value, language)
    if target.upper is not None:
        value = prompts.say(language, "figure.range", low=value, high=number(target.upper, language))
    comparator = prompts.say(language, f"comparator.{_comparator_key(target)}")
    match target.measure:
        case "rank_gain":
            words = prompts.say(language, "figure.gain", comparator=comparator, value=value)
        case "growth":
            unit = prompts.called(language, "unit", target.unit)
            words = prompts.say(language, "figure.growth", comparator=comparator, value=value, unit=unit)
        case "group":
            words = prompts.say(language, "figure.group", value=value)
        case "rank":
            words = prompts.say(language, "figure.top", value=value)
        case _ if target.unit == "%":
            words = prompts.say(language, "figure.percent", comparator=comparator, value=value, unit="%")
        case _:
            words = prompts.say(language, "figure.plain", comparator=comparator, value=value, unit=target.unit)
    return prompts.say(language, "figure.aim", figure=words) if target.aim else words


def _comparator_key(target: Target) -> str:
    key = _COMPARATOR_KEYS[target.comparator]
    return f"average_{key}" if target.average else key


def deadline(target: Target, language: str) -> str:
    """When a target falls due: "đến năm 2023", "đến ngày 30/07/2025", "hằng năm", "giai đoạn 2021-2025"."""
    due = target.deadline
    match due.kind:
        case DeadlineKind.YEARLY:
            return prompts.say(language, "deadline.yearly")
        case DeadlineKind.PERIOD if due.start and due.start == due.end:
            return prompts.say(language, "deadline.in", year=str(due.start))
        case DeadlineKind.PERIOD if due.start and due.end:
            return prompts.say(language, "deadline.period", start=str(due.start), end=str(due.end))
        case DeadlineKind.PERIOD:
            return prompts.say(language, "deadline.none")
        case DeadlineKind.BY if due.day:
            return prompts.say(language, "deadline.by_day", day=day(due.day))
        case _:
            return prompts.say(language, f"deadline.{due.kind.value}", year=str(due.year))


def document(found: Document, language: str) -> str:
    """How a document is named in a sentence."""
    return found.short_en if language == "en" else found.short


def statement(target: Target, language: str) -> str:
    """What the target measures, as the middle of a sentence."""
    return lowered(target.statement.text(language))


def lowered(text: str) -> str:
    """Text with a small first letter, unless it begins with an abbreviation or a name."""
    names = tuple(name for language in prompts.LANGUAGES for name in prompts.phrases(language, "names.kept"))
    return text if text[:2].isupper() or text.startswith(names) else text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """Text with a capital first letter."""
    return text[:1].upper() + text[1:]


def day(found: date) -> str:
    """A date as day/month/year."""
    return f"{found:%d/%m/%Y}"


def result_value(result: Result, language: str) -> str:
    """A result's figure: "hạng 15 (trong 63 tỉnh, thành phố)", "86,50%", "trên 97%"."""
    exact = _exact_value(result, language)
    return prompts.say(language, "result.above", value=exact) if result.above else exact


def _exact_value(result: Result, language: str) -> str:
    value = number(result.value, language, counted=result.measure == "count")
    if result.measure == "rank":
        if result.of:
            return prompts.say(language, "result.rank", value=value, of=result.of)
        return prompts.say(language, "result.rank_plain", value=value)
    if result.measure == "group":
        return prompts.say(language, "result.group", value=value)
    if result.unit == "%":
        return prompts.say(language, "result.percent", value=value)
    unit = prompts.called(language, "unit", result.unit)
    if result.of and result.measure == "score":
        return prompts.say(language, "result.of", value=value, unit=unit, of=result.of)
    if result.of and result.measure == "count":
        return prompts.say(language, "result.count_of", value=value, unit=unit, of=result.of)
    return prompts.say(language, "result.count", value=value, unit=unit)


def result_when(result: Result, language: str) -> str:
    """The year of a result, or the part of a year."""
    if result.period:
        return result.period.text(language)
    return prompts.say(language, "result.year", year=str(result.year))


def fact(found: Target | Result, citations: tuple[int, ...]) -> Fact:
    """The reply object's fact for a figure."""
    if isinstance(found, Target):
        return Fact(
            target=found.id,
            indicator=found.indicator,
            comparator=found.comparator,
            value=found.value or "",
            unit=found.unit,
            deadline=found.deadline.label,
            level=found.level.value if found.level else None,
            exception=found.exception.vi if found.exception else None,
            kind="target",
            citations=citations,
        )
    return Fact(
        target=found.id,
        indicator=found.indicator,
        comparator="=",
        value=found.value,
        unit=found.unit,
        deadline=str(found.year),
        level=found.level.value if found.level else None,
        exception=None,
        kind="result",
        citations=citations,
    )
