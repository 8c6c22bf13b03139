"""The lines of an answer set apart as a narrow screen needs it: what belongs together, items, each title once; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.channels.layout import paragraphs
from bot.channels.zalo.splitting import Block
from bot.messages import Fact, Reply, Status
from knowledge.documents import Source

_MARK = re.compile(r"\[(\d{1,3})\]")
_MARKED = re.compile(r"\[\d{1,3}\]\.?$")  # how an item of a list ends
_ITEM = "• "


def answer_lines(text: str, reply: Reply) -> list[Block]:
    """The lines of ``text``, which is the reply's own, made clean: no word is lost but a title said again."""
    lines = paragraphs(_titles_once(text, reply))
    match reply.status:
        case Status.ANSWERED_LIST if len(lines) > 1:
            return _listed(lines, reply)
        case Status.ANSWERED_RESULT if any(fact.kind == "target" for fact in reply.facts):
            return _measured(lines, reply)
        case Status.ANSWERED_RESULT | Status.ANSWERED_COMPARISON if all(fact.kind == "result" for fact in reply.facts):
            return _by_year(lines, reply)
        case Status.ANSWERED_TARGET | Status.ANSWERED_COMPARISON:
            told = _told(lines, reply.facts)
            return [Block(line, apart=bool(new) or not _remarks(line, reply.facts)) for line, new in told]
    return [Block(line, apart=bool(n) and not line.startswith(_ITEM)) for n, line in enumerate(lines)]


def _listed(lines: Sequence[str], reply: Reply) -> list[Block]:
    """A head, its items, and what is said beside them."""
    blocks: list[Block] = []
    for line, new in _told(lines, reply.facts):
        item = bool(_MARKED.search(line)) and (bool(new) or not reply.facts)
        beside = not item and bool(blocks) and not _cited(line, reply.facts)
        blocks.append(Block(_ITEM + line if item else line, apart=beside))
    return blocks


def _measured(lines: Sequence[str], reply: Reply) -> list[Block]:
    """Each target with what it was measured by under it."""
    blocks: list[Block] = []
    for line, new in _told(lines, reply.facts):
        opens = not blocks or any(fact.kind == "target" for fact in new)
        blocks.append(Block(line if opens else _ITEM + line, apart=opens))
    return blocks


def _by_year(lines: Sequence[str], reply: Reply) -> list[Block]:
    """The results of a year together."""
    blocks: list[Block] = []
    year = None
    for line, new in _told(lines, reply.facts):
        opens = new[0].deadline != year if new else not _remarks(line, reply.facts)
        year = new[0].deadline if new else year
        blocks.append(Block(line, apart=opens))
    return blocks


def _told(lines: Sequence[str], facts: Sequence[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    """Each line with the facts it is the first to tell; a line of several marks reckons with them and tells none."""
    known: list[Fact] = []
    for line in lines:
        cited = _cited(line, facts)
        new = [] if len(set(_MARK.findall(line))) > 1 else [fact for fact in cited if fact not in known]
        known += new
        yield line, new


def _remarks(line: str, facts: Sequence[Fact]) -> bool:
    """Whether a line is about the one figure above it; one that reckons with several is not."""
    return len(set(_MARK.findall(line))) == 1 and bool(_cited(line, facts))


def _cited(line: str, facts: Sequence[Fact]) -> list[Fact]:
    marks = {int(n) for n in _MARK.findall(line)}
    return [fact for fact in facts if marks & set(fact.citations)]


def _titles_once(text: str, reply: Reply) -> str:
    """Publications a line names one after another become items; a title is said once, then its publisher alone."""
    sources: dict[str, Source] = {}
    for citation in reply.citations:
        sources |= {f"{source.publisher} – {source.title}": source for source in citation.sources}
    for named, source in sources.items():
        before, found, after = text.partition(named)
        if found:
            text = before + found + after.replace(named, source.publisher)
    for named in sources:
        text = re.sub(rf"(?<=[:;]) (?={re.escape(named)})", f"\n{_ITEM}", text)
    return text
