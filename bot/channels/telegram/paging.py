"""Lists a page at a time: which items a page shows, its numbered buttons, and the way to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.channels.telegram.actions import Action
from bot.channels.telegram.callbacks import press
from bot.channels.telegram.message import Button, units
from bot.channels.telegram.told import told

PAGE = 8
_IN_A_ROW = 4
_HALF_A_ROW = 20  # units of a label that half a row shows
LAST_PAGE = 999

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Paged(Generic[Item]):
    """One page of a list; ``first`` and ``last`` count from 1."""

    items: tuple[Item, ...]
    page: int
    pages: int
    count: int

    @property
    def first(self) -> int:
        """The number of the first item shown."""
        return self.page * PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last item shown."""
        return self.first + len(self.items) - 1

    @property
    def numbered(self) -> tuple[tuple[int, Item], ...]:
        """The items with their numbers in the whole list."""
        return tuple(enumerate(self.items, start=self.first))


def paged(items: Sequence[Item], page: int) -> Paged[Item]:
    """A page of a list; a page behind the last is the last."""
    pages = max((len(items) + PAGE - 1) // PAGE, 1)
    shown = min(max(page, 0), pages - 1, LAST_PAGE)
    return Paged(tuple(items[shown * PAGE : (shown + 1) * PAGE]), shown, pages, len(items))


def number_rows(numbered: Sequence[tuple[int, Action]]) -> list[tuple[Button, ...]]:
    """Buttons with the items' numbers, four in a row."""
    buttons: list[Button] = [button for n, action in numbered for button in press(str(n), action)]
    return [tuple(buttons[start : start + _IN_A_ROW]) for start in range(0, len(buttons), _IN_A_ROW)]


def in_rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Buttons in their order, two that are short side by side."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        beside = rows[-1] if rows and len(rows[-1]) == 1 else ()
        if beside and max(units(each.label) for each in (*beside, button)) <= _HALF_A_ROW:
            rows[-1] = (*beside, button)
        else:
            rows.append((button,))
    return tuple(rows)


def turn_row(page: int, pages: int, at: Callable[[int], Action], language: str) -> list[tuple[Button, ...]]:
    """The row that turns the page; none for a list of one page."""
    row: list[Button] = []
    if page > 0:
        row += press(told(language, "button", "previous"), at(page - 1))
    if page + 1 < pages:
        row += press(told(language, "button", "next"), at(page + 1))
    return [tuple(row)] if row else []
