"""What labelled utterances cover: how many lines of each kind, which subjects and acts have few of them. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.faq import folded
from knowledge.teaching.labels import ACTS, RARE_ACTS, TALK
from knowledge.teaching.near_duplicates import NearDuplicate, near_duplicates
from knowledge.teaching.subjects import QUESTION, Subjects
from knowledge.teaching.utterance import Utterance

FEWEST_WORDINGS = 8  # of a subject
FEWEST_AUTHORS = 4  # of a subject: they are the unit by which training and measuring are split
FEWEST_OF_A_RARE_ACT = 60
MOST_NEAR_DUPLICATES = 0.02  # of all lines


@dataclass(frozen=True, slots=True)
class Thin:
    """A subject with few wordings or few authors."""

    kind: str
    id: str
    wordings: int
    authors: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The report over all lines. Counts are of lines, the most first, where nothing else is said."""

    lines: int
    authors: Mapping[str, int]
    acts: Mapping[str, int]  # every act, also those no line has
    talk: Mapping[str, int]  # every kind of talk, as acts
    english: int
    follow_ups: int
    multi_part: int  # lines that ask for several things: they have two acts or more
    contrasts: int  # names of ``pair`` that two lines or more share
    clauses: Mapping[str, int]  # by document
    thin: tuple[Thin, ...]  # by kind, the fewest wordings first
    rare: Mapping[str, int]  # acts of RARE_ACTS with fewer than FEWEST_OF_A_RARE_ACT, the fewest first
    near: tuple[NearDuplicate, ...]

    @property
    def near_lines(self) -> int:
        """The lines that say nearly the same as another."""
        return len({each for pair in self.near for each in (pair.first, pair.second)})

    @property
    def near_share(self) -> float:
        """Their share (0 to 1) of all lines."""
        return self.near_lines / self.lines if self.lines else 0.0

    @property
    def repeats_itself(self) -> bool:
        """Whether there are more near-duplicates than may be."""
        return self.near_share > MOST_NEAR_DUPLICATES


def coverage(utterances: Sequence[Utterance], subjects: Subjects) -> Coverage:
    """The report; each indicator, document, term and common question of ``subjects`` should have its wordings."""
    acts = _of_all(ACTS, (act for each in utterances for act in each.acts))
    pairs = Counter(each.pair for each in utterances if each.pair)
    return Coverage(
        lines=len(utterances),
        authors=_counted(each.author for each in utterances),
        acts=acts,
        talk=_of_all(TALK, (each.talk for each in utterances if each.talk)),
        english=sum(each.language == "en" for each in utterances),
        follow_ups=sum(bool(each.before) for each in utterances),
        multi_part=sum(len(each.acts) > 1 for each in utterances),
        contrasts=sum(lines > 1 for lines in pairs.values()),
        clauses=_counted(each.clause.partition("#")[0] for each in utterances if each.clause),
        thin=tuple(_thin(utterances, subjects)),
        rare={act: acts[act] for act in reversed(acts) if act in RARE_ACTS and acts[act] < FEWEST_OF_A_RARE_ACT},
        near=near_duplicates(utterances),
    )


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _of_all(allowed: Iterable[str], values: Iterable[str]) -> dict[str, int]:
    """As ``_counted``, also those that occur nowhere."""
    counts = Counter(dict.fromkeys(allowed, 0))
    counts.update(values)
    return dict(counts.most_common())


def _thin(utterances: Iterable[Utterance], subjects: Subjects) -> Iterator[Thin]:
    named: dict[str, list[Utterance]] = defaultdict(list)
    asked: dict[str, list[Utterance]] = defaultdict(list)
    for each in utterances:
        for subject in each.subjects:
            named[subject].append(each)
        if each.question:
            asked[each.question].append(each)
    for kind, ids in subjects.taught.items():
        lines = asked if kind == QUESTION else named
        counts = [Thin(kind, each, *_wordings_and_authors(lines[each])) for each in ids]
        few = [t for t in counts if t.wordings < FEWEST_WORDINGS or t.authors < FEWEST_AUTHORS]
        yield from sorted(few, key=lambda thin: (thin.wordings, thin.authors, thin.id))


def _wordings_and_authors(lines: Sequence[Utterance]) -> tuple[int, int]:
    """How many texts there are, but for case, marks and punctuation, and how many people wrote them."""
    return len({folded(each.text) or each.text for each in lines}), len({each.author for each in lines})
