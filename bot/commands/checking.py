"""``plan136 doctor``: each part tried by itself, with a remedy for what is wrong."""

from __future__ import annotations

import importlib.metadata
import math
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table
from rich.text import Text

from bot.assembly import open_kept
from bot.commands import opening
from bot.commands.collection import open_collection
from bot.commands.failures import explained
from bot.commands.keys import secret_noticed
from bot.commands.serving import CannotListenError, listen
from bot.settings import BotSettings
from bot.store.secrecy import REMEDY
from bot.time_limit import time_limit
from knowledge.assembly import open_encoder
from knowledge.collection import Collection
from knowledge.documents import Document, Passage
from knowledge.faq_file import load_faq
from knowledge.holdings import bundled_holdings, open_holdings, with_added
from knowledge.index import building, generations
from knowledge.index.encoder import LoadableEncoder
from knowledge.index.vectors import TRIAL
from knowledge.ingestion.library import BUNDLED, load_library
from knowledge.lexicon_file import load_concepts, load_glossary
from knowledge.register.register_file import load_register
from knowledge.settings import KnowledgeSettings
from knowledge.vocabulary_file import load_vocabulary

_STORE_SECONDS = 4.0
_READING_SECONDS = 60.0  # of every page of the file
_OLDEST_PYTHON = (3, 11)
_NAMED = 5  # faulty things of a collection that are named one by one


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of a part; ``remedy`` is None when all is well."""

    part: str
    said: str
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class _Check:
    """A part, how to try it, and what helps when trying fails."""

    part: str
    attempt: Callable[[], str]
    remedy: str


def doctor(home: Path | None) -> int:
    """Prints the state of every part; 1 when any needs a remedy."""
    bot = opening.bot_settings()
    settings = KnowledgeSettings() if home is None else KnowledgeSettings(plan136_home=home)
    table = Table(title="plan136 doctor", title_justify="left")
    for heading in ("", "part", "state", "remedy"):
        table.add_column(heading)
    ill = False
    for finding in findings(_checks(settings, bot, open_collection(bot, settings.plan136_home))):
        ill = ill or finding.remedy is not None
        mark = Text("!!", style="bold red") if finding.remedy else Text("OK", style="green")
        table.add_row(mark, finding.part, Text(finding.said), Text(finding.remedy or ""))
    opening.screen().print(table)
    return 1 if ill else 0


def findings(checks: Iterable[_Check]) -> Iterator[Finding]:
    """Tries each part; an error is its state."""
    for check in checks:
        try:
            yield Finding(check.part, check.attempt())
        except Exception as error:  # whatever a part does, the others are still tried
            yield Finding(check.part, explained(error).message, check.remedy)


def _checks(settings: KnowledgeSettings, bot: BotSettings, collection: Collection) -> tuple[_Check, ...]:
    index = "run 'plan136 index'"
    encoder = open_encoder(settings)
    return (
        _Check("python", _python, "install Python 3.11 or newer and run 'make install' again"),
        _Check("packages", _packages, "run 'make install'"),
        _Check("settings", lambda: _settings(settings), "correct the value in the environment or in .env"),
        _Check("disk", lambda: _disk(settings.plan136_home), "set PLAN136_HOME to a folder you may write"),
        _Check("secret", lambda: secret_noticed(bot, settings.plan136_home), REMEDY),
        _Check("library", _library, "correct the file it names, or take the repository's again"),
        _Check("added", lambda: _added(collection), "do as it says; the rest is used meanwhile"),
        _Check("vocabulary", _vocabulary, "correct knowledge/library/vocabulary.yaml where it says"),
        _Check("index", lambda: _index(settings, encoder, collection), index),
        _Check("encoder", lambda: _encoder(encoder), "run 'make install'; on other machines set EMBEDDING_MODEL"),
        _Check(
            "vectors",
            lambda: _vectors(settings, encoder),
            f"{index}, or 'plan136 index --again'; with CHROMA_URL check that the server runs",
        ),
        _Check("store", lambda: _store(bot, settings.plan136_home), "do what it says; answers are given meanwhile"),
        _Check("port", lambda: _port(bot.host, bot.port), "stop the program that has it, or set PORT"),
    )


def _python() -> str:
    if sys.version_info < _OLDEST_PYTHON:
        raise RuntimeError(f"Python {platform.python_version()} is too old")
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _packages() -> str:
    named = ("torch", "sentence-transformers", "chromadb", "bm25s", "langchain-core", "fastapi")
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in named)


def _settings(settings: KnowledgeSettings) -> str:
    given = sorted(settings.model_fields_set)
    return "set: " + ", ".join(name.upper() for name in given) if given else "all defaults"


def _disk(home: Path) -> str:
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=home) as probe:
        probe.write(b"plan136")
    return f"{home} can be written"


def _library() -> str:
    documents = load_library()
    register = load_register(BUNDLED, documents)
    load_glossary(BUNDLED, documents)
    load_concepts(BUNDLED)
    questions = len(load_faq(BUNDLED, register).entries)
    passages = sum(len(document.passages) for document in documents)
    counted = f"{len(documents)} documents, {passages} passages, {len(register.all_targets)} targets"
    return f"{counted}, {questions} common questions"


def _added(collection: Collection) -> str:
    held = with_added(bundled_holdings(), collection.snapshot())
    if held.problems:
        named = [str(problem) for problem in held.problems[:_NAMED]]
        more = len(held.problems) - len(named)
        raise RuntimeError("\n".join([*named, *([f"and {more} more: plan136 targets review lists them"] * bool(more))]))
    added = [document for document in held.documents if document.is_added]
    waiting = sum(not target.reviewed for target in held.register.all_targets)
    return f"{len(added)} documents of your own, {waiting} targets to review"


def _vocabulary() -> str:
    return f"{len(load_vocabulary(BUNDLED / 'vocabulary.yaml').abbreviations)} abbreviations"


def _index(settings: KnowledgeSettings, encoder: LoadableEncoder, collection: Collection) -> str:
    found = generations.current(settings.plan136_home)
    if found is None:
        raise RuntimeError(f"there is none under {settings.plan136_home}")
    wanted = generations.digest(_passages(open_holdings(collection).documents))
    if not generations.matches(found, encoder.identity, wanted):
        raise RuntimeError("it is of another library or another encoder")
    return f"{found.manifest.units} units, up to date"


def _encoder(encoder: LoadableEncoder) -> str:
    vector = encoder.encode_query(TRIAL)
    length = math.hypot(*vector)
    if not math.isclose(length, 1.0, abs_tol=1e-3):
        raise RuntimeError(f"a vector has length {length:.4f} instead of 1")
    return f"{len(vector)} dimensions, unit length"


def _vectors(settings: KnowledgeSettings, encoder: LoadableEncoder) -> str:
    found = generations.current(settings.plan136_home)
    if found is None:
        raise RuntimeError("no index to ask")
    with closing(building.open_vectors(found, encoder, settings.chroma_url)) as vectors:
        hits = vectors.search(TRIAL, 1)
    if not hits:
        raise RuntimeError("Chroma answers, and finds nothing")
    return "Chroma answers"


def _store(bot: BotSettings, home: Path) -> str:
    """An answer written and read in the database answers are kept in, and all of a SQLite file read for damage."""
    with time_limit(_STORE_SECONDS):
        store = open_kept(bot, home)
        try:
            store.check()
        finally:
            store.close()
    with time_limit(_READING_SECONDS):
        store.read_through()
    return "an answer was written, read and taken back in " + ("DATABASE_URL" if bot.database_url else str(home))


def _port(host: str, port: int) -> str:
    try:
        listen(host, port).close()
    except CannotListenError as error:
        raise RuntimeError(str(error).partition(";")[0]) from error
    return f"{host}:{port} is free"


def _passages(documents: Iterable[Document]) -> list[Passage]:
    return [passage for document in documents for passage in document.passages]
