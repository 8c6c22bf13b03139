"""A scripted chat with a small library: what the channels are tested and looked at with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.messages import Fact, Incoming, Reply, Status
from knowledge.documents import (
    Citation,
    Confidence,
    Document,
    Edition,
    Passage,
    Source,
    Span,
    Validity,
    passage_id,
)

QUESTION_LIMIT = 2000

HANOIMOI = Source("S01", "Hà Nội đặt mục tiêu PAPI tăng 5 bậc mỗi năm", "Hà Nội mới", "02/06/2021", None)
HANOI_TIMES = Source("S02", "Hanoi eyes public satisfaction rate", "Hanoi Times", None, "https://hanoitimes.vn/a.html")


def passage(locator: str, text: str, *, headings: tuple[str, ...] = ("Phần I. Chỉ tiêu",)) -> Passage:
    return Passage(
        passage_id("kh-136-2021", headings, text),
        "kh-136-2021",
        headings,
        locator,
        text,
        (HANOIMOI.id, HANOI_TIMES.id),
        Confidence.AGREED,
    )


SATISFACTION = passage(
    "Phần I, mục 1, chỉ tiêu 2",
    "Mức độ hài lòng của người dân và tổ chức về chất lượng cung cấp dịch vụ công: "
    "đến năm 2023 đạt trên 85%; đến năm 2025 đạt tối thiểu 95%.",
    headings=("Phần I. Chỉ tiêu", "1. Chỉ đạo, điều hành"),
)
DIGITISED = passage(
    "Phần I, mục 3, chỉ tiêu 3",
    "Năm 2021, tối thiểu 30%, 20% và 15% kết quả giải quyết thủ tục còn hiệu lực được số hóa, "
    "lần lượt ở thành phố, cấp huyện và cấp xã.",
    headings=("Phần I. Chỉ tiêu", "3. Cải cách thủ tục hành chính"),
)

PLAN = Document(
    id="kh-136-2021",
    number="136/KH-UBND",
    short="Kế hoạch 136/KH-UBND",
    short_en="Plan 136/KH-UBND",
    title="Kế hoạch cải cách hành chính của Hà Nội, giai đoạn 2021-2025",
    title_en="Hanoi's state administrative reform plan for 2021-2025",
    type="Kế hoạch",
    issuer="UBND thành phố Hà Nội",
    issued=date(2021, 6, 1),
    effective=None,
    period=(2021, 2025),
    signer=None,
    status=Validity("ended", "Giai đoạn thực hiện 2021-2025 đã kết thúc.", "S02"),
    relations=(),
    aliases=("kh 136",),
    confidence=Confidence.AGREED,
    edition=Edition.DIGEST,
    sources=(HANOIMOI, HANOI_TIMES),
    passages=(SATISFACTION, DIGITISED),
)


def cite(document: Document, place: Passage, quote: str) -> Citation:
    start = place.text.index(quote)
    return Citation(document, place, Span(place.id, start, start + len(quote)))


def fact(value: str, citation: int = 1) -> Fact:
    return Fact("kh136-hai-long", "Mức độ hài lòng", ">=", value, "%", "2025", None, None, "target", (citation,))


TARGET = Reply(
    question="Đến năm 2025 mức độ hài lòng phải đạt bao nhiêu?",
    status=Status.ANSWERED_TARGET,
    language="vi",
    text="Tối thiểu 95% vào năm 2025 [1].\n"
    "Chỉ tiêu: mức độ hài lòng của người dân và tổ chức về chất lượng cung cấp dịch vụ công. "
    "Mốc trước đó là trên 85% vào năm 2023 [2].",
    interpretation="mức độ hài lòng, năm 2025, Kế hoạch 136",
    facts=(fact("95"), fact("85", 2)),
    citations=(
        cite(PLAN, SATISFACTION, "đến năm 2025 đạt tối thiểu 95%"),
        cite(PLAN, SATISFACTION, "đến năm 2023 đạt trên 85%"),
    ),
    suggestions=("Thế còn năm 2023?", "Kết quả thực tế năm 2024 là bao nhiêu?"),
    timings_ms={"understand": 1.234, "total": 21.3},
)

COMPARISON = Reply(
    question="So sánh số hóa cấp huyện và cấp xã năm 2021",
    status=Status.ANSWERED_COMPARISON,
    language="vi",
    text="Năm 2021, cấp huyện 20%, cấp xã 15% [1].\n"
    "- Cấp huyện: tối thiểu 20% [1]\n- Cấp xã: tối thiểu 15% [1]\n- Thành phố: tối thiểu 30% [1]",
    facts=(fact("20"),),
    citations=(cite(PLAN, DIGITISED, "tối thiểu 30%, 20% và 15%"),),
)

ABSENT = Reply(
    question="Ai ký Kế hoạch 136?",
    status=Status.UNANSWERED_NOT_IN_DOCUMENTS,
    language="vi",
    text="Các văn bản trong thư viện không nêu người ký Kế hoạch 136/KH-UBND, nên tôi không trả lời được câu này.",
    interpretation="người ký, Kế hoạch 136",
    suggestions=("Kế hoạch 136 do cơ quan nào ban hành, ngày nào?",),
)

AMBIGUOUS = Reply(
    question="chỉ tiêu dịch vụ công trực tuyến",
    status=Status.CLARIFY_AMBIGUOUS,
    language="vi",
    text="Câu hỏi có thể hiểu theo hai cách. Bạn muốn hỏi về chỉ tiêu nào?",
    suggestions=("Dịch vụ công trực tuyến mức độ 4", "Tích hợp với Cổng dịch vụ công quốc gia"),
)

ENGLISH = Reply(
    question="What satisfaction rate must Hanoi reach by 2025?",
    status=Status.ANSWERED_TARGET,
    language="en",
    text="At least 95% by 2025 [1].\nThis is the satisfaction of people and organisations with public services.",
    facts=(fact("95"),),
    citations=(cite(PLAN, SATISFACTION, "đến năm 2025 đạt tối thiểu 95%"),),
    degraded=("encoder",),
)

HOSTILE = Reply(
    question="<script>alert(1)</script>",
    status=Status.ANSWERED_PASSAGE,
    language="vi",
    text="<script>alert(1)</script> <img src=x onerror=alert(1)> [1] [9]\n\x1b[31mđỏ\x1b[0m \u202edảo",
    citations=(cite(PLAN, SATISFACTION, "trên 85%"),),
    suggestions=("<b>đậm</b>",),
)

TOO_LONG = Reply(
    question="",
    status=Status.REFUSED_TOO_LONG,
    language="vi",
    text="Câu hỏi dài quá 2.000 ký tự. Vui lòng rút gọn.",
)

SCRIPT: tuple[Reply, ...] = (TARGET, COMPARISON, ABSENT, AMBIGUOUS, ENGLISH, HOSTILE)


class FakeChat:
    """Answers the questions of its script; any other is not in the documents."""

    def __init__(self, script: Sequence[Reply] = SCRIPT) -> None:
        self._script = {reply.question: reply for reply in script}
        self.asked: list[Incoming] = []
        self.forgotten: list[str] = []

    def reply_to(self, incoming: Incoming) -> Reply:
        self.asked.append(incoming)
        if len(incoming.text) > QUESTION_LIMIT:
            return TOO_LONG
        return self._script.get(incoming.text) or replace(ABSENT, question=incoming.text)

    def forget(self, conversation: str) -> None:
        self.forgotten.append(conversation)


class BrokenChat(FakeChat):
    """A chat that breaks its promise never to raise."""

    def reply_to(self, incoming: Incoming) -> Reply:
        self.asked.append(incoming)
        raise RuntimeError("bí mật nội bộ")


class FakeLibrary:
    """A library in memory."""

    def __init__(self, documents: Sequence[Document] = (PLAN,)) -> None:
        self._documents = {document.id: document for document in documents}

    def documents(self) -> Sequence[Document]:
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document | None:
        return self._documents.get(document_id)


class FakeReadiness:
    """Names what it was told is degraded."""

    def __init__(self, *degraded: str) -> None:
        self._degraded = degraded

    def degraded(self) -> tuple[str, ...]:
        return self._degraded
