"""Pictures for messages: drawn one at a time in a worker thread, and sent again by what Telegram called them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import date

from bot.channels.telegram.message import Picture
from bot.ports import Press

_LOG = logging.getLogger(__name__)
_MOST_KNOWN = 512
_Key = tuple[Picture, date]


class Pictures:
    """The press behind a door; a picture of today is not one of yesterday, since deadlines pass."""

    def __init__(self, press: Press, today: Callable[[], date]) -> None:
        self._press = press
        self._today = today
        self._drawing = asyncio.Lock()  # however many ask, a core is left for the questions
        self._known: OrderedDict[_Key, str] = OrderedDict()

    async def of(self, picture: Picture) -> bytes | str | None:
        """PNG bytes, or the name Telegram gave the same picture; None for one that cannot be drawn now."""
        on = self._today()
        if known := self._known.get((picture, on)):
            return known
        async with self._drawing:
            try:
                return await asyncio.to_thread(self._drawn, picture, on)
            except Exception:  # a picture is an addition: the words it stands for are sent without it
                _LOG.exception("the %s of %s was not drawn", picture.kind, picture.id)
                return None

    def known(self, picture: Picture, file: str) -> None:
        """Telegram has the picture now, under this name."""
        if file:
            self._known[picture, self._today()] = file
            while len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)

    def unknown(self, picture: Picture) -> None:
        """The name Telegram gave it is of no use any more."""
        self._known.pop((picture, self._today()), None)

    def _drawn(self, picture: Picture, on: date) -> bytes:
        if picture.kind == "card":
            return self._press.card(picture.id, picture.language)
        return self._press.history(picture.id, picture.language, on)
