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
    owners = _owners(held)
    for decision in decisions:
        if decision.id not in owners:
            raise _unknown(decision.id)
        groups.setdefault(owners[decision.id], []).append(decision)
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
        self.targets: dict[str, Target] = {}
        self._stored = stored
        self._entries = {entry.key: entry for entry in stored.targets}
        self._keys = {entry.id: entry.key for entry in stored.targets}  # of two with one id, the last
        self._rejected = list(stored.rejected)
        self._indicators = {entry.id: entry for entry in stored.indicators}
        self._document = _read(stored, held)
        self._known = {i.id for i in held.register.indicators} | self._indicators.keys()

    @property
    def stored(self) -> AddedDocument:
        """The document as the decisions leave it."""
        return replace(
            self._stored,
            targets=tuple(self._entries.values()),
            indicators=tuple(self._indicators.values()),
            rejected=tuple(self._rejected),
        )

    def carry_out(self, decision: Decision) -> list[Event]:
        """Changes the document; the events to note. RegisterError when that cannot be."""
        key = self._keys.get(decision.id)
        if key is None:
            return self._correct_indicator(decision)
        entry = self._entries[key]
        if decision.what == REJECTED:
            del self._entries[key], self._keys[decision.id]
            self._rejected.append(Entry(next_key(self._rejected), rejection(entry.fields)))
            return [Event(REJECTED, decision.id, f"value={entry.fields.get('value')}")]
        fields = corrected_target(entry.fields, decision.settings) if decision.what == CORRECTED else entry.fields
        changed = Entry(key, {**fields, "reviewed": True})
        self.targets[decision.id] = personal_target(changed.fields, self._document, self._known)
        self._entries[key] = changed
        return [Event(decision.what, decision.id, "; ".join(decision.settings))]

    def _correct_indicator(self, decision: Decision) -> list[Event]:
        entry = self._indicators.get(decision.id)
        if entry is None or decision.what != CORRECTED:
            raise _unknown(decision.id)
        changed = Entry(entry.key, corrected_indicator(entry.fields, decision.settings))
        personal_indicator(changed.fields, self._known - {entry.id})
        self._indicators[entry.id] = changed
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


def _owners(held: Holdings) -> dict[str, str]:
    """The document of each entry by its id; of several with one id, the one whose entry cannot be used."""
    owners: dict[str, str] = {}
    for each in held.stored:
        for entry in (*each.targets, *each.indicators):
            owners.setdefault(entry.id, each.id)
    return owners | {problem.id: problem.document for problem in held.problems if problem.id in owners}


def _unknown(entry_id: str) -> RegisterError:
    return RegisterError(f"no target of an added document has the id {entry_id!r}; 'plan136 targets review' lists them")
