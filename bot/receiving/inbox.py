"""The inbox of one process: updates held while they are answered, and what other processes left behind."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

import structlog

from bot.receiving.standing import Standing
from bot.store_errors import StoreBusyError, StoreError
from bot.update_ports import Updates, Waiting
from bot.work_begun import Begun

RENEW_SECONDS = 10.0  # well under a lease, so that one missed renewal costs nothing
LONGEST_SECONDS = 600.0  # what nobody finished or spoke of for so long was dropped by a fault: somebody else may try
MARK_SECONDS = 60.0  # how long a reply waits for a busy store before it stays unsent
CALL_SECONDS = 3.0  # one call of the store; a webhook is then told to come again
_PAUSE_SECONDS = 1.0

T = TypeVar("T")
log = structlog.get_logger(__name__)


class StoredInbox:
    """Implements ``bot.reception_ports.Inbox`` over the store; used from one event loop."""

    def __init__(
        self,
        updates: Updates,
        people: Callable[[str, str], str],
        clock: Callable[[], float] = time.monotonic,
        mark_seconds: float = MARK_SECONDS,
        standing: Standing | None = None,
    ) -> None:
        """``people`` gives the key of a user of a channel.

        ``clock`` gives seconds that only ever grow: no clock set anew makes this process drop what it holds.
        """
        self._updates = updates
        self._people = people
        self._clock = clock
        self._standing = standing or Standing()
        self._mark_seconds = mark_seconds
        self._owner = secrets.token_hex(16)
        self._mine: dict[tuple[str, str], float] = {}  # what is being answered here, and since when

    async def _ask(self, what: str, work: Callable[[], T]) -> T:
        """What the store says; ``StoreError`` when it fails, at once while it is away."""
        return await asyncio.to_thread(self._standing.checked, what, work, CALL_SECONDS)

    async def take(self, channel: str, update_id: str, payload: str, user: str | None = None) -> bool:
        """Stores an update; False when it was taken already. ``StoreError`` when the store fails: it comes again."""
        person = None if user is None else self._people(channel, user)
        new = await self._ask(
            "take an update", lambda: self._updates.take(channel, update_id, payload, self._owner, person)
        )
        if new:
            self._mine[channel, update_id] = self._clock()
        return new

    async def begin(self, channel: str, update_id: str) -> Begun | None:
        """What is known of forgettings as its answer is begun; None when it is not this process's any more."""
        try:
            begun = await self._ask("begin an update", lambda: self._updates.begin(channel, update_id, self._owner))
        except StoreError:
            self._mine.pop((channel, update_id), None)  # its lease runs out, and it comes again
            raise
        if begun is None:
            self._mine.pop((channel, update_id), None)
        return begun

    async def sending(self, channel: str, update_id: str, rest: str = "") -> bool:
        """From here on it is not answered again. A busy store is waited for: nobody else can take over meanwhile."""
        until = self._clock() + self._mark_seconds
        while True:
            try:
                mine = await self._ask(
                    "mark an update", lambda: self._updates.sending(channel, update_id, self._owner, rest)
                )
            except StoreError as error:
                if not isinstance(error, StoreBusyError) or self._clock() >= until:
                    self._mine.pop((channel, update_id), None)  # its lease runs out, and it comes again
                    raise
            else:
                if not mine:
                    self._mine.pop((channel, update_id), None)
                return mine
            await asyncio.sleep(_PAUSE_SECONDS)

    async def done(self, channel: str, update_id: str) -> None:
        """Answered, or given up."""
        try:
            await self._ask("finish an update", lambda: self._updates.done(channel, update_id))
        except StoreError as error:
            log.warning("an update was not marked as done", channel=channel, error=str(error))
        self._mine.pop((channel, update_id), None)

    async def put_back(self, channel: str, update_id: str, payload: str) -> None:
        """It is handed out again, at once."""
        try:
            await self._ask(
                "hand an update back", lambda: self._updates.put_back(channel, update_id, payload, self._owner)
            )
        except StoreError as error:
            log.error("an update was not handed back", channel=channel, error=str(error))
        self._mine.pop((channel, update_id), None)

    async def keep(self, channel: str, update_id: str, payload: str) -> bool:
        """It is this process's to send, and another's once this one has died; False when that could not be noted."""
        try:
            return await self._ask(
                "keep an update", lambda: self._updates.put_back(channel, update_id, payload, self._owner, True)
            )
        except StoreError as error:
            log.warning("what waits to be sent was not noted", channel=channel, error=str(error))
            return False

    async def unfinished(self, channel: str, working: Collection[str] = ()) -> Sequence[Waiting]:
        """What other processes left behind; nothing when the store cannot tell, for it will be asked again."""
        for update in self._mine.keys() & {(channel, each) for each in working}:
            self._mine[update] = self._clock()
        try:
            found = await self._ask("look for updates", lambda: self._updates.unfinished(channel, self._owner))
        except StoreError as error:
            log.warning("left updates not looked for", channel=channel, error=str(error))
            return ()
        now, new = self._clock(), []
        for waiting in found:
            if self._mine.get((channel, waiting.update_id), 0.0) > now - LONGEST_SECONDS:
                continue  # being answered right here: its lease was not renewed in time
            self._mine[channel, waiting.update_id] = now
            new.append(waiting)
        return new

    async def hold(self, stop: asyncio.Event, every: float = RENEW_SECONDS) -> None:
        """Renews the leases of what is being answered here, until told to stop."""
        while not stop.is_set():
            try:
                oldest = self._clock() - LONGEST_SECONDS
                held = [update for update, since in self._mine.items() if since >= oldest]
                if held:
                    await self._renew(held)
            except StoreError as error:
                log.warning("leases not renewed", error=str(error))
            ending = asyncio.ensure_future(stop.wait())
            await asyncio.wait([ending], timeout=every)
            ending.cancel()

    async def _renew(self, held: Sequence[tuple[str, str]]) -> None:
        await self._ask("renew leases", lambda: self._updates.renew(self._owner, held))

    async def release(self) -> None:
        """Hands what was not answered to whoever comes next; called when nothing is being answered any more."""
        try:
            await self._ask("release updates", lambda: self._updates.release(self._owner))
        except StoreError as error:
            log.warning("leases not released", error=str(error))
