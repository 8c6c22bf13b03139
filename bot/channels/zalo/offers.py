"""The list each person last saw, remembered for whichever process reads the number they answer with."""

from __future__ import annotations

import json

from bot.channels.zalo.choices import Offer
from bot.channels.zalo.incoming import ZaloMessage
from bot.reception_ports import Memory


class Offers:
    """Offers by conversation: the latest shown wins, be it under an answer or a command's own list."""

    def __init__(self, memory: Memory, channel: str) -> None:
        self._memory = memory
        self._channel = channel

    async def shown(self, to: ZaloMessage) -> Offer:
        """What the person of a message may answer with a number; nothing when no list is remembered."""
        return _read(await self._memory.recall(self._channel, _name(to)))

    async def show(self, to: ZaloMessage, offer: Offer) -> None:
        """Remembers what the person of a message is shown, in place of the list before."""
        text = json.dumps([offer.more, *offer.choices])
        await self._memory.remember(self._channel, _name(to), text, to.sender)


def _name(message: ZaloMessage) -> str:
    return f"offer:{message.conversation}"


def _read(text: str | None) -> Offer:
    try:
        more, *choices = map(str, json.loads(text)) if text else ("",)
    except (TypeError, ValueError):  # of another version
        return Offer()
    return Offer(tuple(choices), more)
