"""Every answer the product may give to the last turn of a conversation, with its evidence and a reader's verdict."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from bot.answering.candidates import candidates
from bot.answering.deciding import kind_of
from bot.answering.draft import Draft
from bot.answering.pipeline import Step
from bot.answering.tell import Tell
from bot.assembly import clock, steps
from bot.chat import PipelineChat
from bot.conversation import Conversations
from bot.messages import Incoming
from bot.settings import BotSettings
from knowledge.assembly import Knowledge
from knowledge.learning.decision import Evidence

TODAY = "2026-11-30"
FOLDER = Path(__file__).parent / "calibration"
VERDICTS = FOLDER / "verdicts"
DIGITS = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """A conversation with the verdicts of a reader on replies to its last turn, by the digest of their text."""

    id: str
    author: str
    turns: Sequence[str]
    verdicts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Graded:
    """One answer that may be given, with its verdict: right, half or wrong."""

    conversation: str
    author: str
    way: str
    kind: str
    evidence: Evidence
    verdict: str


def conversations(folder: Path = FOLDER) -> tuple[Asked, ...]:
    """The conversations of the folder's authors with what readers said of the replies."""
    said: dict[str, Mapping[str, str]] = {}
    for path in sorted((folder / VERDICTS.name).glob("*.jsonl")):
        said |= {each["id"]: each["v"] for each in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    return tuple(
        Asked(each["id"], path.stem, tuple(each["turns"]), said.get(each["id"], {}))
        for path in sorted(folder.glob("*.jsonl"))
        for each in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    )


def digest(text: str) -> str:
    """What a verdict knows a reply by."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def graded(knowledge: Knowledge, asked: Iterable[Asked]) -> Iterator[Graded]:
    """The answers to each conversation that a reader has judged."""
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
    compose, verify = rest
    for each in found:
        reply = verify(compose(replace(draft, told=each.told))).reply if each.replies else None
        verdict = asked.verdicts.get(digest(reply.text)) if reply is not None else None
        if verdict is not None:
            evidence = tell.weighing.evidence(meaning, each, found, searched, draft.parts)
            yield Graded(asked.id, asked.author, each.way, kind_of(each), evidence, verdict)
