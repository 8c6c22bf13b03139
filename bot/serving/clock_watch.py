"""Whether the wall clock may be believed when it says that something is old. Pure.

The clock of the last deletion is kept with the store. A clock that is days away from it was set wrong, then or now, or
nothing ran for days; it is believed when a day later it has gone on from there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

_DAY = 86_400.0
JUMP_SECONDS = 3 * _DAY
STANDS_SECONDS = _DAY
FORGOTTEN_SECONDS = 35 * _DAY  # a doubt nobody came back to for so long begins anew


@dataclass(frozen=True, slots=True)
class SeenClock:
    """The clock that was last believed, and since when one that is not is seen; seconds since 1970."""

    believed: float
    doubted_since: float | None = None

    def as_text(self) -> str:
        """For the store."""
        return json.dumps(asdict(self))


def seen_clock(text: str | None) -> SeenClock | None:
    """What ``as_text`` gave; None for nothing, and for what was damaged."""
    try:
        held = json.loads(text or "")
        doubted = held["doubted_since"]
        return SeenClock(float(held["believed"]), None if doubted is None else float(doubted))
    except (ValueError, KeyError, TypeError):
        return None


def judged(seen: SeenClock | None, now: float) -> tuple[bool, SeenClock]:
    """Whether ``now`` is believed, and what is to be kept of it."""
    if seen is None or abs(now - seen.believed) <= JUMP_SECONDS:
        return True, SeenClock(now)
    if seen.doubted_since is None or not 0 <= now - seen.doubted_since <= FORGOTTEN_SECONDS:
        return False, SeenClock(seen.believed, now)
    if now - seen.doubted_since >= STANDS_SECONDS:
        return True, SeenClock(now)
    return False, seen
