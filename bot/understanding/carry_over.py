"""Follow-ups: what a question leaves open is taken from the turn before, and named to the person. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Turn
from bot.understanding.question import Question
from knowledge.register.register import Register

_OF_DOCUMENTS = {"issued", "issuer", "signer", "effective", "status", "amends", "about", "basis", "since"}
_TARGETS = ("chỉ tiêu", "mục tiêu", "target", "goal")
_OF_TARGETS = {"value", "deadline", "comparator", "exception", "scope", "level", "compare", "today"}


def carried(turn: Turn, current: Question, register: Register) -> Question:
    """The current question with open slots taken from the previous one; unchanged on a new topic."""
    previous = turn.question
    if current.asks & _OF_DOCUMENTS and not current.about_something and "follow" in current.marks and turn.citations:
        return replace(current, documents=(turn.citations[0].document.id,), inherited=("documents",))
    if _only_a_number(current):
        return current
    if current.shift and previous.years and not current.years:
        current = replace(current, years=tuple(y + current.shift for y in previous.years))
    if _starts_anew(current):
        return current
    if current.indicators or current.tied:
        return _same_frame(previous, current)
    if current.documents:
        if previous.asks & _OF_DOCUMENTS and previous.documents and not current.asks:
            return replace(current, asks=previous.asks, inherited=("asks",))
        if not previous.indicators or not current.asks <= _OF_TARGETS:
            return current
        return _filled(current, previous, ("indicators", "asks", "claims"), drop_years=True)
    if current.asks & {"list", "count"} and any(word in current.text.lower() for word in _TARGETS):
        return _filled(current, previous, ("documents", "areas"))  # a list names its own targets
    merged = _filled(
        current, previous, ("indicators", "documents", "areas", "terms", "years", "period", "levels", "asks")
    )
    return _relaxed(merged, register)


def _only_a_number(current: Question) -> bool:
    """A bare number that was not offered as a choice continues nothing."""
    return current.text.strip(" .?!").isdigit() and not current.years


def _starts_anew(current: Question) -> bool:
    """A question that names its own topic in full, or says nothing a slot could be carried for."""
    own = current.about_something or current.other_places or current.absent & {"outside"} or current.districts
    if own:
        only_a_document = current.documents and not current.indicators and current.asks <= _OF_TARGETS
        goes_on = "follow" in current.marks or current.text.startswith("và ")
        return not goes_on and not (only_a_document and not current.areas)
    return bool(len(current.unexplained) > 2)


def _same_frame(previous: Question, current: Question) -> Question:
    """ "Còn SIPAS?": a new indicator in the frame of the question before."""
    inherited = []
    if not current.asks and previous.asks:
        current = replace(current, asks=previous.asks)
        inherited.append("asks")
    if not current.years and not current.period and previous.years:
        current = replace(current, years=previous.years)
        inherited.append("years")
    if not current.measures and previous.measures:
        current = replace(current, measures=previous.measures)
    return replace(current, inherited=tuple(inherited), bare_term=current.bare_term and not inherited)


def chosen(turn: Turn, said: str) -> Question | None:
    """The question before, read as the choice that was offered and now taken; None when none was."""
    if said not in turn.choices:
        return None
    return replace(turn.question, indicators=(turn.question.tied[turn.choices.index(said)],), tied=())


def _filled(current: Question, previous: Question, slots: tuple[str, ...], drop_years: bool = False) -> Question:
    inherited = []
    values: dict[str, object] = {}
    for slot in slots:
        held = getattr(previous, slot)
        if slot == "asks" and current.asks - {"today"}:
            continue
        if slot in {"years", "period"} and (current.years or current.period or drop_years):
            continue
        if held and not getattr(current, slot):
            values[slot] = held
            inherited.append(slot)
    if not current.measures and previous.measures and not current.asks:
        values["measures"] = previous.measures
    if current.asks & {"deadline", "path", "list"}:
        values.pop("years", None)
    filled: Question = replace(current, **values)  # type: ignore[arg-type]
    return replace(filled, inherited=tuple(inherited))


def _relaxed(merged: Question, register: Register) -> Question:
    """Drops an inherited level or document that no target of the indicator agrees with."""
    if not merged.indicators:
        return merged
    if "levels" in merged.inherited and not _held(merged, register):
        merged = replace(merged, levels=(), inherited=tuple(s for s in merged.inherited if s != "levels"))
    if "documents" in merged.inherited and not _held(merged, register):
        merged = replace(merged, documents=(), inherited=tuple(s for s in merged.inherited if s != "documents"))
    return merged


def _held(question: Question, register: Register) -> bool:
    return bool(
        register.targets(
            question.indicators, question.documents or None, question.years or None, question.levels or None
        )
    ) or bool(question.years and register.results(question.indicators[0], question.years))
