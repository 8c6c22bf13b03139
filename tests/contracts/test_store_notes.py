"""What every store of notes must do: the last text under a name, gone with its person and after its time."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.store.notes import NOTE_SECONDS
from bot.store.opening import SqlStore
from bot.store_ports import Store
from tests.fakes_store import AN, BINH, Clock, rows_of


def test_the_last_text_under_a_name_is_found(store: Store) -> None:
    assert store.notes.find("a") is None
    store.notes.keep("a", "một", AN)
    store.notes.keep("b", "hai")
    store.notes.keep("a", "ba", BINH)
    assert (store.notes.find("a"), store.notes.find("b")) == ("ba", "hai")


def test_a_person_who_is_forgotten_takes_their_notes_along(store: Store) -> None:
    store.notes.keep("a", "một", AN)
    store.notes.keep("b", "hai", BINH)
    store.notes.keep("c", "ba")
    assert store.upkeep.forget(AN).notes == 1
    assert [store.notes.find(name) for name in "abc"] == [None, "hai", "ba"]


def test_a_note_fades_and_is_then_deleted(store: Store, clock: Clock) -> None:
    store.notes.keep("a", "một")
    clock.now += NOTE_SECONDS / 2
    store.notes.keep("b", "hai")
    assert store.upkeep.prune(0.0).notes == 0
    clock.now += NOTE_SECONDS / 2 + 1
    assert (store.notes.find("a"), store.notes.find("b")) == (None, "hai")
    assert store.upkeep.prune(0.0).notes == 1


def test_a_name_is_kept_as_nobody_can_read_it(store: Store) -> None:
    store.notes.keep("telegram:language:1001", "vi", AN)
    if isinstance(store, SqlStore):
        assert "1001" not in rows_text(store)
    with pytest.raises(ValueError, match="person"):
        store.notes.keep("x", "vi", "1001")


def rows_text(store: SqlStore) -> str:
    assert rows_of(store, "notes") == 1
    return store.database.read(lambda session: str(session.execute(text("select * from notes")).all()))
