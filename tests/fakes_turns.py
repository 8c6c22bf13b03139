"""Any turn and any reply there could be, from the declared types of their fields: a field added later is tried too."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.conversation import Turn
from bot.messages import Reply

WORDS = st.text(st.characters(codec=None, exclude_characters="@"), max_size=8)  # lone surrogates too; nobody's numbers
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(-(2**62), 2**62),
    bool: st.booleans(),
    float: st.floats(allow_nan=False),
    date: st.dates(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
}


@lru_cache(maxsize=64)
def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a declared type."""
    arms, origin = get_args(kind), get_origin(kind)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(anything, arms))
    if origin is tuple and arms[-1] is Ellipsis:
        return st.lists(anything(arms[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(anything, arms))
    if origin is frozenset:
        return st.frozensets(anything(arms[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(anything(arms[0]), anything(arms[1]), max_size=3)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.fixed_dictionaries({f.name: anything(hints[f.name]) for f in fields(kind)}).map(
            lambda given: kind(**given)
        )
    return PLAIN[kind]


def turns() -> st.SearchStrategy[Turn]:
    return anything(Turn)


def replies() -> st.SearchStrategy[Reply]:
    return anything(Reply)
