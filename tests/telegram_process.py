"""A serving process on a scripted chat, for tests to start, kill and stop: the real Telegram door, inbox and store.

``python -m tests.telegram_process HOME GATE GRACE``, with the settings of Telegram in the environment.
While the file GATE is not there, questions are being answered. Says what happens on standard output.
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
from typing import cast

from bot.assembly import FrontDesk
from bot.commands import doors
from bot.messages import Incoming, Reply
from bot.receiving.inbox import StoredInbox
from bot.receiving.remembering import StoredMemory
from bot.receiving.standing import Standing
from bot.receiving.workers import Workers
from bot.serving.journal import keep_journal
from bot.serving.process import Process
from bot.serving.supervisor import Part, Supervisor
from bot.settings import BotSettings
from bot.store.opening import open_store
from tests.fakes_knowledge import keyword_knowledge
from tests.fakes_reception import UNLIMITED, reception_of
from tests.fakes_store import PEOPLE
from tests.zalo_process import LEASE_SECONDS, GatedChat, say


class LongChat(GatedChat):
    """Answers "dài" in three messages."""

    def reply_to(self, incoming: Incoming) -> Reply:
        reply = super().reply_to(incoming)
        return (
            replace(reply, text="\n".join(f"phần {n}: {'x ' * 1900}" for n in range(3)))
            if reply.question == "dài"
            else reply
        )


async def served(home: Path, gate: Path, grace: float) -> bool:
    """Serves until told to stop; whether everything in flight was finished."""
    settings = BotSettings()
    store = open_store(home, PEOPLE, rates=UNLIMITED, wait_seconds=2, lease_seconds=LEASE_SECONDS)
    workers, inbox = Workers(), StoredInbox(store.updates, PEOPLE.person)
    reception = reception_of(LongChat(gate), store, workers=workers, clock=time.time)
    memory = StoredMemory(store.notes, PEOPLE.person, Standing())
    assistant = SimpleNamespace(knowledge=keyword_knowledge())
    desk = cast(FrontDesk, SimpleNamespace(reception=reception, inbox=inbox, memory=memory, assistant=assistant))
    async with AsyncExitStack() as stack:
        opened = await doors.opened(doors.chosen(settings, ["telegram"]), settings, home, desk, stack)
        parts = [*(door.part for door in opened), Part("inbox", partial(inbox.hold, every=LEASE_SECONDS / 3))]
        say("ready")
        finished = await Process(Supervisor(parts, pauses=(0.2, 0.2)), workers, inbox, grace).run()
    store.close()
    return finished


if __name__ == "__main__":
    keep_journal(logging.INFO, [])  # on standard error; what it covers by itself is looked at by a test
    _home, _gate, _grace = sys.argv[1:]
    if not asyncio.run(served(Path(_home), Path(_gate), float(_grace))):
        sys.stdout.flush()
        os._exit(0)
