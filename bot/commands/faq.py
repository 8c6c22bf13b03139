"""``plan136 faq``: the common questions listed, checked against the library, and searched, as tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from rich.table import Table
from rich.text import Text

from bot.assembly import clock
from bot.channels.layout import printable
from bot.commands import opening
from bot.commands.failures import FAILED, BadInputError
from knowledge.answers_file import read_answers
from knowledge.faq import Audience, Faq, FaqEntry, FaqSection
from knowledge.faq_file import NAME, load_faq, read_faq
from knowledge.faq_phrasings import Phrasings
from knowledge.ingestion.library import BUNDLED, load_library
from knowledge.register.register import Register
from knowledge.register.register_file import load_register

SOON = timedelta(days=30)  # an entry that expires within it is named by the check


def show(area: str | None, audience: Audience | None) -> None:
    """Lists the questions by section, those of one section or audience when wanted."""
    today = clock(opening.bot_settings())()
    faq = load_faq(BUNDLED, _register())
    wanted = _sections(faq, area)
    table = Table(show_lines=True)
    for heading in ("id", "for", "expires"):
        table.add_column(heading, no_wrap=True)
    table.add_column("question", ratio=1)
    shown = 0
    for section in wanted:
        held = [e for e in faq.entries if e.section == section.id and audience in (None, e.audience)]
        if held:
            table.add_row(Text(section.id, style="bold"), "", "", Text(f"{section.name.vi} / {section.name.en}"))
        for entry in held:
            question = Text(f"{printable(entry.question.vi)}\n{printable(entry.question.en)}")
            table.add_row(entry.id, entry.audience or "", _until(entry, today), question)
        shown += len(held)
    screen = opening.screen()
    screen.print(table)
    screen.print(Text(f"{shown} of {len(faq.entries)} questions", style="dim"))


def check(file: Path | None) -> int:
    """Prints every fault and every entry that expired or soon does; 1 when any is faulty or expired."""
    today = clock(opening.bot_settings())()
    path = file or BUNDLED / NAME
    if not path.is_file():
        raise BadInputError(f"there is no file {str(path)!r}; name a YAML file of common questions with --file")
    faq, faults = read_faq(path, _register())
    entries = faq.entries
    if file is None:  # the curated answers that no page lists stand beside the bundled file
        unlisted, more = read_answers(BUNDLED, _register())
        entries, faults = (*entries, *unlisted), (*faults, *more)
    expired = [entry for entry in entries if not entry.holds_on(today)]
    soon = [entry for entry in entries if today <= entry.expires <= today + SOON]
    screen = opening.screen()
    for fault in faults:
        screen.print(Text(f"!! {printable(fault)}", style="red"), soft_wrap=True)
    for entry in expired:
        said = f"!! {entry.id}: expired on {entry.expires} and is not served; review it and set 'expires'"
        screen.print(Text(said, style="red"), soft_wrap=True)
    for entry in soon:
        said = f"!  {entry.id}: expires on {entry.expires}; review it before then"
        screen.print(Text(said, style="yellow"), soft_wrap=True)
    bad = len(faults) + len(expired)
    lines = sum(len(entry.answer) for entry in entries)
    told = f"{len(entries)} questions hold, {lines} lines; {len(faults)} faults, {len(expired)} expired"
    screen.print(Text(f"{told}, {len(soon)} expire within {SOON.days} days", style="red" if bad else "green"))
    return FAILED if bad else 0


def search(text: str, limit: int) -> None:
    """Shows the questions worded most like a text, with how much of the wording is shared."""
    knowledge = opening.knowledge(opening.bot_settings())
    reading = knowledge.vocabulary.read(text)
    screen = opening.screen()
    if reading.changes:
        screen.print(Text(f"read as: {printable(reading.text)}", style="dim"))
    table = Table(title="Found", title_justify="left", show_lines=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("id", no_wrap=True)
    table.add_column("question", ratio=2)
    table.add_column("answer", ratio=3)
    found = Phrasings(knowledge.faq.by_id.values()).nearest(reading.text, limit)
    if not found:
        screen.print(Text("no common question shares a word with it; 'plan136 faq list' shows them all"))
        return
    for near in found:
        answer = "\n".join(line.text.text(reading.language) for line in near.entry.answer)
        question = printable(near.entry.question.text(reading.language))
        table.add_row(f"{near.share:.2f}", near.entry.id, Text(question), Text(printable(answer)))
    screen.print(table)


def _register() -> Register:
    return load_register(BUNDLED, load_library())


def _sections(faq: Faq, area: str | None) -> Iterable[FaqSection]:
    """The section with this id, or all; BadInputError when no question is filed there."""
    found = [section for section in faq.sections if area in (None, section.id)]
    if not found:
        raise BadInputError(f"no question is filed under {area!r}; use one of {', '.join(s.id for s in faq.sections)}")
    return found


def _until(entry: FaqEntry, today: date) -> Text:
    return Text(entry.expires.isoformat(), style="" if entry.holds_on(today) else "red")
