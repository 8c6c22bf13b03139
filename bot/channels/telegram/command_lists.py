"""The commands Telegram lists for us, per scope and language, and what it says about the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.telegram.told import told

PRIVATE = ("start", "help", "chitieu", "han", "vanban", "faq", "nguon", "ketqua", "xoadulieu", "ngonngu")
GROUP = ("help", "chitieu", "han", "vanban", "faq", "nguon", "ketqua")


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it is listed: 1-32 small letters, 1-256 characters about it."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class About:
    """What the profile says: at most 512 and 120 characters."""

    description: str
    short: str


def command_list(language: str, group: bool) -> tuple[Command, ...]:
    """The commands of private chats, or of groups."""
    return tuple(Command(name, told(language, "commands", name)) for name in (GROUP if group else PRIVATE))


def about(language: str) -> About:
    """The description of the profile."""
    return About(told(language, "about", "description"), told(language, "about", "short"))
