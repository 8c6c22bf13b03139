"""The tiers of government a question names: whose figure is asked, not who sets it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from knowledge.concepts import Mention, named
from knowledge.register.values import Level


def tiers(
    mentions: Sequence[Mention], forms: Sequence[str], split: Collection[Level | None], sets: Collection[str]
) -> tuple[Level, ...]:
    """The tiers named, each once; "ở phường" names one only where the indicator's targets are ``split`` by tier.

    In "thành phố yêu cầu xã, phường bao nhiêu?" the first tier sets the figure and only the second is asked about;
    ``sets`` are the words that tell so.
    """
    told = [m for m in mentions if m.concept.startswith("level:")]
    last = max((m.start for m in told), default=0)
    asked = named((m for m in told if m.start == last or forms[m.end] not in sets), "level")
    asked += [level for level in named(mentions, "at") if level in split]
    return tuple(Level(level) for level in dict.fromkeys(asked) if level != Level.NATIONAL)
