"""``plan136 add``: a person's own documents, put beside the library or taken away again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console as Screen
from rich.text import Text

from bot.channels.layout import printable
from bot.commands import opening
from bot.commands.failures import BadInputError
from knowledge.adding import Report, add_document, remove_document
from knowledge.ingestion.edition import EditionError
from knowledge.ingestion.identity import Identity
from knowledge.ingestion.readers.paragraph import UnreadableError
from knowledge.vietnamese import nfc
from knowledge.vietnamese_dates import whole_date

_REFUSED = 3  # candidates left out that are named


def add(file: Path, given: dict[str, str | None], trusting: bool) -> None:
    """Adds a document, and says what became of it and what its text says of itself."""
    collection = opening.collection(opening.bot_settings())
    facts = {name: nfc(value).strip() or None if value else None for name, value in given.items()}
    identity = Identity(
        number=facts["number"], title=facts["title"], issuer=facts["issuer"], issued=_day(facts["issued"])
    )
    try:
        report = add_document(collection, file, identity, facts["short"], _address(facts["url"]), trusting)
    except (UnreadableError, EditionError) as error:
        raise BadInputError(str(error)) from None
    _said(report, identity, opening.screen())


def remove(wanted: str) -> None:
    """Takes an added document away, with its targets."""
    collection = opening.collection(opening.bot_settings())
    try:
        removed, targets = remove_document(collection, wanted)
    except EditionError as error:
        raise BadInputError(str(error)) from None
    opening.screen().print(
        Text(f"Removed {removed} and {targets} targets of it. 'plan136 index' makes its index anew.")
    )


def _said(report: Report, given: Identity, screen: Screen) -> None:
    document = report.document
    verb = "Replaced" if report.replaced else "Added"
    changed = f": {report.fresh} passages are new or changed, {report.gone} are gone" if report.replaced else ""
    screen.print(
        Text(f"{verb} {document.id} ({printable(document.title)}), {len(document.passages)} passages{changed}.")
    )
    screen.print(Text(f"{report.targets} target candidates wait for review: plan136 targets review {document.id}"))
    if report.kept:
        screen.print(Text(f"{report.kept} targets you had reviewed still stand in it."))
    if report.refused:
        shown = "; ".join(map(printable, report.refused[:_REFUSED]))
        more = f" and {len(report.refused) - _REFUSED} more" if len(report.refused) > _REFUSED else ""
        screen.print(Text(f"{len(report.refused)} candidates do not hold and were left out: {shown}{more}", "yellow"))
    if report.lost:
        screen.print(Text(f"No longer in the text, and taken out: {', '.join(report.lost)}", style="yellow"))
    seen = report.seen
    offers = {
        "--number": seen.number if not (given.number or document.number) else None,
        "--issuer": seen.issuer if not (given.issuer or document.issuer) else None,
        "--issued": seen.issued.isoformat() if seen.issued and not (given.issued or document.issued) else None,
    }
    if offered := [f"{option} {printable(value)!r}" for option, value in offers.items() if value]:
        screen.print(Text("Its text seems to say, and nothing is taken from it until you confirm (or give --trust):"))
        screen.print(Text(f"  {' '.join(offered)}"))
    screen.print(Text("Run 'plan136 index' to search it by meaning too; keywords find it at once.", style="dim"))


def _day(written: str | None) -> date | None:
    """A date in the order of Vietnamese, 31/12/2025, or of ISO."""
    if not written:
        return None
    found = whole_date(written)
    if found is None:
        raise BadInputError(f"--issued {written!r} is no date; write it as 2025-12-31 or 31/12/2025")
    return found


def _address(written: str | None) -> str | None:
    if written and not written.startswith(("https://", "http://")):
        raise BadInputError(f"--url {written!r} is no web address; it begins with https://")
    return written
