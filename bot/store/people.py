"""Who a person is to the store: a keyed hash, from which nobody without the secret can find the person again."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from bot.store_errors import StoreError

SECRET_FILE = "secret.key"
FEWEST_CHARACTERS = 32
_KEY = re.compile(r"[0-9a-f]{64}")


class People:
    """Keys of people and conversations, of one secret: another secret knows nobody."""

    def __init__(self, secret: str) -> None:
        if len(secret) < FEWEST_CHARACTERS:
            raise StoreError(
                f"SECRET_KEY has fewer than {FEWEST_CHARACTERS} characters; "
                "set a random one, or none to have one made and kept under PLAN136_HOME"
            )
        self._secret = secret.encode("utf-8", "surrogatepass")

    def settle(self) -> None:
        """Returns when the secret is the one that lasts; ``StoreError`` while it cannot be had."""

    def person(self, channel: str, user_id: str | int) -> str:
        """The key of a user of a channel: 64 hexadecimal digits."""
        return self._keyed("person", channel, str(user_id))

    def conversation(self, name: str) -> str:
        """The key of a conversation by the name a channel gives it."""
        return self._keyed("conversation", name)

    def note(self, name: str) -> str:
        """The key of a note by the name a channel gives it."""
        return self._keyed("note", name)

    @property
    def fingerprint(self) -> str:
        """What tells this secret from another, and nothing of it."""
        return self._keyed("fingerprint", "plan136")

    def _keyed(self, *parts: str) -> str:
        said = "".join(f"{len(part)}:{part}" for part in parts)  # so that no two lists of parts read alike
        return hmac.new(self._secret, said.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def checked_person(key: str) -> str:
    """The key itself; ValueError for anything that is not one, so that no id of a channel is ever written."""
    if not _KEY.fullmatch(key):
        raise ValueError("a person is named to the store by People.person(channel, user_id), not by an id")
    return key


def kept_secret(home: Path, may_make: Callable[[], bool] = lambda: True) -> str | None:
    """The secret kept under ``home``; made at the first call, by one process, readable by its owner alone.

    None when there is none and ``may_make`` forbids one: nothing is written then.
    """
    path = home / SECRET_FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            if not may_make():
                return None
            _make(path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"{path} cannot be made or read ({_reason(error)}); check PLAN136_HOME and its rights, or set SECRET_KEY"
        ) from error
    if len(secret) < FEWEST_CHARACTERS:
        raise StoreError(f"{path} is damaged; restore it, or delete it: people known before will be strangers")
    return secret


def _reason(error: OSError | UnicodeDecodeError) -> str:
    """What is wrong, in the same words each time: the error itself names the file that was tried."""
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "it is no text"


def _make(path: Path) -> None:
    """Writes beside and links into place: whoever comes second finds the first one's, whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)
