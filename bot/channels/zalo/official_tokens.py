"""The pair of tokens of an Official Account on disk: each refresh token works once, so losing one locks us out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

_LOCK_SECONDS = 60.0


class TokensLockedError(RuntimeError):
    """Another process has held the tokens for a minute."""


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What Zalo gave: a token for calls, and the one that gets the next pair."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    good_until: float  # seconds since 1970, of the access token


class TokenFile:
    """Keeps the newest pair so that a process killed at any moment leaves one that works.

    A new pair is written beside the old one, forced to disk, and only then put in its place; the next reader
    finishes a change that was cut off. Only the owner may read the file.
    """

    def __init__(self, path: Path, first_refresh_token: str) -> None:
        """``first_refresh_token`` starts the chain; another one later, after a new authorisation, starts it again."""
        self._path = path
        self._aside = path.with_name(f"{path.name}.new")
        self._first = first_refresh_token
        self._origin = hashlib.sha256(first_refresh_token.encode()).hexdigest()[:16]

    def read(self) -> TokenPair:
        """The newest pair that is in place; the first refresh token alone when there is none yet."""
        return self._read(self._path) or TokenPair("", self._first, 0.0)

    @contextmanager
    def only_me(self) -> Iterator[None]:
        """One process at a time, with a change that was cut off finished first; TokensLockedError after a minute."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._path.with_name(f"{self._path.name}.lock"), timeout=_LOCK_SECONDS, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise TokensLockedError(f"another process holds {lock.lock_file}; stop it") from None
        try:
            self._finish()
            yield
        finally:
            lock.release()

    def replace(self, pair: TokenPair) -> None:
        """Puts a new pair in place; on return it is on disk. Call it within ``only_me``."""
        content = {
            "access_token": pair.access,
            "refresh_token": pair.refresh,
            "good_until": pair.good_until,
            "origin": self._origin,
        }
        aside = os.open(self._aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(aside, "w", encoding="utf-8") as out:
            json.dump(content, out)
            out.flush()
            os.fsync(out.fileno())
        self._finish()

    def _finish(self) -> None:
        """Puts a pair that is whole but not in place where it belongs; drops one that was cut off in the middle."""
        if not self._aside.exists():
            return
        if self._read(self._aside) is None:
            self._aside.unlink()
            return
        self._aside.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _read(self, path: Path) -> TokenPair | None:
        """The pair in a file; None when there is none of this chain or it is not whole."""
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            if held["origin"] != self._origin:
                return None
            return TokenPair(str(held["access_token"]), str(held["refresh_token"]), float(held["good_until"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
