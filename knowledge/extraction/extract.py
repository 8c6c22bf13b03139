"""The recipe of extraction, readable aloud: blocks under their titles, sentences, clauses, and what each part says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from knowledge.extraction.candidate import Candidate
from knowledge.extraction.comparators import ComparatorGrammar
from knowledge.extraction.composing import ComposingGrammar
from knowledge.extraction.conditions import ConditionGrammar
from knowledge.extraction.deadlines import DeadlineGrammar, stated
from knowledge.extraction.expanding import ExpandingGrammar
from knowledge.extraction.figures import FigureGrammar
from knowledge.extraction.finders import Finders
from knowledge.extraction.frames import Frame, FrameGrammar
from knowledge.extraction.leading import LeadingGrammar
from knowledge.extraction.levels import LevelGrammar
from knowledge.extraction.parts import PartGrammar
from knowledge.extraction.ranges import Range
from knowledge.extraction.reading import Readers, ReadingGrammar
from knowledge.extraction.scene import Scene, SceneGrammar
from knowledge.extraction.sentences import Block, SentenceGrammar
from knowledge.extraction.subjects import SubjectGrammar
from knowledge.extraction.timing import TimingGrammar
from knowledge.extraction.told import ToldGrammar
from knowledge.extraction.weighing import WeighingGrammar
from knowledge.extraction.words import ExtractionWords

_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\v\f]")


class Extractor:
    """Reads target candidates out of texts. Its patterns are made of the words once."""

    def __init__(self, words: ExtractionWords) -> None:
        shared = words.shared
        levels, figures = LevelGrammar(words.levels, shared), FigureGrammar(words.figures, shared)
        conditions = ConditionGrammar(words.conditions, shared)
        subjects, told = SubjectGrammar(words.subjects), ToldGrammar(words.told)
        composing = ComposingGrammar(words.composing, shared, subjects, levels)
        self._find = Finders(
            SentenceGrammar(words.sentences, shared),
            conditions,
            LeadingGrammar(words.leading, shared, conditions.takes_up),
            DeadlineGrammar(words.deadlines),
            figures,
            levels,
            PartGrammar(words.parts, shared, ComparatorGrammar(words.comparators, shared), levels),
        )
        self._scenes = SceneGrammar(words.scene, self._find)
        self._frames = FrameGrammar(words.frames, shared, self._find, subjects, told)
        weighing = WeighingGrammar(words.weighing, told, figures)
        expanding = ExpandingGrammar(words.expanding, composing, subjects, figures)
        readers = Readers(subjects, composing, TimingGrammar(words.timing), weighing, expanding)
        self._reading = ReadingGrammar(words.reading, shared, readers)
        self._adds = re.compile(rf"\W*{words.adds}(?!\w)", re.IGNORECASE)

    def extract(self, text: str) -> tuple[Candidate, ...]:
        """The candidates of a text in reading order. Nothing is looked up and nothing is judged: a person reviews."""
        plain, places = _composed(text)
        found: list[list[Candidate]] = []
        for block, frame in self._frames.framed(plain):
            own = self._of_block(plain, block, frame)
            if not own and found and (bodies := self._bodies(plain[block.start : block.end])):
                found[-1] = [replace(c, responsible=c.responsible or bodies) for c in found[-1]]
            elif own:
                found.append(own)
        return tuple(_placed(candidate, places) for block_candidates in found for candidate in block_candidates)

    def _of_block(self, plain: str, block: Block, frame: Frame) -> list[Candidate]:
        found: list[Candidate] = []
        subject, led = frame.subject, frame.bodies
        for start, end in self._find.sentences.sentences(plain, (block.start, block.end)):
            scene = self._scenes.laid_out(plain[start:end])
            read, carried = self._reading.candidates(scene, frame, subject)
            own = [_moved(candidate, start) for candidate in read]
            if not own and found:
                found = [*found[:-1], self._completed(found[-1], scene)]
            bodies = tuple(body for lead in scene.leads for body in lead.bodies)
            if bodies and not own:
                led = led if found else bodies  # said before its targets, or after them
                found = [replace(c, responsible=c.responsible or bodies) for c in found]
            found += [replace(c, responsible=bodies or led) for c in own]
            subject = own[-1].subject if own else carried
        return found

    def _completed(self, candidate: Candidate, scene: Scene) -> Candidate:
        """A target with what a sentence of its own adds: "Thời hạn: năm 2026.", "Không áp dụng đối với ..."."""
        if not self._adds.match(scene.words) or any(clause.parts for clause in scene.clauses):
            return candidate
        dues = tuple(due for clause in scene.clauses for due in clause.dues)
        if dues and candidate.deadline_kind is None:
            kind, year = stated(dues, self._find.figures.is_per_year(candidate.unit))
            candidate = replace(candidate, deadline_kind=kind, deadline_year=year)
        said = scene.exceptions[0].words if scene.exceptions else None
        return replace(candidate, exception=candidate.exception or said)

    def _bodies(self, words: str) -> tuple[str, ...]:
        """The bodies a block of their own names: "Cơ quan chủ trì: Sở Nội vụ"."""
        return tuple(body for lead in self._find.leading.leads(words, (0, len(words))) for body in lead.bodies)


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
