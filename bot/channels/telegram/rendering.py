"""A reply as Telegram messages: the figure first and bold, what it rests on folded below, buttons on the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import prompts
from bot.channels.layout import Figure, Mark, Segment, headline, paragraphs, segments
from bot.channels.telegram.answer_buttons import answer_rows, numbered_choices
from bot.channels.telegram.citations import citation_blocks, shortened
from bot.channels.telegram.markup import Block, Line, Run, block, line, words
from bot.channels.telegram.message import Message
from bot.channels.telegram.packing import messages
from bot.channels.telegram.told import known_language, told
from bot.channels.wording import wording
from bot.messages import Fact, Reply, Status

_ASKED = 300  # units of a question shown above its answer
_LEAD_OUT = 60  # characters after a figure that belong to it, up to the colon: " so với năm trước:"
_BREAKS = re.compile(r"[.;:!?\[]")
_BULLET = re.compile(r"^[-*•]\s+")
_LIST = frozenset({Status.ANSWERED_LIST})


def render_reply(reply: Reply, answer: str | None = None, asked: str = "") -> tuple[Message, ...]:
    """The messages of a reply, in order; ``answer`` is what the kept reply is called in buttons, if it is kept.

    ``asked`` is shown above it: a question nobody sees typed, since a button asked it.
    """
    return messages(_blocks(reply, asked), buttons=answer_rows(reply, answer))


def _blocks(reply: Reply, asked: str) -> list[Block]:
    language = reply.language
    lead, rest = headline(reply.text)
    blocks = (
        [block(line(words(told(language, "reply", "asked", question=shortened(asked, _ASKED)), "i")))] if asked else []
    )
    blocks += [block(_written(lead or told(language, "reply", "empty"), reply, first=True))]
    below = paragraphs(rest)
    listed = reply.status in _LIST and len(below) > 1
    lines = [_written(_BULLET.sub("", text), reply) for text in below]
    several = any(_leads(written) for written in lines)
    for n, (text, written) in enumerate(zip(below, lines, strict=True)):
        bullet = bool(_BULLET.match(text)) or (listed and bool(_facts_of(text, reply)))
        apart = _leads(written) if several else n == 0  # a remark stands with the figure above that it is about
        blocks.append(block((words("• "), *written) if bullet else written, tight=bullet or not apart))
    choices = [block(line(each), tight=n > 0) for n, each in enumerate(numbered_choices(reply))]
    if choices and reply.status.group == "answered":
        choices[0] = block(line(words(told(language, "reply", "next"), "i")), *choices[0].lines)
    blocks += choices
    if reply.interpretation:
        understood = f"{wording(language).understood}: {reply.interpretation}"
        blocks.append(block(line(words(understood, "i"))))
    if reply.degraded:
        notice = told(language, "reply", "degraded", notice=wording(language).degraded, parts=", ".join(reply.degraded))
        blocks.append(block(line(words(notice, "i"))))
    return [*blocks, *citation_blocks(reply.citations, language)]


def _written(text: str, reply: Reply, first: bool = False) -> Line:
    """A line with its marks as they stand; the first line's figure is bold wherever it is, another's where it leads."""
    denied, rest = "", text
    if reply.status is Status.ANSWERED_CORRECTION and first:
        denied, stop, rest = text.partition(". ")  # what the person said may be the very figure, bound another way
        denied, rest = (denied + stop, rest) if stop else (text, "")
    parts = segments(rest, len(reply.citations), _facts_of(text, reply))
    at = next((n for n, part in enumerate(parts) if isinstance(part, Figure)), None)
    if at is None:
        return (words(denied + rest),)
    before, figure, after = (
        "".join(_plain(part).text for part in held) for held in (parts[:at], parts[at : at + 1], parts[at + 1 :])
    )
    before, binding = _bound(before, reply.language)
    if not first and before and not before.endswith(": "):
        return (words(denied + rest),)
    figure = binding + figure
    colon = after.find(":")
    if (not before or before.endswith(": ")) and 0 <= colon <= _LEAD_OUT and not _BREAKS.search(after[:colon]):
        figure, after = figure + after[:colon], after[colon:]
    return tuple(run for run in (words(denied + before), words(figure, "b"), words(after)) if run.text)


def _leads(written: Line) -> bool:
    """Whether a line begins a statement of its own: it has a figure in bold."""
    return any("b" in run.tags for run in written)


def _bound(before: str, language: str) -> tuple[str, str]:
    """What stands before a figure, and the words at its end that bind it: "tối thiểu ", "tăng trung bình "."""
    binding = _binding_words(known_language(language))
    held = before.split(" ")
    while len(held) > 1 and held[-1] == "" and held[-2].lower() in binding:
        held[-2:] = [""]
    kept = " ".join(held)
    return kept, before[len(kept) :]


@lru_cache(maxsize=len(prompts.LANGUAGES))
def _binding_words(language: str) -> frozenset[str]:
    """Every word our figures are bound with."""
    replies = prompts.replies(language)
    told_of = [text for group in ("comparator", "figure") for text in replies[group].values()]
    told_of += [replies["result"]["rank_plain"], replies["result"]["group"]]
    return frozenset(re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", " ".join(told_of)).lower()))


def _plain(part: Segment) -> Run:
    return words(f"[{part.n}]" if isinstance(part, Mark) else part.text)


def _facts_of(text: str, reply: Reply) -> Sequence[Fact]:
    """The facts a line states: those of its one mark; a sum over several or another source's figure is none."""
    marks = {part.n for part in segments(text, len(reply.citations)) if isinstance(part, Mark)}
    elsewhere = prompts.say(known_language(reply.language), "target.disagreement", says="\0").partition("\0")[0]
    if len(marks) != 1 or text.startswith(elsewhere):
        return ()
    return [fact for fact in reply.facts if marks & set(fact.citations)]
