"""Answers and pages as a phone shows them. UPDATE_SNAPSHOTS=1 writes them anew: read them before committing.

The words of a message with its bold in *asterisks*, its quote behind bars and its buttons in brackets, so that a
reviewer reads what a person reads; every answer to a practice question is checked against Telegram's rules too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channels.telegram.callbacks import decode
from bot.channels.telegram.inline import inline_answer
from bot.channels.telegram.message import Copy, Inline, Link, Message
from bot.channels.telegram.rendering import render_reply
from bot.channels.telegram.source_pages import source_page
from bot.messages import Reply
from tests.evals.cases import load
from tests.fakes_knowledge import ask
from tests.fakes_telegram import pages
from tests.telegram_html import Parsed, check

FOLDER = Path(__file__).parent / "telegram"
EVERY = 12  # every twelfth practice question: over sixty, of every author
PRACTICE = [case for case in load() if case.split == "practice"][::EVERY]
SIGNS = {"b": "*", "i": "_", "u": "~"}


def answered(question: str, *earlier: str) -> Callable[[], tuple[Message, ...]]:
    return lambda: render_reply(ask(question, *earlier), "Ab12cd34")


def pressed(data: str, language: str = "vi") -> Callable[[], tuple[Message, ...]]:
    return lambda: pages().pressed(decode(data), language) or ()  # type: ignore[arg-type]


def cards() -> tuple[Message, ...]:
    held = pages()
    found = inline_answer("papi", held.index, held.desk, held.library, "plan136_bot", "vi")
    return tuple(card.message for card in found.cards[:2])


SHOWN: dict[str, Callable[[], tuple[Message, ...]]] = {
    "target": answered("Mức độ hài lòng đến năm 2025 phải đạt bao nhiêu?"),
    "list": answered("Kế hoạch 136 có những chỉ tiêu nào?"),
    "achieved": answered("Hà Nội đã đạt chỉ tiêu hài lòng chưa?"),
    "result-en": answered("What was Hanoi's PAPI rank in 2024?"),
    "correction": answered("Đến năm 2025 mức hài lòng tối thiểu 85% theo Kế hoạch 136 phải không?"),
    "not-in-documents": answered("SIPAS 2026 trong Kế hoạch 164/KH-UBND đặt ra sao"),
    "follow-up": answered("còn cấp xã?", "Số hóa kết quả năm 2021, thành phố phải bao nhiêu"),
    "page-start": lambda: pages().command("start", "", "vi"),
    "page-register": lambda: pages().command("chitieu", "", "vi"),
    "page-deadlines": lambda: pages().command("han", "", "vi"),
    "page-target": pressed("o:kh-136-2021/14"),
    "page-card-en": pressed("p:kh-136-2021/14", "en"),
    "page-results": pressed("r:par_index"),
    "page-compare": pressed("c:portal_integration"),
    "page-document": pressed("v:kh-159-2025"),
    "page-source": lambda: source_page(ask("Số hóa kết quả năm 2021 ở cấp xã?"), "Ab12cd34", 1, "vi"),
    "inline-papi": cards,
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_phone_shows_is_as_it_was_read(name: str) -> None:
    shown = "\n\n".join(as_seen(message) for message in SHOWN[name]()) + "\n"
    wanted = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        wanted.write_text(shown, encoding="utf-8")
    assert wanted.read_text(encoding="utf-8") == shown


def test_there_is_a_snapshot_for_each_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(SHOWN)


@pytest.mark.parametrize("case", PRACTICE, ids=lambda case: case.id)
def test_the_answer_to_a_practice_question_reads_whole_on_telegram(case) -> None:
    reply = ask(case.question, *case.turns[:-1])
    parsed = [check(message.html) for message in render_reply(reply, "Ab12cd34")]
    read = squeezed("\n".join(each.text for each in parsed))
    assert squeezed(parsed[0].text).startswith(squeezed(reply.text.split("\n")[0])[:60])
    for n, citation in enumerate(reply.citations, start=1):
        assert f"[{n}] {squeezed(citation.document.number or citation.document.short)}" in read
        assert squeezed(citation.quote) in read
        assert all(source.title in read for source in citation.sources)
    assert all(squeezed(text) in read for text in reply.text.split("\n"))
    assert no_bold_figure_is_another_s(reply, parsed)


def no_bold_figure_is_another_s(reply: Reply, parsed: list[Parsed]) -> bool:
    """Every bold part before the citations states a figure of the answer's facts."""
    values = {form for fact in reply.facts for form in (fact.value, fact.value.replace(".", ",")) if form}
    bold = [
        each.text[m.start : m.end] for each in parsed for m in each.entities if m.kind == "b" and not quoted(each, m)
    ]
    return all(any(value in part for value in values) for part in bold if part not in ("Căn cứ:", "Citations:"))


def quoted(parsed: Parsed, mark) -> bool:
    return any(q.start <= mark.start and mark.end <= q.end for q in parsed.entities if q.kind == "blockquote")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def as_seen(message: Message) -> str:
    """A message in plain signs."""
    parsed = check(message.html)
    text = parsed.text
    places = [(m.start, SIGNS.get(m.kind, "")) for m in parsed.entities]
    places += [(m.end, SIGNS.get(m.kind, "")) for m in parsed.entities]
    folded = [(m.start, m.end) for m in parsed.entities if m.kind == "blockquote"]
    out, fold = [], "".join("|" if any(a <= n < b for a, b in folded) else " " for n in range(len(text)))
    position = 0
    for row in text.split("\n"):
        shown = "".join(
            "".join(sign for at, sign in places if at == position + n) + (row[n] if n < len(row) else "")
            for n in range(len(row) + 1)
        )
        out.append(f"| {shown}" if row and fold[position] == "|" else shown)
        position += len(row) + 1
    heads = [f"(picture: {message.picture.kind} {message.picture.id})"] if message.picture else []
    return "\n".join([*heads, *out, *(" ".join(map(button, row)) for row in message.buttons)])


def button(pressed: object) -> str:
    match pressed:
        case Copy(label=label, text=text):
            return f"[{label} = {text}]"
        case Link(label=label, url=url):
            return f"[{label} -> {url}]"
        case Inline(label=label, query=query):
            return f"[{label} @ {query}]"
        case _:
            return f"[{getattr(pressed, 'label', '')}: {getattr(pressed, 'data', '')}]"
