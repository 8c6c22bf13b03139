"""The tiers of government a question names: whose figure is asked, not who sets it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from knowledge.concepts import Mention
from knowledge.register.values import Level

_SETS = {"bắt", "yêu", "giao", "đặt", "buộc", "đề", "quy", "require", "requires", "sets", "demands", "wants"}


def tiers(mentions: Sequence[Mention], forms: Sequence[str], split: Collection[Level | None]) -> tuple[Level, ...]:
    """The tiers named, each once; "ở phường" names one only where the indicator's targets are ``split`` by tier.

    In "thành phố yêu cầu xã, phường bao nhiêu?" the first tier sets the figure and only the second is asked about.
    """
    told = [(Level(name), m) for m in mentions for kind, _, name in [m.concept.partition(":")] if kind == "level"]
    last = max((m.start for _, m in told), default=0)
    asked = [level for level, m in told if m.start == last or forms[m.end] not in _SETS]
    asked += [
        level
        for m in mentions
        for kind, _, name in [m.concept.partition(":")]
        if kind == "at" and (level := Level(name)) in split
    ]
    return tuple(level for level in dict.fromkeys(asked) if level is not Level.NATIONAL)
