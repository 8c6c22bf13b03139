"""Updates taken in and not yet answered; implements ``bot.update_ports.Updates``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Update, and_, or_, select, update
from sqlalchemy.orm import Session

from bot.store.database import Database
from bot.store.discretion import discreet_payload
from bot.store.people import checked_person
from bot.store.shapes import as_text, from_text
from bot.store.tables import ForgettingRow, UpdateRow
from bot.update_ports import Waiting
from bot.work_begun import Begun

LEASE_SECONDS = 45.0
MOST_ATTEMPTS = 3  # an update that ends every process which reads it is not to end them all
MOST_AT_ONCE = 100
_IN_A_CALL = 500  # keys in one statement, well under what a database takes
NEVER = 1e12  # a lease that nobody will find run out: only what waits is looked through
TAKEN, SENDING, DONE = "taken", "sending", "done"
FINISHED: Mapping[str, Any] = {"state": DONE, "body": "", "owner": None, "person": None, "lease_until": NEVER}


class SqlUpdates:
    """Updates in a database: a row each, whose state only ever moves on."""

    def __init__(self, database: Database, clock: Callable[[], float], lease_seconds: float = LEASE_SECONDS) -> None:
        self._database = database
        self._clock = clock
        self._lease_seconds = lease_seconds

    def take(self, channel: str, update_id: str, payload: str, owner: str, person: str | None = None) -> bool:
        """Stores an update as this owner's; that a key is unique decides who is first."""
        key, body = key_of(channel, update_id), as_text([update_id, discreet_payload(payload)])
        whose = None if person is None else checked_person(person)

        def write(session: Session) -> bool:
            if session.get(UpdateRow, key) is not None:
                return False  # the other process of a clash comes here when it tries again
            now = self._clock()
            session.add(
                UpdateRow(
                    update=key,
                    channel=channel,
                    person=whose,
                    state=TAKEN,
                    owner=owner,
                    lease_until=now + self._lease_seconds,
                    attempts=1,
                    taken_at=now,
                    body=body,
                )
            )
            return True

        return self._database.write(write)

    def begin(self, channel: str, update_id: str, owner: str) -> Begun | None:
        """Reads whether it is still this owner's, and its person's last forgetting, both as of one moment."""
        asked = (
            select(UpdateRow.person, ForgettingRow.mark)
            .outerjoin(ForgettingRow, ForgettingRow.whose == UpdateRow.person)
            .where(UpdateRow.update == key_of(channel, update_id), UpdateRow.owner == owner, UpdateRow.state != DONE)
        )
        found = self._database.read(lambda session: session.execute(asked).one_or_none())
        if found is None:
            return None
        person, mark = found
        return {} if person is None else {person: mark}

    def sending(self, channel: str, update_id: str, owner: str, rest: str = "") -> bool:
        """Marks it so that it is never handed out again, or with ``rest`` so that only this is."""
        key, body = key_of(channel, update_id), as_text([update_id, discreet_payload(rest)]) if rest else ""

        def write(session: Session) -> bool:
            row = session.get(UpdateRow, key, with_for_update=True)
            if row is None or row.owner != owner or not (row.state == TAKEN or (row.state == SENDING and row.body)):
                return False
            row.state, row.body, row.attempts = SENDING, body, 0
            row.lease_until = self._clock() + self._lease_seconds if rest else NEVER
            return True

        return self._database.write(write)

    def done(self, channel: str, update_id: str) -> None:
        """Deletes its payload and remembers its id."""
        finished = update(UpdateRow).where(UpdateRow.update == key_of(channel, update_id))
        self._change(finished.values(**FINISHED))

    def put_back(self, channel: str, update_id: str, payload: str, owner: str, keep: bool = False) -> bool:
        """Undoes ``take`` or ``sending``."""
        mine = update(UpdateRow).where(
            UpdateRow.update == key_of(channel, update_id),
            UpdateRow.state.in_((TAKEN, SENDING)),
            UpdateRow.owner == owner,
        )
        changed = self._change(
            mine.values(
                state=TAKEN,
                owner=owner if keep else None,
                lease_until=self._clock() + self._lease_seconds if keep else 0.0,
                body=as_text([update_id, discreet_payload(payload)]),
            )
        )
        return changed > 0

    def unfinished(self, channel: str, owner: str) -> Sequence[Waiting]:
        """What nobody holds a lease on, the oldest first, now this owner's."""
        now = self._clock()
        longest = now + 2 * self._lease_seconds  # a later end was written by a clock since set back
        ended = or_(UpdateRow.lease_until < now, and_(UpdateRow.lease_until > longest, UpdateRow.lease_until < NEVER))
        left = (
            select(UpdateRow)
            .where(UpdateRow.channel == channel, UpdateRow.state != DONE, ended)
            .order_by(UpdateRow.taken_at, UpdateRow.update)
            .limit(MOST_AT_ONCE)
            .with_for_update(skip_locked=True)
        )

        def write(session: Session) -> list[Waiting]:
            found = []
            for row in session.scalars(left):
                if row.attempts >= MOST_ATTEMPTS:
                    for name, value in FINISHED.items():
                        setattr(row, name, value)
                    continue
                row.attempts += 1
                row.state, row.owner, row.lease_until = TAKEN, owner, now + self._lease_seconds
                update_id, payload = from_text(row.body)
                found.append(Waiting(update_id, payload))
            return found

        return self._database.write(write)

    def renew(self, owner: str, updates: Collection[tuple[str, str]]) -> int:
        """Prolongs the owner's leases on these."""
        keys = [key_of(*each) for each in updates]
        until = self._clock() + self._lease_seconds
        return sum(
            self._change(
                self._leased(owner)
                .where(UpdateRow.update.in_(keys[start : start + _IN_A_CALL]))
                .values(lease_until=until)
            )
            for start in range(0, len(keys), _IN_A_CALL)
        )

    def release(self, owner: str) -> int:
        """Ends the owner's leases."""
        return self._change(self._leased(owner).values(owner=None, lease_until=0.0))

    def _leased(self, owner: str) -> Update:
        """Of the owner's updates those that would be handed out, were the owner gone."""
        return update(UpdateRow).where(UpdateRow.owner == owner, UpdateRow.state != DONE, UpdateRow.lease_until < NEVER)

    def _change(self, statement: Update) -> int:
        def write(session: Session) -> int:
            changed: Any = session.execute(statement, execution_options={"synchronize_session": False})
            assert isinstance(changed, CursorResult)
            return changed.rowcount

        return self._database.write(write)


def key_of(channel: str, update_id: str | int) -> str:
    """One length for whatever a channel numbers its updates with."""
    return hashlib.sha256(f"{len(channel)}:{channel}:{update_id}".encode("utf-8", "surrogatepass")).hexdigest()
