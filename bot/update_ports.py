"""The seam to updates of channels on their way to a reply. Any method may raise ``bot.store_ports.StoreError``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.work_begun import Begun


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that was taken in and never answered, because the process that had it ended."""

    update_id: str
    payload: str  # what the channel handed in; words in it covered


class Updates(Protocol):
    """Updates taken in, each the business of one owner (a process) until it is done or its lease has run out."""

    def take(self, channel: str, update_id: str, payload: str, owner: str, person: str | None = None) -> bool:
        """Stores an update as this owner's; of all who take it, in all processes, exactly one hears True.

        It is finished, whatever its state, when its ``person`` is forgotten.
        """
        ...

    def begin(self, channel: str, update_id: str, owner: str) -> Begun | None:
        """What is known of forgettings as work on it begins; None unless it is this owner's, and not done."""
        ...

    def sending(self, channel: str, update_id: str, owner: str, rest: str = "") -> bool:
        """Marks it so that it is never handed out again; False unless it is this owner's to answer.

        ``rest`` is the payload of what is to be done, should the owner die now: it is handed out when the owner is
        gone, until the owner marks again. Attempts that got so far are none of those that are counted.
        """
        ...

    def done(self, channel: str, update_id: str) -> None:
        """Deletes its payload and remembers its id."""
        ...

    def put_back(self, channel: str, update_id: str, payload: str, owner: str, keep: bool = False) -> bool:
        """Undoes this owner's ``take`` or ``sending``, with this payload: theirs to ``keep``, or anybody's at once.

        False when it is not theirs.
        """
        ...

    def unfinished(self, channel: str, owner: str) -> Sequence[Waiting]:
        """What nobody holds a lease on, the oldest first, now this owner's; one that failed too often is given up."""
        ...

    def renew(self, owner: str, updates: Collection[tuple[str, str]]) -> int:
        """Prolongs the owner's leases on these, each a channel and an update's id; gives how many."""
        ...

    def release(self, owner: str) -> int:
        """Ends the owner's leases, so that another may take over at once; gives how many."""
        ...
