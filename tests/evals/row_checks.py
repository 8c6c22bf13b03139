"""No row mixes cells of two targets: every fact, and every line about it, against the register's own entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from tests.evals.completeness import counted
from tests.evals.reading import canonical, claimed, measured, numbers, plain, years
from tests.evals.truth import Entry

_MARK = re.compile(r"\[(\d+)\]")
_LEVEL_WORDS = {
    "city": ("cấp thành phố", "city level", "city authority"),
    "district": ("cấp huyện", "district"),
    "commune": ("cấp xã", "commune"),
    "centre": ("trung tâm phục vụ hành chính công", "service centre"),
    "ministry_province": ("cấp bộ, cấp tỉnh", "ministr"),
}
_OVER, _FLOOR = r"(?:trên|over|above|more than)", r"(?:tối thiểu|ít nhất|at least|a minimum of)"
_DENIED = re.compile(r"^(?:không phải|không đúng|not)\b[^.]*(?:\.(?!\d)|mà là|but)", re.IGNORECASE)
_YEARLY = ("hằng năm", "hàng năm", "every year", "yearly")
Facts = Sequence[Mapping[str, Any]]


def mixed_rows(reply: Mapping[str, Any], question: str, register: Mapping[str, Entry]) -> list[str]:
    """What a reply's facts and lines say that the register's entries with those ids do not."""
    facts = list(reply.get("facts", ()))
    faults = [fault for fact in facts for fault in _cells(fact, register)]
    for line in str(reply.get("text", "")).splitlines():
        marks = {int(mark) for mark in _MARK.findall(line)}
        about = [f for f in facts if marks & set(f.get("citations", ())) and str(f.get("target")) in register]
        if about:
            faults += _line(line, about, question, register)
    return faults


def rows_told(reply: Mapping[str, Any]) -> int:
    """How many figures of the register a reply gives: what the share of mixed rows is taken of."""
    return len(reply.get("facts", ()))


def _cells(fact: Mapping[str, Any], register: Mapping[str, Entry]) -> Iterable[str]:
    """The cells of a fact that are not those of its entry."""
    entry = register.get(str(fact.get("target")))
    if entry is None:
        yield f"{fact.get('target')} is not in the register"
        return
    if fact.get("kind") != entry.kind:
        yield f"{entry.id} is a {entry.kind}, told as a {fact.get('kind')}"
    for cell in ("indicator", "comparator", "value", "unit", "deadline", "level"):
        told, right = fact.get(cell), getattr(entry, cell)
        if (told or None) != (right or None) and not _same_number(told, right):
            yield f"{entry.id}: {cell} {told!r}, in the register {right!r}"
    exception = fact.get("exception")
    if (exception or None) not in (entry.exceptions or (None,)):
        yield f"{entry.id}: exception {exception!r}, in the register {entry.exceptions}"


def _line(line: str, about: Facts, question: str, register: Mapping[str, Entry]) -> Iterable[str]:
    own = [register[str(fact["target"])] for fact in about]
    line = _DENIED.sub("", line)  # what is said not to be so is no cell
    words = " ; ".join(entry.words for entry in own)
    names = " and ".join(dict.fromkeys(entry.id for entry in own))
    said = (measured(line) | years(line)) & claimed(line, question) - {str(count) for count in counted(line)}
    if foreign := said - _allowed(words, shows_arithmetic="=" in line):
        yield f"the line of {names} carries {', '.join(sorted(foreign))}"
    bare, known = plain(line), plain(words)
    if len(own) == 1 and own[0].kind == "target":
        yield from _foreign_words(bare, known, own[0], register)


def _foreign_words(line: str, known: str, entry: Entry, register: Mapping[str, Entry]) -> Iterable[str]:
    """Another target's statement, level, rhythm or comparator in the line of one target."""
    for other in register.values():
        for statement in map(plain, other.statements):
            if other.kind == "target" and statement in line and statement not in known:
                yield f"the line of {entry.id} carries the statement of {other.id}"
    for level, spellings in _LEVEL_WORDS.items():
        if level != entry.level and any(word in line and word not in known for word in spellings):
            yield f"the line of {entry.id} names the level {level}"
    if entry.due["kind"] not in ("yearly", "yearly_until") and any(w in line and w not in known for w in _YEARLY):
        yield f"the line of {entry.id} is told as yearly"
    if entry.value:
        value = rf"\s+{re.escape(entry.value).replace(re.escape('.'), '[.,]')}(?![\d.,]*\d)"
        for words, sign in ((_OVER, ">"), (_FLOOR, ">=")):
            match = re.search(words + value, line)
            if match and entry.comparator != sign and match[0] not in known:
                yield f"the line of {entry.id} says {match[0]!r}, its comparator is {entry.comparator!r}"


def _allowed(words: str, *, shows_arithmetic: bool) -> frozenset[str]:
    """The numbers of the entries' texts; where arithmetic is shown, what any two of them differ by as well."""
    own = numbers(words)
    if not shows_arithmetic:
        return own
    return own | {canonical(str(abs(Decimal(a) - Decimal(b)))) for a, b in combinations(own, 2)}


def _same_number(told: Any, right: Any) -> bool:
    try:
        return canonical(str(told)) == canonical(str(right))
    except ArithmeticError:
        return False
