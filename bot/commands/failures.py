"""An error in one line: what was wrong, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from bot.channels.layout import printable

BAD_INPUT = 2
FAILED = 1
_SECRETS = ("_TOKEN", "_SECRET", "_KEY", "_KEYS", "DATABASE_URL")  # how the settings nobody may read are named


class BadInputError(ValueError):
    """A value a person gave that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a person reads, and the exit code."""

    message: str
    code: int


def explained(error: Exception) -> Failure:
    """The failure for an error, without control characters of a value it names. Our own errors name the remedy."""
    failure = _failure(error)
    return Failure(printable(failure.message), failure.code)


def _failure(error: Exception) -> Failure:
    if isinstance(error, ValidationError):
        return Failure("; ".join(_setting(each) for each in error.errors()), BAD_INPUT)
    if isinstance(error, BadInputError):
        return Failure(str(error), BAD_INPUT)
    if isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        return Failure(f"{error.strerror or error}{place}; check that it exists and may be read and written", FAILED)
    if isinstance(error, ValueError | RuntimeError) and str(error):
        return Failure(str(error), FAILED)
    return Failure(f"unexpected {type(error).__name__}: {error}; 'plan136 doctor' may tell more", FAILED)


def _setting(error: object) -> str:
    """One wrong setting by the name it has in the environment."""
    assert isinstance(error, dict)
    name = "_".join(str(part) for part in error["loc"]).upper()
    value = "***" if name.endswith(_SECRETS) else repr(error["input"])  # a log keeps what it is told
    return f"setting {name}={value}: {error['msg']}; correct it in the environment or in .env"
