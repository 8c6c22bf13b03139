"""The real reception over a scripted chat and a store of any kind, and a watch that remembers what it was told."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation import Conversations
from bot.messages import Reply
from bot.ports import Chat
from bot.receiving.carrying import CarriedTurns
from bot.receiving.pace import StoredPace
from bot.receiving.reception import Engine, StoredReception
from bot.receiving.standing import Standing
from bot.receiving.workers import Workers
from bot.store_ports import Rates, Store
from tests.fakes_chat import FakeChat
from tests.fakes_store import PEOPLE, Clock, MemoryStore

UNLIMITED = Rates(0, 1, 0)


class Watching:
    """A watch that remembers."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, Reply]] = []
        self.opinions: list[tuple[str, bool]] = []

    def answered(self, channel: str, reply: Reply, seconds: float) -> None:
        assert seconds >= 0
        self.answers.append((channel, reply))

    def judged(self, channel: str, useful: bool) -> None:
        self.opinions.append((channel, useful))


def reception_of(
    chat: Chat | None = None,
    store: Store | None = None,
    *,
    standing: Standing | None = None,
    turns: CarriedTurns | None = None,
    workers: Workers | None = None,
    watch: Watching | None = None,
    clock: Callable[[], float] | None = None,
    rates: Rates | None = None,
) -> StoredReception:
    """A reception; without a store one in memory that sets no limit."""
    held = store or MemoryStore(Clock(), UNLIMITED)
    stands = standing or Standing()
    engine = Engine(
        chat or FakeChat(),
        turns or CarriedTurns(held.turns, Conversations(), stands),
        lambda text: "en" if "what" in text.lower() else "vi",
    )
    return StoredReception(
        engine, held, PEOPLE.person, workers or Workers(), stands, watch or Watching(), clock or Clock(), rates
    )


def pace_of(
    per_address: int = 0,
    rates: Rates = UNLIMITED,
    store: Store | None = None,
    standing: Standing | None = None,
    clock: Callable[[], float] | None = None,
) -> StoredPace:
    """A pace over a store, in memory unless one is given."""
    now = clock or Clock()
    limits = (store or MemoryStore(Clock(), rates)).limits
    return StoredPace(limits, standing or Standing(), PEOPLE.person, per_address, rates, now)
