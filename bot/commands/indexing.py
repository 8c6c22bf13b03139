"""``plan136 index``: the search index, with a progress bar."""

from __future__ import annotations

import time

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.commands import opening
from knowledge.assembly import index_library
from knowledge.index.generations import Generation
from knowledge.settings import KnowledgeSettings


def index(again: bool) -> None:
    """Builds the index, or finds it unchanged, and says which."""
    collection = opening.collection(opening.bot_settings())
    settings = KnowledgeSettings()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    began = time.perf_counter()
    encoded = 0
    notices = opening.notices()
    with Progress(*columns, console=notices, transient=True, disable=not notices.is_terminal) as bar:
        task = bar.add_task("Checking the index", total=None)

        def progress(done: int, total: int) -> None:
            nonlocal encoded
            encoded = total
            bar.update(task, description="Encoding passages", completed=done, total=total)

        generation = index_library(settings, progress, again, collection=collection)
    notices.print(_said(generation, encoded, time.perf_counter() - began))


def _said(generation: Generation, encoded: int, seconds: float) -> str:
    size = f"{generation.manifest.passages} passages in {generation.manifest.units} search units"
    done = f"{encoded} newly encoded" if encoded else "nothing new to encode"
    return f"Index ready: {size}, {done}, {seconds:.1f} s."
