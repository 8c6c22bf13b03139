"""A matcher of made questions, fitted in a moment: texts about the moon, the tide and a clause."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from knowledge.learning.fitting_matches import Worded, fit_matcher
from knowledge.learning.heads import Floats
from knowledge.learning.matching import Matcher
from knowledge.vietnamese import syllables

SIZE = 4
CLAUSE = "ba-chi-so#Phần I, mục 1"
OTHER_CLAUSE = "ba-chi-so#Phần II, mục 1"
WORDINGS = {
    "moon": ("trăng mọc khi nào", "khi nào trăng mọc", "trăng mọc lúc nào", "trăng lên khi nào", "bao giờ trăng mọc"),
    "tide": ("nước lên cao mấy mét", "nước lên mấy mét", "nước cao mấy mét", "mấy mét nước lên", "nước lên cao cỡ nào"),
    CLAUSE: ("papi đo điều gì", "papi chấm điều gì", "điều gì papi đo", "papi đo những gì", "papi là đo gì"),
    OTHER_CLAUSE: ("sở nào chủ trì", "chủ trì là sở nào", "đơn vị chủ trì", "ai là chủ trì", "chủ trì việc này sở nào"),
}


def vector_of(name: str) -> Floats:
    """The direction of a made question."""
    return np.asarray(np.eye(SIZE)[list(WORDINGS).index(name)], dtype=np.float32)


def worded() -> list[Worded]:
    """Each wording as of an author of its own."""
    return [
        Worded(tuple(syllables(text)), vector_of(name), name, f"author {n}")
        for name, texts in WORDINGS.items()
        for n, text in enumerate(texts)
    ]


@lru_cache(maxsize=1)
def made_matcher() -> Matcher:
    """The matcher of these texts."""
    return fit_matcher(worded())[0]
