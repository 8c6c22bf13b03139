"""The store in memory, and what tests of any store begin with."""

from __future__ import annotations

import copy
import os
import secrets
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from bot.conversation import CARRY_SECONDS, Turn
from bot.messages import Reply
from bot.store.discretion import discreet_payload, discreet_reason, discreet_reply, discreet_turn
from bot.store.forgettings import MARKED_SECONDS
from bot.store.notes import NOTE_SECONDS
from bot.store.opening import SqlStore, open_store
from bot.store.people import People, checked_person
from bot.store.tables import Table
from bot.store.updates import LEASE_SECONDS, MOST_ATTEMPTS
from bot.store.upkeep import REMEMBERED_SECONDS, STALE_SECONDS
from bot.store_errors import ForgottenError
from bot.store_ports import Allowance, Bucket, Opinion, Rates, Removed, Store, Tally
from bot.update_ports import Waiting
from bot.work_begun import Begun, known_then
from tests.postgres import server_url

PEOPLE = People("a secret of tests, long enough to be one")
AN, BINH = PEOPLE.person("telegram", 1), PEOPLE.person("telegram", 2)
RATES = Rates(per_minute=6, burst=3, channel_per_minute=12)
START = 1_800_000_000.0


class Clock:
    """Seconds since 1970 that pass when told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@dataclass
class MemoryForgettings:
    """Marks in a dictionary."""

    marks: dict[str, str] = field(default_factory=dict)
    at: dict[str, float] = field(default_factory=dict)

    def keys(self, person: str, conversation: str) -> tuple[str, ...]:
        return (person, f"conversation {conversation}")

    def begun(self, keys: Collection[str]) -> Begun:
        return {key: self.marks.get(key) for key in keys}

    def refuse(self) -> None:
        if any(key in self.marks and self.marks[key] != mark for key, mark in (known_then() or {}).items()):
            raise ForgottenError


@dataclass
class MemoryAnswers:
    """Answers in a dictionary."""

    clock: Clock
    forgettings: MemoryForgettings = field(default_factory=MemoryForgettings)
    kept: dict[str, tuple[Reply, str | None, float]] = field(default_factory=dict)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def keep(
        self, reply: Reply, conversation: str, channel: str, person: str | None = None, share_id: str | None = None
    ) -> str:
        self.forgettings.refuse()
        share_id = share_id or os.urandom(11).hex()
        self.kept[share_id] = (copy.deepcopy(discreet_reply(reply)), person, self.clock())
        self.links[share_id] = (conversation, channel)
        return share_id

    def share(self, share_id: str, person: str) -> bool:
        mine = share_id in self.kept and self.kept[share_id][1] == person
        if mine:
            self.shared.add(share_id)
        return mine

    def get(self, share_id: str) -> Reply | None:
        held = self.kept.get(share_id)
        return None if held is None else copy.deepcopy(held[0])

    def given_at(self, share_id: str) -> float | None:
        held = self.kept.get(share_id)
        return None if held is None else held[2]

    def latest(self, conversation: str) -> tuple[str, Reply] | None:
        mine = [(self.kept[i][2], i) for i, (said, _) in self.links.items() if said == conversation and i in self.kept]
        return (max(mine)[1], copy.deepcopy(self.kept[max(mine)[1]][0])) if mine else None


@dataclass
class MemoryTurns:
    """Turns in a dictionary."""

    clock: Clock
    forgettings: MemoryForgettings = field(default_factory=MemoryForgettings)
    kept: dict[str, tuple[Turn, str | None, float]] = field(default_factory=dict)

    def last(self, conversation: str) -> Turn | None:
        turn, _, at = self.kept.get(conversation, (None, None, 0.0))
        return None if self.clock() - at > CARRY_SECONDS else turn

    def keep(self, conversation: str, turn: Turn, person: str | None = None) -> None:
        self.forgettings.refuse()
        self.kept[conversation] = (discreet_turn(turn), person, self.clock())

    def forget(self, conversation: str) -> None:
        self.kept.pop(conversation, None)


@dataclass
class MemoryFeedback:
    """Opinions in a dictionary."""

    answers: MemoryAnswers
    kept: dict[tuple[str, str], Opinion] = field(default_factory=dict)

    def give(self, share_id: str, person: str, opinion: Opinion) -> bool:
        self.answers.forgettings.refuse()
        if share_id not in self.answers.kept:
            return False
        self.kept[share_id, person] = replace(opinion, reason=discreet_reason(opinion.reason))
        return True

    def withdraw(self, share_id: str, person: str, useful: bool) -> bool:
        mine = self.kept.get((share_id, person))
        if mine is None or mine.useful is not useful:
            return False
        del self.kept[share_id, person]
        return True

    def given(self, share_id: str, person: str) -> Opinion | None:
        return self.kept.get((share_id, person))

    def tally(self, share_id: str) -> Tally:
        opinions = [opinion.useful for (answer, _), opinion in self.kept.items() if answer == share_id]
        return Tally(opinions.count(True), opinions.count(False))


@dataclass
class MemoryUpdates:
    """Updates in a dictionary."""

    clock: Clock
    forgettings: MemoryForgettings = field(default_factory=MemoryForgettings)
    kept: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, channel: str, update_id: str, payload: str, owner: str, person: str | None = None) -> bool:
        with self.lock:
            if (channel, update_id) in self.kept:
                return False
            self.kept[channel, update_id] = {
                "state": "taken",
                "person": None if person is None else checked_person(person),
                "owner": owner,
                "until": self.clock() + LEASE_SECONDS,
                "tries": 1,
                "at": self.clock(),
                "body": discreet_payload(payload),
            }
            return True

    def begin(self, channel: str, update_id: str, owner: str) -> Begun | None:
        with self.lock:
            held = self.kept.get((channel, update_id), {})
            if held.get("owner") != owner or held.get("state") not in ("taken", "sending"):
                return None
            return self.forgettings.begun([held["person"]] if held["person"] else [])

    def sending(self, channel: str, update_id: str, owner: str, rest: str = "") -> bool:
        with self.lock:
            held = self.kept.get((channel, update_id), {})
            mine = self._leased(held) and held["owner"] == owner
            if mine:
                body = discreet_payload(rest) if rest else ""
                held.update(state="sending", body=body, until=self.clock() + LEASE_SECONDS, tries=0)
            return mine

    def done(self, channel: str, update_id: str) -> None:
        if (channel, update_id) in self.kept:
            self.kept[channel, update_id].update(state="done", body="", person=None)

    def put_back(self, channel: str, update_id: str, payload: str, owner: str, keep: bool = False) -> bool:
        held = self.kept.get((channel, update_id), {})
        if held.get("state") not in ("taken", "sending") or owner != held["owner"]:
            return False
        until, body = self.clock() + LEASE_SECONDS if keep else 0.0, discreet_payload(payload)
        held.update(state="taken", owner=owner if keep else None, until=until, body=body)
        return True

    def unfinished(self, channel: str, owner: str) -> list[Waiting]:
        found = []
        with self.lock:
            for (where, update_id), held in self.kept.items():
                if where != channel or not self._leased(held) or held["until"] >= self.clock():
                    continue
                if held["tries"] == MOST_ATTEMPTS:
                    held.update(state="done", body="")
                    continue
                held.update(state="taken", owner=owner, until=self.clock() + LEASE_SECONDS, tries=held["tries"] + 1)
                found.append(Waiting(update_id, held["body"]))
        return found

    def renew(self, owner: str, updates: Collection[tuple[str, str]]) -> int:
        mine = [held for key in updates if (held := self.kept.get(key)) in self._of(owner)]
        for held in mine:
            held["until"] = self.clock() + LEASE_SECONDS
        return len(mine)

    def release(self, owner: str) -> int:
        mine = self._of(owner)
        for held in mine:
            held.update(owner=None, until=0.0)
        return len(mine)

    def _of(self, owner: str) -> list[dict[str, Any]]:
        return [held for held in self.kept.values() if held["owner"] == owner and self._leased(held)]

    def _leased(self, held: dict[str, Any]) -> bool:
        return held.get("state") == "taken" or bool(held.get("state") == "sending" and held["body"])


@dataclass
class MemoryLimits:
    """Tokens in a dictionary, counted one by one: not the arithmetic of the real store."""

    rates: Rates
    kept: dict[str, tuple[float, float]] = field(default_factory=dict)  # tokens, as of
    lock: threading.Lock = field(default_factory=threading.Lock)

    def allow(self, person: str, channel: str, now: float) -> Allowance:
        rates = self.rates
        mine = Bucket(f"person:{person}", person, rates.per_minute, rates.burst)
        return self.draw(
            [mine, Bucket(f"channel:{channel}", None, rates.channel_per_minute, rates.channel_per_minute)], now
        )

    def draw(self, wanted: Sequence[Bucket], now: float) -> Allowance:
        kinds = [(bucket.key, bucket.per_minute, bucket.burst) for bucket in wanted]
        with self.lock:
            tokens = {}
            for key, minute, most in kinds:
                if minute:
                    held, at = self.kept.get(key, (float(most), now))
                    tokens[key] = (min(most, held + max(now - at, 0) * minute / 60), minute)
            wait = max((-(-(1 - held) * 60 // minute) for held, minute in tokens.values() if held < 0.999), default=0)
            if wait:
                return Allowance(False, int(wait))
            self.kept.update({key: (held - 1, now) for key, (held, _) in tokens.items()})
            return Allowance(True)


@dataclass
class MemoryJottings:
    """Notes in a dictionary."""

    clock: Clock
    forgettings: MemoryForgettings = field(default_factory=MemoryForgettings)
    kept: dict[str, tuple[str, str | None, float]] = field(default_factory=dict)

    def find(self, name: str) -> str | None:
        text, _, at = self.kept.get(name, ("", None, 0.0))
        return text if text and self.clock() - at <= NOTE_SECONDS else None

    def keep(self, name: str, text: str, person: str | None = None) -> None:
        self.forgettings.refuse()
        self.kept[name] = (text, None if person is None else checked_person(person), self.clock())


@dataclass
class MemoryUpkeep:
    """Forgetting and retention over the dictionaries."""

    store: MemoryStore
    clock_text: str | None = None

    def forget(self, *people: str, conversations: Collection[str] = (), shared: bool = False) -> Removed:
        for key in (*people, *(f"conversation {each}" for each in conversations)):
            self.store.forgettings.marks[key] = secrets.token_hex(8)
            self.store.forgettings.at[key] = self.store.clock()
        pending = [u for u in self.store.updates.kept.values() if u["person"] in people and u["state"] != "done"]
        for held in pending:
            held.update(state="done", body="", owner=None, person=None)
        answers, turns, feedback = self.store.answers, self.store.turns.kept, self.store.feedback.kept
        theirs = {i for i, held in answers.kept.items() if held[1] in people or answers.links[i][0] in conversations}
        stay = set() if shared else theirs & answers.shared
        whose = {(i, answers.kept[i][1]) for i in stay}
        judged = [key for key in feedback if key[1] in people or key in whose]
        removed = Removed(
            answers=len(theirs - stay),
            shared=len(stay),
            turns=_dropped(turns, [k for k, held in turns.items() if held[1] in people or k in conversations]),
            feedback=_dropped(feedback, judged),
            limits=_dropped(
                self.store.limits.kept, [k for k in self.store.limits.kept if k.removeprefix("person:") in people]
            ),
            notes=_dropped(self.store.notes.kept, [k for k, v in self.store.notes.kept.items() if v[1] in people]),
            updates=len(pending),
        )
        _dropped(answers.kept, list(theirs - stay))
        _dropped(feedback, [key for key in feedback if key[0] in theirs - stay])
        return removed

    def clock_seen(self) -> str | None:
        return self.clock_text

    def keep_clock(self, text: str) -> None:
        self.clock_text = text

    def prune(self, older_than: float) -> Removed:
        store, now = self.store, self.store.clock()
        old = [key for key, (_, _, at) in store.answers.kept.items() if at < older_than]
        turns, updates = store.turns.kept, store.updates.kept
        gone = [k for k, held in updates.items() if held["at"] < max(older_than, now - REMEMBERED_SECONDS)]
        for held in updates.values():
            if held["state"] != "done" and held["at"] < now - STALE_SECONDS:
                held.update(state="done", body="")
        marks = store.forgettings
        _dropped(marks.marks, [key for key in marks.marks if marks.at[key] < now - MARKED_SECONDS])
        return Removed(
            answers=_dropped(store.answers.kept, old),
            feedback=_dropped(store.feedback.kept, [key for key in store.feedback.kept if key[0] in old]),
            turns=_dropped(turns, [k for k, v in turns.items() if v[2] < max(older_than, now - CARRY_SECONDS)]),
            updates=_dropped(updates, gone),
            notes=_dropped(
                store.notes.kept,
                [k for k, v in store.notes.kept.items() if v[2] < max(older_than, now - NOTE_SECONDS)],
            ),
            limits=_dropped(
                store.limits.kept, [k for k, (_, at) in store.limits.kept.items() if at < now - CARRY_SECONDS]
            ),
        )


class MemoryStore:
    """Implements ``bot.store_ports.Store`` for one process."""

    def __init__(self, clock: Clock, rates: Rates = RATES) -> None:
        self.clock = clock
        self.forgettings = MemoryForgettings()
        self.answers = MemoryAnswers(clock, self.forgettings)
        self.turns = MemoryTurns(clock, self.forgettings)
        self.feedback = MemoryFeedback(self.answers)
        self.updates = MemoryUpdates(clock, self.forgettings)
        self.limits = MemoryLimits(rates)
        self.notes = MemoryJottings(clock, self.forgettings)
        self.upkeep = MemoryUpkeep(self)

    def check(self) -> None:
        pass

    def close(self) -> None:
        pass


def _dropped(kept: dict, keys: list) -> int:  # type: ignore[type-arg]
    for key in keys:
        del kept[key]
    return len(keys)


def opened(kind: str, folder: Path, clock: Clock, rates: Rates = RATES) -> Store:
    """A store of a kind, empty at first: memory, sqlite or postgresql."""
    if kind == "memory":
        return MemoryStore(clock, rates)
    return open_store(folder, PEOPLE, url=url_of(kind), rates=rates, clock=clock)


def url_of(kind: str) -> str | None:
    """The address of the database of a kind; None for a file in the test's folder."""
    return server_url() if kind == "postgresql" else None


def emptied(kind: str) -> None:
    """Drops what an earlier test left on the server."""
    if kind == "postgresql":
        engine = create_engine(server_url())
        Table.metadata.drop_all(engine)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS plan136_version"))
        engine.dispose()


KINDS = ["memory", "sqlite", "postgresql"]
SHARED_KINDS = ["sqlite", "postgresql"]


def store_of(kind: str, folder: Path, clock: Clock) -> Iterator[Store]:
    """A store to test, closed afterwards."""
    emptied(kind)
    store = opened(kind, folder, clock)
    yield store
    store.close()


def rows_of(store: SqlStore, table: str) -> int:
    """How many rows a table has."""
    return store.database.read(lambda session: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
