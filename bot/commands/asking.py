"""``plan136 ask`` and ``plan136 chat``: a question at a time."""

from __future__ import annotations

import json
from contextlib import nullcontext

import typer

import prompts
from bot.assembly import questions_of
from bot.channels.console import Console, entered_lines, render_reply
from bot.commands import opening
from bot.messages import Incoming
from bot.reply_json import as_json
from knowledge.settings import KnowledgeSettings

_FIRST = "the first search of a new installation builds the index: about a minute"


def ask(question: str, as_object: bool) -> None:
    """Answers one question: laid out for a person, or as the reply object."""
    notices = opening.notices()
    waiting = f"{prompts.say('vi', 'console.thinking')} ({_FIRST})"
    with notices.status(waiting) if notices.is_terminal else nullcontext():
        reply = opening.assistant().chat.reply_to(Incoming(well_formed(question), "ask"))
    if as_object:
        typer.echo(json.dumps(as_json(reply), ensure_ascii=False).encode())
    else:
        opening.screen().print(render_reply(reply))


def talk() -> None:
    """A conversation in the terminal, its typed lines kept under ``PLAN136_HOME``."""
    assistant = opening.assistant()
    assistant.knowledge.dense.start()
    lines = entered_lines(KnowledgeSettings().plan136_home / "console_history")
    questions = questions_of(assistant.knowledge, opening.bot_settings())
    Console(assistant.chat, lines, opening.screen(), questions).run()


def well_formed(text: str) -> str:
    """Text whose lone surrogates, which a shell or JSON can carry and UTF-8 cannot, are replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
