"""Questions made by rule: the parts of one, the wordings they are put in, and choices that are always the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.evals.pair_subjects import Subject

_VI = (
    "Theo {doc}, {body} phải đạt bao nhiêu?",
    "{doc} đặt chỉ tiêu {body} là bao nhiêu?",
    "Cho hỏi chỉ tiêu {body} trong {doc} là mức nào?",
    "Mức phải đạt về {body} mà {doc} nêu là bao nhiêu?",
    "{doc}: {body} phải đạt mức nào?",
    "cho em hỏi {doc} yêu cầu {body} bao nhiêu vậy ạ",
    "Đề nghị cho biết chỉ tiêu {body} theo {doc}",
)
_EN = (
    "What target does {doc} set for {body}?",
    "Under {doc}, what is the target for {body}?",
    "How much does {doc} require for {body}?",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a question made by rule, each as (Vietnamese, English)."""

    subject: Subject
    document: tuple[str, str]
    when: tuple[str, str]
    level: tuple[str, str] = ("", "")
    place: tuple[str, str] = ("", "")

    def text(self, key: str) -> tuple[str, str]:
        """The question and its language; the same key gives the same wording."""
        english = number(key, "language") % 5 == 0
        templates = _EN if english else _VI
        said = int(english)
        subject = self.subject.en if english else self.subject.vi
        parts = [subject, self.level[said], self.place[said], self.when[said]]
        body = " ".join(part for part in parts if part)
        asked = templates[number(key, "template") % len(templates)].format(doc=self.document[said], body=body)
        return asked[:1].upper() + asked[1:], "en" if english else "vi"


def some(options: Sequence[Any], key: str, count: int) -> list[Any]:
    """The first ``count`` of the options in an order that only the key decides."""
    return sorted(options, key=lambda option: number(key, repr(option)))[:count]


def number(key: str, salt: str) -> int:
    """A number that depends on nothing but the two texts."""
    return int.from_bytes(hashlib.sha256(f"{salt}|{key}".encode()).digest()[:6], "big")
