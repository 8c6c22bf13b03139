"""Puts the bot together: the one place that names the concrete steps and channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answering.compose import Compose
from bot.answering.look_up import LookUp
from bot.answering.pipeline import Step
from bot.answering.screen import Screen
from bot.answering.search import Search
from bot.answering.understand import Understand
from bot.answering.verify import Verify
from bot.chat import PipelineChat
from bot.conversation import Conversations
from bot.finding.faq import FaqFinder
from bot.finding.passages import PassageReader
from bot.ports import CommonQuestions, Library, Press, Readiness, RegisterDesk, TargetIndex
from bot.publishing.desk import Desk
from bot.publishing.press import RegisterPress
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
from bot.store.opening import open_store
from bot.store.people import People, kept_secret
from bot.store_ports import PersonalTurns, Rates, Store
from bot.understanding.understander import Lexicons, Understander
from knowledge.assembly import Knowledge
from knowledge.concepts import PhraseBook
from knowledge.documents import Document
from knowledge.faq import Faq, FaqEntry, FaqSection
from knowledge.retrieval.retriever import MayDegrade

FIRST_SHOWN = "kh-136-2021"
_TRIAL = "." * 32_768  # about as much as an answer needs


@dataclass(frozen=True)
class Assistant:
    """The chat with what it stands on."""

    chat: PipelineChat
    knowledge: Knowledge


def clock(settings: BotSettings) -> Callable[[], date]:
    """Today, or the day the settings name."""
    if settings.today:
        fixed = settings.today
        return lambda: fixed
    return date.today


def steps(knowledge: Knowledge, today: Callable[[], date]) -> tuple[Step, ...]:
    """The walk of a question, readable aloud."""
    vocabulary, register = knowledge.vocabulary, knowledge.register
    function_words = _function_words(knowledge)
    synonyms = {s.canonical: (s.canonical, *s.forms) for s in vocabulary.entries.synonyms}
    understander = _understander(knowledge, today)
    faq = FaqFinder(knowledge.faq, lambda said: understander.understand(vocabulary.read(said)), function_words)
    manners = {c: p for c, p in knowledge.concepts.items() if c.startswith("say:") or c == "abuse"}
    return (
        Screen(vocabulary, PhraseBook(manners), PhraseBook({"function": function_words})),
        Understand(understander, register),
        LookUp(register, knowledge.glossary, faq),
        Search(knowledge.retriever, PassageReader(register.documents, synonyms), vocabulary, register),
        Compose(register),
        Verify(),
    )


def _function_words(knowledge: Knowledge) -> list[str]:
    """Words that ask or join, and name nothing."""
    entries = knowledge.vocabulary.entries
    return [w for words in (entries.question_words, entries.function_words) for ws in words.values() for w in ws]


def _understander(knowledge: Knowledge, today: Callable[[], date]) -> Understander:
    lexicons = Lexicons(knowledge.concepts, knowledge.glossary.names, _function_words(knowledge))
    return Understander(knowledge.register, knowledge.vocabulary, lexicons, today)


def open_assistant(settings: BotSettings, knowledge: Knowledge, turns: PersonalTurns | None = None) -> Assistant:
    """The assistant over an opened knowledge; conversations carry over in memory unless ``turns`` are given."""
    today = clock(settings)
    return Assistant(PipelineChat(steps(knowledge, today), turns or Conversations(), today), knowledge)


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


def open_kept(settings: BotSettings, home: Path, people: People | None = None) -> Store:
    """The store of the settings; ``StoreError`` when it cannot be opened."""
    url = settings.database_url
    rates = _rates(settings)
    known = people or _people(settings, home)
    return open_store(home, known, url=url.get_secret_value() if url else None, rates=rates)


def _rates(settings: BotSettings) -> Rates:
    return Rates(settings.rate_per_minute, settings.rate_burst, settings.channel_rate_per_minute)


def _people(settings: BotSettings, home: Path) -> People:
    secret = settings.secret_key
    return People(secret.get_secret_value() if secret else kept_secret(home))


def open_front_desk(settings: BotSettings, home: Path, knowledge: Knowledge, watch: Watch) -> FrontDesk:
    """The reception and the inbox over an opened knowledge and the store of the settings.

    ``StoreError`` when the store cannot be opened.
    """
    people = _people(settings, home)
    store = open_kept(settings, home, people)
    standing = Standing()
    turns = CarriedTurns(store.turns, Conversations(), standing)
    assistant = open_assistant(settings, knowledge, turns)
    workers = Workers(settings.answer_threads, settings.answer_queue)
    engine = Engine(assistant.chat, turns, lambda text: knowledge.vocabulary.read(text).language)
    reception = StoredReception(engine, store, people.person, workers, standing, watch, rates=_rates(settings))
    pace = StoredPace(store.limits, standing, people.person, settings.address_rate_per_minute, _rates(settings))
    memory = StoredMemory(store.notes, people.person, standing)
    return FrontDesk(reception, pace, StoredInbox(store.updates), memory, store, standing, workers, assistant)


@dataclass(frozen=True)
class _Shelf:
    """The documents of a knowledge; implements ``bot.ports.Library``."""

    held: Mapping[str, Document]

    def documents(self) -> Sequence[Document]:
        """Plan 136 first, the others by date of issue, those without one last."""
        return sorted(self.held.values(), key=lambda d: (d.id != FIRST_SHOWN, d.issued or date.max, d.id))

    def document(self, document_id: str) -> Document | None:
        """The document with this id, if held."""
        return self.held.get(document_id)


@dataclass(frozen=True)
class _Parts:
    """What may not work just now; implements ``bot.ports.Readiness``."""

    dense: MayDegrade
    desk: FrontDesk | None = None
    channels: Readiness | None = None

    def degraded(self) -> tuple[str, ...]:
        """The dense half while it loads or when it failed, the store when it fails, the channels that are down."""
        parts = [self.dense.degraded] if self.dense.degraded else []
        if self.desk is not None:
            standing, store = self.desk.standing, self.desk.store
            standing.attempt("look at the store", store.check, None, reading=True)
            if standing.trouble:  # a full or locked disk can be read: only a write of an answer's size tells
                standing.attempt("write to the store", lambda: store.notes.keep("readiness", _TRIAL), None)
            parts += ["store"] if standing.trouble else []
        return (*parts, *(self.channels.degraded() if self.channels else ()))


@dataclass(frozen=True)
class _Listed:
    """The common questions of a knowledge; implements ``bot.ports.CommonQuestions``."""

    faq: Faq
    today: Callable[[], date]

    def sections(self) -> Sequence[FaqSection]:
        """Those that hold an entry today."""
        return [section for section in self.faq.sections if self.questions(section.id)]

    def questions(self, section: str) -> Sequence[FaqEntry]:
        """The entries of a section that hold today."""
        return [entry for entry in self.faq.served_on(self.today()) if entry.section == section]


def library_of(knowledge: Knowledge) -> Library:
    """What the web door shows of the documents."""
    return _Shelf(knowledge.documents)


def questions_of(knowledge: Knowledge, settings: BotSettings) -> CommonQuestions:
    """What the channels show of the common questions."""
    return _Listed(knowledge.faq, clock(settings))


def readiness_of(knowledge: Knowledge, desk: FrontDesk | None = None, channels: Readiness | None = None) -> Readiness:
    """What ``/readyz`` asks."""
    return _Parts(knowledge.dense, desk, channels)


def register_of(knowledge: Knowledge, settings: BotSettings) -> tuple[RegisterDesk, Press]:
    """What the web door shows of the register, and what it lets people take away."""
    return Desk(knowledge.register, clock(settings)), RegisterPress(knowledge.register)


def index_of(knowledge: Knowledge, settings: BotSettings) -> TargetIndex:
    """What finds targets by a few words, as inline queries and /chitieu do."""
    vocabulary, understander = knowledge.vocabulary, _understander(knowledge, clock(settings))
    return WordedTargets(knowledge.register, lambda text: understander.understand(vocabulary.read(text)))
