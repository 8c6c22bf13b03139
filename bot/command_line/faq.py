"""``plan136 faq``: options and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.work import work
from knowledge.faq import Audience

faq_app = typer.Typer(
    name="faq",
    help="The common questions: list them, check them against the library, search them.",
    no_args_is_help=True,
)


@faq_app.command("list")
def faq_list(
    area: Annotated[str | None, typer.Option(help="Only this section, such as digitisation.")] = None,
    audience: Annotated[Audience | None, typer.Option(help="Only those asked most by these people.")] = None,
) -> None:
    """List the common questions by section."""
    work("faq").show(area, audience)


@faq_app.command("check")
def faq_check(
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="Check this file, not the bundled one.")] = None,
) -> None:
    """Check every figure, citation and date of review; exit code 1 on a fault or an expired entry."""
    raise typer.Exit(work("faq").check(file))


@faq_app.command("search")
def faq_search(
    text: Annotated[str, typer.Argument(help="Words of a question, in Vietnamese or English.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many to show.")] = 5,
) -> None:
    """Show the common questions worded most like a text."""
    work("faq").search(text, limit)
