"""Starts telemelya (PyPI, not ours) with a Redis in memory and no media store, on loopback: PORT SECRET.

Run by a Python that has ``telemelya`` and ``fakeredis``, which need not be the one that runs the tests. What is
patched: where it keeps things, the address it listens on, and the webhook's secret, which it does not send itself.
"""

from __future__ import annotations

import functools
import sys
from types import SimpleNamespace
from typing import Any

import aiohttp
import uvicorn
from fakeredis import FakeAsyncRedis
from telemelya.server import app, media, state, webhook


async def nothing(*_arguments: Any, **_named: Any) -> str:
    return ""


port, secret = int(sys.argv[1]), sys.argv[2]
state.redis = SimpleNamespace(from_url=lambda *_, **__: FakeAsyncRedis(decode_responses=True), Redis=object)
for name in ("connect", "close", "upload"):
    setattr(media.media_manager, name, nothing)
session = functools.partial(aiohttp.ClientSession, headers={"X-Telegram-Bot-Api-Secret-Token": secret})
webhook.aiohttp = SimpleNamespace(ClientSession=session, ClientTimeout=aiohttp.ClientTimeout)
uvicorn.run(app.app, host="127.0.0.1", port=port, log_level="warning")
