"""A serving process on a scripted chat, for tests to start, kill and stop: the real doors, inbox and store.

``python -m tests.zalo_process HOME KIND GATE GRACE``, with the settings of Zalo in the environment:
while the file GATE is not there, questions are being answered. Says what happens on standard output.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from bot.assembly import FrontDesk
from bot.channels.zalo.door import ZaloDoor
from bot.commands import doors
from bot.commands.serving import listen
from bot.messages import Incoming, Reply
from bot.receiving.inbox import StoredInbox
from bot.receiving.remembering import StoredMemory
from bot.receiving.standing import Standing
from bot.receiving.workers import Workers
from bot.serving.gateway import Gateway, Health
from bot.serving.http_door import HttpDoor
from bot.serving.journal import keep_journal
from bot.serving.process import Process
from bot.serving.supervisor import Part, Supervisor
from bot.settings import BotSettings
from bot.store.opening import open_store
from knowledge.faq import Faq
from tests.fakes_chat import FakeChat
from tests.fakes_reception import UNLIMITED, reception_of
from tests.fakes_store import PEOPLE, url_of

LEASE_SECONDS = 1.5
RESUME_SECONDS = 0.2
LONG = "một danh sách dài"  # answered in several messages


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())  # whole lines, for several threads speak


class GatedChat(FakeChat):
    """Says what it was asked, and answers once the gate is there."""

    def __init__(self, gate: Path) -> None:
        super().__init__()
        self._gate = gate

    def reply_to(self, incoming: Incoming) -> Reply:
        say("asked", incoming.text)
        while not self._gate.exists():
            time.sleep(0.01)
        reply = super().reply_to(incoming)
        return (
            replace(reply, text="\n".join(f"{n}. Một dòng của danh sách" for n in range(250)))
            if incoming.text == LONG
            else reply
        )


async def served(home: Path, kind: str, gate: Path, grace: float) -> bool:
    """Serves until told to stop; whether everything in flight was finished."""
    settings = BotSettings()
    store = open_store(home, PEOPLE, url=url_of(kind), rates=UNLIMITED, wait_seconds=2, lease_seconds=LEASE_SECONDS)
    workers, inbox = Workers(), StoredInbox(store.updates, PEOPLE.person)
    reception = reception_of(GatedChat(gate), store, workers=workers, clock=time.time)
    memory = StoredMemory(store.notes, PEOPLE.person, Standing())
    shelves = SimpleNamespace(knowledge=SimpleNamespace(faq=Faq(), documents={}, register=None))
    desk = cast(FrontDesk, SimpleNamespace(reception=reception, inbox=inbox, memory=memory, assistant=shelves))
    async with AsyncExitStack() as stack:
        opened = await doors.opened(doors.chosen(settings, ["zalo"]), settings, home, desk, stack)
        for door in opened:
            running = cast(Any, door.part.run).__self__
            assert isinstance(running, ZaloDoor)
            running._resume_seconds = RESUME_SECONDS
        gateway = Gateway()
        with listen("127.0.0.1", 0) as listening:
            parts = [door.part for door in opened]
            parts += [Part("http", HttpDoor(listening, gateway, 5).run)]
            parts += [Part("inbox", partial(inbox.hold, every=LEASE_SECONDS / 3))]
            supervisor = Supervisor(parts, pauses=(0.2, 0.2))
            routes = {path: app for door in opened for path, app in door.routes.items()}
            gateway.lead(routes, Health(supervisor))
            say("ready", listening.getsockname()[1])
            finished = await Process(supervisor, workers, inbox, grace).run()
    store.close()
    return finished


if __name__ == "__main__":
    keep_journal(logging.INFO, [])  # on standard error; what it covers by itself is looked at by a test
    _home, _kind, _gate, _grace = sys.argv[1:]
    if not asyncio.run(served(Path(_home), _kind, Path(_gate), float(_grace))):
        sys.stdout.flush()
        os._exit(0)
