"""``python -m tests.bench``: speed, memory and retrieval, each figure beside its budget."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from bot.assembly import open_assistant
from bot.settings import BotSettings
from knowledge.assembly import index_library, open_knowledge
from knowledge.settings import KnowledgeSettings
from tests.bench import fault, process, scale, server, vire
from tests.bench.figures import Figure, table
from tests.evals.cases import load

PARTS = ("index", "answers", "serve", "scale", "retrieval", "fault")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the parts asked for and prints a table of each; 1 when a budget is not met."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures the assistant against its budgets.")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure only this part (repeatable)")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the load lasts (600 is the budget's)")
    parser.add_argument("--rate", type=float, default=20.0, help="questions a second of the load")
    parser.add_argument("--passages", type=int, default=0, help="also search this many synthetic passages (100000)")
    parser.add_argument("--csv", type=Path, default=vire.SAMPLE, help="a VIRE-format file for the retrieval figures")
    parser.add_argument("--limit", type=int, default=None, help="questions of the CSV to ask; all when not given")
    options = parser.parse_args(arguments)
    screen = Console()
    wanted = set(options.only or PARTS) - (set() if options.only else {"fault"})  # needs PostgreSQL: by name alone
    over = [figure for title, part in _parts(options, wanted) for figure in _shown(screen, title, part())]
    if "retrieval" in wanted:
        screen.print(f"retrieval on {options.csv.name}")
        vire.run(options.csv, options.limit, 0, lambda line: screen.print(line, highlight=False, soft_wrap=True))
    screen.print(f"{len(over)} figures over budget" if over else "every figure within its budget")
    return 1 if over else 0


def _parts(options: argparse.Namespace, wanted: set[str]) -> list[tuple[str, Callable[[], list[Figure]]]]:
    """The measurements by title; nothing is opened before it is its turn."""
    settings = KnowledgeSettings()
    questions = [case.question for case in load()]
    parts: list[tuple[str, Callable[[], list[Figure]]]] = []
    if "index" in wanted:
        parts.append(("Index", lambda: process.indexing(settings)))
    if "serve" in wanted:
        parts.append(("Server", lambda: _server(settings, questions, options.seconds, options.rate)))
    if "fault" in wanted:
        parts.append(("Database frozen", lambda: fault.frozen_store(questions, options.seconds, options.rate)))
    if "answers" in wanted:
        parts.append(("Answers in process", lambda: _answers(settings, questions)))
    if "scale" in wanted and options.passages:
        parts.append(("Scale", lambda: _scale(settings, questions, options.passages)))
    return parts


def _answers(settings: KnowledgeSettings, questions: Sequence[str]) -> list[Figure]:
    knowledge = open_knowledge(settings)
    knowledge.wait_until_ready()
    assistant = open_assistant(BotSettings(), knowledge)
    return [
        *process.answers(assistant, questions),
        *process.searches(assistant, questions),
        *process.embeddings(settings, questions),
    ]


def _server(settings: KnowledgeSettings, questions: Sequence[str], seconds: float, rate: float) -> list[Figure]:
    index_library(settings)  # a start with an index on disk is what is measured
    with server.served() as running:
        return [
            *server.start(running, questions[0]),
            *server.memory(running, questions),
            *server.load(running, questions, seconds, rate),
        ]


def _scale(settings: KnowledgeSettings, questions: Sequence[str], count: int) -> list[Figure]:
    median = process.embeddings(settings, questions)[0].value
    passages = list(open_knowledge(settings).passages.values())
    return scale.retrieval(passages, questions, count, median)


def _shown(screen: Console, title: str, figures: list[Figure]) -> list[Figure]:
    """Prints the figures; those over their budget."""
    screen.print(table(title, figures))
    return [figure for figure in figures if not figure.within]


if __name__ == "__main__":
    sys.exit(main())
