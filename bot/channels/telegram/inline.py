"""Inline look-up: a few words typed in any chat become target cards to send, the citation inside each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.channels.telegram.citations import shortened
from bot.channels.telegram.links import WELCOME, LinkedTarget, deep_link
from bot.channels.telegram.message import DATA_LIMIT, Link, Message
from bot.channels.telegram.target_lines import alone
from bot.channels.telegram.told import told
from bot.ports import Library, RegisterDesk, TargetIndex
from bot.publishing.rows import Row
from bot.telling.phrases import raised

MOST_CARDS = 20
QUERY_LIMIT = 256
_TITLE, _DESCRIPTION = 96, 160
_FOUND_SECONDS, _NOTHING_SECONDS = 600, 30  # "due" turns at midnight; a library may be added to


@dataclass(frozen=True, slots=True)
class InlineCard:
    """A result of an inline query."""

    id: str  # at most 64 bytes
    title: str
    description: str
    message: Message  # what is sent when it is picked


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The cards of a query; the button opens the assistant with ``payload``."""

    cards: tuple[InlineCard, ...]
    cache_seconds: int
    personal: bool  # language is the person's own: not to be shown to another
    button: str
    payload: str


def inline_answer(
    query: str, index: TargetIndex, desk: RegisterDesk, library: Library, bot: str, language: str
) -> InlineAnswer:
    """Up to 20 cards for a query; ``bot`` is the username links lead to."""
    rows = index.find(query[:QUERY_LIMIT], language, desk.today(), MOST_CARDS)
    cards = tuple(card(row, library, bot, language) for row in _once(rows)[:MOST_CARDS])
    label = told(language, "inline", "more" if cards else "none")
    return InlineAnswer(cards, _FOUND_SECONDS if cards else _NOTHING_SECONDS, True, label, WELCOME)


def card(row: Row, library: Library, bot: str, language: str) -> InlineCard:
    """A target as a card: everything a reader needs to check it stands in the message itself."""
    head = told(language, "inline", "title", figure=raised(row.figure), indicator=row.indicator)
    about = told(language, "inline", "description", deadline=row.deadline, document=row.document)
    if not row.reviewed:
        about = f"⚠ {told(language, 'list', 'unreviewed')} · {about}"
    sent = alone(row, library.document(row.document_id), language)
    address = deep_link(bot, LinkedTarget(row.id))
    buttons = ((Link(told(language, "button", "open"), address),),) if address else ()
    return InlineCard(
        id=_card_id(row.id),
        title=shortened(head, _TITLE),
        description=shortened(f"{about} · {row.statement}", _DESCRIPTION),
        message=replace(sent, buttons=buttons),
    )


def _card_id(target: str) -> str:
    return target if len(target.encode()) <= DATA_LIMIT else hashlib.sha256(target.encode()).hexdigest()


def _once(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple({row.id: row for row in rows}.values())
