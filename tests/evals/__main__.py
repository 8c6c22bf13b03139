"""``python -m tests.evals``: our product and three baselines on the evaluation questions."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from bot.assembly import clock, steps
from bot.chat import PipelineChat
from bot.conversation import Conversations
from bot.messages import Incoming
from bot.reply_json import as_json
from bot.settings import BotSettings
from knowledge.assembly import open_knowledge
from knowledge.settings import KnowledgeSettings
from tests.evals.baselines import Answerer, Product, dense_with_threshold, keywords_only, langchain_chroma, library_of
from tests.evals.cases import load
from tests.evals.run import main
from tests.evals.slots import Hearing

AS_OF = "2026-11-22"  # the day the expectations were written for


def systems(baselines: bool) -> tuple[dict[str, Answerer], Mapping[str, str]]:
    """The systems by name, ours first, and the texts of all passages by id."""
    knowledge = open_knowledge(KnowledgeSettings())
    today, hearing = clock(BotSettings(today=AS_OF)), Hearing()
    overheard = [hearing.beside(step) for step in steps(knowledge, today)]
    chat = PipelineChat(overheard, Conversations(), today)
    numbers = itertools.count()

    def replies(turns: Sequence[str]) -> list[Mapping[str, Any]]:
        conversation = f"eval-{next(numbers)}"
        given = ((as_json(chat.reply_to(Incoming(turn, conversation))), hearing.take(conversation)) for turn in turns)
        return [{**reply, "understood": understood} for reply, understood in given]

    named: dict[str, Answerer] = {"ours": Product(replies)}
    if baselines:
        library = library_of(knowledge.documents.values())
        tuning = [case for case in load() if case.split == "tune"]
        named["keywords only"] = keywords_only(knowledge.keywords, library)
        named["dense + threshold"] = dense_with_threshold(knowledge.dense, library, tuning)
        named["langchain + chroma"] = langchain_chroma(knowledge.dense, library)
    return named, {passage.id: passage.text for passage in knowledge.passages.values()}


if __name__ == "__main__":
    ours_only = "--ours" in sys.argv
    named, texts = systems(baselines=not ours_only)
    sys.exit(main(named, texts.get, [a for a in sys.argv[1:] if a != "--ours"]))
