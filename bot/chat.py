"""The engine behind every channel: opens the conversation, runs the steps, keeps what carries over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.draft import Draft
from bot.answering.pipeline import Step, run
from bot.conversation import Turn
from bot.messages import Incoming, Reply
from bot.store_ports import PersonalTurns
from knowledge.register.values import Result


class PipelineChat:
    """Answers questions; implements ``bot.ports.Chat``. Safe to call from several threads."""

    def __init__(self, steps: Sequence[Step], conversations: PersonalTurns, today: Callable[[], date]) -> None:
        self._steps = tuple(steps)
        self._conversations = conversations
        self._today = today

    def renew(self, steps: Sequence[Step]) -> None:
        """Answers by other steps from the next question on; one in flight is finished by its own."""
        self._steps = tuple(steps)

    def reply_to(self, incoming: Incoming) -> Reply:
        """The reply to a question; an error is a reply too."""
        previous = None if incoming.alone else self._conversations.last(incoming.conversation)
        draft = run(self._steps, Draft(incoming, self._today(), previous))
        assert draft.reply is not None, "run always leaves a reply"
        self._remember(incoming, draft, previous)
        return draft.reply

    def forget(self, conversation: str) -> None:
        """Drops what the conversation carries over."""
        self._conversations.forget(conversation)

    def _remember(self, incoming: Incoming, draft: Draft, previous: Turn | None) -> None:
        reply, meaning = draft.reply, draft.meaning
        if reply is None or meaning is None or meaning.talk is not None:
            return
        if not (meaning.query.about_something or reply.citations):
            return
        choices = reply.suggestions if reply.status.group == "clarify" else ()
        citations = reply.citations or (previous.citations if previous and meaning.query.carried else ())
        figures = [s.figure for s in draft.told.statements] if draft.told else []
        query = replace(
            meaning.query,
            cited=tuple(dict.fromkeys(c.passage.id for c in citations)),
            cited_documents=tuple(dict.fromkeys(c.document.id for c in citations)),
            told_years=tuple(sorted({f.year for f in figures if isinstance(f, Result)})),
        )
        self._conversations.keep(incoming.conversation, Turn(query, citations, choices), incoming.user)
