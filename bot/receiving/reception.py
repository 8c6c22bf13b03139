"""One reception for every channel: limits, the engine, keeping and forgetting; implements ``bot.reception_ports``."""

from __future__ import annotations

import asyncio
import base64
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import structlog

import prompts
from bot.messages import Incoming, Reply, Status
from bot.pacing import buckets
from bot.ports import Chat
from bot.receiving.carrying import CarriedTurns
from bot.receiving.pace import ADDRESS, HeldBuckets, program_user
from bot.receiving.standing import QUESTION_SECONDS, Standing
from bot.receiving.workers import TooManyWaitingError, Workers
from bot.reception_ports import Kept, Watch
from bot.store_errors import ForgottenError, StoreError
from bot.store_ports import Allowance, Opinion, Rates, Removed, Store
from bot.work_begun import Begun, known_then, work_begun

STORE, QUEUE = "store", "queue"  # parts as ``degraded`` names them
WAIT_SECONDS = 5  # what a person is told when too much is waiting
_SHARE_BYTES = 16  # 128 bits: 22 characters of an address
_ENOUGH = 500  # characters that tell a language
_FORGETTING = ("forgetting",)  # has one share of the threads, whoever asks: it waits for whoever reads the database

T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Engine:
    """What answers, and what it is told by."""

    chat: Chat
    turns: CarriedTurns  # the chat's own
    language: Callable[[str], str]  # of a text the chat never sees: "vi" or "en"


class StoredReception:
    """Takes questions of every channel; safe to use from one event loop, never raises for a question."""

    def __init__(
        self,
        engine: Engine,
        store: Store,
        people: Callable[[str, str], str],
        workers: Workers,
        standing: Standing,
        watch: Watch,
        clock: Callable[[], float] = time.time,
        rates: Rates | None = None,
    ) -> None:
        """``people`` gives the key of a user of a channel; ``clock`` seconds since 1970.

        ``rates`` are what this process counts by itself while the store cannot count. Where they set no limit, the
        store is not asked, and its silence says nothing.
        """
        self._engine = engine
        self._store = store
        self._people = people
        self._workers = workers
        self._standing = standing
        self._watch = watch
        self._clock = clock
        self._rates = rates or Rates(0, 1, 0)
        self._limited_at_all = rates is None or bool(rates.per_minute or rates.channel_per_minute)
        self._standby = HeldBuckets()

    async def ask(self, incoming: Incoming) -> Kept:
        """The reply to a question: the limits first, then the engine in a worker thread, then kept."""
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=secrets.token_hex(6), channel=incoming.channel):
            try:
                with self._standing.question(), work_begun(await self._begun(incoming)):
                    work = partial(self._answered, incoming)
                    kept = await self._workers.run(incoming.conversation, work, self._sharers(incoming))
            except TooManyWaitingError as full:
                kept = Kept(self._limited(incoming, WAIT_SECONDS) if full.of_one else self._crowded(incoming))
            except Exception:  # whatever breaks, the person is told so
                log.exception("a question was not answered")
                kept = Kept(self._said(incoming, Status.ERROR_INTERNAL))
            seconds = time.perf_counter() - started
            self._watch.answered(incoming.channel, kept.reply, seconds)
            log.info("answered", status=kept.reply.status.value, ms=round(seconds * 1000, 1), kept=kept.id is not None)
        return kept

    async def kept(self, answer_id: str, program: str | None = None) -> Reply | None:
        """A reply as it was given; None when there is none such, or the store cannot tell."""
        key = self._share_id(answer_id, program)
        return await self._stored("open an answer", lambda: self._store.answers.get(key), None, reading=True)

    async def given_at(self, answer_id: str, program: str | None = None) -> float | None:
        """When a kept reply was given; None when there is none such, or the store cannot tell."""
        key = self._share_id(answer_id, program)
        return await self._stored("date an answer", lambda: self._store.answers.given_at(key), None, reading=True)

    async def last(self, conversation: str) -> Kept | None:
        """The last kept reply of a conversation; None when there is none, or the store cannot tell."""
        found = await self._stored(
            "find an answer", lambda: self._store.answers.latest(conversation), None, reading=True
        )
        return None if found is None else Kept(found[1], found[0])

    async def opinion(
        self, answer_id: str, channel: str, user: str, opinion: Opinion, program: str | None = None
    ) -> bool:
        """Notes what a person thinks of an answer; False for an unknown answer, or when the store cannot note it."""
        person, key = self._people(channel, user), self._share_id(answer_id, program)
        noted = await self._stored("note an opinion", lambda: self._store.feedback.give(key, person, opinion), False)
        if noted:
            self._watch.judged(channel, opinion.useful)
        return noted

    async def withdraw(self, answer_id: str, channel: str, user: str, opinion: Opinion) -> bool:
        """Forgets an opinion; False when the person has none such, or when the store cannot forget it."""
        person = self._people(channel, user)
        return await self._stored(
            "withdraw an opinion", lambda: self._store.feedback.withdraw(answer_id, person, opinion.useful), False
        )

    async def share(self, answer_id: str, channel: str, user: str, program: str | None = None) -> bool:
        """Notes that a person gives the link of their answer away; False when it is not theirs, or not noted."""
        person, key = self._people(channel, user), self._share_id(answer_id, program)
        return await self._stored("share an answer", lambda: self._store.answers.share(key, person), False)

    async def forget(self, channel: str, user: str | None, *conversations: str, shared: bool = False) -> Removed:
        """Deletes what is kept of a person and of conversations; ``StoreError`` when the store could not."""
        whose = {self._person_of(Incoming("", each, channel)) for each in conversations}
        whose |= set() if user is None else {self._people(channel, user)}

        def work() -> Removed:
            for person in whose:
                self._engine.turns.forget_person(person)
            removed = self._store.upkeep.forget(*sorted(whose), conversations=conversations, shared=shared)
            for conversation in conversations:  # last, or their turns would not be counted
                self._engine.chat.forget(conversation)
            return removed

        checked = partial(self._standing.checked, "forget a person", work, QUESTION_SECONDS)
        try:
            order = conversations[0] if conversations else secrets.token_hex(8)
            return await self._workers.run(order, checked, _FORGETTING)
        except TooManyWaitingError as full:
            raise StoreError(f"nothing was deleted: {full}; try again") from full

    async def _begun(self, incoming: Incoming) -> Begun:
        """What is known of forgettings as the question comes; of an update that is being answered, as that began.

        Where the store cannot tell, nobody is known to have been forgotten: whoever was lately gets no link.
        """
        known = known_then()
        if known:
            return known
        keys = self._store.forgettings.keys(self._person_of(incoming), incoming.conversation)
        look = partial(self._store.forgettings.begun, keys)
        unknown: Begun = dict.fromkeys(keys)
        return await asyncio.to_thread(self._standing.attempt, "look for forgettings", look, unknown, reading=True)

    def _answered(self, incoming: Incoming) -> Kept:
        person = self._person_of(incoming)
        allowance = self._counted(incoming, person) if self._limited_at_all else Allowance(True)
        if not allowance.allowed:
            return Kept(self._limited(incoming, allowance.wait_seconds))
        reply = self._engine.chat.reply_to(replace(incoming, user=person, address=None))
        answer_id = secrets.token_urlsafe(_SHARE_BYTES)
        key = self._share_id(answer_id, incoming.program)
        try:
            kept = self._standing.attempt(
                "keep an answer",
                lambda: self._store.answers.keep(reply, incoming.conversation, incoming.channel, person, key),
                None,
            )
        except ForgottenError:
            return Kept(reply)
        return Kept(reply, answer_id) if kept else Kept(replace(reply, degraded=(*reply.degraded, STORE)))

    def _counted(self, incoming: Incoming, person: str) -> Allowance:
        """Counts a question: to its program as a whole, else to the person; here while the store cannot."""
        channel, now = incoming.channel, self._clock()
        who = person if incoming.program is None else self._people(channel, program_user(incoming.program))
        shared: Allowance | None = self._standing.attempt(
            "count a question", lambda: self._store.limits.allow(who, channel, now), None
        )
        return shared or self._standby.draw(buckets(self._rates, who, channel), now)

    def _share_id(self, answer_id: str, program: str | None) -> str:
        """What an answer is kept under: for a program an id that is found with its name and our secret alone."""
        if program is None:
            return answer_id
        digest = bytes.fromhex(self._people("answer of a program", f"{program}:{answer_id}"))
        return base64.urlsafe_b64encode(digest[:_SHARE_BYTES]).rstrip(b"=").decode()

    async def _stored(self, what: str, work: Callable[[], T], otherwise: T, *, reading: bool = False) -> T:
        """What the store says; it has a turn of its own, so that no conversation waits for it."""
        try:
            attempt = partial(self._standing.attempt, what, work, otherwise, reading=reading)
            return await self._workers.run(secrets.token_hex(8), attempt)
        except (TooManyWaitingError, ForgottenError):
            return otherwise

    def _person_of(self, incoming: Incoming) -> str:
        """The key of whoever asks; where a channel knows nobody, the conversation stands for a person."""
        if incoming.user is None:
            return self._people(f"{incoming.channel}, by conversation", incoming.conversation)
        return self._people(incoming.channel, incoming.user)

    def _sharers(self, incoming: Incoming) -> tuple[str, ...]:
        """Whose share of the threads a question takes: its person's, and its program's or its network address's."""
        person = self._person_of(incoming)
        if incoming.program is not None:
            return (person, self._people(incoming.channel, program_user(incoming.program)))
        return (person,) if incoming.address is None else (person, self._people(ADDRESS, incoming.address))

    def _limited(self, incoming: Incoming, seconds: int) -> Reply:
        return self._said(incoming, Status.REFUSED_RATE_LIMITED, seconds=str(seconds))

    def _crowded(self, incoming: Incoming) -> Reply:
        language = self._engine.language(incoming.text[:_ENOUGH])
        text = prompts.say(language, "reception.crowded", seconds=str(WAIT_SECONDS))
        return Reply(incoming.text, Status.ERROR_DEGRADED, language, text, degraded=(QUEUE,))

    def _said(self, incoming: Incoming, status: Status, **values: str) -> Reply:
        language = self._engine.language(incoming.text[:_ENOUGH])
        return Reply(incoming.text, status, language, prompts.say(language, f"status.{status.value}", **values))
