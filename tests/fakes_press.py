"""A press that prints at once: what it was asked to draw is what the picture says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.publishing.rows import Row
from bot.publishing.tables import as_csv, as_markdown
from bot.publishing.workbook import as_xlsx


class FakePress:
    """Tables as they are; a picture is the list of what it would show. ``drawn`` remembers every drawing."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def csv(self, rows: Sequence[Row]) -> bytes:
        return as_csv(rows).encode()

    def workbook(self, rows: Sequence[Row], language: str) -> bytes:
        return as_xlsx(rows, language)

    def markdown(self, rows: Sequence[Row], language: str) -> bytes:
        return as_markdown(rows, language).encode()

    def timeline(self, rows: Sequence[Row], language: str, on: date) -> bytes:
        return self._draw(f"timeline {language} {on} {' '.join(row.id for row in rows)}")

    def history(self, indicator_id: str, language: str, on: date) -> bytes:
        return self._draw(f"history {language} {on} {indicator_id}")

    def card(self, target_id: str, language: str) -> bytes:
        return self._draw(f"card {language} {target_id}")

    def _draw(self, what: str) -> bytes:
        self.drawn.append(what)
        return b"\x89PNG " + what.encode()
