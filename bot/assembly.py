"""Puts the bot together: the one place that names the concrete steps and channels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bot.answering.clause_search import ClauseSearch
from bot.answering.compose import Compose
from bot.answering.deciding import Weighing
from bot.answering.entry_acts import EntryActs
from bot.answering.pipeline import Step
from bot.answering.screen import Screen
from bot.answering.tell import Tell
from bot.answering.understand import Understand
from bot.answering.verify import Verify
from bot.chat import PipelineChat
from bot.conversation import Conversations
from bot.hanoi_time import today as today_in_hanoi
from bot.meaning.parts import PartGrammar
from bot.meaning.reader import Reader
from bot.meaning.tags import Tagger
from bot.meaning.times import TimeGrammar
from bot.ports import CommonQuestions, Library, Press, RegisterDesk, TargetIndex
from bot.publishing.desk import Desk
from bot.publishing.listed_questions import ListedQuestions
from bot.publishing.press import RegisterPress
from bot.publishing.shelf import Shelf
from bot.publishing.target_index import WordedTargets
from bot.receiving.carrying import CarriedTurns
from bot.receiving.inbox import StoredInbox
from bot.receiving.pace import StoredPace
from bot.receiving.reception import Engine, StoredReception
from bot.receiving.remembering import StoredMemory
from bot.receiving.standing import Standing
from bot.receiving.workers import Workers
from bot.reception_ports import Watch
from bot.settings import BotSettings
from bot.store.opening import SqlStore, store_at
from bot.store.people import People
from bot.store.people_of_home import PeopleOfHome
from bot.store.secrecy import OtherSecretError
from bot.store_errors import StoreError
from bot.store_ports import PersonalTurns, Rates, Store
from bot.telling.told import Facts
from knowledge.assembly import MODEL, Knowledge
from knowledge.concepts import PhraseBook
from knowledge.language.bodies import Bodies
from knowledge.learning.clause_features import Rarity, clause_of
from knowledge.learning.heads import Floats
from knowledge.learning.model_file import Model, ModelError

OPENING_SECONDS = 5.0  # the start waits so long for the store, then serves without it


class Assistant:
    """The chat with what it stands on, which may be renewed while people ask."""

    def __init__(self, chat: PipelineChat, knowledge: Knowledge, today: Callable[[], date], rarity: Rarity) -> None:
        self.chat = chat
        self.knowledge = knowledge  # what is answered from now
        self._today = today
        self._rarity = rarity

    def renew(self, knowledge: Knowledge) -> None:
        """Answers from another knowledge from the next question on."""
        self._rarity = Rarity(knowledge.passages.values(), self._rarity)
        self.chat.renew(steps(knowledge, self._today, self._rarity))
        self.knowledge = knowledge


def clock(settings: BotSettings) -> Callable[[], date]:
    """Today in Hanoi, or the day the settings name."""
    if settings.today:
        fixed = settings.today
        return lambda: fixed
    return today_in_hanoi


def steps(knowledge: Knowledge, today: Callable[[], date], rarity: Rarity | None = None) -> tuple[Step, ...]:
    """The walk of a question, readable aloud; ``rarity``: of the passages, where it is there already."""
    model = model_of(knowledge)
    register, retriever, home = knowledge.register, knowledge.retriever, knowledge.home
    rarity = rarity or Rarity(knowledge.passages.values())
    silence = PhraseBook({c: said for c, said in knowledge.concepts.items() if c.startswith("silence:")})
    entry_acts = EntryActs(model.learned, knowledge.vocabulary)
    clauses = ClauseSearch(
        retriever=retriever,
        model=model.clauses,
        rarity=rarity,
        silence=silence,
        home=home.document,
        clauses={clause_of(passage): passage for passage in knowledge.passages.values()},
        passages=knowledge.passages,
        times=TimeGrammar(knowledge.language.times),
    )
    facts = Facts(
        register=register,
        glossary=knowledge.glossary,
        faq=knowledge.faq,
        clauses=clauses,
        today=today(),
        home=home.document,
        indices=home.indices,
        downward=home.downward,
        bodies=Bodies(knowledge.language.bodies, home.place),
        verdicts=frozenset(knowledge.language.verdicts),
        affirming=frozenset(knowledge.language.affirming),
    )
    return (
        Screen(knowledge.vocabulary),
        Understand(reader(knowledge), retriever.degraded),
        Tell(facts, model.decision, Weighing(model.learned.explained, rarity, facts.verdicts, entry_acts)),
        Compose(register),
        Verify(),
    )


def model_of(knowledge: Knowledge) -> Model:
    """The trained parts; ModelError where there are none."""
    if knowledge.model is None:
        raise ModelError(f"{MODEL} is not there; run make train")
    return knowledge.model


def reader(knowledge: Knowledge) -> Reader:
    """What reads questions over a knowledge."""
    encoder, model = knowledge.encoder, model_of(knowledge)
    alike = encoder.identity == model.encoder  # of another encoder the model knows no vectors: words alone are read

    def vector(text: str) -> Floats | None:
        found = encoder.vector_now(text) if alike else None
        return None if found is None else np.asarray(found, dtype=np.float32)

    vocabulary = knowledge.vocabulary
    tagger = Tagger(knowledge.register, vocabulary, knowledge.concepts, knowledge.language, knowledge.home)
    return Reader(vocabulary, tagger, model.learned, vector, PartGrammar(knowledge.language.parts))


def open_assistant(settings: BotSettings, knowledge: Knowledge, turns: PersonalTurns | None = None) -> Assistant:
    """The assistant over an opened knowledge; conversations carry over in memory unless ``turns`` are given."""
    today = clock(settings)
    rarity = Rarity(knowledge.passages.values())
    chat = PipelineChat(steps(knowledge, today, rarity), turns or Conversations(), today)
    return Assistant(chat, knowledge, today, rarity)


@dataclass(frozen=True)
class FrontDesk:
    """What all channels of a process share."""

    reception: StoredReception
    pace: StoredPace
    inbox: StoredInbox
    memory: StoredMemory
    store: Store
    standing: Standing
    workers: Workers
    assistant: Assistant


def open_kept(settings: BotSettings, home: Path) -> SqlStore:
    """The store of the settings; ``StoreError`` when it cannot be opened."""
    store = _kept(settings, home, people_of(settings, home))
    try:
        store.open()
    except BaseException:
        store.close()
        raise
    return store


def _kept(settings: BotSettings, home: Path, people: People) -> SqlStore:
    """The store of the settings, opened at its first use; ``StoreError`` for a setting that cannot be used."""
    url = settings.database_url
    return store_at(home, people, url=url.get_secret_value() if url else None, rates=_rates(settings))


def _rates(settings: BotSettings) -> Rates:
    return Rates(settings.rate_per_minute, settings.rate_burst, settings.channel_rate_per_minute)


def people_of(settings: BotSettings, home: Path) -> People:
    """Who is who by the secret of the settings, else by the one kept under ``home``."""
    url, secret = settings.database_url, settings.secret_key
    if secret:
        return People(secret.get_secret_value())
    return PeopleOfHome(home, url.get_secret_value() if url else None)


def open_front_desk(settings: BotSettings, home: Path, knowledge: Knowledge, watch: Watch) -> FrontDesk:
    """The reception and the inbox over an opened knowledge and the store of the settings.

    A store that is away is opened when it is back. ``StoreError`` for a setting that cannot be used.
    """
    people = people_of(settings, home)
    store, standing = _kept(settings, home, people), Standing()
    try:
        standing.checked("open the store", store.open, OPENING_SECONDS)
    except StoreError as error:  # logged, and named by the readiness
        if isinstance(error, OtherSecretError):
            store.close()
            raise
    turns = CarriedTurns(store.turns, Conversations(), standing)
    assistant = open_assistant(settings, knowledge, turns)
    workers = Workers(settings.answer_threads, settings.answer_queue)
    engine = Engine(assistant.chat, turns, lambda text: assistant.knowledge.vocabulary.read(text).language)
    rates = _rates(settings)
    reception = StoredReception(engine, store, people.person, workers, standing, watch, rates=rates)
    pace = StoredPace(store.limits, standing, people.person, settings.address_rate_per_minute, rates)
    memory = StoredMemory(store.notes, people.person, standing)
    inbox = StoredInbox(store.updates, people.person, standing=standing)
    return FrontDesk(reception, pace, inbox, memory, store, standing, workers, assistant)


def library_of(knowledge: Knowledge) -> Library:
    """What the web door shows of the documents."""
    return Shelf(knowledge.documents, knowledge.home.document)


def questions_of(knowledge: Knowledge, settings: BotSettings) -> CommonQuestions:
    """What the channels show of the common questions."""
    return ListedQuestions(knowledge.faq, clock(settings))


def register_of(knowledge: Knowledge, settings: BotSettings) -> tuple[RegisterDesk, Press]:
    """What the web door shows of the register, and what it lets people take away."""
    return Desk(knowledge.register, clock(settings)), RegisterPress(knowledge.register)


def index_of(knowledge: Knowledge, settings: BotSettings) -> TargetIndex:
    """What finds targets by a few words, as inline queries and /chitieu do."""
    reads, read, today = reader(knowledge), knowledge.vocabulary.read, clock(settings)
    return WordedTargets(knowledge.register, lambda text: reads.read(read(text), today()), knowledge.home.document)
