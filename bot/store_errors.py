"""How the store may fail: what its adapters raise, and what a caller may do about it."""

from __future__ import annotations


class StoreError(RuntimeError):
    """The store cannot do what was asked; the message names the remedy, and nothing was half-written."""


class StoreBusyError(StoreError):
    """Another process holds the store, or it cannot be reached just now: worth trying again."""


class StoreAwayError(StoreBusyError):
    """It cannot be reached or does not answer, so that neither reading nor writing is worth trying for a while."""


class StoreDamagedError(StoreError):
    """What is kept is damaged: a person has to put a copy in its place."""


class StoreFullError(StoreError):
    """There is no room to write."""


class ForgottenError(Exception):
    """Whom the work at hand is for was forgotten since it began: nothing was written. The store did not fail."""
