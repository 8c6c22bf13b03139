"""The command line: options and help of every command. The work is in ``bot.commands``, imported when it runs."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

app = typer.Typer(
    name="plan136",
    help="Cited, verified answers about Hanoi's Plan 136/KH-UBND and its related documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
_FORWARDED = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def main() -> None:
    """Entry point of the console script: whatever goes wrong is one line, never a trace."""
    try:
        app()
    except Exception as error:
        failure = _work("failures").explained(error)
        typer.echo(f"plan136: {failure.message}", err=True)
        sys.exit(failure.code)


@app.command()
def ask(
    question: Annotated[list[str] | None, typer.Argument(help="The question, in Vietnamese or English.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the reply object as JSON.")] = False,
    batch: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help='With --json: answer JSON lines {"id": "...", "turns": ["...", ...]}, one conversation each; - is '
            "standard input.",
        ),
    ] = None,
) -> None:
    """Answer a question, or a file of conversations."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question or --batch FILE, and not both")
    if batch is not None:
        if not json:
            raise typer.BadParameter("--batch prints JSON lines: add --json")
        raise typer.Exit(_work("batch").answer_batch(batch))
    _work("asking").ask(" ".join(question or ()), json)


@app.command()
def chat() -> None:
    """Talk in the terminal; /help lists its commands."""
    _work("asking").talk()


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many passages to show.")] = 8,
) -> None:
    """Show what retrieval finds, what it sets aside and why."""
    _work("looking").search(question, limit)


@app.command()
def index(
    again: Annotated[bool, typer.Option("--again", help="Build even when nothing changed.")] = False,
) -> None:
    """Build the search index; does nothing when it is up to date."""
    _work("indexing").index(again)


@app.command()
def documents(
    document: Annotated[str | None, typer.Argument(metavar="[ID]", help="Id, number or name of one document.")] = None,
) -> None:
    """List the documents, or show one with its sources and clauses."""
    _work("looking").documents(document)


targets_app = typer.Typer(invoke_without_command=True, help="Choose targets of the register; tables and pictures.")
app.add_typer(targets_app, name="targets")


@targets_app.callback()
def targets(
    context: typer.Context,
    year: Annotated[list[int] | None, typer.Option(min=1900, max=2999, help="A year; may be repeated.")] = None,
    level: Annotated[
        list[str] | None, typer.Option(help="city, district, commune, ... or its Vietnamese name.")
    ] = None,
    area: Annotated[list[str] | None, typer.Option(help="Id or name of an area of reform.")] = None,
    indicator: Annotated[list[str] | None, typer.Option(help="Id or name of an indicator.")] = None,
    document: Annotated[list[str] | None, typer.Option(help="Id, number or name of a document.")] = None,
    value: Annotated[list[str] | None, typer.Option(help="A figure: 100, 99.5 or 99,5.")] = None,
    due: Annotated[Literal["before", "after"] | None, typer.Option(help="Deadline before or after the day.")] = None,
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day, instead of today.")] = None,
    language: Annotated[Literal["vi", "en"], typer.Option(help="Language of the words.")] = "vi",
    form: Annotated[
        Literal["table", "csv", "xlsx", "json", "md"] | None,
        typer.Option("--format", help="Default: what the name of --output says, else table."),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="File to write, instead of standard output.")] = None,
    plot: Annotated[
        Path | None,
        typer.Option(help="Draw a timeline as PNG; with one --indicator, its targets against its results."),
    ] = None,
    card: Annotated[
        tuple[str, Path] | None, typer.Option(metavar="ID FILE", help="Draw the card of one target as PNG.")
    ] = None,
) -> None:
    """Choose targets of the register: filters add up, several values of one are alternatives."""
    if context.invoked_subcommand is not None:
        return
    work = _work("targets")
    filters = work.Filters(
        year=tuple(year or ()),
        level=tuple(level or ()),
        area=tuple(area or ()),
        indicator=tuple(indicator or ()),
        document=tuple(document or ()),
        value=tuple(value or ()),
        due=due,
        on=on,
    )
    work.targets(filters, language, work.Wanted(form, output, plot, card))


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on, instead of HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port, instead of PORT; 0 is any free.")] = None,
) -> None:
    """Serve the web chat and the JSON API."""
    _work("serving").serve(host, port)


@app.command("eval", context_settings=_FORWARDED)
def evaluate(context: typer.Context) -> None:
    """Put the evaluation questions to the assistant (from a checkout); options go to tests.evals."""
    raise typer.Exit(_work("measuring").run_module("tests.evals", context.args))


@app.command(context_settings=_FORWARDED)
def bench(context: typer.Context) -> None:
    """Measure speed, memory and retrieval against the budgets (from a checkout); options go to tests.bench."""
    raise typer.Exit(_work("measuring").run_module("tests.bench", context.args))


@app.command()
def doctor(
    home: Annotated[Path | None, typer.Option(help="Folder to check, instead of PLAN136_HOME.")] = None,
) -> None:
    """Check the installation part by part, with a remedy for what is wrong."""
    raise typer.Exit(_work("checking").doctor(home))


def _work(module: str) -> Any:
    """A module of ``bot.commands``: importing the assistant takes a second that ``--help`` must not."""
    return importlib.import_module(f"bot.commands.{module}")


if __name__ == "__main__":
    main()
