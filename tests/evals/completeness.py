"""Lists: whether exactly the expected targets stand there, and whether they are counted right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tests.evals.cases import Expectation
from tests.evals.reading import plain

_COUNTED = re.compile(
    r"(?<![\d.,/-])(\d{1,3})\s+(?:chỉ tiêu|mục tiêu|targets?|goals?)\b|(?:số lượng|count|total)\D{0,4}(\d{1,3})\b"
)


def false_rows(expect: Expectation, reply: Mapping[str, Any]) -> Iterable[str]:
    """Rows that do not belong, rows told twice, and a count that is not right."""
    if expect.targets:
        told = Counter(told_targets(reply))
        if extra := sorted(set(told) - set(expect.targets) - set(expect.targets_may)):
            yield f"rows that do not belong: {', '.join(extra)}"
        if twice := sorted(target for target, times in told.items() if times > 1):
            yield f"rows told twice: {', '.join(twice)}"
    if expect.counts and (others := counted(str(reply.get("text", "")))) and others[0] not in expect.counts:
        yield f"counts {others[0]}, not {_either(expect)}"


def missing_rows(expect: Expectation, reply: Mapping[str, Any], typed: bool) -> Iterable[str]:
    """Rows that should stand there and do not, and a count that is not given; systems without facts have no rows."""
    if typed and (absent := sorted(set(expect.targets) - set(told_targets(reply)))):
        yield f"without the rows {', '.join(absent)}"
    if expect.counts and not counted(str(reply.get("text", ""))):
        yield f"does not count {_either(expect)}"


def told_targets(reply: Mapping[str, Any]) -> list[str]:
    """The ids of the facts of kind target, in order."""
    return [str(fact.get("target")) for fact in reply.get("facts", ()) if fact.get("kind") == "target"]


def counted(text: str) -> list[int]:
    """The numbers of targets a text gives, in order: "Có 6 chỉ tiêu"."""
    return [int(match[1] or match[2]) for match in _COUNTED.finditer(plain(text))]


def _either(expect: Expectation) -> str:
    return " or ".join(map(str, expect.counts))
