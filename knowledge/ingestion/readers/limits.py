"""What reading a file of each format may take: time, memory, pages, and how much text may come of it."""

from __future__ import annotations

import signal
from dataclasses import dataclass

MOST_BYTES = 20_000_000  # of a file
MOST_CHARACTERS = 2_000_000  # of the text in it
MOST_PARAGRAPHS = 50_000
LONGEST_PARAGRAPH = 20_000  # characters
MOST_ANSWER = 64_000_000  # bytes of what a reader hands back


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one format. The time grows with the pages read, so that a long document may take its time."""

    seconds: float  # of real time until the first page, or for everything where there are no pages
    memory: int  # bytes of address space
    most_pages: int = 0
    seconds_per_page: float = 0.0

    @property
    def most_seconds(self) -> float:
        """What a file of the most pages may take."""
        return self.seconds + self.most_pages * self.seconds_per_page


LIMITS: dict[str, Limits] = {
    ".txt": Limits(seconds=10, memory=400_000_000),
    ".md": Limits(seconds=10, memory=400_000_000),
    ".docx": Limits(seconds=12, memory=450_000_000),
    ".pdf": Limits(seconds=12, memory=450_000_000, most_pages=500, seconds_per_page=0.5),
}


def start_clock(limits: Limits) -> None:
    """End this process by SIGALRM when its time is up; where there is no such timer, who started it must."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)


def another_page(limits: Limits) -> None:
    """Put the time of a page on the clock, when one is running."""
    if hasattr(signal, "setitimer"):
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        if left:
            signal.setitimer(signal.ITIMER_REAL, left + limits.seconds_per_page)
