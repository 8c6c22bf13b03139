"""Blocks into messages: none over a limit, none cut where it need not be, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.channels.telegram.markup import (
    Block,
    Line,
    Run,
    as_html,
    cut,
    entities,
    length,
    line,
    visible,
    without_markup,
)
from bot.channels.telegram.message import ENTITY_LIMIT, TEXT_LIMIT, Message, Picture, Rows

_GAP, _TIGHT_GAP = 2, 1  # units between blocks: an empty line, or only a new one
_QUOTE = ("<blockquote expandable>", "</blockquote>")


@dataclass
class _Open:
    """A message being filled."""

    limit: int
    blocks: list[Block] = field(default_factory=list)
    taken: int = 0
    marked: int = 0

    def takes(self, block: Block) -> bool:
        """Whether the block still fits."""
        return self.taken + self._cost(block) <= self.limit and self.marked + self._marks(block) <= ENTITY_LIMIT

    def add(self, block: Block) -> None:
        """Puts the block in."""
        self.taken += self._cost(block)
        self.marked += self._marks(block)
        self.blocks.append(block)

    def opens_quote(self, block: Block) -> bool:
        """Whether the block would begin a quote here."""
        return block.folded and not (self.blocks and self.blocks[-1].folded)

    def _cost(self, block: Block) -> int:
        gap = (_TIGHT_GAP if block.tight else _GAP) if self.blocks else 0
        title = length(block.title) + 1 if block.title and self.opens_quote(block) else 0
        return gap + title + _size(block)

    def _marks(self, block: Block) -> int:
        title = entities(block.title) + 1 if self.opens_quote(block) else 0
        return title + sum(entities(each) for each in block.lines)


def messages(
    blocks: Sequence[Block], buttons: Rows = (), picture: Picture | None = None, limit: int = TEXT_LIMIT
) -> tuple[Message, ...]:
    """The blocks as messages of at most ``limit`` units each; the picture is the first's, the buttons the last's."""
    filled = packed(blocks, limit)
    last = len(filled) - 1
    return tuple(
        Message(
            html=_html(held),
            plain=tuple(_plain(each) for each in packed(_plain_blocks(held), limit)),
            buttons=tuple(row for row in buttons if row) if n == last else (),
            picture=picture if n == 0 else None,
        )
        for n, held in enumerate(filled)
    )


def packed(blocks: Iterable[Block], limit: int = TEXT_LIMIT) -> list[tuple[Block, ...]]:
    """The blocks in groups that each make one message."""
    groups: list[tuple[Block, ...]] = []
    current = _Open(limit)
    for whole in blocks:
        for piece in _pieces(whole, limit):
            if not current.takes(piece):
                groups.append(tuple(current.blocks))
                current = _Open(limit)
            current.add(piece)
    if current.blocks:
        groups.append(tuple(current.blocks))
    return [group for group in groups if any(visible(each).strip() for block in group for each in block.lines)]


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    """The block whole when a message can hold it, else by lines, and a line longer than a message by sentences."""
    room = limit - (length(block.title) + 1 if block.title else 0)
    if _size(block) <= room and sum(entities(each) for each in block.lines) < ENTITY_LIMIT - entities(block.title):
        yield block
        return
    tight = block.tight
    for whole in block.lines:
        for piece in cut(whole, room):
            yield Block((piece,), block.folded, tight, block.title)
            tight = True


def _size(block: Block) -> int:
    return sum(length(each) for each in block.lines) + max(len(block.lines) - 1, 0)


def _html(blocks: Sequence[Block]) -> str:
    parts: list[str] = []
    quoted = False
    for n, block in enumerate(blocks):
        if quoted and not block.folded:
            parts.append(_QUOTE[1])
        if n:
            parts.append("\n" if block.tight else "\n\n")
        if block.folded and not quoted:
            parts.append(f"{as_html(block.title)}\n{_QUOTE[0]}" if block.title else _QUOTE[0])
        quoted = block.folded
        parts.append("\n".join(as_html(each) for each in block.lines))
    return "".join([*parts, _QUOTE[1] if quoted else ""])


def _plain_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without markup, a quote's title as a line of its own."""
    told: list[Block] = []
    quoted = False
    for block in blocks:
        if block.folded and not quoted and block.title:
            told.append(Block((line(Run(visible(block.title))),)))
        quoted = block.folded
        told.append(without_markup(block))
    return told


def _plain(blocks: Sequence[Block]) -> str:
    text = ""
    for n, block in enumerate(blocks):
        gap = ("\n" if block.tight else "\n\n") if n else ""
        text += gap + "\n".join(visible(each) for each in block.lines)
    return text


def only(written: Line | str) -> tuple[Message, ...]:
    """A message of one line."""
    return messages([Block((written if isinstance(written, tuple) else line(written),))])
