"""Any reply at all becomes messages Telegram takes, with every citation, every mark and every character in them."""

from __future__ import annotations

import random
import re
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings

from bot.channels.telegram.callbacks import decode
from bot.channels.telegram.markup import sendable
from bot.channels.telegram.message import COPY_LIMIT, DATA_LIMIT, Copy, Message, Press, units
from bot.channels.telegram.rendering import render_reply
from bot.messages import Reply
from tests.fakes_chat import SCRIPT
from tests.generated_replies import ODD, Made, replies
from tests.telegram_html import ENTITY_LIMIT, TEXT_LIMIT, check, has_real_parser, real

any_reply = settings(
    max_examples=3_000 if has_real_parser() else 10_000,  # the real parser is given ten thousand below
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
_SIGNS = re.compile(r"[\s•*-]+")
_TITLES = re.compile(r"Căncứ:|Citations:")  # a quote longer than a message goes on under its title


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Characters alone: spaces, and the signs a list is drawn with, do not count."""
    return _TITLES.sub("", _SIGNS.sub("", sendable(text)))


@any_reply
@given(replies)
def test_any_reply_parses_fits_and_loses_nothing(made: Made) -> None:
    reply = made.reply()
    sent = render_reply(reply, "Ab-12_x")
    parsed = [check(message.html, TEXT_LIMIT) for message in sent]
    read = "\n".join(each.text for each in parsed)
    loses_nothing(reply, read)
    loses_nothing(reply, "\n".join(part for message in sent for part in message.plain))
    assert all(0 < units(part) <= TEXT_LIMIT for message in sent for part in message.plain)
    quoted = [
        each.text[mark.start : mark.end] for each in parsed for mark in each.entities if mark.kind == "blockquote"
    ]
    assert all(any(f"[{n}]" in quote for quote in quoted) for n in range(1, len(reply.citations) + 1))
    buttons_hold(sent)


def loses_nothing(reply: Reply, read: str) -> None:
    held = bare(read)
    for n, citation in enumerate(reply.citations, start=1):
        assert f"[{n}]" in read
        assert all(bare(each) in held for each in set(citation.quote.split()))
        assert bare(citation.passage.locator) in held
    assert all(bare(word) in held for word in set(reply.text.split()))
    marks = [int(n) for n in re.findall(r"\[(\d{1,3})\]", sendable(reply.text)) if 1 <= int(n) <= len(reply.citations)]
    told = [int(n) for n in re.findall(r"\[(\d{1,3})\]", read)]
    assert all(told.count(n) >= marks.count(n) for n in set(marks))


def buttons_hold(sent: tuple[Message, ...]) -> None:
    assert all(not message.buttons for message in sent[:-1])
    for row in sent[-1].buttons:
        assert row
        for button in row:
            assert button.label.strip()
            if isinstance(button, Press):
                assert len(button.data.encode()) <= DATA_LIMIT
                assert decode(button.data) is not None
            if isinstance(button, Copy):
                assert 0 < units(button.text) <= COPY_LIMIT


def read_for_real(sent: tuple[Message, ...], reply: Reply) -> None:
    """Telegram's own parser takes every message, within every limit, and folds every citation."""
    parsed = [real(message.html) for message in sent]
    assert all(0 < each.units <= TEXT_LIMIT and len(each.entities) <= ENTITY_LIMIT for each in parsed)
    quoted = [
        each.part(start, length)
        for each in parsed
        for kind, start, length in each.entities
        if kind == "textEntityTypeExpandableBlockQuote"
    ]
    assert all(any(f"[{n}]" in quote for quote in quoted) for n in range(1, len(reply.citations) + 1))
    loses_nothing(reply, "\n".join(each.text for each in parsed))
    for message, each in zip(sent, parsed, strict=True):
        assert bare(each.text) == bare(check(message.html).text)


@pytest.mark.skipif(not has_real_parser(), reason="tdjson, Telegram's own parser, is not installed")
def test_telegrams_own_parser_takes_ten_thousand_replies_whole() -> None:
    chance = random.Random(136)
    for seed in range(10_000):
        reply = Made(chance.choices(ODD, k=chance.randint(1, 8)), seed).reply()
        read_for_real(render_reply(reply, "Ab-12_x"), reply)


@pytest.mark.parametrize("reply", SCRIPT)
def test_scripted_replies_are_one_message(reply: Reply) -> None:
    (message,) = render_reply(reply)
    check(message.html)
