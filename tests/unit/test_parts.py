"""Several things asked at once: where a question is split, and what is told of its parts."""

from __future__ import annotations

import pytest

from bot.meaning.parts import MOST, PartGrammar
from knowledge.ingestion.library import BUNDLED
from knowledge.language.language_file import load_language

GRAMMAR = PartGrammar(load_language(BUNDLED).parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kế hoạch 136: ai ký, ban hành ngày nào?", ("Kế hoạch 136, ai ký", "ban hành ngày nào?")),
        ("năm 2024 được bao nhiêu điểm và đứng thứ mấy", ("năm 2024 được bao nhiêu điểm", "đứng thứ mấy")),
        ("Who issued it, and when did it take effect?", ("Who issued it", "and when did it take effect?")),
        ("Phường phải số hóa bao nhiêu, huyện bao nhiêu, còn thành phố mấy phần trăm?",
         ("Phường phải số hóa bao nhiêu", "huyện bao nhiêu", "còn thành phố mấy phần trăm?")),
    ],
)  # fmt: skip
def test_each_part_asks_one_thing(text: str, parts: tuple[str, ...]) -> None:
    assert GRAMMAR.parts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Mức độ hài lòng đến năm 2025 phải đạt bao nhiêu?",
        "Cháu chào bác, cháu hỏi mức độ hài lòng phải đạt bao nhiêu ạ",
        "xã, phường phải số hóa bao nhiêu",
        "cảm ơn, tốt lắm",
        "",
    ],
)
def test_one_thing_is_not_split(text: str) -> None:
    assert GRAMMAR.parts(text) == ()


def test_a_long_chain_of_questions_is_taken_as_it_is() -> None:
    assert GRAMMAR.parts(", ".join(["ai ký"] * (MOST + 1))) == ()
