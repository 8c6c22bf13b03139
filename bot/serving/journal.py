"""The log of a serving process: a line of JSON for each event, without tokens and without personal data."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.redaction import redacted
from bot.serving.repeated_lines import RepeatedLines

_COVER = "***"
_TOKEN = re.compile(r"(?<![0-9])\d{3,12}:[A-Za-z0-9_-]{20,}")  # how Telegram's and Zalo's tokens look
_PASSWORD = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_OURS = frozenset(("timestamp", "level", "logger", "request", "channel", "status"))  # nobody's words
_LOUD = (  # their INFO names addresses, or says what our own lines say
    *("httpx", "httpcore", "telegram", "apscheduler", "asyncio", "alembic", "chromadb"),
    *("uvicorn", "sentence_transformers"),
)


class Discretion:
    """A processor that covers secrets and personal data wherever they stand in an event."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """``secrets``: tokens and keys of the settings, which no line may hold."""
        self._secrets = sorted((s for s in secrets if len(s) >= 4), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """The event with everything covered that must be."""
        return {key: value if key in _OURS else self._covered(value) for key, value in event.items()}

    def _covered(self, value: Any) -> Any:
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, _COVER)
            return redacted(_PASSWORD.sub(_COVER, _TOKEN.sub(_COVER, value)))
        if isinstance(value, dict):
            return {key: self._covered(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._covered(each) for each in value]
        return value if isinstance(value, int | float | None) else self._covered(str(value))


def keep_journal(level: int, secrets: Sequence[str], stream: TextIO = sys.stderr) -> None:
    """Has everything that is logged, by us and by libraries, written to ``stream`` as JSON lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[Processor] = [
        structlog.processors.format_exc_info,
        Discretion(secrets),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.PositionalArgumentsFormatter()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    handler.addFilter(RepeatedLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _LOUD:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
