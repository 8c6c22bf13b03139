"""What every collection must do: whole changes, consistent reads, a growing revision, a history, one import."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.collection import AddedDocument, Change, Collection, Entry, Event, Snapshot, entries
from tests.fakes_collection import KINDS, MemoryCollection, collections

AWKWARD = "Nguyên văn — “ngoặc”, \x00 \ud800 \U0001f600 ' \" \\ \u2028"
PLAN = AddedDocument(
    "a",
    AWKWARD,
    entries([{"id": "a/1", "value": None, "n": 1.5, "nested": {"ă": [True, "b"]}}, {"id": "a/2"}]),
    entries([{"id": "a.x"}]),
    entries([{"span": "không"}]),
)


@pytest.fixture(params=KINDS)
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Collection]]:
    """One collection, opened twice."""
    yield from collections(request.param, tmp_path, 2)


def put(collection: Collection, document: AddedDocument | None, what: str = "added", document_id: str = "a") -> Change:
    return collection.change(document_id, lambda _held: Change(document, (Event(what),)), "cli")


def test_it_is_empty_at_first(shared: list[Collection]) -> None:
    assert shared[0].snapshot() == Snapshot(0, ())
    assert (shared[0].revision(), list(shared[0].history("a"))) == (0, [])


def test_what_was_stored_is_read_back_as_it_was(shared: list[Collection]) -> None:
    assert put(shared[0], PLAN).document == PLAN
    assert shared[1].snapshot() == Snapshot(1, (PLAN,))
    assert shared[1].revision() == 1


def test_a_change_is_made_of_what_is_there(shared: list[Collection]) -> None:
    one, other = shared
    put(one, PLAN)
    seen: list[AddedDocument | None] = []

    def work(held: AddedDocument | None) -> Change:
        seen.append(held)
        assert held is not None
        kept = held.targets[1]
        changed = Entry(kept.key, {**kept.fields, "reviewed": True})
        return Change(replace(held, text=None, targets=(changed, Entry(7, {"id": "a/3"}))), (Event("corrected"),))

    other.change("a", work, "cli")
    (stored,) = one.snapshot().documents
    assert seen[-1] == PLAN
    assert (stored.text, [entry.key for entry in stored.targets]) == (None, [1, 7])
    assert stored.targets[0].fields["reviewed"] is True and stored.indicators == PLAN.indicators


def test_work_that_raises_leaves_everything_as_it_was(shared: list[Collection]) -> None:
    put(shared[0], PLAN)

    def work(_held: AddedDocument | None) -> Change:
        raise ValueError("nein")

    with pytest.raises(ValueError, match="nein"):
        shared[0].change("a", work, "cli")
    assert shared[1].snapshot() == Snapshot(1, (PLAN,))
    assert len(shared[1].history("a")) == 1


def test_a_change_of_nothing_is_none(shared: list[Collection]) -> None:
    put(shared[0], PLAN)
    shared[0].change("a", lambda held: Change(held, ()), "cli")
    assert shared[0].revision() == 1


def test_removing_leaves_the_history(shared: list[Collection]) -> None:
    put(shared[0], PLAN)
    put(shared[0], AddedDocument("b", "khác"), document_id="b")
    put(shared[1], None, "removed")
    assert [each.id for each in shared[0].snapshot().documents] == ["b"]
    past = shared[0].history("a")
    assert [(each.event.what, each.by, each.document, each.revision) for each in past] == [
        ("added", "cli", "a", 1),
        ("removed", "cli", "a", 3),
    ]
    assert all(each.at > 1_500_000_000 for each in past)


def test_a_file_is_imported_once(shared: list[Collection]) -> None:
    one, other = shared
    old = AddedDocument("b", "b", entries([{"id": "b/1"}]))
    assert list(one.take_over({"1" * 64: "documents/b.md"}, [old], "cli")) == ["b"]
    put(one, None, "removed", "b")
    assert list(other.take_over({"1" * 64: "documents/b.md"}, [old], "cli")) == []
    assert other.snapshot().documents == ()
    assert other.imported(["1" * 64, "2" * 64]) == {"1" * 64}


def test_an_import_never_overwrites(shared: list[Collection]) -> None:
    one = shared[0]
    put(one, PLAN)
    arriving = replace(PLAN, text="khác", targets=entries([{"id": "a/9"}]))
    assert list(one.take_over({"3" * 64: "x"}, [arriving, AddedDocument("c", None, PLAN.targets)], "cli")) == ["c"]
    assert one.snapshot().documents[0] == PLAN
    one.take_over({"4" * 64: "y"}, [AddedDocument("c", "nay có", entries([{"id": "c/9"}]))], "cli")
    assert one.snapshot().documents[1] == AddedDocument("c", "nay có", PLAN.targets)


def test_changes_of_several_at_once_are_all_kept(shared: list[Collection]) -> None:
    def grow(collection: Collection, name: int) -> None:
        for number in range(10):

            def work(held: AddedDocument | None, number: int = number) -> Change:
                before = held or AddedDocument("a", "")
                mine = Entry(name * 100 + number, {"id": f"{name}/{number}"})
                return Change(replace(before, targets=(*before.targets, mine)), (Event("added"),))

            collection.change("a", work, "cli")

    threads = [threading.Thread(target=grow, args=(shared[n % 2], n)) for n in range(4)]
    for thread in threads:
        thread.start()
    seen = [shared[0].snapshot() for _ in range(20)]
    for thread in threads:
        thread.join()
    last = shared[1].snapshot()
    assert len(last.documents[0].targets) == 40 and last.revision == 40 == len(shared[0].history("a"))
    assert all(len(each.documents[0].targets) == each.revision for each in seen if each.documents), "a torn read"


_fields = st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.text(max_size=5), max_size=2)
_entries = st.dictionaries(st.integers(0, 5), _fields, max_size=4).map(
    lambda found: tuple(Entry(key, found[key]) for key in sorted(found))
)
_documents = st.none() | st.builds(
    AddedDocument, st.just("a"), st.none() | st.text(max_size=8), _entries, _entries, _entries
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_documents, max_size=5))
def test_after_any_changes_it_holds_what_one_in_memory_holds(
    shared: list[Collection], steps: list[AddedDocument | None]
) -> None:
    memory = MemoryCollection()
    put(shared[0], None, "removed")
    for step in steps:
        put(shared[0], step)
        put(memory, step)
        assert shared[1].snapshot().documents == memory.snapshot().documents
