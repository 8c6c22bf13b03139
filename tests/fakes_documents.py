"""A person's document, made up: a plan of a province that does not exist, and the assistant that holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count, islice, product
from pathlib import Path
from typing import Any

from bot.assembly import Assistant, open_assistant
from bot.commands.collection import open_collection
from bot.messages import Incoming, Reply
from bot.settings import BotSettings
from bot.store.lazy_collection import LazyCollection
from knowledge.adding import Report, add_document
from knowledge.assembly import open_knowledge
from knowledge.collection import AddedDocument, Change, Entry, Event
from knowledge.ingestion.identity import Identity
from knowledge.retrieval.retriever import Retriever
from knowledge.settings import KnowledgeSettings
from tests.fakes_knowledge import TODAY

PLAN = """ỦY BAN NHÂN DÂN TỈNH THẠCH LÂM
Số: 512/KH-UBND
Thạch Lâm, ngày 14 tháng 02 năm 2026

KẾ HOẠCH
Phát triển nông nghiệp số tỉnh Thạch Lâm giai đoạn 2026-2030

I. MỤC TIÊU
1. Mục tiêu đến năm 2030
- Tỷ lệ hợp tác xã dùng nhật ký canh tác điện tử đạt tối thiểu 72%, trừ hợp tác xã mới thành lập.
- Trên 65% vùng trồng chủ lực được cấp mã số; phấn đấu tăng bình quân 8%/năm.
2. Mục tiêu năm 2027
a) Số hóa bản đồ thổ nhưỡng đạt tương ứng 90%, 60% đối với cấp huyện, cấp xã.
b) Thời gian trả lời kiến nghị của nông hộ không quá 4 ngày làm việc.
II. TỔ CHỨC THỰC HIỆN
Sở Nông nghiệp và Môi trường chủ trì, phối hợp với các sở, ngành bảo đảm 100% cán bộ khuyến nông được tập huấn.
Năm 2025, tỷ lệ hợp tác xã có trang bán hàng trực tuyến đạt 31,4%.
Trong thời gian tới, tập trung các việc sau.
Đến năm 2028:
- 55% hộ nuôi trồng kết nối nền tảng truy xuất;
- Tối đa 3% lô hàng bị trả về.
Kinh phí bố trí từ ngân sách tỉnh.
"""
NUMBER, PLAN_ID = "512/KH-UBND", "512-kh-ubnd"
_conversations = count()


def plan_file(folder: Path, text: str = PLAN, name: str = "plan.txt") -> Path:
    """The plan as a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def many_targets(count: int) -> str:
    """A plan of so many lines, each a target of its own."""
    letters = "ABCDEGHIKLMNOPQRSTUVXY"
    places = islice(product(letters, repeat=4), count)
    return "\n".join(
        f"Đến năm 2030, tỷ lệ hộ dân ở xóm {''.join(place)} dùng nước sạch đạt {number % 90 + 10}%."
        for number, place in enumerate(places)
    )


def collection_at(home: Path) -> LazyCollection:
    """The collection in the database file of a home."""
    return open_collection(BotSettings(_env_file=None), home)


def entries_at(home: Path, kind: str = "targets") -> list[dict[str, Any]]:
    """The entries stored in a home, as they are written."""
    return [dict(entry.fields) for each in collection_at(home).snapshot().documents for entry in getattr(each, kind)]


def rewritten(home: Path, work: Callable[[AddedDocument], AddedDocument], document_id: str = PLAN_ID) -> None:
    """Stores a document otherwise than any command would: as an older version or a hand may have left it."""

    def change(held: AddedDocument | None) -> Change:
        assert held is not None
        return Change(work(held), (Event("imported"),))

    collection_at(home).change(document_id, change, "test")


def with_fields(held: AddedDocument, entry_id: str, /, **fields: Any) -> AddedDocument:
    """A stored document with fields of one target changed, whether that holds or not."""
    entry = next(entry for entry in held.targets if entry.id == entry_id)
    return held.with_target(Entry(entry.key, {**entry.fields, **fields}))


def added(home: Path, folder: Path, text: str = PLAN, number: str = NUMBER) -> Report:
    """The plan added to a home."""
    return add_document(collection_at(home), plan_file(folder, text), Identity(number=number))


def assistant_over(home: Path) -> Assistant:
    """The assistant over the library and what a home adds, from keywords alone."""
    opened = open_knowledge(KnowledgeSettings(_env_file=None, plan136_home=home), collection_at(home))
    opened = replace(opened, retriever=Retriever(opened.passages, None, opened.keywords))
    return open_assistant(BotSettings(_env_file=None, today=TODAY), opened)


def asked(assistant: Assistant, question: str) -> Reply:
    """The reply to a question in a conversation of its own."""
    return assistant.chat.reply_to(Incoming(question, f"own {next(_conversations)}"))
