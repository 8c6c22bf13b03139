"""``plan136 prune``: deletes what is kept only for a time, as the job of a serving process does."""

from __future__ import annotations

from dataclasses import asdict

from bot.assembly import open_kept
from bot.commands import opening
from bot.serving.retention import Retention
from knowledge.settings import KnowledgeSettings


def prune(trust_clock: bool = False) -> None:
    """Deletes once, and says how many of what; ``trust_clock`` does so though the clock is days from the last one."""
    settings = opening.bot_settings()
    store = open_kept(settings, KnowledgeSettings().plan136_home)
    try:
        removed = Retention(store.upkeep, settings.retention_days, watched=not trust_clock).once()
    finally:
        store.close()
    counts = ", ".join(f"{count} {kind}" for kind, count in asdict(removed).items() if count)
    opening.screen().print(f"Deleted: {counts or 'nothing'}. Kept: answers of the last {settings.retention_days} days.")
