"""What a curated answer is for, as the trained part reads it from the wordings of its question."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.faq import FaqEntry
from knowledge.learning.learned import Learned
from knowledge.vocabulary import Vocabulary

MOST = 6  # wordings that are read


class EntryActs:
    """The probabilities of the acts of curated answers: the mean over the Vietnamese wordings, read once."""

    def __init__(self, learned: Learned, vocabulary: Vocabulary) -> None:
        self._learned = learned
        self._vocabulary = vocabulary
        self._held: dict[str, Mapping[str, float]] = {}

    def __call__(self, entry: FaqEntry) -> Mapping[str, float]:
        """The probability of each act that the entry's question asks for it, by its words alone."""
        if entry.id not in self._held:
            wordings = (entry.question.vi, *entry.variants["vi"])[:MOST]
            read = [self._learned.acts(self._vocabulary.read(wording).forms) for wording in wordings]
            self._held[entry.id] = {act: sum(each[act] for each in read) / len(read) for act in read[0]}
        return self._held[entry.id]
