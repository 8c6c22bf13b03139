"""How often a network address or a user may do what costs or is kept: counted in the store, here while it cannot."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot.pacing import buckets, drawn, whole_seconds
from bot.receiving.standing import Standing
from bot.store_ports import Allowance, Bucket, Limits, Rates

MOST_BUCKETS = 50_000
ADDRESS = "network address"  # in place of a channel, so that an address is hashed as people are


def program_user(program: str) -> str:
    """Whom a program with a key counts as, whoever asks through it."""
    return f"key:{program}"


class HeldBuckets:
    """Buckets in memory; of too many the longest untouched is forgotten. Safe to call from several threads."""

    def __init__(self, most: int = MOST_BUCKETS) -> None:
        self._most = most
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def draw(self, wanted: Sequence[Bucket], now: float) -> Allowance:
        """Draws from all of these buckets, or from none and tells how long to wait."""
        with self._lock:
            found = [(bucket.key, *drawn(bucket, self._full_at.get(bucket.key), now)) for bucket in wanted]
            longest = max((wait for _, _, wait in found), default=0.0)
            if longest:
                return Allowance(False, whole_seconds(longest))
            for key, full_at, _ in found:
                self._full_at[key] = full_at
                self._full_at.move_to_end(key)
            while len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
            return Allowance(True)


class StoredPace:
    """Implements ``bot.reception_ports.Pace``.

    What this process alone has counted is asked first: a flood is turned away without asking the database.
    """

    def __init__(
        self,
        limits: Limits,
        standing: Standing,
        people: Callable[[str, str], str],
        per_address: int,
        rates: Rates,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``per_address``: how often a minute one address may; 0 sets no limit. ``rates`` are those of users."""
        self._limits = limits
        self._standing = standing
        self._people = people
        self._per_address = per_address
        self._rates = rates
        self._clock = clock
        self._here = HeldBuckets()

    async def wait(self, channel: str, address: str | None, user: str | None = None) -> int:
        """0 when it may be done now, and it is counted; else in how many whole seconds it may."""
        wanted = self._buckets(channel, address, user)
        if not wanted:
            return 0
        now = self._clock()
        allowance = self._here.draw(wanted, now)
        if allowance.allowed:
            allowance = await asyncio.to_thread(
                self._standing.attempt,
                "count a request",
                lambda: self._limits.draw(wanted, now),
                allowance,
            )
        return 0 if allowance.allowed else max(1, allowance.wait_seconds)

    def _buckets(self, channel: str, address: str | None, user: str | None) -> tuple[Bucket, ...]:
        found: tuple[Bucket, ...] = ()
        if address is not None and self._per_address:
            key = f"address:{self._people(ADDRESS, address)}"
            found = (Bucket(key, None, self._per_address, self._per_address),)
        return found if user is None else (*found, *buckets(self._rates, self._people(channel, user), channel))
