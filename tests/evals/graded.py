"""Every answer the product may give to the last turn of a conversation, with its evidence and its outcome."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from bot.answering.candidates import candidates
from bot.answering.deciding import kind_of
from bot.answering.draft import Draft
from bot.answering.pipeline import Step
from bot.answering.tell import Tell
from bot.assembly import clock, steps
from bot.chat import PipelineChat
from bot.conversation import Conversations
from bot.messages import Incoming
from bot.reply_json import as_json
from bot.settings import BotSettings
from knowledge.assembly import Knowledge
from knowledge.learning.decision import Evidence

TODAY = "2026-11-30"
Grade = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A conversation with what grades its last reply."""

    author: str
    turns: Sequence[str]
    grade: Grade


@dataclass(frozen=True, slots=True)
class Graded:
    """One answer that may be given, with its outcome, and that of the reply that was given."""

    author: str
    way: str
    kind: str
    evidence: Evidence
    outcome: str


def graded(knowledge: Knowledge, asked: Iterable[Asked]) -> Iterator[Graded]:
    """The answers to each conversation; nothing is yielded where no answer is found."""
    today = clock(BotSettings(today=TODAY))
    screen, understand, tell, compose, verify = steps(knowledge, today)
    seen: dict[str, Draft] = {}

    def watched(draft: Draft) -> Draft:
        seen[draft.incoming.conversation] = draft
        return tell(draft)

    chain: tuple[Step, ...] = (screen, understand, watched, compose, verify)
    chat = PipelineChat(chain, Conversations(), today)
    numbers = itertools.count()
    for each in asked:
        name = f"graded-{next(numbers)}"
        for turn in each.turns:
            seen.pop(name, None)
            chat.reply_to(Incoming(turn, name))
        if name in seen:
            yield from _answers(seen[name], cast(Tell, tell), (compose, verify), each)


def _answers(draft: Draft, tell: Tell, rest: tuple[Step, Step], asked: Asked) -> Iterator[Graded]:
    meaning = draft.meaning
    assert meaning is not None, "the last step was told something"
    facts = replace(tell.facts, today=draft.today)
    searched = facts.clauses.search(meaning.query)
    found = candidates(meaning.query, searched, facts)
    for each in found:
        if each.replies:
            others = [other for other in found if other.way != each.way]
            evidence = tell.weighing.evidence(meaning, each, others, searched)
            compose, verify = rest
            reply = verify(compose(replace(draft, told=each.told))).reply
            assert reply is not None, "the last step leaves a reply"
            yield Graded(asked.author, each.way, kind_of(each), evidence, asked.grade(as_json(reply)))
