"""Figures a person states: confirmed when the register holds them, corrected when it holds others."""

from __future__ import annotations

from decimal import Decimal

from bot.finding.choosing import choose, nearest_facts
from bot.finding.finding import Finding, Statement, refusal
from bot.finding.phrases import deadline, document, figure, number, raised, statement
from bot.finding.result_claims import claimed_figure, find_result_claim, is_about_results
from bot.messages import Status
from bot.understanding.question import Claim, Question
from knowledge.register.register import Register
from knowledge.register.values import Target

_UNITS = {"rank_gain": "bậc", "rank": "hạng", "group": "nhóm", "score": "điểm"}


def find_correction(question: Question, register: Register) -> Finding | None:
    """An answer to a stated figure; None when none is supposed or nothing is known of the indicator."""
    claim = _supposed(question)
    if claim is None:
        return None
    if is_about_results(question) and (found := find_result_claim(question, register, claim)):
        return found
    choice = choose(question, register)
    if choice.failed == "year":
        return _wrong_year(question, register, claim, choice.nearest)
    targets = _levels_of(choice.targets, question) or choice.targets
    unfit = choice.failed == "level" or not _levels_of(choice.targets, question)
    if unfit and (other := _of_other_years(question, register, claim)):
        return _wrong_year(question, register, claim, other)
    if choice.failed == "level":
        if any(t.measure == "growth" for t in choice.nearest):
            return _arithmetic(question, register, choice.nearest)
        targets = () if any(t.level for t in choice.nearest) else choice.nearest
    return _judged(question, register, claim, targets) if targets else None


def _supposed(question: Question) -> Claim | None:
    """The figure the person takes for true, and not only to tell which target is meant."""
    if not question.claims or not question.indicators or question.asks_any("list", "count", "comparator"):
        return None
    if question.asks_any("value") and not question.asks_any("premise"):
        return None
    ranked = question.claims[0].unit in {"nhóm", "hạng"}
    if ranked and question.asks_any("definition") and not question.asks_any("premise"):
        return None  # "nhóm 1, nhóm 2 là thế nào?"
    if question.asks_any("compare") and len(question.documents) > 1:
        return None  # figures of two documents set side by side
    if question.asks_any("why") and not (question.marks & {"target", "must"} or question.documents):
        return None  # "vì sao tụt 14 bậc?" tells what happened, not what was planned
    if len(question.claims) > 1 and {"hay", "or"} & set(question.text.split()):
        return None  # "92,75 hay 92,57?" asks which, and supposes neither
    return question.claims[0]


def _judged(question: Question, register: Register, claim: Claim, targets: tuple[Target, ...]) -> Finding | None:
    """The figure confirmed, or corrected with the right one."""
    targets = tuple(t for t in targets if t.number is not None)
    if not targets:
        return None
    rises = [t for t in register.targets(question.indicators, years=question.years or None) if t.measure == "growth"]
    if rises and _reckoned(question):
        return _arithmetic(question, register, tuple(rises))
    if len(question.claims) > 1 and len(targets) > 1:
        return _each_judged(question, register, targets)
    if claim.unit in {"nhóm", "hạng"} and not any(_same_unit(t, claim) for t in targets):
        # a group or a rank says nothing against a target of another kind; another document may set one
        others = register.targets(question.indicators, question.documents or None, question.years or None)
        targets = tuple(t for t in others if _same_unit(t, claim))
        if not targets:
            return None
    agreeing = _agreeing(targets, claim)
    if not agreeing and question.years and any(t.measure == "growth" for t in targets) and not _of_growth(question):
        return _arithmetic(question, register, targets)
    if not agreeing and not question.years and not question.levels and not question.after:
        agreeing = _agreeing(register.targets(question.indicators, {t.place.document for t in targets}), claim)
    if not agreeing and (held := _held_elsewhere(targets, claim, question, register)):
        said = [_said("target.line", question, register, t) for t in (*held, *targets)]
        said += [s for t in held for s in _beside(t, question, register)]
        return Finding(Status.ANSWERED_TARGET, tuple(said), subject=question.indicators)
    if not agreeing:
        return _corrected("value", question, register, claim, targets)
    same_word = [t for t in agreeing if _same_comparator(t, claim)]
    if not same_word:
        return _corrected("comparator", question, register, claim, agreeing)
    if not question.asks_any("premise"):
        return None  # the figure is right and something else is asked
    confirmed = [_said("correction.confirmed", question, register, t) for t in same_word]
    confirmed += [s for t in same_word for s in _beside(t, question, register)]
    return Finding(Status.ANSWERED_TARGET, tuple(confirmed), subject=question.indicators)


def _reckoned(question: Question) -> bool:
    """Whether the person adds figures up: "20%, cộng thêm 20% thì là 40%"."""
    return len(question.claims) > 1 and bool({"cộng", "thêm", "plus", "add", "adding"} & set(question.text.split()))


def _levels_of(targets: tuple[Target, ...], question: Question) -> tuple[Target, ...]:
    """The targets that state a level and not a yearly rise, unless a rise is spoken of."""
    return tuple(t for t in targets if t.measure != "growth" or _of_growth(question))


def _of_other_years(question: Question, register: Register, claim: Claim) -> tuple[Target, ...]:
    """The targets of the tiers asked that state the figure for another year than the one asked."""
    held = register.targets(question.indicators, question.documents or None, levels=question.levels)
    return _agreeing(held, claim) if question.years else ()


def _of_growth(question: Question) -> bool:
    """Whether the figure is said to be a rise, as the target is, and not what would come of it."""
    return "growth" in question.measures or "tăng" in question.text.split() or "rise" in question.text.split()


def _held_elsewhere(
    targets: tuple[Target, ...], claim: Claim, question: Question, register: Register
) -> tuple[Target, ...]:
    """Targets of the same document that do state the figure and may be the ones meant: of no other tier or year."""
    wider = register.targets(question.indicators, {t.place.document for t in targets}, question.years or None)
    later = (t for t in _agreeing(wider, claim) if not question.after or (t.deadline.year or 9999) > question.after)
    return tuple(t for t in later if t.level is None or t.level in question.levels)


def _each_judged(question: Question, register: Register, targets: tuple[Target, ...]) -> Finding:
    """Several figures, each said of its tier or year in order: confirmed when all are in their places."""
    by_level = {t.level: t.number for t in targets}
    said = [c.value for c in question.claims]
    right = [by_level.get(level) for level in question.levels] if len(question.levels) == len(said) else None
    if right == said or (right is None and set(said) == {t.number for t in targets}):
        confirmed = tuple(_said("correction.confirmed", question, register, t) for t in targets)
        return Finding(Status.ANSWERED_TARGET, confirmed, subject=question.indicators)
    return _corrected("value", question, register, question.claims[0], targets)


def _agreeing(targets: tuple[Target, ...], claim: Claim) -> tuple[Target, ...]:
    return tuple(t for t in targets if t.number == claim.value and _same_unit(t, claim))


def _same_unit(target: Target, claim: Claim) -> bool:
    if claim.unit is None:
        return True
    own = _UNITS.get(target.measure, "%" if target.unit.startswith("%") else target.unit)
    return own == claim.unit


def _same_comparator(target: Target, claim: Claim) -> bool:
    return claim.comparator is None or claim.comparator == target.comparator


def _said(template: str, question: Question, register: Register, target: Target, **more: str) -> Statement:
    language = question.language
    values = {
        "figure": figure(target, language) if template.startswith("correction.") else raised(figure(target, language)),
        "statement": statement(target, language),
        "deadline": deadline(target, language),
        "document": document(register.document(target.place.document), language),
        **more,
    }
    echo = (question.claims[0].value, *map(Decimal, question.years)) if "claimed" in more else ()
    return Statement(template, values, (register.cite(target.place),), figure=target, echo=echo)


def _corrected(kind: str, question: Question, register: Register, claim: Claim, targets: tuple[Target, ...]) -> Finding:
    claimed = claimed_figure(claim, question.language)
    said = [_said(f"correction.{kind}", question, register, targets[0], claimed=claimed)]
    said += [_said("target.line", question, register, t) for t in targets[1:]]
    said += [s for target in targets for s in _beside(target, question, register)]
    return Finding(Status.ANSWERED_CORRECTION, tuple(said), subject=question.indicators)


def _beside(target: Target, question: Question, register: Register) -> list[Statement]:
    """What must not be left out beside a target: its exception, and where sources disagree."""
    cited = (register.cite(target.place),)
    language = question.language
    said = [Statement("target.disagreement", {"says": d.says.text(language)}, cited) for d in target.disagreements]
    if target.exception:
        said.insert(0, Statement("target.exception", {"exception": target.exception.text(language)}, cited))
    return said


def _wrong_year(question: Question, register: Register, claim: Claim, near: tuple[Target, ...]) -> Finding | None:
    """A figure that belongs to another year than the one stated."""
    agreeing = _agreeing(near, claim)
    if not agreeing:
        return None
    if any(t.measure == "growth" for t in agreeing):
        return _arithmetic(question, register, agreeing)
    year = ", ".join(map(str, question.years))
    said = [
        _said("correction.year", question, register, t, claimed=claimed_figure(claim, question.language), year=year)
        for t in agreeing[:1]
    ]
    return Finding(Status.ANSWERED_CORRECTION, tuple(said), subject=question.indicators)


def _arithmetic(question: Question, register: Register, targets: tuple[Target, ...]) -> Finding:
    """A figure reckoned from a growth target whose base the documents leave open."""
    growth = next(t for t in targets if t.measure == "growth")
    asked = growth.deadline.year in question.years or not question.years
    year = growth.deadline.year if asked else question.years[0]
    value = number(growth.value or "", question.language) + growth.unit
    missing = Statement("missing.arithmetic", {"value": value, "year": str(year)})
    return refusal(Status.UNANSWERED_NOT_IN_DOCUMENTS, missing, nearest_facts((growth,), register, question.language))
