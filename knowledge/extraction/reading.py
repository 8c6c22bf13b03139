"""Reads a laid-out sentence: what each part of it says, as candidates placed in the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.extraction import timing
from knowledge.extraction.candidate import Candidate
from knowledge.extraction.composing import ComposingGrammar
from knowledge.extraction.conditions import Condition
from knowledge.extraction.expanding import ExpandingGrammar
from knowledge.extraction.frames import Frame
from knowledge.extraction.levels import only
from knowledge.extraction.parts import Part
from knowledge.extraction.ranges import inside
from knowledge.extraction.scene import Clause, Scene
from knowledge.extraction.shared import SharedWords
from knowledge.extraction.subjects import SubjectGrammar
from knowledge.extraction.timing import TimingGrammar
from knowledge.extraction.weighing import Read, WeighingGrammar
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """The section ``reading`` of the words."""

    never: Phrases
    setting: Phrases
    tier_alone: Phrases


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads the pieces of a part."""

    subjects: SubjectGrammar
    composing: ComposingGrammar
    timing: TimingGrammar
    weighing: WeighingGrammar
    expanding: ExpandingGrammar


class ReadingGrammar:
    """Reads sentences."""

    def __init__(self, words: ReadingWords, shared: SharedWords, readers: Readers) -> None:
        self._use = readers
        self._never = re.compile(rf"(?<!\w){words.never}(?!\w)", re.IGNORECASE)
        self._aim = re.compile(rf"(?<!\w){shared.aim}(?!\w)", re.IGNORECASE)
        self._setting = re.compile(rf"(?<!\w){words.setting}(?!\w)", re.IGNORECASE)
        self._tier_alone = re.compile(f"{words.tier_alone}", re.IGNORECASE)

    def candidates(self, scene: Scene, frame: Frame, subject: str) -> tuple[list[Candidate], str]:
        """The candidates of a sentence, and what it measured last; ``subject``: what the clause before it measured."""
        told = False
        found: list[list[Candidate]] = []
        before: Read | None = None
        for at, clause in enumerate(scene.clauses):
            if not clause.parts:
                following = next(iter(scene.clauses[at + 1 :]), None)
                subject = self._use.composing.introduced(clause, following, subject)
            for part in clause.parts:
                read = self._read(scene, at, part, frame, subject, before)
                subject = read.named.words or subject
                if _again(read, before):
                    continue
                if self._use.weighing.is_only_told(scene, read, frame, told, bool(found)):
                    told = told or part.figures[0].kind != "money"
                    before = None
                    continue
                told = False
                if read.baseline and before and before.clause is clause and self._takes_after(clause, part):
                    found[-1] = [replace(c, baseline=c.baseline or read.baseline) for c in found[-1]]
                found.append(self._use.expanding.expanded(read, self._level(scene, clause, part, frame)))
                before = read
        together = [candidate for group in self._with_shared_ends(found) for candidate in group]
        return self._named_later(together), subject

    def _named_later(self, found: list[Candidate]) -> list[Candidate]:
        """A figure that names nothing takes what the next one measures: "đạt 80%, năm 2030 đạt 100% hồ sơ"."""
        later, beside = "", None
        for i in range(len(found) - 1, -1, -1):
            nothing = not found[i].subject or (self._tier_alone.fullmatch(found[i].subject) and later)
            if nothing:
                found[i] = replace(found[i], subject=later, exception=found[i].exception or beside)
            later, beside = found[i].subject, found[i].exception
        return found

    def _read(self, scene: Scene, at: int, part: Part, frame: Frame, subject: str, before: Read | None) -> Read:
        clause = scene.clauses[at]
        dues = self._use.timing.due(scene.clauses, at, part, frame.dues)
        comparator = part.comparator
        if comparator == ">" and self._never.search(clause.text, *part.lead):
            comparator = "<="  # "không để hồ sơ quá hạn vượt quá 1%"
        if comparator is None and before is not None and before.clause is clause and self._takes_after(clause, part):
            comparator = before.comparator  # "tối thiểu 80% ở cấp tỉnh, 70% ở cấp huyện"
        bound = part.bindings[0].start
        head = scene.words.partition(":")[0] if ":" in scene.words[:bound] else ""
        start = clause.start if not clause.bracketed else part.start
        aim = frame.aim or "aim" in part.tags or bool(self._aim.search(scene.words, start, max(start, bound)))
        return Read(
            scene.words,
            clause,
            part,
            self._use.composing.named(clause, part, subject),
            dues,
            comparator,
            aim or bool(self._aim.search(head)),
            _condition(scene, scene.exceptions, clause, part),
            _condition(scene, scene.baselines, clause, part),
        )

    def _takes_after(self, clause: Clause, part: Part) -> bool:
        """Whether a bare figure goes on the list before it: no verb, no deadline of its own, and short of 100."""
        raw = clause.bare[slice(*part.lead)]
        bare = not part.tags and not self._setting.search(raw) and not clause.bracketed
        bare = bare and part.figures[0].value != "100"
        lead = self._use.subjects.before(clause.bare, part.lead)
        tiers = clause.tiers_in(part.lead)
        return bare and (not lead or bool(tiers)) and not timing.own(clause, part)

    def _level(self, scene: Scene, clause: Clause, part: Part, frame: Frame) -> str | None:
        named = clause.tiers_in((part.start, part.end))
        if part.figures[0].kind in {"group", "rank"}:  # "dẫn đầu toàn quốc" says among whom, not of which tier
            named = tuple(tier for tier in named if tier.level != "national")
        return only(named) if named else self._fronted(scene) or frame.level

    def _fronted(self, scene: Scene) -> str | None:
        """The tier a sentence opens with: "Đối với cấp xã, ..."."""
        for clause in scene.clauses[:1]:
            for tier in clause.tiers[:1]:
                before = clause.bare[clause.start : tier.start].strip() + " "
                opening = self._use.subjects.without_place(before).strip()
                if not opening and clause.text[tier.end : tier.end + 1] in {",", ":"}:
                    return tier.level
        return None

    def _with_shared_ends(self, found: list[list[Candidate]]) -> list[list[Candidate]]:
        """A list whose last item ends for all: "90% hồ sơ cấp tỉnh; 60% hồ sơ cấp xã được xử lý trên mạng"."""
        subjects = self._use.subjects
        for i in range(len(found) - 2, -1, -1):
            last = found[i + 1][0]
            shared = subjects.shared_predicate(last.subject)
            for j, one in enumerate(found[i]):
                alike = (
                    not subjects.measured.match(one.subject)
                    and one.subject.lower().split()[:1] == last.subject.lower().split()[:1]
                )
                if shared and alike and subjects.lacks_predicate(one.subject):
                    found[i][j] = replace(
                        one, subject=f"{one.subject} {shared}", exception=one.exception or last.exception,
                        deadline_kind=one.deadline_kind or last.deadline_kind,
                        deadline_year=one.deadline_year if one.deadline_kind else last.deadline_year,
                    )  # fmt: skip
        return found


def _again(read: Read, before: Read | None) -> bool:
    """Whether a bracket only says a figure again: "nhóm 30 nước dẫn đầu (top 30)"."""
    return (
        read.clause.bracketed
        and before is not None
        and [(f.value, f.kind) for f in read.part.figures] == [(f.value, f.kind) for f in before.part.figures]
    )


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
