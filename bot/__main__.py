"""The command line: options and help of every command. The work is in ``bot.commands``, imported when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.faq import faq_app
from bot.command_line.targets import targets_app
from bot.command_line.utterances import utterances_app
from bot.command_line.work import work

app = typer.Typer(
    name="plan136",
    help="Cited, verified answers about Hanoi's Plan 136/KH-UBND and its related documents.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.add_typer(faq_app)
app.add_typer(targets_app)
app.add_typer(utterances_app)
_FORWARDED = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def main() -> None:
    """Entry point of the console script: whatever goes wrong is one line, never a trace."""
    try:
        app()
    except Exception as error:
        failure = work("failures").explained(error)
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
        raise typer.Exit(work("batch").answer_batch(batch))
    work("asking").ask(" ".join(question or ()), json)


@app.command()
def chat() -> None:
    """Talk in the terminal; /help lists its commands."""
    work("asking").talk()


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many passages to show.")] = 8,
) -> None:
    """Show what retrieval finds, what it sets aside and why."""
    work("looking").search(question, limit)


@app.command()
def index(
    again: Annotated[bool, typer.Option("--again", help="Build even when nothing changed.")] = False,
) -> None:
    """Build the search index; does nothing when it is up to date."""
    work("indexing").index(again)


@app.command()
def documents(
    document: Annotated[str | None, typer.Argument(metavar="[ID]", help="Id, number or name of one document.")] = None,
    export: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the added documents, or this one, to files in a folder.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Show what was done to this added document.")] = False,
) -> None:
    """List the documents, or show one with its sources and clauses; write out what you added."""
    if history and (document is None or export is not None):
        raise typer.BadParameter("--history wants the ID of one document, and no --export")
    if export is not None:
        work("exporting").export(export, document)
    elif history:
        work("exporting").history(document)
    else:
        work("looking").documents(document)


@app.command()
def add(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A .txt, .md, .docx or .pdf file.")] = None,
    number: Annotated[str | None, typer.Option(help="Its number, such as 12/KH-UBND.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it.")] = None,
    issued: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="When it was issued; 31/12/2025 is read too.")
    ] = None,
    short: Annotated[str | None, typer.Option(help="What answers call it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it is published.")] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Take what its text says of itself.")] = False,
    remove: Annotated[str | None, typer.Option(metavar="ID", help="Take an added document away instead.")] = None,
) -> None:
    """Add a document of your own, or replace or remove one."""
    if (file is None) == (remove is None):
        raise typer.BadParameter("give a FILE to add, or --remove ID, and not both")
    if remove is not None:
        work("adding").remove(remove)
    elif file is not None:
        given = {"number": number, "title": title, "issuer": issuer, "issued": issued, "short": short, "url": url}
        work("adding").add(file, given, trust)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on, instead of HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port, instead of PORT; 0 is any free.")] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="CHANNEL", help="Serve this channel alone (may be given again): web, zalo, zalo_oa."),
    ] = None,
) -> None:
    """Serve the web chat, the JSON API and every configured channel."""
    work("serving").serve(host, port, only or ())


@app.command()
def prune(
    trust_clock: Annotated[
        bool, typer.Option("--trust-clock", help="Delete though the clock is days from that of the last deletion.")
    ] = False,
) -> None:
    """Delete kept answers and what else has expired; a serving process does so every hour."""
    work("pruning").prune(trust_clock)


@app.command("accept-key")
def accept_key(
    unlink_everybody: Annotated[bool, typer.Option(help="Yes: nobody known before is known any more.")] = False,
) -> None:
    """Begin with a new secret key when the old one is lost for good."""
    work("keys").accept(unlink_everybody)


@app.command()
def train(
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the model here instead.")] = None,
    without: Annotated[
        str | None, typer.Option(metavar="PREFIX", help="Leave out authors whose names begin so.")
    ] = None,
) -> None:
    """Fit what reads questions to the labelled utterances of the library (from a checkout)."""
    raise typer.Exit(work("training").train(output, without))


@app.command("eval", context_settings=_FORWARDED)
def evaluate(context: typer.Context) -> None:
    """Put the evaluation questions to the assistant (from a checkout); options go to tests.evals."""
    raise typer.Exit(work("measuring").run_module("tests.evals", context.args))


@app.command(context_settings=_FORWARDED)
def bench(context: typer.Context) -> None:
    """Measure speed, memory and retrieval against the budgets (from a checkout); options go to tests.bench."""
    raise typer.Exit(work("measuring").run_module("tests.bench", context.args))


@app.command()
def doctor(
    home: Annotated[Path | None, typer.Option(help="Folder to check, instead of PLAN136_HOME.")] = None,
) -> None:
    """Check the installation part by part, with a remedy for what is wrong."""
    raise typer.Exit(work("checking").doctor(home))


if __name__ == "__main__":
    main()
