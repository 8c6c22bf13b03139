"""The register as JSON: what the addresses under /api/targets and /api/indicators answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from bot.channels.web.document_json import as_source, as_summary
from bot.publishing.desk import IndicatorLine
from bot.publishing.result_rows import ResultRow
from bot.publishing.rows import Row
from bot.publishing.sheets import IndicatorSheet, TargetSheet, Yardstick
from bot.publishing.tables import records

TARGETS_PAGE = "/chi-tieu"
INDICATORS_PAGE = "/chi-tieu/chi-so"


def target_page(target_id: str) -> str:
    """The stable address of a target's page."""
    return f"{TARGETS_PAGE}/{quote(target_id)}"


def indicator_page(indicator_id: str) -> str:
    """The stable address of an indicator's page."""
    return f"{INDICATORS_PAGE}/{quote(indicator_id)}"


def targets_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Targets with the addresses of their pages."""
    return [{**each, "page": target_page(each["id"])} for each in records(rows)]


def target_sheet_json(sheet: TargetSheet) -> dict[str, Any]:
    """A target in full."""
    return {
        "target": targets_json([sheet.row])[0],
        "document": as_summary(sheet.document),
        "passage": {
            "id": sheet.passage.id,
            "locator": sheet.passage.locator,
            "headings": list(sheet.passage.headings),
            "text": sheet.passage.text,
            "start": sheet.span.start,
            "end": sheet.span.end,
        },
        "others": [
            {"source": as_source(each.source) if each.source else None, "says": each.says} for each in sheet.others
        ],
        "history": targets_json(sheet.path),
        "yardstick": _yardstick(sheet.yardstick),
        "results": [_result(each) for each in sheet.results],
        "question": sheet.question,
    }


def indicator_line_json(line: IndicatorLine) -> dict[str, Any]:
    """An indicator in a list."""
    return {**asdict(line), "page": indicator_page(line.id)}


def indicator_sheet_json(sheet: IndicatorSheet) -> dict[str, Any]:
    """An indicator in full."""
    return {
        "id": sheet.id,
        "page": indicator_page(sheet.id),
        "name": sheet.name,
        "short": sheet.short,
        "area": sheet.area,
        "area_id": sheet.area_id,
        "targets": targets_json(sheet.targets),
        "yardstick": _yardstick(sheet.yardstick),
        "results": [_result(each) for each in sheet.results],
    }


def _yardstick(yardstick: Yardstick | None) -> dict[str, Any] | None:
    return asdict(yardstick) if yardstick else None


def _result(found: ResultRow) -> dict[str, Any]:
    plain = {**asdict(found), "disagreements": list(found.disagreements)}
    return {**plain, "sources": [as_source(each) for each in found.sources]}
