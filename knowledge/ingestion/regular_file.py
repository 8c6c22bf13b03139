"""Opening a file that a stranger may have put there: only a regular one, no larger than a bound, and whole."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from knowledge.ingestion.characters import shown

_BLOCK = 1_000_000  # bytes


class IrregularFileError(ValueError):
    """A file that may not be opened or that changed while it was read: why, and the remedy, without its name."""


def read_regular(path: Path, most_bytes: int) -> bytes:
    """The bytes of a regular file; a FIFO, a device or a folder is refused without waiting for it.

    Raises FileNotFoundError when there is none, IrregularFileError for everything else.
    """
    try:
        _check_kind(path.stat().st_mode)  # before opening: opening a device may act
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise _explained(error) from None
    with os.fdopen(descriptor, "rb") as file:
        try:
            return _content(file.fileno(), most_bytes)
        except OSError as error:
            raise _explained(error) from None


def _content(descriptor: int, most_bytes: int) -> bytes:
    before = os.fstat(descriptor)
    _check_kind(before.st_mode)
    if before.st_size > most_bytes:
        raise IrregularFileError(f"{before.st_size} bytes, more than {most_bytes}; add it in parts")
    parts: list[bytes] = []
    left = before.st_size + 1  # one more tells that it grows
    while left > 0 and (block := os.read(descriptor, min(left, _BLOCK))):
        parts.append(block)
        left -= len(block)
    content = b"".join(parts)
    after = os.fstat(descriptor)
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns) or len(content) != before.st_size:
        raise IrregularFileError("it changed while it was read; try again when nothing writes it")
    return content


def _check_kind(mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    kind = kinds.get(stat.S_IFMT(mode), "a device")
    raise IrregularFileError(f"it is {kind}, not a file; give the path of a file")


def _explained(error: Exception) -> Exception:
    if isinstance(error, IrregularFileError):
        return error
    number = error.errno if isinstance(error, OSError) else None
    why = os.strerror(number).lower() if number else shown(str(error))
    remedy = "make it readable" if number in {errno.EACCES, errno.EPERM} else "give the path of a file"
    return IrregularFileError(f"it cannot be opened ({why}); {remedy}")
