"""The way from a command's options to its work, imported when it runs."""

from __future__ import annotations

import importlib
from typing import Any


def work(module: str) -> Any:
    """A module of ``bot.commands``: importing the assistant takes a second that ``--help`` must not."""
    return importlib.import_module(f"bot.commands.{module}")
