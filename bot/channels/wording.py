"""The few words a channel adds around a reply: labels of statuses, editions and sections, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

import prompts
from bot.messages import Status
from knowledge.documents import Confidence, Edition

_STATUSES: dict[Status, tuple[str, str]] = {
    Status.ANSWERED_TARGET: ("Chỉ tiêu", "Target"),
    Status.ANSWERED_LIST: ("Danh sách", "List"),
    Status.ANSWERED_COMPARISON: ("So sánh", "Comparison"),
    Status.ANSWERED_RESULT: ("Kết quả", "Result"),
    Status.ANSWERED_DOCUMENT: ("Văn bản", "Document"),
    Status.ANSWERED_TERM: ("Thuật ngữ", "Term"),
    Status.ANSWERED_FAQ: ("Hỏi đáp", "Common question"),
    Status.ANSWERED_PASSAGE: ("Đoạn văn bản", "Passage"),
    Status.ANSWERED_CORRECTION: ("Đính chính", "Correction"),
    Status.CLARIFY_AMBIGUOUS: ("Cần làm rõ", "Please clarify"),
    Status.CLARIFY_NOT_UNDERSTOOD: ("Chưa hiểu câu hỏi", "Not understood"),
    Status.UNANSWERED_NOT_IN_DOCUMENTS: ("Tài liệu không nêu", "Not in the documents"),
    Status.UNANSWERED_OUTSIDE_PERIOD: ("Ngoài giai đoạn", "Outside the period"),
    Status.UNANSWERED_OTHER_PLACE: ("Địa phương khác", "Another place"),
    Status.UNANSWERED_OUT_OF_SCOPE: ("Ngoài phạm vi", "Out of scope"),
    Status.UNANSWERED_PREDICTION: ("Không dự đoán", "No predictions"),
    Status.REFUSED_TOO_LONG: ("Câu hỏi quá dài", "Question too long"),
    Status.REFUSED_EMPTY: ("Chưa có câu hỏi", "No question yet"),
    Status.REFUSED_ABUSE: ("Từ chối trả lời", "Declined"),
    Status.REFUSED_RATE_LIMITED: ("Hỏi quá nhanh", "Too many questions"),
    Status.SMALLTALK: ("Trò chuyện", "Small talk"),
    Status.ERROR_DEGRADED: ("Tạm gián đoạn", "Temporarily limited"),
    Status.ERROR_INTERNAL: ("Lỗi hệ thống", "System error"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The section words of one language."""

    citations: str
    source: str
    same_sources: str
    suggestions: str
    understood: str
    degraded: str


_SECTIONS = {
    "vi": Wording(
        citations="Căn cứ",
        source="Nguồn",
        same_sources="như [{n}]",
        suggestions="Có thể hỏi tiếp",
        understood="Đang hiểu là",
        degraded="Một phần hệ thống chưa sẵn sàng; câu trả lời có thể chưa đầy đủ",
    ),
    "en": Wording(
        citations="Citations",
        source="Source",
        same_sources="as for [{n}]",
        suggestions="You could ask next",
        understood="Understood as",
        degraded="Part of the system is not ready; this answer may be incomplete",
    ),
}


def wording(language: str) -> Wording:
    """The section words of a language; Vietnamese for any other than English."""
    return _SECTIONS[_known(language)]


def status_label(status: Status, language: str) -> str:
    """A status in a few words, as a small label."""
    return _STATUSES[status][_column(language)]


def edition_label(edition: Edition, language: str) -> str:
    """Which text of a document is quoted."""
    return prompts.say(_known(language), f"edition.{edition.value}")


def confidence_label(confidence: Confidence, language: str) -> str:
    """How well a passage is supported."""
    return prompts.say(_known(language), f"confidence.{confidence.value}")


def _known(language: str) -> str:
    return "en" if language == "en" else "vi"


def _column(language: str) -> int:
    return 1 if language == "en" else 0
