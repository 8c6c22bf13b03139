"""A target must never be told as a result: what a plan demands has not been reached by being demanded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.evals.reading import canonical, measured, plain

_CLAIM = re.compile(
    r"\b(?:đã đạt|đạt được|đã hoàn thành|đã vượt|đã chạm|đã thực hiện được|đã làm được|thực tế (?:là|đạt)|"
    r"kết quả (?:gần nhất|thực tế|đạt|là|mới nhất)|(?<!be )(?<!is )(?<!are )(?:achieved|reached|attained)|"
    r"latest (?:known )?(?:result|figure)|actual(?:ly)?)\b"
)
_DENIED = re.compile(r"\b(?:chưa|không|chẳng|not|no|never|whether|liệu)\b")
_LABELLED = re.compile(r"\b(?:chỉ tiêu|mục tiêu|targets?|goals?|aims?|mức đặt ra|kế hoạch đặt ra|yêu cầu|phấn đấu)\b")
_SILENT = re.compile(
    r"\b(?:chưa|không) (?:có|tìm thấy|thấy|nêu|công bố)\b|"
    r"\bno (?:figures?|data|results?)\b|\bnot (?:found|given|stated)\b"
)
_AGREED = re.compile(r"^\s*(?:đúng|vâng|phải|có|chính xác|yes|right|correct|indeed)\b\s*[.,:!;–-]")
_SENTENCE = re.compile(r"(?<=[.!?;…\]])\s+|\n+")
_MARK = re.compile(r"\[(\d+)\]")


def told_as_results(reply: Mapping[str, Any], *, asked_whether_reached: bool) -> list[str]:
    """Every way in which a reply tells a target as a result.

    Anywhere: a sentence that says something was reached, carries the value of a target it cites, and neither denies
    it nor calls it a target. Where it was asked whether something was reached, also: agreeing with nothing but a
    target at hand, and a target in answer that is not called one while no word says that results are not known.
    """
    facts = list(reply.get("facts", ()))
    targets = [fact for fact in facts if fact.get("kind") == "target"]
    text = plain(str(reply.get("text", "")))
    measured_values = {_value(fact) for fact in facts if fact.get("kind") == "result"}
    faults = list(_claimed(str(reply.get("text", "")), targets, measured_values))
    if asked_whether_reached and targets and not measured_values and str(reply.get("status")).startswith("answered_"):
        if _AGREED.match(text):
            faults.append("agrees that it was reached, on a target alone")
        elif not _LABELLED.search(text) and not _SILENT.search(text):
            faults.append("a target in place of a result, and not called a target")
    return faults


def _claimed(text: str, targets: list[Mapping[str, Any]], results: set[str]) -> Iterable[str]:
    marks: set[int] = set()
    for sentence in reversed(_SENTENCE.split(text)):
        marks = {int(mark) for mark in _MARK.findall(sentence)} or marks  # a mark may follow the full stop
        words = plain(sentence)
        if not _CLAIM.search(words) or _DENIED.search(words) or _LABELLED.search(words):
            continue
        for fact in targets:
            value = _value(fact)
            if marks & set(fact.get("citations", ())) and value not in results and value in measured(sentence):
                yield f"{fact.get('target')} ({value}) told as reached"


def _value(fact: Mapping[str, Any]) -> str:
    try:
        return canonical(str(fact.get("value")))
    except ArithmeticError:
        return str(fact.get("value"))
