"""What one process takes: a warm answer step by step, an embedding, an index from nothing and unchanged."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.assembly import Assistant
from bot.messages import Incoming
from knowledge.assembly import index_library, open_encoder
from knowledge.settings import KnowledgeSettings
from tests.bench.figures import Figure, spread

EMBEDDED = 200
WARMING = 20


def answers(assistant: Assistant, questions: Sequence[str]) -> list[Figure]:
    """Every question in a conversation of its own, new to the encoder, after a few that are not timed."""
    times: dict[str, list[float]] = defaultdict(list)
    for question in questions[:WARMING]:
        assistant.chat.reply_to(Incoming(f"{question} ?", "bench-warming"))
    for number, question in enumerate(questions):
        reply = assistant.chat.reply_to(Incoming(question, f"bench-{number}"))
        for step, spent in reply.timings_ms.items():
            times[step].append(spent)
    figures = spread(f"warm answer ({len(questions)} questions)", times.pop("total"), (40, 120))
    for step, spent in times.items():
        figures += spread(f"  {step} ({len(spent)} times)", spent)
    return figures


def searches(assistant: Assistant, questions: Sequence[str]) -> list[Figure]:
    """Hybrid search alone, each question new to the encoder."""
    times = []
    for question in questions:
        before = time.perf_counter()
        assistant.knowledge.retriever.search(f"{question} ?", limit=12)
        times.append((time.perf_counter() - before) * 1000)
    return spread(f"hybrid search alone ({len(questions)} new questions)", times)


def embeddings(settings: KnowledgeSettings, questions: Sequence[str]) -> list[Figure]:
    """Encoding a question that was not asked before."""
    encoder = open_encoder(settings)
    encoder.load()
    encoder.encode_query("làm nóng")
    encoder.forget()
    times = []
    for question in list(dict.fromkeys(questions))[:EMBEDDED]:
        before = time.perf_counter()
        encoder.encode_query(question)
        times.append((time.perf_counter() - before) * 1000)
    return spread("query embedding", times, (15, None))


def indexing(settings: KnowledgeSettings) -> list[Figure]:
    """The bundled library into an empty folder, loading the encoder included; then again, unchanged."""
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"plan136_home": Path(folder)})
        before = time.perf_counter()
        index_library(own)
        first = time.perf_counter()
        index_library(own)
        return [
            Figure("index of the library from nothing", first - before, "s", 60),
            Figure("index of the library, unchanged", time.perf_counter() - first, "s", 2),
        ]
