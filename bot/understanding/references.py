"""What a question points at in the turn before, or that it points at nothing there: "tháng 12?", "hai năm đó". Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import Turn
from bot.understanding.question import Question
from bot.understanding.side_by_side import years_side_by_side
from knowledge.register.register import Register

_THAT_DOCUMENT = re.compile(
    r"\b(?:văn bản|kế hoạch|chương trình|nghị quyết|nghị định|quyết định|chỉ thị) (?:đó|này|ấy|trên|vừa rồi)\b"
    r"|\b(?:that|this) (?:plan|programme|resolution|decree|decision|directive|document)\b"
)
_MONTH_ALONE = re.compile(r"\b(?:tháng |t)(\d{1,2})\b(?!\s*[/\d]| năm \d)")
_DAY_ALONE = re.compile(r"(?:thế |còn |và )?(?:ngày|ngày nào|ngày mấy|date)\W*")
_FACETS = {"who", "size", "scale", "weight"}
_OF_BIRTH = {"signer", "issuer", "about", "effective"}
_TYPES = {"plan": "kế hoạch", "decision": "quyết định", "resolution": "nghị quyết", "decree": "nghị định",
          "directive": "chỉ thị", "circular": "thông tư", "programme": "chương trình"}  # fmt: skip


def pointed(turn: Turn, current: Question, register: Register) -> Question:
    """The question with what it points at in the turn before put in its slots; nothing else is carried."""
    current = _document_pointed_at(turn, current, register)
    current = _month_of_that_year(turn.question, current)
    if current.asks & _FACETS and turn.question.terms and not current.indicators:
        current = replace(current, terms=turn.question.terms)  # "tối đa bao nhiêu điểm?" of the index just explained
    if _DAY_ALONE.fullmatch(current.text.lower()) and turn.question.asks & _OF_BIRTH:
        current = replace(current, asks=frozenset({"issued"}))
    return years_side_by_side(turn, current)


def document_meant(turn: Turn, current: Question, register: Register) -> str | None:
    """The document "this decision" speaks of: the last named or cited one, of the type said where one is said."""
    held = [*turn.question.documents, *(c.document.id for c in turn.citations)]
    said = current.text.lower().split()
    typed = [d for d in held if _is_of_type(register.document(d).type.lower(), current.text.lower(), said)]
    return next(iter(typed or held), None)


def _is_of_type(kind: str, text: str, words: list[str]) -> bool:
    return kind in text or any(english in words and kind == vietnamese for english, vietnamese in _TYPES.items())


def _document_pointed_at(turn: Turn, current: Question, register: Register) -> Question:
    """ "Chương trình đó", "còn 136?", "nó ra trước hay sau Kế hoạch 136?"."""
    earlier = turn.question.documents
    if "before_after" in current.asks and len(current.documents) == 1 and earlier and earlier != current.documents:
        return replace(current, documents=(earlier[0], current.documents[0]))
    if current.documents or current.unknown_documents:
        return current
    if _THAT_DOCUMENT.search(current.text.lower()) and (meant := document_meant(turn, current, register)):
        return replace(current, documents=(meant,), marks=current.marks | {"follow"})
    claim = current.claims[0] if len(current.claims) == 1 else None
    if claim and claim.unit is None and claim.comparator is None and "follow" in current.marks:
        numbered = [d.id for d in register.documents if re.match(rf"{re.escape(claim.text)}(?!\d)", d.number or "")]
        if len(numbered) == 1:
            return replace(current, documents=tuple(numbered), claims=())
    return current


def _month_of_that_year(previous: Question, current: Question) -> Question:
    """ "Tháng 12?" after a month or a year: of that year."""
    said = _MONTH_ALONE.search(current.text.lower())
    held = [year for year, _ in previous.months] or list(previous.years)
    if said is None or current.months or current.years or not held or not 1 <= int(said[1]) <= 12:
        return current
    return replace(current, months=((held[-1], int(said[1])),), years=(held[-1],), unexplained=())


def of_another_world(current: Question) -> bool:
    """ "Kể chuyện cười đi", "hôm nay trời thế nào": words no document says, and nothing a turn before could fill."""
    filled = current.years or current.period or current.shift or current.claims or current.measures or current.terms
    goes_on = filled or current.levels or current.nationwide or "follow" in current.marks
    counts_places = current.asks == {"size"} and bool(current.levels)  # "có mấy quận?": no index has districts
    return counts_places or (bool(current.foreign) and not goes_on and current.asks <= {"today", "result"})
