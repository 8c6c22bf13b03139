"""People of the secret kept in the home folder, taken as soon as it can be read."""

from __future__ import annotations

import contextlib
import secrets
import time
from pathlib import Path

from bot.store.people import FEWEST_CHARACTERS, People, kept_secret
from bot.store.secrecy import known_fingerprint, lost_secret
from bot.store_errors import StoreError

AGAIN_SECONDS = 2.0  # how long after a failure the secret is not looked for by the keys themselves


class PeopleOfHome(People):
    """People of the secret kept under ``home``; until that can be made or read, of one that ends with the process.

    Nothing is kept in the meantime: the store is opened only once ``settle`` has succeeded. A secret is made only
    where the database of ``url`` was not filled with one that is lost.
    """

    def __init__(self, home: Path, url: str | None = None) -> None:
        super().__init__(secrets.token_hex(FEWEST_CHARACTERS))
        self._home = home
        self._url = url
        self._settled = False
        self._again = 0.0
        with contextlib.suppress(StoreError):
            self.settle()

    def settle(self) -> None:
        """Takes the kept secret; ``StoreError`` when it can be neither made nor read, or is lost."""
        if self._settled:
            return
        self._again = time.monotonic() + AGAIN_SECONDS
        secret = kept_secret(self._home, self._unknown)
        if secret is None:
            raise lost_secret(self._home)
        self._secret = secret.encode("ascii")
        self._settled = True

    def _unknown(self) -> bool:
        """Whether the database knows no secret, as far as can be told; it is compared again when it is opened."""
        try:
            return known_fingerprint(self._url, self._home) is None
        except StoreError:
            return True

    def _keyed(self, *parts: str) -> str:
        if not self._settled and time.monotonic() >= self._again:
            with contextlib.suppress(StoreError):
                self.settle()
        return super()._keyed(*parts)
