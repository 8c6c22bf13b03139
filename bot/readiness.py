"""What ``/readyz`` asks: the very operations an answer needs, tried on the running parts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.assembly import FrontDesk
from bot.ports import DAMAGED, Readiness
from bot.receiving.probing import Probe, ProbedParts
from bot.receiving.reception import STORE
from bot.receiving.standing import Standing
from bot.store_errors import StoreDamagedError
from knowledge.assembly import Knowledge


def readiness_of(knowledge: Knowledge, desk: FrontDesk | None = None, channels: Readiness | None = None) -> Readiness:
    """What ``/readyz`` asks: a search, an answer written and read, and the channels that are down."""
    probes = [Probe("search", lambda: _search_trouble(knowledge))]
    if desk is not None:
        standing, check = desk.standing, desk.store.check

        def look() -> Sequence[str]:
            standing.probe("write and read an answer", check)
            return _store_trouble(standing)

        probes.append(Probe(STORE, look, lambda: _store_trouble(standing)))
    if channels is not None:
        probes.append(Probe("channels", channels.degraded))
    return ProbedParts(probes)


def _store_trouble(standing: Standing) -> Sequence[str]:
    trouble = standing.trouble
    if trouble is None:
        return ()
    return (f"{STORE}: {DAMAGED}",) if isinstance(trouble, StoreDamagedError) else (STORE,)


def _search_trouble(knowledge: Knowledge) -> Sequence[str]:
    """The halves of a search that do not answer: the dense one while it loads, either one that finds nothing."""
    dense = knowledge.dense.check()
    found = knowledge.retriever.search(_looked_for(knowledge), limit=8)
    if dense or found.degraded:
        return tuple(dict.fromkeys(each for each in (dense, *found.degraded) if each))
    parts = [] if any(hit.keyword for hit in found.hits) else ["keywords: nothing found"]
    if knowledge.dense.ready and not knowledge.dense.search(_looked_for(knowledge), 1):
        parts.append(knowledge.dense.degraded or "dense: nothing found")  # it may have failed or been busy just now
    return tuple(parts)


def _looked_for(knowledge: Knowledge) -> str:
    """A question that any library answers: the name of one of its own documents."""
    return next(iter(knowledge.documents.values())).title
