"""How often one may ask, counted for all processes together; implements ``bot.store_ports.Limits``."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.pacing import buckets, drawn, whole_seconds
from bot.store.database import Database
from bot.store.people import checked_person
from bot.store.tables import LimitRow
from bot.store_ports import Allowance, Bucket, Rates


class SqlLimits:
    """Buckets in a database: a row each, changed under its lock."""

    def __init__(self, database: Database, rates: Rates) -> None:
        self._database = database
        self._rates = rates

    def allow(self, person: str, channel: str, now: float) -> Allowance:
        """Draws from the person's bucket and the channel's: from both, or from neither."""
        return self.draw(buckets(self._rates, checked_person(person), channel), now)

    def draw(self, wanted: Sequence[Bucket], now: float) -> Allowance:
        """Draws from every bucket, in the order of their keys so that no two processes wait for each other."""
        if not wanted:
            return Allowance(True)

        def write(session: Session) -> float:
            rows, waits = [], [0.0]
            for bucket in sorted(wanted, key=lambda each: each.key):
                row = session.get(LimitRow, bucket.key, with_for_update=True)
                full_at, wait = drawn(bucket, row.full_at if row else None, now)
                rows.append((row, bucket, full_at))
                waits.append(wait)
            if max(waits):
                return max(waits)
            for row, bucket, full_at in rows:
                if row is None:
                    session.add(LimitRow(bucket=bucket.key, person=bucket.person, full_at=full_at))
                else:
                    row.full_at = full_at
            return 0.0

        wait = self._database.write(write)
        return Allowance(False, whole_seconds(wait)) if wait else Allowance(True)
