"""What conversations carry over while the store comes and goes."""

from __future__ import annotations

from bot.conversation import Conversations, Turn
from bot.meaning.query import Query
from bot.receiving.carrying import CarriedTurns
from bot.receiving.standing import REST_SECONDS, Standing
from bot.store_errors import StoreBusyError, StoreFullError
from tests.fakes_store import AN, BINH, Clock, MemoryTurns


class Failing(MemoryTurns):
    """A store of turns that fails as told."""

    reads: Exception | None = None
    writes: Exception | None = None

    def last(self, conversation: str) -> Turn | None:
        if self.reads:
            raise self.reads
        return super().last(conversation)

    def keep(self, conversation: str, turn: Turn, person: str | None = None) -> None:
        if self.writes:
            raise self.writes
        super().keep(conversation, turn, person)


def turn(words: str) -> Turn:
    return Turn(Query(words, "vi"))


def test_any_process_reads_what_another_kept() -> None:
    stored, clock = MemoryTurns(Clock()), Clock()
    here, there = (CarriedTurns(stored, Conversations(clock), Standing(clock)) for _ in range(2))
    here.keep("a", turn("một"), AN)
    assert there.last("a") == turn("một")
    there.keep("a", turn("hai"), AN)
    assert here.last("a") == turn("hai"), "the store decides, not what this process remembers"


def test_a_store_that_is_away_makes_nobody_lose_the_thread() -> None:
    clock = Clock()
    stored = Failing(clock)
    turns = CarriedTurns(stored, Conversations(clock), Standing(clock))
    turns.keep("a", turn("một"))
    stored.reads = stored.writes = StoreBusyError("locked")
    assert turns.last("a") == turn("một")
    turns.keep("a", turn("hai"))
    assert turns.last("a") == turn("hai")
    stored.reads = stored.writes = None
    clock.now += REST_SECONDS
    assert turns.last("a") == turn("hai"), "what the store was not given is newer than what it has"
    turns.keep("a", turn("ba"))
    stored.keep("a", turn("bốn"))
    assert turns.last("a") == turn("bốn")


def test_a_full_disk_is_written_around() -> None:
    clock = Clock()
    stored = Failing(clock)
    stored.writes = StoreFullError("full")
    turns = CarriedTurns(stored, Conversations(clock), Standing(clock))
    turns.keep("a", turn("một"))
    assert turns.last("a") == turn("một")
    assert turns.last("b") is None


def test_forgetting_reaches_both() -> None:
    clock = Clock()
    stored, memory = MemoryTurns(clock), Conversations(clock)
    turns = CarriedTurns(stored, memory, Standing(clock))
    turns.keep("a", turn("một"), AN)
    turns.keep("b", turn("hai"), BINH)
    turns.forget("a")
    assert (stored.last("a"), memory.last("a")) == (None, None)
    turns.keep("a", turn("một"), AN)
    turns.forget_person(AN)
    assert memory.last("a") is None
    assert memory.last("b") == turn("hai")
