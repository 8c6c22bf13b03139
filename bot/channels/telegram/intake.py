"""Updates taken in: read, stored where they wait for an answer, worked on in their turn, and told done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Hashable
from contextlib import suppress

from bot.channels.telegram import payloads
from bot.channels.telegram.api import FloodedError, TelegramFailure, UnavailableError, UncertainError
from bot.channels.telegram.errands import Errands
from bot.channels.telegram.incoming import Me, read_update
from bot.channels.telegram.intents import (
    Ignored,
    Intent,
    Owed,
    Reacted,
    Searched,
    Unreadable,
    asks_to_forget,
    doubt_of,
)
from bot.channels.telegram.questions import CHANNEL, user_of
from bot.channels.telegram.turns import Turns
from bot.channels.telegram.update_fields import whole
from bot.reception_ports import Inbox
from bot.store_errors import StoreError
from bot.work_begun import work_begun

_LOG = logging.getLogger(__name__)
MOST_WAITING = 2000  # updates in this process; more wait at Telegram
MOST_OF_ONE_CHAT = 100  # whoever sends more is sending faster than reading, and must not fill the room of all


class OverfullError(RuntimeError):
    """More updates wait than this process takes: they are to be delivered again."""


class _TakenOverError(RuntimeError):
    """This update is not to be answered here any more."""


class Intake:
    """Takes updates for the bot ``me``; safe to give the same update any number of times."""

    def __init__(self, me: Me, inbox: Inbox, errands: Errands, turns: Turns) -> None:
        self._me = me
        self._inbox = inbox
        self._errands = errands
        self._turns = turns
        self._working: set[str] = set()
        self._full: set[Hashable] = set()  # chats that are to hear that not all they sent is read

    async def take(self, update: object) -> None:
        """Takes an update; on return it may be told to have arrived.

        OverfullError and ``StoreError`` when it may not: Telegram then delivers it again.
        """
        intent = read_update(update, self._me)
        number = whole(update, "update_id") if isinstance(update, dict) else 0
        if isinstance(intent, Ignored) or number <= 0:
            _LOG.debug("update %s is not answered: %s", number, intent)
            return
        if self._turns.of(_chat(intent, "")) >= MOST_OF_ONE_CHAT:
            _LOG.warning("update %s is dropped: %s of its chat wait already", number, MOST_OF_ONE_CHAT)
            refusal = self._refusal(intent)
            if refusal is None:
                return
            intent = refusal
        if self._turns.waiting >= MOST_WAITING:
            raise OverfullError(f"{MOST_WAITING} updates wait already")
        if isinstance(intent, Searched):  # asked again with the next letter: not worth keeping
            self._turns.put(("search", intent.query), lambda: self._search(intent))
            return
        key = f"{self._me.id}:{number}"  # another bot numbers its updates for itself
        if await self._inbox.take(CHANNEL, key, payloads.written(intent), _whose(intent)):
            self._put(key, intent)

    async def resume(self) -> None:
        """Takes up what other processes left behind."""
        for waiting in await self._inbox.unfinished(CHANNEL, self._working):
            if waiting.update_id in self._working:
                continue
            intent = payloads.read(waiting.payload)
            if intent is None or not waiting.update_id.startswith(f"{self._me.id}:"):
                _LOG.warning("update %s is not ours to answer", waiting.update_id)
                await self._inbox.done(CHANNEL, waiting.update_id)
                continue
            _LOG.info("update %s was left unanswered; answering it", waiting.update_id)
            self._put(waiting.update_id, intent)

    def _put(self, key: str, intent: Intent) -> None:
        self._working.add(key)
        self._turns.put(_chat(intent, key), lambda: self._work(key, intent))

    async def _work(self, key: str, intent: Intent) -> None:
        """Answers an update; what is not told done is handed out again, or the doubt about what had begun to leave."""
        leaving = _Leaving(self._inbox, key, intent)
        try:
            begun = await self._inbox.begin(CHANNEL, key)
            if begun is None:
                raise _TakenOverError(key)
            with work_begun(begun):
                await self._errands.run(intent, self._me, leaving)
        except _TakenOverError:
            _LOG.info("update %s is not answered here: another process has it, or its person was forgotten", key)
        except asyncio.CancelledError:
            await leaving.put_back()
            raise
        except (FloodedError, UnavailableError, StoreError) as error:
            _LOG.error("update %s is left for later: %s", key, error)
            await leaving.put_back()
        except TelegramFailure as error:
            _LOG.error("update %s: %s", key, error)
            doubt = doubt_of(intent) if isinstance(error, UncertainError) and leaving.in_doubt else None
            await (self._work(key, doubt) if doubt else self._inbox.done(CHANNEL, key))
        except Exception:  # the only catch-all of this channel
            _LOG.exception("update %s was not answered", key)
            with suppress(TelegramFailure, _TakenOverError, StoreError):
                await self._errands.apologise(intent, leaving)
            await self._inbox.done(CHANNEL, key)
        else:
            await leaving.ended()
        finally:
            self._working.discard(key)
            if isinstance(intent, Unreadable) and intent.too_many:
                self._full.discard(intent.where.chat)

    def _refusal(self, intent: Intent) -> Unreadable | None:
        """What tells a chat once that not all of its messages are read; None for what was told, or is no message."""
        where, message = getattr(intent, "where", None), getattr(intent, "message", None)
        if where is None or message is None or where.chat in self._full or isinstance(intent, Reacted):
            return None
        self._full.add(where.chat)
        return Unreadable(where, message, too_many=True)

    async def _search(self, intent: Searched) -> None:
        try:
            await self._errands.run(intent, self._me, _Leaving(self._inbox, "", intent))
        except Exception:
            _LOG.exception("an inline query was not answered")


class _Leaving:
    """Marks an update in the inbox before each message of its answer leaves, and undoes that where none did.

    Should the process die while it is marked, the next one says that the answer may not have arrived; where that is
    what leaves, nothing more is said.
    """

    def __init__(self, inbox: Inbox, key: str, intent: Intent) -> None:
        self._inbox = inbox
        self._key = key
        self._left = intent  # what is still to be done for it
        doubt = doubt_of(intent)
        self._rest = payloads.written(doubt) if doubt else ""
        self._marked = False
        self._ended = False
        self.in_doubt = False  # a message is on its way, or may have arrived

    async def __call__(self) -> None:
        """The next message leaves now."""
        if not self._marked and not await self._inbox.sending(CHANNEL, self._key, self._rest):
            raise _TakenOverError(self._key)
        self._marked = self.in_doubt = True

    async def stayed(self) -> None:
        """It certainly did not: it may wait long, and a kill must not cost it."""
        self.in_doubt = False
        if self._marked:
            self._marked = not await self._inbox.keep(CHANNEL, self._key, payloads.written(self._left))

    async def arrived(self, left: Owed) -> None:
        """It certainly did, and this is left; after the last the update is done at once, or a kill would cast doubt."""
        self._left = left
        if left.messages:
            await self.stayed()
        else:
            self.in_doubt = False
            await self.ended()

    async def ended(self) -> None:
        """The update is done, with or without an answer."""
        if not self._ended:
            self._ended = True
            await self._inbox.done(CHANNEL, self._key)

    async def put_back(self) -> None:
        """Whoever comes next goes on; but not where a message may have arrived."""
        if not self.in_doubt:
            await self._inbox.put_back(CHANNEL, self._key, payloads.written(self._left))


def _whose(intent: Intent) -> str | None:
    """Whose it is, to be forgotten with them; nobody's where it asks for that, for it is still to be answered."""
    where = getattr(intent, "where", None)
    return None if where is None or asks_to_forget(intent) else user_of(where)


def _chat(intent: Intent, key: str) -> Hashable:
    """What keeps its order: a chat."""
    where = getattr(intent, "where", None)
    return where.chat if where is not None else key
