"""``plan136 utterances``: what teaches the assistant to read questions, checked, reported on and added to."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from bot.channels.layout import printable
from bot.commands import opening
from bot.commands.asking import well_formed
from bot.commands.failures import FAILED, BadInputError
from bot.commands.writing import write
from knowledge.faq_file import load_faq
from knowledge.holdings import bundled_holdings
from knowledge.ingestion.library import BUNDLED
from knowledge.lexicon_file import load_glossary
from knowledge.teaching.coverage import (
    FEWEST_AUTHORS,
    FEWEST_OF_A_RARE_ACT,
    FEWEST_WORDINGS,
    MOST_NEAR_DUPLICATES,
    Coverage,
    coverage,
)
from knowledge.teaching.near_duplicates import NearDuplicate, near_duplicates
from knowledge.teaching.subjects import Subjects, subjects_of
from knowledge.teaching.utterance import Utterance
from knowledge.teaching.utterances_file import FOLDER, Known, UtterancesError, as_line, load_utterances, read_line

_AUTHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check(folder: Path | None) -> int:
    """Prints every bad line, or the report; 1 when there is one, or too much is said twice."""
    place, subjects = _existing(folder), _subjects()
    try:
        utterances = load_utterances(place, _known(subjects))
    except UtterancesError as error:
        return _refused(error.problems, f"bad lines: {len(error.problems)}; correct them")
    if not utterances:
        raise BadInputError(f"there is no utterance in {str(place)!r}; name a folder of *.jsonl files with --folder")
    screen = opening.screen()
    covered = coverage(utterances, subjects)
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for heading, told in _report(covered, subjects):
        table.add_row(Text(heading, style="bold"), Text(printable(told)))
    screen.print(table)
    for pair in covered.near:
        screen.print(Text(f"!  {_alike(pair)}", style="yellow"), soft_wrap=True)
    told = f"{covered.near_lines} lines, {covered.near_share:.2%}, say nearly the same as another"
    remedy = "; word them anew or take them out" if covered.repeats_itself else ""
    verdict = f"{told}; at most {MOST_NEAR_DUPLICATES:.0%} may{remedy}"
    screen.print(Text(verdict, style="red" if covered.repeats_itself else "green"))
    return FAILED if covered.repeats_itself else 0


def add(author: str, given: Mapping[str, Any] | None, folder: Path | None) -> int:
    """Appends an utterance, or those of standard input, to the author's file; 1 and none when one does not hold."""
    if not _AUTHOR.fullmatch(author):
        raise BadInputError(f"--author {author!r}: use small letters, digits and hyphens, such as ward-clerk")
    path, known = _existing(folder) / f"{author}.jsonl", _known(_subjects())
    try:
        held = load_utterances(path.parent, known)
    except UtterancesError as error:
        return _refused(error.problems, "nothing was added; correct the lines that stand there first")
    number = sum(each.author == author for each in held)
    new: list[Utterance] = []
    problems: list[str] = []
    for place, line in _of_standard_input() if given is None else [("--text", json.dumps(given))]:
        try:
            read = read_line(_signed(line, author), place, author, known)
            _refuse_if_said(read, (*held, *new))
        except ValueError as error:
            problems.append(str(error))
        else:
            new.append(replace(read, place=f"{path.name}:{number + len(new) + 1}"))
    if problems:
        return _refused(problems, "nothing was added; correct these lines and give all again")
    if not new:
        raise BadInputError("no line was given; write JSON lines to standard input, or use --text with its labels")
    _append(path, new)
    _warn_of_repetition(held, new)
    opening.screen().print(Text(f"added to {path.name}: {len(new)}; 'make train' teaches it", style="green"))
    return 0


def _subjects() -> Subjects:
    """What the library of the program holds, whatever folder the utterances are in."""
    holdings = bundled_holdings()
    return subjects_of(
        holdings.register, load_glossary(BUNDLED, holdings.documents), load_faq(BUNDLED, holdings.register)
    )


def _known(subjects: Subjects) -> Known:
    return Known(subjects.named, frozenset(subjects.questions), frozenset(subjects.clauses))


def _existing(folder: Path | None) -> Path:
    """The folder, or that of the library; BadInputError when there is none."""
    found = folder or FOLDER
    if not found.is_dir():
        raise BadInputError(f"there is no folder {str(found)!r}; run it from a checkout, or name one with --folder")
    return found


def _refused(problems: Iterable[str], end: str) -> int:
    screen = opening.screen()
    for problem in problems:
        screen.print(Text(f"!! {printable(problem)}", style="red"), soft_wrap=True)
    screen.print(Text(end, style="red"))
    return FAILED


def _report(covered: Coverage, subjects: Subjects) -> Iterator[tuple[str, str]]:
    """The rows of the report: a heading, and what is told under it."""
    yield "lines", f"{covered.lines}, of these English {covered.english}"
    parts = f"several parts {covered.multi_part}"
    yield "kinds", f"follow-ups {covered.follow_ups}, {parts}, contrasting pairs {covered.contrasts}"
    yield "authors", _counts(covered.authors)
    yield "acts", _counts(covered.acts)
    yield "talk", _counts(covered.talk)
    yield "clauses", _counts(covered.clauses)
    yield "rare acts", f"fewer than {FEWEST_OF_A_RARE_ACT} lines: {_counts(covered.rare)}"
    sizes = {kind: len(ids) for kind, ids in subjects.taught.items()}
    yield "subjects", f"fewer than {FEWEST_WORDINGS} wordings or {FEWEST_AUTHORS} authors, as wordings/authors:"
    for kind, size in sizes.items():
        thin = [each for each in covered.thin if each.kind == kind]
        named = ", ".join(f"{each.id} {each.wordings}/{each.authors}" for each in thin)
        yield "", f"{kind}, {len(thin)} of {size}{f': {named}' if named else ''}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"


def _alike(pair: NearDuplicate) -> str:
    """A pair of near-duplicates, by place and text."""
    one, other = (f"{each.place} {each.text!r}" for each in (pair.first, pair.second))
    return printable(f"{one} is nearly {other} ({pair.similarity:.2f})")


def _of_standard_input() -> Iterator[tuple[str, str]]:
    """The lines that are not blank, with what each is called."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            said = line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadInputError(f"line {number} is not UTF-8 at byte {error.start}; write it as UTF-8") from None
        if said.strip():
            yield f"line {number}", said


def _signed(line: str, author: str) -> str:
    """The line with its author, who need not be named again; as it is when it is no object."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return line  # reading it says what is wrong
    return (
        well_formed(json.dumps({"author": author, **fields}, ensure_ascii=False)) if isinstance(fields, dict) else line
    )


def _refuse_if_said(new: Utterance, held: Iterable[Utterance]) -> None:
    """ValueError when the author said it before, in the same place of a conversation."""
    for each in held:
        if (each.author, each.text.casefold(), each.before) == (new.author, new.text.casefold(), new.before):
            raise ValueError(f"{new.place}: the same text as {each.place}; leave it out or word it anew")


def _append(path: Path, new: Iterable[Utterance]) -> None:
    """The file with the lines at its end, swapped in whole."""
    before = path.read_bytes() if path.exists() else b""
    end = b"" if before.endswith(b"\n") or not before else b"\n"
    write(path, before + end + "".join(f"{as_line(each)}\n" for each in new).encode())


def _warn_of_repetition(held: Sequence[Utterance], new: Sequence[Utterance]) -> None:
    notices = opening.notices()
    added = {each.place for each in new}
    for pair in near_duplicates((*held, *new)):
        if added & {pair.first.place, pair.second.place}:
            notices.print(Text(f"!  {_alike(pair)}; word one anew", style="yellow"), soft_wrap=True)
