"""When the next question may come: a bucket that fills steadily, told by one moment. Pure.

The moment is when the bucket will be full again (the "generic cell rate algorithm"): one number is a whole bucket, and
nothing has to run for it to fill.
"""

from __future__ import annotations

import math

from bot.store_ports import Bucket, Rates

_ROUNDING = 1e-3  # seconds: what sums of moments since 1970 may be off by


def buckets(rates: Rates, person: str, channel: str) -> tuple[Bucket, ...]:
    """The person's and the channel's, without those that set no limit."""
    both = (
        Bucket(f"person:{person}", person, rates.per_minute, rates.burst),
        Bucket(f"channel:{channel}", None, rates.channel_per_minute, rates.channel_per_minute),
    )
    return tuple(bucket for bucket in both if bucket.per_minute > 0)


def drawn(bucket: Bucket, full_at: float | None, now: float) -> tuple[float, float]:
    """The moment the bucket is full again after a draw at ``now``, and the seconds to wait: 0 when it may be drawn."""
    every = 60 / bucket.per_minute
    room = every * max(bucket.burst, 1)
    begun = min(max(full_at or now, now), now + room)  # a clock set back must not make anybody wait for it
    wait = begun + every - room - now
    return begun + every, wait if wait > _ROUNDING else 0.0


def whole_seconds(wait: float) -> int:
    """Seconds to tell a person: never too few."""
    return math.ceil(wait)
