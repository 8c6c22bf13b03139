"""What a person decides of stored targets: accepted, rejected, corrected; each only as far as its document bears it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.collection import AddedDocument, Change, Collection, Entry, Event, next_key
from knowledge.documents import Document
from knowledge.drafting import rejection
from knowledge.holdings import Holdings
from knowledge.ingestion.added import read_added
from knowledge.ingestion.edition import EditionError
from knowledge.register.corrections import corrected_indicator, corrected_target
from knowledge.register.personal import personal_indicator, personal_target
from knowledge.register.register_file import RegisterError
from knowledge.register.values import Target

ACCEPTED, REJECTED, CORRECTED = "accepted", "rejected", "corrected"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of one target, or with CORRECTED of an indicator; ``settings`` are "FIELD=VALUE"."""

    what: str
    id: str
    settings: tuple[str, ...] = ()


def decide(collection: Collection, held: Holdings, decisions: Sequence[Decision], by: str) -> dict[str, Target]:
    """Carries decisions out, those of one document in one transaction; the accepted and corrected targets by id.

    RegisterError when an id is not there or a document does not bear a decision out: of that document nothing is
    changed then. CollectionError when the collection cannot be used.
    """
    groups: dict[str, list[Decision]] = {}
    for decision in decisions:
        groups.setdefault(_document_of(held, decision.id), []).append(decision)
    done: dict[str, Target] = {}
    for document_id, group in groups.items():
        done |= _of_document(collection, held, document_id, group, by)
    return done


def _of_document(
    collection: Collection, held: Holdings, document_id: str, group: Sequence[Decision], by: str
) -> dict[str, Target]:
    done: dict[str, Target] = {}

    def work(stored: AddedDocument | None) -> Change:
        if stored is None:
            raise _unknown(group[0].id)
        done.clear()
        bench = _Bench(stored, held)
        events = []
        for decision in group:
            events += bench.carry_out(decision)
        done.update(bench.targets)
        return Change(bench.stored, tuple(events))

    collection.change(document_id, work, by)
    return done


class _Bench:
    """A document while decisions on it are carried out."""

    def __init__(self, stored: AddedDocument, held: Holdings) -> None:
        self.stored = stored
        self.targets: dict[str, Target] = {}
        self._document = _read(stored, held)
        own = {entry.id for entry in stored.indicators}
        self._others = {i.id for i in held.register.indicators} - own

    def carry_out(self, decision: Decision) -> list[Event]:
        """Changes the document; the events to note. RegisterError when that cannot be."""
        entry = _last(self.stored.targets, decision.id)
        if entry is None:
            indicator = _last(self.stored.indicators, decision.id)
            if indicator is None or decision.what != CORRECTED:
                raise _unknown(decision.id)
            return self._correct_indicator(indicator, decision)
        if decision.what == REJECTED:
            rest = tuple(each for each in self.stored.targets if each.key != entry.key)
            turned_down = Entry(next_key(self.stored.rejected), rejection(entry.fields))
            self.stored = replace(self.stored, targets=rest, rejected=(*self.stored.rejected, turned_down))
            return [Event(REJECTED, decision.id, f"value={entry.fields.get('value')}")]
        fields = corrected_target(entry.fields, decision.settings) if decision.what == CORRECTED else entry.fields
        changed = Entry(entry.key, {**fields, "reviewed": True})
        own = {each.id for each in self.stored.indicators}
        self.targets[decision.id] = personal_target(changed.fields, self._document, self._others | own)
        self.stored = self.stored.with_target(changed)
        return [Event(decision.what, decision.id, "; ".join(decision.settings))]

    def _correct_indicator(self, entry: Entry, decision: Decision) -> list[Event]:
        changed = Entry(entry.key, corrected_indicator(entry.fields, decision.settings))
        rest = tuple(each for each in self.stored.indicators if each.key != entry.key)
        personal_indicator(changed.fields, self._others | {each.id for each in rest})
        indicators = tuple(changed if each.key == entry.key else each for each in self.stored.indicators)
        self.stored = replace(self.stored, indicators=indicators)
        return [Event(CORRECTED, decision.id, "; ".join(decision.settings))]


def _read(stored: AddedDocument, held: Holdings) -> Document:
    """The document as it is stored now; parsed again only when that is not the text we hold."""
    before = next((each for each in held.stored if each.id == stored.id), None)
    document = next((each for each in held.documents if each.id == stored.id and each.is_added), None)
    if document is not None and before is not None and before.text == stored.text:
        return document
    try:
        return read_added(stored, {each.id for each in held.documents if not each.is_added})
    except EditionError as error:
        raise RegisterError(
            f"{stored.id}: {error}; add it again, or take it away with 'plan136 add --remove'"
        ) from None


def _document_of(held: Holdings, entry_id: str) -> str:
    """The document an entry belongs to; of several with the same id, the one whose entry cannot be used."""
    found = [
        each.id for each in held.stored if any(entry.id == entry_id for entry in (*each.targets, *each.indicators))
    ]
    if not found:
        raise _unknown(entry_id)
    faulty = {problem.document for problem in held.problems if problem.id == entry_id}
    return next((each for each in found if each in faulty), found[0])


def _last(entries: Sequence[Entry], entry_id: str) -> Entry | None:
    return next((entry for entry in reversed(entries) if entry.id == entry_id), None)


def _unknown(entry_id: str) -> RegisterError:
    return RegisterError(f"no target of an added document has the id {entry_id!r}; 'plan136 targets review' lists them")
