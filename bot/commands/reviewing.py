"""``plan136 targets review``: a person accepts, corrects or rejects the candidates of added documents."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import typer
from rich.console import Console as Screen
from rich.text import Text

from bot.channels.layout import printable
from bot.commands import opening
from bot.commands.failures import BadInputError
from bot.commands.naming import named_document
from bot.finding.phrases import deadline, figure, raised, statement
from knowledge.documents import Document
from knowledge.holdings import Holdings, open_holdings
from knowledge.register.personal_store import PersonalStore
from knowledge.register.register_file import RegisterError
from knowledge.register.values import Target
from knowledge.settings import KnowledgeSettings

_HELP = "a accept · r reject · FIELD=VALUE correct (value=80, comparator=>=, year=2026, ...) · s skip · q quit"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided on the command line; ``settings`` are "FIELD=VALUE" by target id."""

    accept: Sequence[str] = ()
    reject: Sequence[str] = ()
    settings: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        return bool(self.accept or self.reject or self.settings)


def review(wanted: str | None, decisions: Decisions) -> None:
    """Carries out decisions given as options, or asks for one candidate after another in a terminal."""
    opening.bot_settings()
    home = KnowledgeSettings().plan136_home
    held = open_holdings(home)
    store = PersonalStore(home)
    document = named_document(wanted, held.documents) if wanted else None
    if document is not None and not document.is_added:
        raise BadInputError(f"{document.id} is a bundled document; its targets are reviewed. Give an added one")
    waiting = [
        target
        for target in held.register.all_targets
        if not target.reviewed and (document is None or target.place.document == document.id)
    ]
    screen = opening.screen()
    if decisions:
        _carry_out(decisions, store, held, screen)
    elif sys.stdin.isatty() and screen.is_terminal:
        _ask_each(waiting, store, held, screen)
    else:
        _list(waiting, held, screen)


def _carry_out(decisions: Decisions, store: PersonalStore, held: Holdings, screen: Screen) -> None:
    try:
        for target_id, setting in decisions.settings:
            correct(store, held, target_id, setting)
            screen.print(Text(f"corrected and accepted {target_id}: {setting}"))
        for target_id in decisions.accept:
            store.accept(target_id)
            screen.print(Text(f"accepted {target_id}"))
        for target_id in decisions.reject:
            store.reject(target_id)
            screen.print(Text(f"rejected {target_id}"))
    except RegisterError as error:
        raise BadInputError(str(error)) from None


def correct(store: PersonalStore, held: Holdings, target_id: str, setting: str) -> Target:
    """Set one field of a target; RegisterError when its document does not bear the new value out."""
    field, equals, value = setting.partition("=")
    if not equals or not field.strip():
        raise RegisterError(f"{setting!r}: write FIELD=VALUE, such as value=80")
    entry: Mapping[str, Any] = next((e for e in store.targets() if e.get("id") == target_id), {})
    document = _document(held, str(entry.get("document", "")), target_id)
    return store.correct(target_id, field.strip(), value, document, {i.id for i in held.register.indicators})


def _document(held: Holdings, document_id: str, target_id: str) -> Document:
    for document in held.documents:
        if document.id == document_id:
            return document
    raise RegisterError(f"no target of an added document has the id {target_id!r}; 'plan136 targets review' lists them")


def _list(waiting: Sequence[Target], held: Holdings, screen: Screen) -> None:
    for target in waiting:
        screen.print(*_shown(target, held), sep="\n")
    screen.print(Text(f"{len(waiting)} targets wait for review: --accept ID, --reject ID or --set ID FIELD=VALUE"))


def _ask_each(waiting: Sequence[Target], store: PersonalStore, held: Holdings, screen: Screen) -> None:
    screen.print(Text(_HELP, style="dim"))
    for target in waiting:
        screen.print("", *_shown(target, held), sep="\n")
        while True:
            said = typer.prompt("a/r/FIELD=VALUE/s/q", default="s", show_default=False).strip()
            if said == "q":
                return
            if said == "s" or _decided(said, target, store, held, screen):
                break
    screen.print(Text("Nothing more waits.", style="dim"))


def _decided(said: str, target: Target, store: PersonalStore, held: Holdings, screen: Screen) -> bool:
    """Whether what a person typed settles a target; a refused correction is explained and asked again."""
    try:
        if said == "a":
            store.accept(target.id)
        elif said == "r":
            store.reject(target.id)
        elif "=" in said:
            changed = correct(store, held, target.id, said)
            screen.print(Text(f"{raised(figure(changed, 'vi'))}: {printable(statement(changed, 'vi'))}", style="green"))
        else:
            screen.print(Text(_HELP, style="dim"))
            return False
    except RegisterError as error:
        screen.print(Text(str(error), style="yellow"))
        return False
    return True


def _shown(target: Target, held: Holdings) -> list[Text]:
    """A target beside its span, the figure marked."""
    cited = held.register.cite(target.place)
    quote = Text(f"   “{printable(cited.quote)}”")
    written = {target.value or "", (target.value or "").replace(".", ",")}
    for number in sorted(filter(None, written), key=len, reverse=True):
        quote.highlight_words([number], style="bold reverse")
    said = f"{raised(figure(target, 'vi'))}: {statement(target, 'vi')}, {deadline(target, 'vi')}"
    level = f" · {target.level.value}" if target.level else ""
    except_for = f" · trừ {target.exception.vi}" if target.exception else ""
    return [Text(f"{target.id} ({printable(cited.passage.locator)})", style="dim"), quote,
            Text(f"   {printable(said)}{level}{except_for}")]  # fmt: skip
