"""Runs the steps in order, times each, and holds the only catch-all."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

import prompts
from bot.answering.draft import Draft
from bot.messages import Reply, Status

Step = Callable[[Draft], Draft]
log = structlog.get_logger(__name__)


def run(steps: Sequence[Step], draft: Draft) -> Draft:
    """The draft after the last step that ran; always with a reply.

    An exception becomes an ``error_internal`` reply: people see a sentence, the log sees the trace.
    """
    started = time.perf_counter()
    for step in steps:
        before = time.perf_counter()
        name = type(step).__name__.lower()
        if draft.incoming.progress:
            draft.incoming.progress(name)
        try:
            draft = step(draft)
        except Exception:
            log.exception("step failed", step=name)
            draft = replace(draft, reply=_apology(draft))
        took = (time.perf_counter() - before) * 1000
        draft = replace(draft, timings_ms={**draft.timings_ms, name: took})
        if draft.reply is not None:
            break
    reply = draft.reply or _apology(draft)
    timings = {**draft.timings_ms, "total": (time.perf_counter() - started) * 1000}
    return replace(draft, reply=replace(reply, timings_ms=timings))


def _apology(draft: Draft) -> Reply:
    text = prompts.say(draft.language, "status.error_internal")
    return Reply(draft.incoming.text, Status.ERROR_INTERNAL, draft.language, text)
