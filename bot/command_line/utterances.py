"""``plan136 utterances``: options and help of what teaches the assistant to read questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.work import work

utterances_app = typer.Typer(
    name="utterances",
    help="Labelled utterances that teach the assistant to read questions: check them, add to them (from a checkout).",
    no_args_is_help=True,
)
_Folder = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder of *.jsonl files, instead of that of the library.")
]


@utterances_app.command("check")
def utterances_check(folder: _Folder = None) -> None:
    """Name every bad line, or report what the lines cover; exit code 1 on a bad line or too many near-duplicates."""
    raise typer.Exit(work("utterances").check(folder))


@utterances_app.command("add")
def utterances_add(
    author: Annotated[str, typer.Option(help="Whose voice it is: the file's name without .jsonl.")],
    text: Annotated[
        str | None, typer.Option(help="The utterance; without it, lines of JSON are read from standard input.")
    ] = None,
    act: Annotated[list[str] | None, typer.Option(help="What is wanted, such as value; may be repeated.")] = None,
    subject: Annotated[
        list[str] | None, typer.Option(help="Id of what it is about, the most important first; may be repeated.")
    ] = None,
    modality: Annotated[str | None, typer.Option(help="set, done or either: needed with acts about figures.")] = None,
    measure: Annotated[list[str] | None, typer.Option(help="Which kind of figure, where it says so.")] = None,
    question: Annotated[str | None, typer.Option(metavar="ID", help="The common question it asks.")] = None,
    clause: Annotated[str | None, typer.Option(metavar="ID#LOCATOR", help="The clause that answers it.")] = None,
    before: Annotated[
        list[str] | None, typer.Option(help="A turn before it, the oldest first; may be repeated.")
    ] = None,
    keep: Annotated[list[str] | None, typer.Option(help="What a follow-up takes from the turn before.")] = None,
    talk: Annotated[str | None, typer.Option(help="Instead of acts: greeting, thanks, off_topic, ...")] = None,
    pair: Annotated[str | None, typer.Option(metavar="NAME", help="Name shared by contrasting utterances.")] = None,
    language: Annotated[str | None, typer.Option(help="en for English.")] = None,
    folder: _Folder = None,
) -> None:
    """Add utterances to an author's file, all of them or, when one is refused, none."""
    labels = {"acts": act, "subjects": subject, "modality": modality, "measures": measure, "question": question}
    labels |= {"clause": clause, "before": before, "keeps": keep, "talk": talk, "pair": pair, "language": language}
    given = {name: value for name, value in labels.items() if value}
    if given and text is None:
        raise typer.BadParameter("labels go with --text; lines of standard input carry their own")
    line = {"text": text, **given} if text is not None else None
    raise typer.Exit(work("utterances").add(author, line, folder))
