"""The words of the grammar: a section for each file that reads some, as ``extraction.vi.yaml`` holds them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.extraction.comparators import ComparatorWords
from knowledge.extraction.composing import ComposingWords
from knowledge.extraction.conditions import ConditionWords
from knowledge.extraction.deadlines import DeadlineWords
from knowledge.extraction.expanding import ExpandingWords
from knowledge.extraction.figures import FigureWords
from knowledge.extraction.frames import FrameWords
from knowledge.extraction.leading import LeadingWords
from knowledge.extraction.levels import LevelWords
from knowledge.extraction.matching import MatchingWords
from knowledge.extraction.parts import PartWords
from knowledge.extraction.reading import ReadingWords
from knowledge.extraction.scene import SceneWords
from knowledge.extraction.sentences import SentenceWords
from knowledge.extraction.shared import SharedWords
from knowledge.extraction.subjects import SubjectWords
from knowledge.extraction.timing import TimingWords
from knowledge.extraction.told import ToldWords
from knowledge.extraction.weighing import WeighingWords
from knowledge.phrases import Phrases


@dataclass(frozen=True, slots=True)
class ExtractionWords:
    """All of them."""

    shared: SharedWords
    sentences: SentenceWords
    figures: FigureWords
    comparators: ComparatorWords
    deadlines: DeadlineWords
    levels: LevelWords
    conditions: ConditionWords
    leading: LeadingWords
    parts: PartWords
    scene: SceneWords
    subjects: SubjectWords
    composing: ComposingWords
    timing: TimingWords
    told: ToldWords
    frames: FrameWords
    weighing: WeighingWords
    expanding: ExpandingWords
    reading: ReadingWords
    adds: Phrases
    matching: MatchingWords
