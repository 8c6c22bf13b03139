"""What the settings allow at the web door."""

from __future__ import annotations

from bot import operator_lists
from bot.channels.web.access import Access, KeyRing
from bot.settings import BotSettings


def access_of(settings: BotSettings) -> Access:
    """Host names, invited sites, sites with a frame, and keys; the settings have checked each already."""
    keys = settings.api_keys.get_secret_value() if settings.api_keys else ""
    return Access(
        hosts=operator_lists.hosts(settings.public_hosts),
        origins=operator_lists.origins(settings.api_origins),
        frames=operator_lists.origins(settings.frame_origins),
        keys=KeyRing(operator_lists.keys(keys)),
    )
