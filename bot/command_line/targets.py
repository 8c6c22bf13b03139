"""``plan136 targets``: options and help of the listing, of extraction and of review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.command_line.work import work

targets_app = typer.Typer(
    name="targets", invoke_without_command=True, help="Choose targets of the register; tables and pictures."
)


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
    listing = work("targets")
    filters = listing.Filters(
        year=tuple(year or ()),
        level=tuple(level or ()),
        area=tuple(area or ()),
        indicator=tuple(indicator or ()),
        document=tuple(document or ()),
        value=tuple(value or ()),
        due=due,
        on=on,
    )
    listing.targets(filters, language, listing.Wanted(form, output, plot, card))


@targets_app.command()
def extract(
    document: Annotated[
        str | None, typer.Argument(metavar="[DOCUMENT|FILE]", help="A document's id, number or name, or a file.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the candidates as JSON.")] = False,
) -> None:
    """Show the target candidates of a text, each beside its span."""
    work("extracting").extract(document, json)


@targets_app.command()
def review(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[DOCUMENT]", help="Only this added document.", show_default=False)
    ] = None,
    accept: Annotated[list[str] | None, typer.Option(metavar="ID", help="Accept this target.")] = None,
    reject: Annotated[list[str] | None, typer.Option(metavar="ID", help="Reject this target.")] = None,
    correct: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="ID FIELD=VALUE", help="Correct a field of this target, and accept it."),
    ] = None,
    page: Annotated[int, typer.Option(min=1, help="Which page of the list to show.")] = 1,
) -> None:
    """Accept, correct or reject the candidates of added documents."""
    values = [word for word in words or () if "=" in word]  # Typer repeats no option of two values: they pair in order
    named = [word for word in words or () if "=" not in word]
    if len(values) != len(correct or ()) or len(named) > 1:
        raise typer.BadParameter("write --set ID FIELD=VALUE, each time with both, and at most one DOCUMENT")
    reviewing = work("reviewing")
    settings = tuple(zip(correct or (), values, strict=True))
    reviewing.review(named[0] if named else None, reviewing.Decisions(accept or (), reject or (), settings), page)
