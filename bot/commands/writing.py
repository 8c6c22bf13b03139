"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bot.commands.failures import BadInputError


def checked(path: Path) -> Path:
    """A place a file can be written to; BadInputError when it is a folder or its folder is missing."""
    if path.is_dir():
        raise BadInputError(f"{str(path)!r} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise BadInputError(f"there is no folder {str(path.parent)!r}; make it first, or name another file")
    return path


def write(path: Path, content: bytes) -> None:
    """Writes beside the file and swaps it in, so that no half-written file is ever seen; OSError as from any write."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=checked(path).parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _mask() -> int:
    """The process's file mask, which can be read only by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
