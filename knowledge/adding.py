"""Adding a person's document: read, laid out as an edition, stored, and its candidates put into the register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.documents import Document
from knowledge.holdings import Holdings, open_holdings
from knowledge.ingestion.added import document_file, folder, read_added
from knowledge.ingestion.characters import one_line, shown
from knowledge.ingestion.edition import EditionError, read_edition
from knowledge.ingestion.identity import Identity, proposed, slug
from knowledge.ingestion.reading_files import read_contents
from knowledge.ingestion.structure import structured
from knowledge.ingestion.verbatim import Facts, edition_text
from knowledge.proposing import proposals
from knowledge.register.personal_store import PersonalStore, identity
from knowledge.register.proposed import indicator_entry, indicator_id, target_entry
from knowledge.replacing import replace_text

_FEWEST_SYLLABLES = 4  # a shorter subject is a common word, not a name of an indicator


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
    seen: Identity  # what the text says of itself, for a person to confirm


def add_document(
    home: Path, path: Path, given: Identity, short: str | None = None, url: str | None = None, trusting: bool = False
) -> Report:
    """Store a file as a verbatim edition and its candidates as unreviewed targets; the same again replaces it.

    ``given`` are facts a person states; with ``trusting`` what the text says of itself fills the others.
    Raises UnreadableError or EditionError, naming file and remedy, and stores nothing then.
    """
    held = open_holdings(home)
    bundled = {document.id for document in held.documents if not document.is_added}
    edition, seen = _edition(path, given, short, url, trusting)
    document = read_edition(shown(path.name), edition)
    if document.id in bundled:
        raise EditionError(f"{shown(path.name)}: id {document.id!r} is a bundled document's; give --number or --title")
    before = next((d for d in held.documents if d.id == document.id), None)
    stored = document_file(home, document.id)
    replace_text(stored, edition)
    document = read_added(stored, bundled)
    targets, kept, lost = _registered(home, document)
    old, new = ({p.text for p in d.passages} if d else set() for d in (before, document))
    return Report(document, stored_before(before), len(new - old), len(old - new), targets, kept, lost, seen)


def stored_before(before: Document | None) -> bool:
    """Whether a document of this id was there."""
    return before is not None


def remove_document(home: Path, wanted: str) -> tuple[str, int]:
    """Take an added document out by id or number; its id and how many targets went. EditionError when not there."""
    held = open_holdings(home)
    named = [d for d in held.documents if d.is_added and wanted in {d.id, d.number, d.short}]
    stem = named[0].id if named else wanted
    path = folder(home) / f"{stem}.md"
    if not re.fullmatch(r"[\w.-]+", stem) or not path.is_file():
        raise EditionError(f"no added document is called {wanted!r}; 'plan136 documents' lists them")
    path.unlink()
    return stem, PersonalStore(home).drop_document(stem)


def _edition(path: Path, given: Identity, short: str | None, url: str | None, trusting: bool) -> tuple[str, Identity]:
    """The edition file of a document and what its text says of itself."""
    contents = read_contents(path)
    if contents.edition is not None:  # only told that it is a person's
        return re.sub(r"(?m)^edition: digest$", "edition: verbatim", contents.edition, count=1), Identity()
    seen = proposed(contents.paragraphs)
    source = seen if trusting else Identity()
    number, issuer = given.number or source.number, given.issuer or source.issuer
    title = one_line(given.title or seen.title or path.stem)
    kind = _kind(number) or given.type or seen.type or "Văn bản"
    years = re.search(r"((?:19|20)\d{2})\s*[-–]\s*((?:19|20)\d{2})", title)
    facts = Facts(
        id=slug(number or title) or "van-ban",
        title=title,
        file=one_line(path.name),
        type=kind,
        number=number,
        short=short,
        issuer=issuer,
        issued=given.issued or source.issued,
        period=(int(years[1]), int(years[2])) if years else None,
        url=url,
    )
    return edition_text(facts, structured(contents.paragraphs)), seen


def _kind(number: str | None) -> str | None:
    """The type a number's letters name: KH, QĐ, NQ, ..."""
    letters = re.search(r"[-/](KH|QĐ|NQ|CT|CTr|TT|NĐ|BC|HD)(?=[-/]|$)", number or "", re.IGNORECASE)
    names = {"KH": "Kế hoạch", "QĐ": "Quyết định", "NQ": "Nghị quyết", "CT": "Chỉ thị", "CTR": "Chương trình",
             "TT": "Thông tư", "NĐ": "Nghị định", "BC": "Báo cáo", "HD": "Hướng dẫn"}  # fmt: skip
    return names[letters[1].upper()] if letters else None


def _registered(home: Path, document: Document) -> tuple[int, int, tuple[str, ...]]:
    """Put a document's candidates into the register; what a person reviewed or turned down stays so."""
    store = PersonalStore(home)
    held = open_holdings(home)
    others = [entry for entry in store.targets() if entry.get("document") != document.id]
    own = [entry for entry in store.targets() if entry.get("document") == document.id]
    reviewed = [entry for entry in own if entry.get("reviewed", True)]
    kept, lost = _still_borne_out(reviewed, document)
    skipped = [identity(entry) for entry in (*kept, *store.rejected())]
    indicators = store.indicators()
    used = {str(entry["id"]) for entry in (*others, *kept)}
    fresh: list[dict[str, Any]] = []
    for proposal in proposals(document, held.register):
        candidate = proposal.candidate
        indicator = proposal.indicator or _own_indicator(candidate.subject, document, indicators, held)
        number = next(n for n in range(1, 10_000) if f"{document.id}/{n}" not in used)
        entry = target_entry(f"{document.id}/{number}", candidate, proposal.passage, document, indicator)
        if identity(entry) not in skipped:
            used.add(entry["id"])
            fresh.append(entry)
    store.save([*others, *kept, *fresh], indicators)
    return len(fresh), len(kept), tuple(lost)


def _still_borne_out(entries: list[dict[str, Any]], document: Document) -> tuple[list[dict[str, Any]], list[str]]:
    """Reviewed entries whose span still stands in the document, at its place now; and the ids of the others."""
    kept, lost = [], []
    for entry in entries:
        passage = next((p for p in document.passages if str(entry.get("span")) in p.text), None)
        if passage is None:
            lost.append(str(entry.get("id")))
        else:
            kept.append({**entry, "locator": passage.locator})
    return kept, lost


def _own_indicator(subject: str, document: Document, indicators: list[dict[str, Any]], held: Holdings) -> str:
    """The id of the document's own indicator for a subject, put among ``indicators`` when it is not there."""
    words = subject or document.title
    found = indicator_id(document, words)
    if found not in {entry["id"] for entry in indicators}:
        lowered = words.casefold()
        common = len(words.split()) < _FEWEST_SYLLABLES or any(
            lowered in passage.text.casefold() for d in held.documents if not d.is_added for passage in d.passages
        )
        indicators.append(indicator_entry(found, words, document, common))
    return found
