"""Cutting a text into messages Zalo accepts: at lines, then sentences, then words; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MESSAGE_LIMIT = 2000  # what Zalo takes, in UTF-16 units: how it counts is not published, and this count is the highest
_PART_ROOM = 12  # units kept free for a line such as "(12/34)"
BLOCK_LIMIT = MESSAGE_LIMIT - _PART_ROOM  # a block up to this length is never cut

_ATOM = re.compile(
    r"“[^”\n]*”(?:\s?\[\d{1,3}\])*[.,;:]?|(?:[^\s“\[]+)?(?:\s?\[\d{1,3}\])+[.,;:]?|[^\s“\[]+|\s+|.", re.S
)
_SENTENCE_END = re.compile(r"[.!?…;](?:\s?\[\d{1,3}\])*[.]?$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stay together; ``apart`` sets them off from what stands above by an empty line."""

    text: str
    apart: bool = False


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def into_messages(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The blocks in as few messages as their order allows, none over MESSAGE_LIMIT.

    A block that fits a message is never cut. Several messages carry their number in a last line, since
    nobody promises that they arrive in order.
    """
    whole = _joined(blocks)
    if units(whole) <= MESSAGE_LIMIT:
        return (whole,) if whole else ()
    parts = list(_packed(blocks, BLOCK_LIMIT))
    return tuple(f"{part}\n({n}/{len(parts)})" for n, part in enumerate(parts, start=1))


def _joined(blocks: Sequence[Block]) -> str:
    said = "".join(("\n\n" if block.apart else "\n") + block.text for block in blocks)
    return said.strip("\n")


def _packed(blocks: Sequence[Block], limit: int) -> Iterator[str]:
    held, length = "", 0
    for block in blocks:
        for n, piece in enumerate(_pieces(block.text, limit)):
            gap = "\n\n" if block.apart and n == 0 else "\n"
            if held and length + len(gap) + units(piece) > limit:
                yield held
                held, length = "", 0
            held = held + gap + piece if held else piece
            length = units(held)
    if held:
        yield held


def _pieces(text: str, limit: int) -> Iterator[str]:
    """The text itself when it fits, else pieces of it that do: lines first, then cuts outside quotes."""
    if units(text) <= limit:
        yield text
        return
    atoms = [piece for match in _ATOM.finditer(text) for piece in _cut(match.group(), limit)]
    while atoms:
        taken = _taken(atoms, limit)
        piece = "".join(atoms[:taken]).strip()
        if piece:
            yield piece
        atoms = atoms[taken:]


def _taken(atoms: Sequence[str], limit: int) -> int:
    """How many atoms the next piece takes: to the last line end, sentence end or space in the second half of it."""
    length, fits = 0, 0
    for atom in atoms:
        length += units(atom)
        if length > limit:
            break
        fits += 1
    if fits == len(atoms):
        return fits
    half = _reaching(atoms, limit // 2)
    for wanted in (_ends_line, _ends_sentence, _is_space):
        for n in range(fits, max(half, 1) - 1, -1):
            if wanted(atoms, n):
                return n
    return fits


def _reaching(atoms: Sequence[str], length: int) -> int:
    total = 0
    for n, atom in enumerate(atoms):
        total += units(atom)
        if total >= length:
            return n + 1
    return len(atoms)


def _ends_line(atoms: Sequence[str], n: int) -> bool:
    return "\n" in atoms[n - 1]


def _ends_sentence(atoms: Sequence[str], n: int) -> bool:
    return atoms[n].isspace() and bool(_SENTENCE_END.search(atoms[n - 1]))


def _is_space(atoms: Sequence[str], n: int) -> bool:
    return atoms[n].isspace() or atoms[n - 1].isspace()


def _cut(atom: str, limit: int) -> Iterator[str]:
    """An atom longer than a message has to break somewhere: never before a mark that sits on a letter."""
    while units(atom) > limit:
        end = limit // 2  # half, since a character may be two units
        while end > 1 and unicodedata.category(atom[end]).startswith("M"):
            end -= 1
        yield atom[:end]
        atom = atom[end:]
    if atom:
        yield atom
