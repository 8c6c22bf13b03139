"""What the commands open first: settings, a log that never mixes with the output, the assistant."""

from __future__ import annotations

import logging
import sys

import structlog
from rich.console import Console as Screen

from bot.assembly import Assistant, clock, open_assistant
from bot.commands.collection import open_collection
from bot.commands.failures import BadInputError
from bot.settings import BotSettings
from knowledge.assembly import Knowledge, open_knowledge
from knowledge.collection import Collection
from knowledge.holdings import Holdings, open_holdings
from knowledge.settings import KnowledgeSettings

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def bot_settings() -> BotSettings:
    """The settings of the bot, with the log set up as they say."""
    settings = BotSettings()
    least = level(settings)
    logging.basicConfig(
        stream=sys.stderr, level=max(least, logging.WARNING), format="%(levelname)s %(name)s %(message)s"
    )
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        clock(settings)()
    except ValueError:
        raise BadInputError(f"setting TODAY={settings.today!r}: write a date such as 2025-12-31") from None
    return settings


def level(settings: BotSettings) -> int:
    """The least severity that is logged, as ``logging`` numbers it."""
    found = _LEVELS.get(settings.log_level.lower())
    if found is None:
        raise BadInputError(f"setting LOG_LEVEL={settings.log_level!r}: use one of {', '.join(_LEVELS)}")
    return found


def assistant() -> Assistant:
    """The assistant as the settings say; its dense half loads when a search first needs it."""
    settings = bot_settings()
    return open_assistant(settings, knowledge(settings))


def knowledge(settings: BotSettings) -> Knowledge:
    """What the settings hold: the library and what a person added."""
    return open_knowledge(KnowledgeSettings(), collection(settings))


def collection(settings: BotSettings) -> Collection:
    """What a person added; opened when it is first needed."""
    return open_collection(settings, KnowledgeSettings().plan136_home)


def holdings(settings: BotSettings) -> Holdings:
    """Documents and register; the library alone, and that named, when the collection cannot be read."""
    return open_holdings(collection(settings))


def screen() -> Screen:
    """Where people read: standard output, at a readable width when it is not a terminal."""
    found = Screen(highlight=False)
    return found if found.is_terminal else Screen(highlight=False, width=110)


def notices() -> Screen:
    """Where progress goes: standard error, so that output can be piped."""
    return Screen(stderr=True, highlight=False)
