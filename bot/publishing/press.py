"""The register to take away: tables and pictures as bytes; the drawing library loads with the first picture."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.publishing.rows import Row
from bot.publishing.tables import as_csv, as_markdown
from bot.publishing.workbook import as_xlsx
from knowledge.register.register import Register
from knowledge.register.values import Target


@dataclass(frozen=True)
class RegisterPress:
    """The press over a register; implements ``bot.ports.Press``."""

    register: Register

    def csv(self, rows: Sequence[Row]) -> bytes:
        """The rows as CSV in UTF-8."""
        return as_csv(rows).encode()

    def workbook(self, rows: Sequence[Row], language: str) -> bytes:
        """The rows as an XLSX workbook."""
        return as_xlsx(rows, language)

    def markdown(self, rows: Sequence[Row], language: str) -> bytes:
        """The rows as a Markdown table in UTF-8."""
        return as_markdown(rows, language).encode()

    def timeline(self, rows: Sequence[Row], language: str, on: date) -> bytes:
        """The rows along the years."""
        return bytes(_drawn("timeline").timeline_png(rows, language, on))

    def history(self, indicator_id: str, language: str, on: date) -> bytes:
        """An indicator's targets and results over the years; KeyError for an unknown id."""
        return bytes(_drawn("history").history_png(indicator_id, self.register, language, on))

    def card(self, target_id: str, language: str) -> bytes:
        """One target as a card; KeyError for an unknown id."""
        return bytes(_drawn("card").card_png(self._target(target_id), self.register, language))

    def _target(self, target_id: str) -> Target:
        for target in self.register.all_targets:
            if target.id == target_id:
                return target
        raise KeyError(target_id)


def _drawn(name: str) -> Any:
    """A module that draws; half a second and 50 MB that a server without pictures never spends."""
    return importlib.import_module(f"bot.publishing.{name}")
