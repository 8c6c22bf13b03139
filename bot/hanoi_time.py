"""The time in Hanoi, whatever the machine's own time zone is."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> date:
    """The day it is in Hanoi."""
    return datetime.now(HANOI).date()
