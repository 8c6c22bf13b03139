"""A question's progress as a stream: it stays open through a silence, and ends with whoever listened."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from bot.channels.web import progress
from bot.channels.web.progress import Note, events


def test_a_silence_is_filled_so_that_nobody_hangs_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "SILENCE_SECONDS", 0.01)

    async def heard() -> list[bytes]:
        enough = asyncio.Event()

        async def answer(_: Note) -> dict[str, Any]:
            await enough.wait()
            return {"text": "xong"}

        found = []
        async for each in events(answer):
            found.append(each)
            enough.set()
        return found

    first, *_, last = asyncio.run(heard())
    assert first.startswith(b":")
    assert last == b'event: reply\ndata: {"text":"xong"}\n\n'


def test_who_leaves_is_not_waited_for() -> None:
    async def left() -> bool:
        cancelled = asyncio.Event()

        async def answer(note: Note) -> dict[str, Any]:
            note("tell")
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.set()
                raise
            return {}

        stream = events(answer)
        assert b"searching" in await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]
        await asyncio.wait_for(cancelled.wait(), 5)
        return cancelled.is_set()

    assert asyncio.run(left())


def test_a_step_told_after_the_end_is_passed_over() -> None:
    kept: list[Note] = []

    async def heard() -> list[bytes]:
        async def answer(note: Note) -> dict[str, Any]:
            kept.append(note)
            await asyncio.to_thread(note, "compose")
            return {}

        return [each async for each in events(answer)]

    assert [each.split(b"\n")[0] for each in asyncio.run(heard())] == [b"event: state", b"event: reply"]
    late = threading.Thread(target=kept[0], args=("verify",))  # the loop is closed by now
    late.start()
    late.join()
