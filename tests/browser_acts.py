"""What a person does on the chat's page, as few words."""

from __future__ import annotations

from typing import Any

TARGET = "Đến năm 2025 mức độ hài lòng của người dân phải đạt bao nhiêu?"
COMPARISON = "So sánh chỉ tiêu số hóa năm 2021 của cấp huyện và cấp xã"
RESULT = "Chỉ số hài lòng SIPAS của Hà Nội năm 2024 là bao nhiêu?"
PATH = "PAPI qua các năm"
AMBIGUOUS = "bao nhiêu phần trăm?"
ABSENT = "Ai ký Kế hoạch 136?"


def ask(page: Any, question: str) -> Any:
    """Types a question, sends it with Enter, and gives the card that answers it."""
    turns = page.locator(".turn")
    before = turns.count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    return answered(page, before)


def answered(page: Any, before: int) -> Any:
    """The card of the turn after ``before`` others, once it is there."""
    card = page.locator(".turn").nth(before).locator("article.card")
    card.wait_for()
    return card


def text_of(card: Any) -> str:
    """What the answer says, as the page holds it: hidden words too, spaces folded."""
    return " ".join(card.locator(".text").text_content().split())


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
