"""Adding a person's document: read, laid out as an edition, stored, and its candidates put into the register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.collection import COMMAND_LINE, AddedDocument, Change, Collection, Event
from knowledge.documents import Document
from knowledge.drafting import Merged, drafted, merged
from knowledge.holdings import bundled_holdings, with_added
from knowledge.ingestion.added import read_added
from knowledge.ingestion.characters import one_line, shown
from knowledge.ingestion.edition import EditionError, read_edition
from knowledge.ingestion.identity import Identity, named_by_number, proposed, slug
from knowledge.ingestion.reading_files import read_contents
from knowledge.ingestion.structure import structured
from knowledge.ingestion.verbatim import Facts, edition_text

MOST_TARGETS = 2_000  # of all added documents: with more, a serving process takes longer than two seconds to follow


@dataclass(frozen=True, slots=True)
class Report:
    """What adding did."""

    document: Document
    replaced: bool
    fresh: int  # passages that were not there before
    gone: int  # passages of the one before that are no longer there
    targets: int  # candidates now in the register, not reviewed
    kept: int  # targets a person had reviewed that the text still bears out
    lost: tuple[str, ...]  # ids of reviewed targets it no longer does
    refused: tuple[str, ...]  # why other candidates were not stored
    seen: Identity  # what the text says of itself, for a person to confirm


def add_document(
    collection: Collection,
    path: Path,
    given: Identity,
    short: str | None = None,
    url: str | None = None,
    trusting: bool = False,
) -> Report:
    """Store a file as a verbatim edition with its candidates as unreviewed targets; the same again replaces it.

    ``given`` are facts a person states; with ``trusting`` what the text says of itself fills the others. All of it is
    stored in one transaction. Raises UnreadableError or EditionError, naming file and remedy, and CollectionError when
    the collection cannot be used; nothing is stored then.
    """
    held = with_added(bundled_holdings(), collection.snapshot())
    bundled = {document.id for document in held.documents if not document.is_added}
    text, seen = _edition(path, given, short, url, trusting)
    document = read_edition(shown(path.name), text)
    if document.id in bundled:
        raise EditionError(f"{shown(path.name)}: id {document.id!r} is a bundled document's; give --number or --title")
    document = read_added(AddedDocument(document.id, text), bundled)
    drafts = drafted(document, held)
    known = {indicator.id for indicator in held.register.indicators}
    others = sum(len(each.targets) for each in held.stored if each.id != document.id)
    results: list[tuple[AddedDocument | None, Merged]] = []

    def put(before: AddedDocument | None) -> Change:
        done = merged(before, document, text, drafts, known)
        targets, held_before = len(done.document.targets), len(before.targets) if before else 0
        if targets > held_before:
            _refuse_too_many(shown(path.name), targets, others)
        results.append((before, done))
        replaced = before is not None and before.text is not None
        event = Event("replaced", detail=before.text or "") if before and replaced else Event("added")
        return Change(results[-1][1].document, (event,))

    collection.change(document.id, put, COMMAND_LINE)
    before, done = results[-1]
    old, new = _texts(before, bundled), {passage.text for passage in document.passages}
    replaced = before is not None and before.text is not None
    return Report(
        document, replaced, len(new - old), len(old - new), done.fresh, done.kept, done.lost, drafts.refused, seen
    )


def _refuse_too_many(file: str, targets: int, others: int) -> None:
    if targets + others > MOST_TARGETS:
        beside = f" beside the {others} of the documents already added" if others else ""
        raise EditionError(
            f"{file}: {targets} target lines{beside} are more than the {MOST_TARGETS} that can be held; nothing was "
            "stored. Add the part of the document you need, or take another one away: plan136 add --remove ID"
        )


def _texts(stored: AddedDocument | None, bundled: set[str]) -> set[str]:
    """The texts of the passages a document had; none when there was no readable one."""
    try:
        return {passage.text for passage in read_added(stored, bundled).passages} if stored else set()
    except EditionError:
        return set()


def remove_document(collection: Collection, wanted: str) -> tuple[str, int]:
    """Take an added document out by id or number; its id and how many targets went. EditionError when not there."""
    held = with_added(bundled_holdings(), collection.snapshot())
    named = [d.id for d in held.documents if d.is_added and wanted in {d.id, d.number, d.short}]
    gone: list[int] = []

    def take_out(before: AddedDocument | None) -> Change:
        if before is None:
            raise EditionError(f"no added document is called {wanted!r}; 'plan136 documents' lists them")
        gone.append(len(before.targets))
        return Change(None, (Event("removed", detail=before.text or ""),))

    stored = named[0] if named else wanted
    collection.change(stored, take_out, COMMAND_LINE)
    return stored, gone[-1]


def _edition(path: Path, given: Identity, short: str | None, url: str | None, trusting: bool) -> tuple[str, Identity]:
    """The edition file of a document and what its text says of itself."""
    contents = read_contents(path)
    if contents.edition is not None:  # only told that it is a person's
        return re.sub(r"(?m)^edition: digest$", "edition: verbatim", contents.edition, count=1), Identity()
    seen = proposed(contents.paragraphs)
    source = seen if trusting else Identity()
    number, issuer = given.number or source.number, given.issuer or source.issuer
    title = one_line(given.title or seen.title or path.stem)
    years = re.search(r"((?:19|20)\d{2})\s*[-–]\s*((?:19|20)\d{2})", title)
    facts = Facts(
        id=slug(number or title) or "van-ban",
        title=title,
        file=one_line(path.name),
        type=named_by_number(number) or given.type or seen.type,
        number=number,
        short=short,
        issuer=issuer,
        issued=given.issued or source.issued,
        period=(int(years[1]), int(years[2])) if years else None,
        url=url,
    )
    return edition_text(facts, structured(contents.paragraphs)), seen
