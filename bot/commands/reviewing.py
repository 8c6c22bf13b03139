"""``plan136 targets review``: a person accepts, corrects or rejects the candidates of added documents."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import typer
from rich.console import Console as Screen
from rich.text import Text

import prompts
from bot.channels.layout import printable
from bot.commands import opening
from bot.commands.failures import BadInputError
from bot.commands.naming import named_document
from bot.telling.phrases import deadline, figure, raised, statement
from knowledge.collection import COMMAND_LINE, Collection
from knowledge.deciding import ACCEPTED, CORRECTED, REJECTED, Decision, decide
from knowledge.holdings import Holdings, bundled_holdings, with_added
from knowledge.problems import Problem
from knowledge.register.register_file import RegisterError
from knowledge.register.values import Target

_HELP = "a accept · r reject · FIELD=VALUE correct (value=80, comparator=>=, year=2026, ...) · s skip · q quit"
_ON_A_PAGE = 50  # targets a list shows at once


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided on the command line; ``settings`` are "FIELD=VALUE" by target id."""

    accept: Sequence[str] = ()
    reject: Sequence[str] = ()
    settings: Sequence[tuple[str, str]] = ()

    def __bool__(self) -> bool:
        return bool(self.accept or self.reject or self.settings)


def review(wanted: str | None, decisions: Decisions, page: int = 1) -> None:
    """Carries out decisions given as options, or asks for one candidate after another in a terminal."""
    collection = opening.collection(opening.bot_settings())
    held = with_added(bundled_holdings(), collection.snapshot())
    document_id = _document_id(wanted, held) if wanted else None
    waiting = [
        target
        for target in held.register.all_targets
        if not target.reviewed and document_id in {None, target.place.document}
    ]
    faulty = [problem for problem in held.problems if document_id in {None, problem.document}]
    desk = _Desk(collection, held, opening.screen())
    if decisions:
        desk.carry_out(decisions)
    elif sys.stdin.isatty() and desk.screen.is_terminal:
        desk.ask_each(faulty, waiting)
    else:
        desk.list(faulty, waiting, page)


def _document_id(wanted: str, held: Holdings) -> str:
    """The id of an added document, readable or not."""
    if any(each.id == wanted for each in held.stored):
        return wanted
    document = named_document(wanted, held.documents)
    if not document.is_added:
        raise BadInputError(f"{document.id} is a bundled document; its targets are reviewed. Give an added one")
    return document.id


@dataclass(frozen=True)
class _Desk:
    """Where a person decides."""

    collection: Collection
    held: Holdings
    screen: Screen

    def carry_out(self, decisions: Decisions) -> None:
        """What the options say: of one document all of it, or nothing."""
        corrections: dict[str, list[str]] = {}
        for target_id, setting in decisions.settings:
            corrections.setdefault(target_id, []).append(setting)
        wanted = [
            *(Decision(CORRECTED, each, tuple(settings)) for each, settings in corrections.items()),
            *(Decision(ACCEPTED, each) for each in decisions.accept),
            *(Decision(REJECTED, each) for each in decisions.reject),
        ]
        try:
            decide(self.collection, self.held, wanted, COMMAND_LINE)
        except RegisterError as error:
            raise BadInputError(str(error)) from None
        for decision in wanted:
            if decision.what == CORRECTED:
                said = f"corrected and accepted {decision.id}: {', '.join(decision.settings)}"
            else:
                said = f"{decision.what} {decision.id}"
            self.screen.print(Text(said))

    def list(self, faulty: Sequence[Problem], waiting: Sequence[Target], page: int) -> None:
        """What cannot be used, with the remedy, and a page of what waits."""
        pages = max(1, -(-len(waiting) // _ON_A_PAGE))
        if page > pages:
            raise BadInputError(f"--page {page}: there are {pages} pages")
        first = _ON_A_PAGE * (page - 1)
        if page == 1:
            for problem in faulty[:_ON_A_PAGE]:
                self.screen.print(Text(f"! {printable(str(problem))}", style="yellow"), soft_wrap=True)
        for target in waiting[first : first + _ON_A_PAGE]:
            self.screen.print(*_shown(target, self.held), sep="\n")
        if faulty:
            self.screen.print(Text(f"{len(faulty)} cannot be used until they are corrected", style="yellow"))
        self.screen.print(
            Text(f"{len(waiting)} targets wait for review: --accept ID, --reject ID or --set ID FIELD=VALUE")
        )
        if pages > 1:
            self.screen.print(Text(f"page {page} of {pages}; --page N shows another"))

    def ask_each(self, faulty: Sequence[Problem], waiting: Sequence[Target]) -> None:
        """One after another, those that cannot be used first."""
        self.screen.print(Text(_HELP, style="dim"))
        lines = [(each.id, [Text(f"! {printable(str(each))}", style="yellow")]) for each in faulty if each.id]
        asked = chain(lines, ((target.id, _shown(target, self.held)) for target in waiting))
        for target_id, shown in asked:
            self.screen.print("", *shown, sep="\n")
            while True:
                said = typer.prompt("a/r/FIELD=VALUE/s/q", default="s", show_default=False).strip()
                if said == "q":
                    return
                if said == "s" or self._decided(said, target_id):
                    break
        self.screen.print(Text("Nothing more waits.", style="dim"))

    def _decided(self, said: str, target_id: str) -> bool:
        """Whether what a person typed settles a target; a refused correction is explained and asked again."""
        if said not in {"a", "r"} and "=" not in said:
            self.screen.print(Text(_HELP, style="dim"))
            return False
        what = {"a": ACCEPTED, "r": REJECTED}.get(said, CORRECTED)
        decision = Decision(what, target_id, (said,) if what == CORRECTED else ())
        try:
            done = decide(self.collection, self.held, [decision], COMMAND_LINE)
        except RegisterError as error:
            self.screen.print(Text(str(error), style="yellow"))
            return False
        if what == CORRECTED:
            for changed in done.values():
                told = f"{raised(figure(changed, 'vi'))}: {printable(statement(changed, 'vi'))}"
                self.screen.print(Text(told, style="green"))
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
    except_for = prompts.say("vi", "target.excepted", exception=target.exception.vi) if target.exception else ""
    return [Text(f"{target.id} ({printable(cited.passage.locator)})", style="dim"), quote,
            Text(f"   {printable(said)}{level}{except_for}")]  # fmt: skip
