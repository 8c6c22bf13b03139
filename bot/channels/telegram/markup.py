"""Text with its markup, before it is HTML: runs make lines, lines make blocks. Everything outside is escaped here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from itertools import accumulate

from bot.channels.layout import printable
from bot.channels.telegram.message import units

_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.ASCII)
_CUTS = (re.compile(r"[.!?…;:](?:\s*\[\d{1,3}\])*\s+"), re.compile(r"\s+"))  # best first: sentence, word
_KEPT_WHOLE = re.compile(r"\[\d{1,3}\]")
_JOINED = ("Mn", "Mc", "Me")  # a letter keeps the signs above and below it
_LEAST_FILLED = 0.5  # of the room a cut at a sentence's end must use


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look: ``tags`` from the outside in, and an address they lead to."""

    text: str
    tags: tuple[str, ...] = ()
    url: str = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stay together where they fit; folded ones stand in an expandable quote under ``title``."""

    lines: tuple[Line, ...]
    folded: bool = False
    tight: bool = False  # follows the block before without an empty line
    title: Line = ()


def sendable(text: str) -> str:
    """Text Telegram takes as it is: no control or direction characters, no half of a surrogate pair."""
    return printable(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def words(text: str, *tags: str) -> Run:
    """A run of outside text."""
    return Run(sendable(text).replace("\n", " "), tags)


def linked(text: str, url: str | None) -> Run:
    """A run that leads to an address; only its words where the address is none Telegram opens."""
    address = sendable(url or "").strip()
    return Run(words(text).text, url=address if _ADDRESS.fullmatch(address) else "")


def line(*parts: Run | str) -> Line:
    """A line of runs and texts."""
    return tuple(part if isinstance(part, Run) else words(part) for part in parts)


def block(*lines: Line | str, tight: bool = False) -> Block:
    """A block of lines and texts."""
    return Block(tuple(each if isinstance(each, tuple) else line(each) for each in lines), tight=tight)


def as_html(written: Line) -> str:
    """A line as Telegram HTML."""
    return "".join(_tagged(run) for run in written if run.text)


def visible(written: Line) -> str:
    """A line as it is read."""
    return "".join(run.text for run in written)


def length(written: Line) -> int:
    """The units of a line as it is read."""
    return sum(units(run.text) for run in written)


def entities(written: Line) -> int:
    """How many entities a line becomes at most."""
    return sum(len(run.tags) + bool(run.url) for run in written)


def without_markup(laid: Block) -> Block:
    """The block as plain text, with every address behind its words."""
    lines = tuple((Run("".join(_addressed(run) for run in written)),) for written in laid.lines)
    return Block(lines, folded=False, tight=laid.tight, title=())


def cut(written: Line, room: int) -> tuple[Line, ...]:
    """A line in pieces of at most ``room`` units: at sentences, then words, never inside a mark or a letter."""
    pieces: list[Line] = []
    rest = written
    while length(rest) > room:
        at = _cut_at(visible(rest), room)
        head, rest = _parted(rest, at)
        pieces.append(head)
    return (*pieces, rest)


def _tagged(run: Run) -> str:
    text = escape(run.text, quote=False)
    for tag in reversed(run.tags):
        text = f"<{tag}>{text}</{tag}>"
    return f'<a href="{escape(run.url)}">{text}</a>' if run.url else text


def _addressed(run: Run) -> str:
    return f"{run.text} ({run.url})" if run.url and run.url != run.text else run.text


def _cut_at(text: str, room: int) -> int:
    """The number of characters the first piece holds; at least one."""
    fits = sum(total <= room for total in accumulate(map(units, text)))
    least = int(fits * _LEAST_FILLED)
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(text, 0, fits) if match.end() > least]
        if ends:
            return ends[-1]
    for mark in _KEPT_WHOLE.finditer(text):
        if 0 < mark.start() < fits < mark.end():
            return mark.start()
    at = fits
    while at > 1 and unicodedata.category(text[at]) in _JOINED:
        at -= 1
    return max(at if at > 1 else fits, 1)


def _parted(written: Line, at: int) -> tuple[Line, Line]:
    """The runs before and after a character; a run cut in two keeps its look on both sides."""
    head: list[Run] = []
    tail: list[Run] = []
    position = 0
    for run in written:
        split = min(max(at - position, 0), len(run.text))
        position += len(run.text)
        if run.text[:split]:
            head.append(Run(run.text[:split], run.tags, run.url))
        if run.text[split:]:
            tail.append(Run(run.text[split:], run.tags, run.url))
    return tuple(head), tuple(tail)
