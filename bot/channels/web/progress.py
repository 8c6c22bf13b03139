"""A question's progress as Server-Sent Events: what the assistant is doing, then the answer, as one stream."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from bot.channels.web.problems import INTERNAL

STATES: Mapping[str, str] = {  # by the step that begins
    "screen": "understanding",
    "understand": "understanding",
    "tell": "searching",
    "compose": "reading",
    "verify": "reading",
}
SILENCE_SECONDS = 10.0  # after which a comment keeps proxies from hanging up
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

_LOG = logging.getLogger(__name__)
Note = Callable[[str], None]


async def events(answer: Callable[[Note], Awaitable[dict[str, Any]]]) -> AsyncIterator[bytes]:
    """``state`` events while ``answer`` works, then one ``reply`` event, or one ``error`` event when it failed.

    ``answer`` is given what to tell its steps to, from any thread.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Queue[str | None] = asyncio.Queue()

    def note(step: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody listens any more
            loop.call_soon_threadsafe(told.put_nowait, STATES.get(step))

    work = asyncio.ensure_future(answer(note))
    work.add_done_callback(lambda _: told.put_nowait(None))
    try:
        async for state in _states(told, work):
            yield state
        yield event("reply", work.result())
    except asyncio.CancelledError:
        raise
    except Exception:  # an answer that has begun cannot become a 500 any more
        _LOG.exception("unhandled error while answering a stream")
        yield event("error", json.loads(bytes(INTERNAL.response().body)))
    finally:
        work.cancel()


async def _states(told: asyncio.Queue[str | None], work: asyncio.Future[dict[str, Any]]) -> AsyncIterator[bytes]:
    """The states as they change, until the work is done."""
    last = None
    while not (work.done() and told.empty()):
        try:
            state = await asyncio.wait_for(told.get(), SILENCE_SECONDS)
        except TimeoutError:
            yield b": still working\n\n"
            continue
        if state is not None and state != last:
            last = state
            yield event("state", {"state": state})


def event(name: str, data: dict[str, Any]) -> bytes:
    """One event; JSON has no raw line breaks, so that its data is one line."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode(
        "utf-8", "replace"
    )
