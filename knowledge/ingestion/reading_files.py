"""Reading a stranger's file: in a process of its own, within limits, so that no file can hang, fill or end this one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from knowledge.ingestion.characters import shown
from knowledge.ingestion.readers.limits import LIMITS, MOST_ANSWER, MOST_BYTES, Limits
from knowledge.ingestion.readers.paragraph import Paragraph, UnreadableError
from knowledge.ingestion.regular_file import IrregularFileError, read_regular

_PACKAGES = Path(__file__).parents[2]  # the folder that holds the package: the child finds it there
_CHILD = (sys.executable, "-E", "-s", "-X", "utf8", "-m", "knowledge.ingestion.reader_child")
_GRACE = 5.0  # seconds beyond a format's own time: the child starts, and is ended by its own clock first


@dataclass(frozen=True, slots=True)
class Contents:
    """The paragraphs of a file; and its text when it is an edition already."""

    paragraphs: list[Paragraph]
    edition: str | None = None


def read_file(path: Path) -> list[Paragraph]:
    """The paragraphs of a file by its format; UnreadableError for one we cannot read."""
    return read_contents(path).paragraphs


def read_contents(path: Path, child: Sequence[str] = _CHILD) -> Contents:
    """What a file holds. UnreadableError in one line: the file's name, what is wrong, the limit, the remedy.

    A copy of the file is read by a process that gets no environment, no terminal and no other open file.
    """
    name, suffix = shown(path.name), path.suffix.lower()
    limits = LIMITS.get(suffix)
    if limits is None:
        given = f"'{shown(path.suffix)}'" if path.suffix else "no suffix"
        raise UnreadableError(f"{name}: {given}; give one of {', '.join(sorted(LIMITS))}")
    try:
        content = read_regular(path, MOST_BYTES)
        with tempfile.TemporaryDirectory(prefix="plan136-reading-") as folder:
            return _contents(_answer_of(child, suffix, content, limits, Path(folder)))
    except FileNotFoundError:
        raise UnreadableError(
            f"there is no file '{shown(str(path))}'; give the path of a .txt, .md, .docx or .pdf file"
        ) from None
    except (UnreadableError, IrregularFileError) as error:
        raise UnreadableError(f"{name}: {error}") from None


def _answer_of(child: Sequence[str], suffix: str, content: bytes, limits: Limits, folder: Path) -> bytes:
    """What the child wrote; UnreadableError when it was ended, ended by itself, or wrote nothing or too much."""
    file, answer = folder / f"file{suffix}", folder / "answer.json"
    file.write_bytes(content)
    process = subprocess.Popen(
        [*child, suffix, str(file), str(answer)],
        cwd=_PACKAGES,
        env={},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(limits.most_seconds + _GRACE)
    except subprocess.TimeoutExpired:
        raise UnreadableError(_too_slow(limits)) from None
    finally:
        _end(process)
    if code:
        raise UnreadableError(_ended(code, limits))
    if not answer.is_file() or answer.stat().st_size > MOST_ANSWER:
        raise UnreadableError(_ended(code, limits))
    return answer.read_bytes()


def _contents(answer: bytes) -> Contents:
    try:
        said = json.loads(answer)
        if isinstance(why := said.get("unreadable"), str):
            raise UnreadableError(shown(why, 500))
        paragraphs = [_paragraph(*each) for each in said["paragraphs"]]
        edition = said["edition"]
        if edition is not None and not isinstance(edition, str):
            raise TypeError("edition")
    except UnreadableError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableError("the reader gave no sense; open the file, save it again and add that") from None
    return Contents(paragraphs, edition)


def _paragraph(text: object, heading: object) -> Paragraph:
    if not isinstance(text, str) or not (heading is None or isinstance(heading, int)):
        raise TypeError("paragraph")
    return Paragraph(text, heading)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and what it started."""
    with suppress(OSError):  # gone already
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _ended(code: int, limits: Limits) -> str:
    if -code in {getattr(signal, "SIGALRM", 0), getattr(signal, "SIGXCPU", 0)}:
        return _too_slow(limits)
    try:
        how = signal.Signals(-code).name if code < 0 else f"code {code}"
    except ValueError:
        how = f"signal {-code}"
    return f"its reader ended without an answer ({how}); open the file, save it again and add that"


def _too_slow(limits: Limits) -> str:
    pages = f" and {limits.seconds_per_page:g} for each page" if limits.most_pages else ""
    return f"reading it takes longer than {limits.seconds:g} seconds{pages}; save it again or add it in parts"
