"""Two sections of common questions: what the channels are tested with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.faq import Audience, FaqEntry, FaqSection
from knowledge.register.values import Wording

READING = FaqSection("reading", Wording("Cách đọc chỉ tiêu", "Reading the targets"))
CITIZENS = FaqSection("citizens", Wording("Người dân làm thủ tục", "Citizens and their procedures"))


def entry(entry_id: str, section: FaqSection, vi: str, en: str, *, expires: date = date(2030, 1, 1)) -> FaqEntry:
    return FaqEntry(
        id=entry_id,
        section=section.id,
        audience=Audience.CITIZEN,
        question=Wording(vi, en),
        variants={"vi": (f"{vi} vậy",), "en": (f"{en} then",)},
        answer=(),
        reviewer="Ban biên tập",
        reviewed=date(2026, 1, 1),
        expires=expires,
    )


EXACTLY = entry("exactly", READING, "Đúng 95% thì đã đạt chưa?", "Does exactly 95% count?")
AIM = entry("aim", READING, "Phấn đấu có phải bắt buộc không?", "Is an aim binding?")
FEE = entry("fee", CITIZENS, "Nộp trực tuyến có mất phí không?", "Is there a fee?")


class FakeQuestions:
    """Implements ``bot.ports.CommonQuestions`` over three questions."""

    def sections(self) -> Sequence[FaqSection]:
        return (READING, CITIZENS)

    def questions(self, section: str) -> Sequence[FaqEntry]:
        return [each for each in (EXACTLY, AIM, FEE) if each.section == section]
