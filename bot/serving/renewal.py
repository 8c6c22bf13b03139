"""Answers that follow the collection: a serving process looks for changes and is renewed while people ask."""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog

from knowledge.assembly import Knowledge
from knowledge.collection import UNREAD, CollectionError

EVERY_SECONDS = 0.5  # a change is to be seen within two seconds, and making the knowledge anew takes about one
PART = "documents"  # as ``degraded`` names it

log = structlog.get_logger(__name__)


class Source(Protocol):
    """What makes the knowledge anew."""

    def renewed(self, before: Knowledge) -> Knowledge | None:
        """The knowledge after a change, None when there was none; ``CollectionError`` when that cannot be told."""
        ...


class Renewable(Protocol):
    """What answers."""

    @property
    def knowledge(self) -> Knowledge:
        """What it answers from now."""
        ...

    def renew(self, knowledge: Knowledge) -> None:
        """Answers from another knowledge from the next question on."""
        ...


class Renewal:
    """Looks for changes of the collection and renews what answers."""

    def __init__(self, source: Source, assistant: Renewable) -> None:
        self._source = source
        self._assistant = assistant
        self._warm = False
        self._away = False

    def warm(self) -> None:
        """Begins to load the dense half, now and after every change."""
        self._warm = True
        self._assistant.knowledge.dense.start()

    def degraded(self) -> tuple[str, ...]:
        """The documents, while the collection cannot be read."""
        return (PART,) if self._away or self._assistant.knowledge.revision == UNREAD else ()

    def once(self) -> bool:
        """Renews what answers if the collection has changed; whether it had."""
        try:
            knowledge = self._source.renewed(self._assistant.knowledge)
        except CollectionError as error:
            if not self._away:
                log.warning("the documents people added cannot be read", error=str(error))
            self._away = True
            return False
        self._away = False
        if knowledge is None:
            return False
        if self._warm:
            knowledge.dense.start()
        self._assistant.renew(knowledge)
        log.info("documents changed", revision=knowledge.revision, documents=len(knowledge.documents))
        return True

    async def run(self, stop: asyncio.Event, every: float = EVERY_SECONDS) -> None:
        """Looks every so often, until told to stop."""
        while not stop.is_set():
            await asyncio.to_thread(self.once)
            ending = asyncio.ensure_future(stop.wait())
            await asyncio.wait([ending], timeout=every)
            ending.cancel()
