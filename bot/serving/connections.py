"""Which connections are held: how many at most, of one address and in all, and which one gives way to a new one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from bot import client_address


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What a connection may take: bytes of memory and seconds of waiting."""

    most: int = 1000  # connections in all
    most_per_address: int = 100
    head_seconds: float = 10.0  # until the headers of a request are complete
    body_seconds: float = 20.0  # from then until its body is; the web channel gives up after half of it, with a reason
    send_seconds: float = 60.0  # until the client has taken what was sent
    head_bytes: int = 32 * 1024
    request_bytes: int = 1024 * 1024  # headers and body as they come; each route has a smaller limit of its own
    pipelined: int = 8  # requests that wait behind one another on a connection
    unsent_bytes: int = 64 * 1024 * 1024  # of all connections together


@dataclass(slots=True, eq=False)
class _OfAddress:
    """The connections of one address."""

    held: int = 0
    waiting: OrderedDict[Held, None] = field(default_factory=OrderedDict)


class Held(Protocol):
    """A connection as it is counted."""

    address: str

    def check(self, now: float) -> int:
        """Ends the connection when it is overdue; gives the bytes its client has not taken yet."""
        ...

    def drop(self) -> None:
        """Ends the connection at once."""
        ...


class Connections:
    """The connections of a server. For one event loop, not for threads.

    A connection whose request has not completely arrived is *waiting*. When there is no room for a new connection the
    longest waiting one is dropped, so that silent or slow clients never keep others out; a new one is refused only
    when every other is being answered. Addresses named as proxies have no limit of their own: they speak for many.
    """

    def __init__(self, limits: ConnectionLimits, proxies: Collection[str] = ()) -> None:
        self._limits = limits
        self._proxies = frozenset(map(client_address.counted, proxies))
        self._held: dict[Held, None] = {}
        self._waiting: OrderedDict[Held, None] = OrderedDict()
        self._of: dict[str, _OfAddress] = {}

    def __len__(self) -> int:
        """How many are held."""
        return len(self._held)

    def admit(self, one: Held) -> bool:
        """Takes a connection in, as waiting; False when there is no room and none can give way."""
        of = self._of.get(one.address, _OfAddress())
        crowded = one.address not in self._proxies and of.held >= self._limits.most_per_address
        if crowded and not self._make_room(of.waiting):
            return False
        if len(self._held) >= self._limits.most and not self._make_room(self._waiting):
            return False
        self._held[one] = None
        self._of.setdefault(one.address, of).held += 1
        self.waits(one)
        return True

    def waits(self, one: Held) -> None:
        """The connection waits for its client from now on."""
        if one in self._held:
            self.works(one)
            self._waiting[one] = self._of[one.address].waiting[one] = None

    def works(self, one: Held) -> None:
        """The connection's request has arrived and is being answered."""
        if self._waiting.pop(one, one) is None:
            del self._of[one.address].waiting[one]

    def left(self, one: Held) -> None:
        """The connection has ended."""
        self.works(one)
        if self._held.pop(one, one) is None:
            of = self._of[one.address]
            of.held -= 1
            if not of.held:
                del self._of[one.address]

    def sweep(self, now: float) -> None:
        """Ends overdue connections; while clients leave too much unsent, those that leave the most."""
        unsent = {one: one.check(now) for one in list(self._held)}
        over = sum(unsent.values()) - self._limits.unsent_bytes
        for one in sorted(unsent, key=unsent.__getitem__, reverse=True):
            if over <= 0:
                return
            over -= unsent[one]
            one.drop()

    def _make_room(self, waiting: OrderedDict[Held, None]) -> bool:
        if not waiting:
            return False
        longest = next(iter(waiting))
        self.left(longest)
        longest.drop()
        return True
