"""Terms with their names and the clauses that explain them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.documents import Citation


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause on a term, and the side of it (who, size, scale) it speaks of, if one."""

    citation: Citation
    facet: str | None = None


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms with their names and the clauses that explain them."""

    names: dict[str, tuple[str, ...]]
    clauses: dict[str, tuple[Clause, ...]]
    whole_field: frozenset[str] = frozenset()  # terms of all there is here, such as CCHC: they narrow no list
