"""The recipe of extraction, readable aloud: blocks under their titles, sentences, clauses, and what each part says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from knowledge.extraction.candidate import Candidate
from knowledge.extraction.conditions import leads
from knowledge.extraction.deadlines import stated
from knowledge.extraction.frames import Frame, framed
from knowledge.extraction.ranges import Range
from knowledge.extraction.reading import candidates
from knowledge.extraction.scene import Scene, laid_out
from knowledge.extraction.sentences import Block, sentences

_ADDS = re.compile(
    r"\W*(?:thời (?:hạn|gian)(?: hoàn thành| thực hiện)?|tiến độ|hoàn thành|ngoại lệ|trừ|không (?:áp dụng"
    r"|bao gồm|tính|kể)"
    r"|(?:quy định|chỉ tiêu|mục tiêu|tỷ lệ|yêu cầu|việc)(?: này| đó| trên))(?!\w)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\v\f]")


def extract(text: str) -> tuple[Candidate, ...]:
    """The candidates of a text in reading order. Nothing is looked up and nothing is judged: a person reviews them."""
    plain, places = _composed(text)
    found: list[list[Candidate]] = []
    for block, frame in framed(plain):
        own = _of_block(plain, block, frame)
        if not own and found and (bodies := _bodies(plain[block.start : block.end])):
            found[-1] = [replace(c, responsible=c.responsible or bodies) for c in found[-1]]
        elif own:
            found.append(own)
    return tuple(_placed(candidate, places) for block_candidates in found for candidate in block_candidates)


def _of_block(plain: str, block: Block, frame: Frame) -> list[Candidate]:
    found: list[Candidate] = []
    subject, led = frame.subject, frame.bodies
    for start, end in sentences(plain, (block.start, block.end)):
        scene = laid_out(plain[start:end])
        read, carried = candidates(scene, frame, subject)
        own = [_moved(candidate, start) for candidate in read]
        if not own and found:
            found = [*found[:-1], _completed(found[-1], scene)]
        bodies = tuple(body for lead in scene.leads for body in lead.bodies)
        if bodies and not own:
            led = led if found else bodies  # said before its targets, or after them
            found = [replace(c, responsible=c.responsible or bodies) for c in found]
        found += [replace(c, responsible=bodies or led) for c in own]
        subject = own[-1].subject if own else carried
    return found


def _completed(candidate: Candidate, scene: Scene) -> Candidate:
    """A target with what a sentence of its own adds: "Thời hạn: năm 2026.", "Không áp dụng đối với ..."."""
    if not _ADDS.match(scene.words) or any(clause.parts for clause in scene.clauses):
        return candidate
    dues = tuple(due for clause in scene.clauses for due in clause.dues)
    if dues and candidate.deadline_kind is None:
        kind, year = stated(dues, candidate.unit.endswith("/năm"))
        candidate = replace(candidate, deadline_kind=kind, deadline_year=year)
    said = scene.exceptions[0].words if scene.exceptions else None
    return replace(candidate, exception=candidate.exception or said)


def _bodies(words: str) -> tuple[str, ...]:
    """The bodies a block of their own names: "Cơ quan chủ trì: Sở Nội vụ"."""
    return tuple(body for lead in leads(words, (0, len(words))) for body in lead.bodies)


def _moved(candidate: Candidate, by: int) -> Candidate:
    span, figure = candidate.span, candidate.figure
    return replace(candidate, span=(span[0] + by, span[1] + by), figure=(figure[0] + by, figure[1] + by))


def _composed(text: str) -> tuple[str, list[int] | None]:
    """The text in composed letters with plain spaces; for each character where it stood, None when nothing moved."""
    if unicodedata.is_normalized("NFC", text):
        return _SPACES.sub(" ", text), None
    pieces: list[str] = []
    places: list[int] = []
    for match in re.finditer(r"(?s).[\u0300-\u036f]*", text):
        piece = unicodedata.normalize("NFC", match.group())
        pieces.append(piece)
        places += [match.start()] * (len(piece) - 1) + [match.start()] if piece else []
    return _SPACES.sub(" ", "".join(pieces)), [*places, len(text)]


def _placed(candidate: Candidate, places: list[int] | None) -> Candidate:
    if places is None:
        return candidate

    def original(where: Range) -> Range:
        return places[where[0]], places[where[1]]

    return replace(candidate, span=original(candidate.span), figure=original(candidate.figure))
