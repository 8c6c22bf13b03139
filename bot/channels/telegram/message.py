"""What is sent on Telegram, as plain values: HTML text with its fallback, rows of buttons, a picture by name."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_LIMIT = 4096  # UTF-16 units of a message after its markup is read
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100  # of one message; Telegram passes over the rest
LABEL_LIMIT = 48  # units of a button's label a phone shows in one row; ours, not Telegram's
DATA_LIMIT = 64  # bytes of a callback button's data
COPY_LIMIT = 256  # characters a copy button holds


@dataclass(frozen=True, slots=True)
class Press:
    """A button that comes back to us with its data, at most 64 bytes."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A button that puts a text of at most 256 characters on the clipboard."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Inline:
    """A button that lets the person pick a chat and starts an inline query there."""

    label: str
    query: str


Button = Press | Copy | Link | Inline
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture the press can print: ``history`` of an indicator or ``card`` of a target."""

    kind: str
    id: str
    language: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message; with a picture, ``html`` is its caption. Link previews are always off."""

    html: str  # "" for one that is sent plainly
    plain: tuple[str, ...]  # the same without markup, sent in order when Telegram cannot parse ``html``
    buttons: Rows = ()
    picture: Picture | None = None


def units(text: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
