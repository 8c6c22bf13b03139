"""Any history of updates, processes and clocks: nothing is sent twice, and nothing is lost while somebody looks."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.updates import LEASE_SECONDS, MOST_ATTEMPTS
from tests.fakes_store import Clock, emptied, opened

OWNERS, UPDATES = ("a", "b", "c"), ("1", "2", "3")
EVENTS = st.one_of(
    st.tuples(st.just("take"), st.sampled_from(OWNERS), st.sampled_from(UPDATES)),
    st.tuples(st.just("look"), st.sampled_from(OWNERS), st.just("")),
    st.tuples(st.just("send"), st.sampled_from(OWNERS), st.sampled_from(UPDATES)),
    st.tuples(st.just("first"), st.sampled_from(OWNERS), st.sampled_from(UPDATES)),
    st.tuples(st.just("done"), st.sampled_from(OWNERS), st.sampled_from(UPDATES)),
    st.tuples(st.just("put back"), st.sampled_from(OWNERS), st.sampled_from(UPDATES)),
    st.tuples(st.just("keep"), st.sampled_from(OWNERS), st.sampled_from(UPDATES)),
    st.tuples(st.just("renew"), st.sampled_from(OWNERS), st.just("")),
    st.tuples(st.just("leave"), st.sampled_from(OWNERS), st.just("")),
    st.tuples(st.just("die"), st.sampled_from(OWNERS), st.just("")),
    st.tuples(st.just("wait"), st.sampled_from(("1", "20", "50")), st.just("")),
)


class Processes:
    """Processes as the inbox runs them: each sends only what it holds, and once it may."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.clock = Clock()
        self.store = opened(kind, folder, self.clock)
        self.held: dict[str, set[str]] = {owner: set() for owner in OWNERS}
        self.names = {owner: owner for owner in OWNERS}  # one who died comes back as somebody else
        self.taken: dict[str, int] = {}  # how often each was handed to a process
        self.sent: list[str] = []

    def happens(self, event: str, who: str, update: str) -> None:
        updates = self.store.updates
        match event:
            case "look":
                for waiting in updates.unfinished("zalo", self.names[who]):
                    self._given(who, waiting.update_id)
            case "renew":
                updates.renew(self.names[who], [("zalo", each) for each in UPDATES])
            case "leave":
                updates.release(self.names[who])
                self.held[who].clear()
            case "die":
                self.held[who].clear()
                self.names[who] += "'"
            case "wait":
                self.clock.now += float(who)
            case _:
                self._happens_to(update, event, who)

    def _happens_to(self, update: str, event: str, who: str) -> None:
        updates, name = self.store.updates, self.names[who]
        match event:
            case "take" if updates.take("zalo", update, "{}", name):
                assert update not in self.taken, "taken once, by whomever"
                self._given(who, update)
            case "send" if update in self.held[who] and updates.sending("zalo", update, name):
                self.sent.append(update)
            case "first" if update in self.held[who] and f"{update}, first part" not in self.sent:
                if updates.sending("zalo", update, name, "{}"):
                    self.sent.append(f"{update}, first part")  # the other part is sent as any update is
                    self.taken[update] = 0
            case "done" if update in self.sent:
                updates.done("zalo", update)
            case "put back" if updates.put_back("zalo", update, "{}", name, keep=False):
                self._unsent(who, update)
                self.held[who].discard(update)
            case "keep" if updates.put_back("zalo", update, "{}", name, keep=True):
                self._unsent(who, update)

    def _unsent(self, who: str, update: str) -> None:
        assert update in self.held[who], "only who marked it may say that it stayed"
        if update in self.sent:
            self.sent.remove(update)
            self.taken[update] = 0  # such attempts are not counted

    def _given(self, who: str, update: str) -> None:
        self.held[who].add(update)
        self.taken[update] = self.taken.get(update, 0) + 1


@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgresql"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=st.lists(EVENTS, max_size=40))
def test_in_any_history_an_update_is_sent_at_most_once_and_never_lost(
    kind: str, history: list[tuple[str, str, str]]
) -> None:
    emptied(kind)
    with tempfile.TemporaryDirectory() as folder:
        processes = Processes(kind, Path(folder))
        with closing(processes.store):
            for event in history:
                processes.happens(*event)
                assert len(processes.sent) == len(set(processes.sent))
            for owner in OWNERS:
                processes.happens("die", owner, "")
            processes.clock.now += LEASE_SECONDS + 1
            processes.happens("look", "a", "")  # one process that lives, at the end
            for update in processes.taken:
                processes.happens("send", "a", update)
            lost = processes.taken.keys() - set(processes.sent)
            assert all(processes.taken[update] >= MOST_ATTEMPTS for update in lost), "only what was tried too often"
            assert len(processes.sent) == len(set(processes.sent))
