"""A candidate as an entry of the register's files: the same fields as a bundled target, and not reviewed."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from knowledge.documents import Document, Passage
from knowledge.extraction.candidate import Candidate
from knowledge.ingestion.identity import slug
from knowledge.register.values import OTHER_AREA

_FALLS = re.compile(r"(?<!\w)(?:giảm|cắt giảm|rút ngắn|tiết giảm)(?!\w)", re.IGNORECASE)
_GROWS = re.compile(r"(?<!\w)tăng(?! trưởng)(?!\w)", re.IGNORECASE)
_LEFT = re.compile(r"(?<!\w)(?:còn|xuống|lên|đạt)(?!\w)[^;]*$", re.IGNORECASE)
_SCOPE = re.compile(r"(?:^|[\s(])([Đđ]ối với [^,;.()\d%]+)")
_TIERS = {
    "city": "cấp tỉnh, thành phố",
    "district": "cấp huyện",
    "commune": "cấp xã",
    "ministry_province": "cấp bộ, cấp tỉnh",
    "centre": "Trung tâm Phục vụ hành chính công",
}
_TIER_SAID = re.compile(r"cấp (?:tỉnh|thành phố|huyện|xã|bộ|sở)|thẩm quyền|phường|quận|huyện,|xã,", re.IGNORECASE)
_PERIOD = re.compile(r"((?:19|20)\d{2})\s*(?:[-–—]|đến(?:\s+năm)?)\s*((?:19|20)\d{2})")


def target_entry(
    target_id: str, candidate: Candidate, passage: Passage, document: Document, indicator: str
) -> dict[str, Any]:
    """The fields of targets.yaml for a candidate whose positions are characters of its passage."""
    span = passage.text[slice(*candidate.span)]
    before = passage.text[candidate.span[0] : candidate.figure[0]]
    statement, measure = _stated(candidate, before)
    if (
        (scope := _SCOPE.search(span))
        and scope[1].casefold() not in statement.casefold()
        and not _TIER_SAID.search(scope[1])
    ):
        statement = f"{statement} ({scope[1].strip()})"
    tier = _TIERS.get(candidate.level or "", "")
    if tier and tier.casefold() not in statement.casefold() and not _TIER_SAID.search(statement):
        statement = f"{statement} ({tier})"  # without it the figures of a row could not be told apart
    note = f"Cơ quan chủ trì theo văn bản: {', '.join(candidate.responsible)}." if candidate.responsible else None
    return {
        "id": target_id,
        "document": document.id,
        "indicator": indicator,
        "measure": measure,
        "comparator": candidate.comparator,
        "average": candidate.average,
        "aim": candidate.aim,
        "value": candidate.value,
        "upper": candidate.upper,
        "unit": candidate.unit,
        "deadline": _deadline(candidate, passage, document),
        "level": candidate.level,
        "statement_vi": statement,
        "statement_en": statement,
        "exception_vi": candidate.exception,
        "baseline_vi": candidate.baseline,
        "note_vi": note,
        "locator": passage.locator,
        "span": span,
        "confidence": "B",
        "reviewed": False,
    }


def _stated(candidate: Candidate, before: str) -> tuple[str, str]:
    """What the target measures in words that keep its direction, and the kind of figure it is."""
    subject = candidate.subject or "nội dung nêu trong đoạn"
    last = _FALLS.search(before) or _GROWS.search(before)
    moves = last is not None and not _LEFT.search(before[last.end() :])
    falls = moves and _FALLS.search(before) is not None
    if candidate.comparator == "in" or (candidate.unit == "hạng" and candidate.comparator == ">="):
        return subject, "group" if candidate.unit == "nhóm" else "rank"
    if falls:
        return f"Mức giảm của {_small(subject)}", "change"
    if moves and candidate.unit == "bậc":
        return subject, "rank_gain"
    if moves and candidate.unit.startswith("%"):
        return subject, "growth"
    if moves:
        return f"Mức tăng của {_small(subject)}", "change"
    return subject, {"%": "percent", "điểm": "score"}.get(candidate.unit, "count")


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _deadline(candidate: Candidate, passage: Passage, document: Document) -> dict[str, Any]:
    """The deadline's fields; a target without one has the period of its document, if that is stated."""
    kind, year = candidate.deadline_kind, candidate.deadline_year
    if kind is None:
        return {"kind": "period"}
    if kind != "period":
        return {"kind": kind} if year is None else {"kind": kind, "year": year}
    for text in (passage.text, *reversed(passage.headings), document.title):
        for start, end in _PERIOD.findall(text):
            if int(end) == year:
                return {"kind": "period", "from": int(start), "to": year}
    return {"kind": "period", "to": year}


def indicator_entry(indicator_id: str, subject: str, document: Document, common: bool) -> dict[str, Any]:
    """The fields of indicators.yaml for a subject of a person's document.

    ``common``: its words stand in the bundled library too, or are few; then only a question that names the
    document means it.
    """
    cue = re.sub(r"[+|~]", " ", subject).strip()
    names = [name for name in (document.number, document.short) if name]
    named = "|".join(re.sub(r"[+|~]", " ", name) for name in names)
    return {
        "id": indicator_id,
        "area": OTHER_AREA,
        "short_vi": subject,
        "short_en": subject,
        "vi": subject,
        "en": subject,
        "cues_vi": [f"{cue} + {named}" if common and named else cue],
        "cues_en": [],
    }


def indicator_id(document: Document, subject: str) -> str:
    """The id of a new indicator: its document and its words."""
    short = slug(subject)[:40].rstrip("-") or "chi-tieu"
    return f"{document.id}.{short}-{hashlib.sha256(subject.casefold().encode()).hexdigest()[:6]}"
