"""The bundled knowledge answered from words alone: no encoder is loaded, no vector is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import count
from pathlib import Path
from tempfile import gettempdir

from bot.assembly import Assistant, open_assistant
from bot.messages import Incoming, Reply
from bot.settings import BotSettings
from knowledge.assembly import Knowledge, open_knowledge
from knowledge.documents import Document
from knowledge.ingestion.library import BUNDLED, load_library
from knowledge.language.language_file import load_language
from knowledge.language.words import Language
from knowledge.register.register import Register
from knowledge.retrieval.retriever import Retriever
from knowledge.settings import KnowledgeSettings

TODAY = date(2026, 11, 22)  # the day the expectations were written for
HOME_DOCUMENT = "kh-136-2021"
_NOWHERE = Path(gettempdir()) / "plan136-tests-without-an-index"  # never made: nothing is written or found there
_conversations = count()


@lru_cache(maxsize=1)
def library() -> tuple[Document, ...]:
    """The bundled editions."""
    return load_library()


@lru_cache(maxsize=1)
def language() -> Language:
    """The words of the bundled language files."""
    return load_language(BUNDLED)


@lru_cache(maxsize=1)
def keyword_knowledge() -> Knowledge:
    """The bundled library, opened once, with keywords alone."""
    settings = KnowledgeSettings(_env_file=None, plan136_home=_NOWHERE)
    opened = open_knowledge(settings)
    return replace(opened, retriever=Retriever(opened.passages, None, opened.keywords))


def register() -> Register:
    """The bundled register."""
    return keyword_knowledge().register


@lru_cache(maxsize=1)
def assistant() -> Assistant:
    """The whole assistant over that knowledge, as of a fixed day."""
    return open_assistant(BotSettings(_env_file=None, today=TODAY), keyword_knowledge())


def ask(question: str, *earlier: str) -> Reply:
    """The reply to a question in a conversation of its own, after the earlier turns."""
    conversation = f"test {next(_conversations)}"
    for turn in earlier:
        assistant().chat.reply_to(Incoming(turn, conversation))
    return assistant().chat.reply_to(Incoming(question, conversation))
