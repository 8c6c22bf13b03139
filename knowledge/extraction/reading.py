"""Reads a laid-out sentence: what each part of it says, as candidates placed in the sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.extraction import composing, subjects, timing
from knowledge.extraction.candidate import Candidate
from knowledge.extraction.conditions import Condition
from knowledge.extraction.deadlines import stated
from knowledge.extraction.figures import Figure
from knowledge.extraction.frames import Frame
from knowledge.extraction.levels import Tier, only
from knowledge.extraction.parts import Part
from knowledge.extraction.ranges import Range, inside, trimmed
from knowledge.extraction.scene import Clause, Scene
from knowledge.extraction.weighing import Read, is_only_told

_NEVER = re.compile(r"(?<!\w)không (?:để|cho)(?!\w)", re.IGNORECASE)
_AIM = re.compile(r"(?<!\w)(?:phấn đấu|cố gắng)(?!\w)", re.IGNORECASE)
_YEARLY_BESIDE = re.compile(r"\s*(?:,\s*)?(?:mỗi năm|hằng năm|hàng năm|một năm)(?!\w)", re.IGNORECASE)
_AVERAGE = re.compile(
    r"(?<!mức )(?<!thu nhập )(?<!trên )(?<!dưới )(?:bình quân|trung bình)(?!\s+(?:đầu|của|chung|cả|khá"
    r"|người|theo đầu))",
    re.IGNORECASE,
)
_SETTING = re.compile(r"(?<!\w)(?:đặt|yêu cầu|nêu|giao)(?!\w)", re.IGNORECASE)
_TIER_ALONE = re.compile(r"(?:ở |tại )?cấp (?:tỉnh|huyện|xã|thành phố|bộ)", re.IGNORECASE)


def candidates(scene: Scene, frame: Frame, subject: str) -> tuple[list[Candidate], str]:
    """The candidates of a sentence, and what it measured last; ``subject`` is what the clause before it measured."""
    told = False
    found: list[list[Candidate]] = []
    before: Read | None = None
    for at, clause in enumerate(scene.clauses):
        if not clause.parts:
            subject = composing.introduced(clause, next(iter(scene.clauses[at + 1 :]), None), subject)
        for part in clause.parts:
            read = _read(scene, at, part, frame, subject, before)
            subject = read.named.words or subject
            if _again(read, before):
                continue
            if is_only_told(scene, read, frame, told, bool(found)):
                told = told or part.figures[0].kind != "money"
                before = None
                continue
            told = False
            if read.baseline and before and before.clause is clause and _takes_after(clause, part):
                found[-1] = [replace(c, baseline=c.baseline or read.baseline) for c in found[-1]]
            found.append(_expanded(read, _level(scene, clause, part, frame)))
            before = read
    return _named_later([candidate for group in _with_shared_ends(found) for candidate in group]), subject


def _named_later(found: list[Candidate]) -> list[Candidate]:
    """A figure that names nothing takes what the next one measures: "đạt 80%, năm 2030 đạt 100% hồ sơ"."""
    later, beside = "", None
    for i in range(len(found) - 1, -1, -1):
        nothing = not found[i].subject or (_TIER_ALONE.fullmatch(found[i].subject) and later)
        if nothing:
            found[i] = replace(found[i], subject=later, exception=found[i].exception or beside)
        later, beside = found[i].subject, found[i].exception
    return found


def _again(read: Read, before: Read | None) -> bool:
    """Whether a bracket only says a figure again: "nhóm 30 nước dẫn đầu (top 30)"."""
    return (
        read.clause.bracketed
        and before is not None
        and [(f.value, f.kind) for f in read.part.figures] == [(f.value, f.kind) for f in before.part.figures]
    )


def _read(scene: Scene, at: int, part: Part, frame: Frame, subject: str, before: Read | None) -> Read:
    clause = scene.clauses[at]
    dues = timing.due(scene.clauses, at, part, frame.dues)
    comparator = part.comparator
    if comparator == ">" and _NEVER.search(clause.text, *part.lead):
        comparator = "<="  # "không để hồ sơ quá hạn vượt quá 1%"
    if comparator is None and before is not None and before.clause is clause and _takes_after(clause, part):
        comparator = before.comparator  # "tối thiểu 80% ở cấp tỉnh, 70% ở cấp huyện"
    head = scene.words.partition(":")[0] if ":" in scene.words[: part.bindings[0].start] else ""
    start = clause.start if not clause.bracketed else part.start
    aim = frame.aim or "aim" in part.tags or bool(_AIM.search(scene.words, start, max(start, part.bindings[0].start)))
    return Read(
        scene.words,
        clause,
        part,
        composing.named(clause, part, subject),
        dues,
        comparator,
        aim or bool(_AIM.search(head)),
        _condition(scene, scene.exceptions, clause, part),
        _condition(scene, scene.baselines, clause, part),
    )


def _takes_after(clause: Clause, part: Part) -> bool:
    """Whether a bare figure goes on the list before it: no verb, no deadline of its own, and short of 100."""
    raw = clause.bare[slice(*part.lead)]
    bare = not part.tags and not _SETTING.search(raw) and not clause.bracketed and part.figures[0].value != "100"
    lead = subjects.before(clause.bare, part.lead)
    tiers = clause.tiers_in(part.lead)
    return bare and (not lead or bool(tiers)) and not timing.own(clause, part)


def _condition(scene: Scene, said: tuple[Condition, ...], clause: Clause, part: Part) -> str | None:
    """The condition that stands in a part, or opens its clause; a bracket with a figure keeps its own."""
    others = [other.place for other in scene.clauses if other.bracketed and other is not clause]
    said = tuple(c for c in said if not inside(c.start, others))
    end = part.end if part is not clause.parts[-1] else scene.reach(clause)
    within = [c for c in said if part.start <= c.start < end]
    first = clause.parts[0].bindings[0].start
    opening = [c for c in said if clause.start <= c.start < first]
    fronted = [c for c in said if not scene.words[: c.start].strip(" -–+*•(")]  # "Trừ các xã đảo, ...; ..."
    found = within or opening or fronted
    return found[0].words if found else None


def _level(scene: Scene, clause: Clause, part: Part, frame: Frame) -> str | None:
    named = clause.tiers_in((part.start, part.end))
    if part.figures[0].kind in {"group", "rank"}:  # "dẫn đầu toàn quốc" says among whom, not of which tier
        named = tuple(tier for tier in named if tier.level != "national")
    return only(named) if named else _fronted(scene) or frame.level


def _fronted(scene: Scene) -> str | None:
    """The tier a sentence opens with: "Đối với cấp xã, ..."."""
    for clause in scene.clauses[:1]:
        for tier in clause.tiers[:1]:
            opening = subjects.without_place(clause.bare[clause.start : tier.start].strip() + " ").strip()
            if not opening and clause.text[tier.end : tier.end + 1] in {",", ":"}:
                return tier.level
    return None


def _expanded(read: Read, level: str | None) -> list[Candidate]:
    """One candidate a figure; a row shares out tiers, years, subjects or what follows it."""
    part, clause, count = read.part, read.clause, len(read.part.figures)
    tiers: tuple[Tier, ...] = composing.shared_tiers(clause, part)
    years = next((d for d in read.dues if d.kind == "years" and len(d.years) == count), None) if count > 1 else None
    names = composing.shared_subjects(read.named.words, count) if not tiers and not years else ()
    rest = composing.shared_complements(clause, part, count) if not (tiers or years or names) else ()
    found = []
    for i, figure in enumerate(part.figures):
        subject = names[i] if names else read.named.words
        subject = f"{subject} {rest[i]}" if rest and rest[i] not in subject else subject
        kind, year = stated(read.dues, _per_year(read, figure))
        if years:
            kind, year = ("by" if "đến" in clause.text[years.start : years.end].lower() else "in"), years.years[i]
        found.append(
            _candidate(
                read,
                figure,
                subjects.trimmed_words(subject) if names else subject,
                kind,
                year,
                tiers[i].level if tiers else level,
            )
        )
    return found


def _candidate(
    read: Read, figure: Figure, subject: str, kind: str | None, year: int | None, level: str | None
) -> Candidate:
    part, clause = read.part, read.clause
    place = clause.place if len(clause.parts) == 1 else (part.start, part.end)
    return Candidate(
        span=_span(read.words, place, figure),
        figure=figure.place,
        subject=subject,
        comparator=_comparator(read, figure),
        average=any("average" in b.tags for b in part.bindings) or bool(_AVERAGE.search(clause.text, *part.lead)),
        aim=read.aim,
        value=figure.value,
        upper=figure.upper,
        unit=_unit(read, figure),
        deadline_kind=kind,
        deadline_year=year,
        level=level,
        exception=read.exception,
        baseline=read.baseline,
        responsible=(),
    )


def _span(text: str, place: Range, figure: Figure) -> Range:
    start, end = trimmed(text, place)
    return min(start, figure.start), max(end, figure.end)


def _comparator(read: Read, figure: Figure) -> str:
    if figure.kind == "group":
        return "in"
    if figure.upper is not None:
        return "="
    return read.comparator or "="


def _moves(read: Read) -> bool:
    """Whether a figure is a change, not a level: "tăng 5%", "Tăng tỷ lệ hồ sơ thêm 10%"."""
    opening = read.clause.text[slice(*read.part.lead)].lstrip(" ,;:.-–").lower()
    return "change" in read.part.tags or (
        "reach" not in read.part.tags and opening.startswith(("tăng ", "giảm ", "cắt giảm ", "rút ngắn "))
    )


def _per_year(read: Read, figure: Figure) -> bool:
    """Whether a figure is growth or a count per year: "5%/năm", "mỗi năm tăng 5%"."""
    if figure.unit.endswith("/năm"):
        return True
    if figure.kind != "percent" or not _moves(read):
        return False
    own = timing.own(read.clause, read.part)
    return "yearly" in read.part.tags or any(d.kind == "yearly" for d in own)


def _unit(read: Read, figure: Figure) -> str:
    if figure.unit.endswith("/năm"):
        return figure.unit
    beside = bool(_YEARLY_BESIDE.match(read.clause.text, read.part.bindings[-1].end))
    grows = _moves(read) and figure.kind in {"percent", "measure"}
    return f"{figure.unit}/năm" if grows and (beside or _per_year(read, figure)) else figure.unit


def _with_shared_ends(found: list[list[Candidate]]) -> list[list[Candidate]]:
    """A list whose last item ends for all: "90% hồ sơ cấp tỉnh; 60% hồ sơ cấp xã được xử lý trên mạng"."""
    for i in range(len(found) - 2, -1, -1):
        last = found[i + 1][0]
        shared = subjects.shared_predicate(last.subject)
        for j, one in enumerate(found[i]):
            alike = (
                not subjects.MEASURED.match(one.subject)
                and one.subject.lower().split()[:1] == last.subject.lower().split()[:1]
            )
            if shared and alike and subjects.lacks_predicate(one.subject):
                found[i][j] = replace(
                    one, subject=f"{one.subject} {shared}", exception=one.exception or last.exception,
                    deadline_kind=one.deadline_kind or last.deadline_kind,
                    deadline_year=one.deadline_year if one.deadline_kind else last.deadline_year,
                )  # fmt: skip
    return found
