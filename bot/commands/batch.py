"""``plan136 ask --json --batch``: conversations from JSON lines, one line of replies for each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import typer

from bot.commands import opening
from bot.commands.asking import well_formed
from bot.commands.failures import BadInputError
from bot.messages import Incoming
from bot.ports import Chat
from bot.reply_json import as_json

STANDARD_INPUT = "-"


class BadLineError(ValueError):
    """A line that is no conversation; carries its id when it has one."""

    def __init__(self, problem: str, line_id: object = None) -> None:
        super().__init__(problem)
        self.line_id = line_id


def answer_batch(source: str) -> int:
    """Answers every line of a file; the exit code says whether all lines were conversations."""
    with ExitStack() as stack:
        lines = _lines(source, stack)
        chat = opening.assistant().chat
        bad = 0
        for answer in answers(lines, chat):
            bad += "error" in answer
            typer.echo(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    return 1 if bad else 0


def answers(lines: Iterable[bytes], chat: Chat) -> Iterator[dict[str, Any]]:
    """One object per line that is not blank, in order: replies, or the error of a bad line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            line_id, turns = conversation(line)
        except BadLineError as error:
            yield {"id": error.line_id, "error": f"line {number}: {error}"}
            continue
        replies = [as_json(chat.reply_to(Incoming(turn, f"batch:{number}"))) for turn in turns]
        chat.forget(f"batch:{number}")
        yield {"id": line_id, "replies": replies}


def conversation(line: bytes) -> tuple[str | int, tuple[str, ...]]:
    """The id and the turns of a line; BadLineError when it is not such a line."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLineError(f"not UTF-8 at byte {error.start}; write the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"not JSON ({error}); write one object a line") from None
    if not isinstance(row, dict):
        raise BadLineError(f'{type(row).__name__} instead of an object; write {{"id": ..., "turns": [...]}}')
    line_id, turns = row.get("id"), row.get("turns")
    if isinstance(line_id, str):
        line_id = well_formed(line_id)
    if isinstance(line_id, bool) or not isinstance(line_id, str | int):
        raise BadLineError(f"id is {line_id!r}; it must be a string")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise BadLineError(f"turns is {str(turns)[:80]!r}; it must be a list of strings, not empty", line_id)
    return line_id, tuple(well_formed(turn) for turn in turns)


def _lines(source: str, stack: ExitStack) -> Iterable[bytes]:
    """The lines of a file or of standard input, read as they come."""
    if source == STANDARD_INPUT:
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(source).open("rb"))
    except OSError as error:
        raise BadInputError(
            f"--batch {source!r} cannot be read ({error.strerror}); give a file of JSON lines"
        ) from error
