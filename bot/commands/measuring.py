"""``plan136 eval`` and ``plan136 bench``: run from a checkout, where the questions and the bench are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import bot
from bot.commands.failures import BadInputError

CHECKOUT = Path(bot.__file__).parent.parent


def run_module(module: str, arguments: Sequence[str]) -> int:
    """Runs a module of ``tests`` with the options given; its exit code."""
    if not (CHECKOUT / Path(*module.split("."), "__main__.py")).is_file():
        raise BadInputError(
            f"{module} is part of the repository, not of an installed package; run this from a checkout"
        )
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=CHECKOUT, check=False).returncode
