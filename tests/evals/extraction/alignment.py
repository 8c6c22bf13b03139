"""Which candidate answers which target: the one-to-one pairing of the greatest total likeness.

The Hungarian method (shortest augmenting paths with potentials), exact for any number of targets in a
text; pairs of no likeness at all stay unpaired.
"""

from __future__ import annotations

from collections.abc import Sequence

_FAR = float("inf")


def best_pairs(likeness: Sequence[Sequence[float]]) -> tuple[tuple[int, int], ...]:
    """Pairs (row, column) of the greatest total of a table of likeness >= 0, ascending; zeros stay unpaired."""
    rows = len(likeness)
    columns = len(likeness[0]) if rows else 0
    if not rows or not columns:
        return ()
    size = max(rows, columns)
    costs = [
        [-(likeness[row][column]) if row < rows and column < columns else 0.0 for column in range(size)]
        for row in range(size)
    ]
    return tuple(
        sorted(
            (row, column)
            for column, row in enumerate(_assigned(costs))
            if row < rows and column < columns and likeness[row][column] > 0
        )
    )


def _assigned(costs: Sequence[Sequence[float]]) -> list[int]:
    """The row of each column in an assignment of the least cost; the table is square. Index 0 is a helper."""
    size = len(costs)
    of_rows, of_columns = [0.0] * (size + 1), [0.0] * (size + 1)
    owner, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0] = row
        last = _reach_free_column(costs, of_rows, of_columns, owner, way)
        while last:
            owner[last], last = owner[way[last]], way[last]
    return [owner[column] - 1 for column in range(1, size + 1)]


def _reach_free_column(
    costs: Sequence[Sequence[float]],
    of_rows: list[float],
    of_columns: list[float],
    owner: list[int],
    way: list[int],
) -> int:
    size = len(costs)
    least = [_FAR] * (size + 1)
    used = [False] * (size + 1)
    current = 0
    while owner[current]:
        used[current] = True
        row = owner[current]
        for column in range(1, size + 1):
            reduced = costs[row - 1][column - 1] - of_rows[row] - of_columns[column]
            if not used[column] and reduced < least[column]:
                least[column], way[column] = reduced, current
        following = min((c for c in range(1, size + 1) if not used[c]), key=lambda c: least[c])
        step = least[following]
        for column in range(size + 1):
            if used[column]:
                of_rows[owner[column]] += step
                of_columns[column] -= step
            else:
                least[column] -= step
        current = following
    return current
