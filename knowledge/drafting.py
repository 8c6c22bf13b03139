"""The candidates of a document as entries to store, each read by the register's own reader before it is taken."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from knowledge.collection import AddedDocument, Entry, entries, next_key
from knowledge.documents import Document
from knowledge.holdings import Holdings
from knowledge.proposing import proposals
from knowledge.register.personal import personal_indicator, personal_target
from knowledge.register.proposed import Proposer, indicator_entry, indicator_id
from knowledge.register.register_file import RegisterError

_FEWEST_SYLLABLES = 4  # a shorter subject is a common word, not a name of an indicator

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drafts:
    """What the text of a document proposes; targets still without a number of their own."""

    targets: tuple[Fields, ...]
    indicators: tuple[Fields, ...]
    refused: tuple[str, ...]  # why candidates the register would not read were left out


@dataclass(frozen=True, slots=True)
class Merged:
    """A document with its drafts beside what a person had decided."""

    document: AddedDocument
    fresh: int  # candidates stored, not reviewed
    kept: int  # reviewed targets the text still bears out
    lost: tuple[str, ...]  # ids of reviewed targets it no longer does


def drafted(document: Document, held: Holdings) -> Drafts:
    """The candidates of a document that the register can read."""
    known = {i.id for i in held.register.indicators if not i.id.startswith(f"{document.id}.")}
    library = "\n".join(p.text.casefold() for d in held.documents if not d.is_added for p in d.passages)
    own: dict[str, Fields] = {}
    targets, refused = [], []
    proposer = Proposer(held.words, held.home.units)
    for proposal in proposals(document, held.register):
        candidate = proposal.candidate
        indicator = proposal.indicator if proposal.indicator in known else None
        if indicator is None:
            words = candidate.subject or document.title
            indicator = indicator_id(document, words)
            if indicator not in own:
                common = len(words.split()) < _FEWEST_SYLLABLES or words.casefold() in library
                own[indicator] = indicator_entry(indicator, words, document, common)
        fields = proposer.target_entry(f"{document.id}/0", candidate, proposal.passage, document, indicator)
        try:
            if indicator in own:
                personal_indicator(own[indicator], known)
            personal_target(fields, document, {indicator})
        except RegisterError as error:
            refused.append(f"{proposal.passage.locator}: {str(error).partition('/0: ')[2] or error}")
        else:
            targets.append(fields)
    return Drafts(tuple(targets), tuple(own.values()), tuple(refused))


def merged(
    held: AddedDocument | None, document: Document, text: str, drafts: Drafts, indicators: Collection[str]
) -> Merged:
    """The drafts put into a stored document: what a person reviewed or turned down stays so.

    ``indicators``: ids of those that other documents or the library bring.
    """
    before = held or AddedDocument(document.id, None)
    brought = {entry.id: entry.fields for entry in before.indicators} | {str(i["id"]): i for i in drafts.indicators}
    reviewed = [entry for entry in before.targets if entry.fields.get("reviewed", True)]
    kept, lost = _still_borne_out(reviewed, document, {*indicators, *brought})
    decided = {identity(entry.fields) for entry in (*kept, *before.rejected)}
    numbers = _free_numbers(document.id, {entry.id for entry in kept})
    fresh = [{**each, "id": next(numbers)} for each in drafts.targets if identity(each) not in decided]
    used = {entry.fields.get("indicator") for entry in kept} | {each["indicator"] for each in fresh}
    stored = replace(
        before,
        text=text,
        targets=(*kept, *entries(fresh, next_key(before.targets))),
        indicators=entries([fields for each, fields in brought.items() if each in used]),
    )
    return Merged(stored, len(fresh), len(kept), lost)


def identity(fields: Fields) -> str:
    """What tells a figure of a document from its others, whatever its place and number are now."""
    return json.dumps(rejection(fields), sort_keys=True, default=str)


def rejection(fields: Fields) -> dict[str, Any]:
    """What is remembered of a target that was turned down."""
    return {key: fields.get(key) for key in ("document", "span", "value", "level")}


def _free_numbers(document_id: str, used: Collection[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if (found := f"{document_id}/{number}") not in used:
            yield found


def _still_borne_out(
    reviewed: Sequence[Entry], document: Document, indicators: Collection[str]
) -> tuple[list[Entry], tuple[str, ...]]:
    """Reviewed entries the document still bears out, at their place now; and the ids of the others."""
    kept, lost = [], []
    spots = _Spots(document)
    for entry in reviewed:
        moved = Entry(entry.key, {**entry.fields, "locator": spots.locator(entry.fields)})
        try:
            personal_target(moved.fields, document, indicators)
            kept.append(moved)
        except RegisterError:
            lost.append(entry.id)
    return kept, tuple(lost)


class _Spots:
    """Where spans stand in a document; entries come in reading order, so each is looked for after the last first."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._whole = "\n".join(passage.text for passage in document.passages)
        self._starts = [0, *accumulate(len(passage.text) + 1 for passage in document.passages)]
        self._last = 0

    def locator(self, fields: Fields) -> Any:
        """The place an entry names if its span stands there, else the next that holds it, else the one it names."""
        span, named = str(fields.get("span")), fields.get("locator")
        try:
            if span in self._document.at(str(named)).text:
                return named
        except KeyError:
            pass
        found = self._whole.find(span, self._last)
        found = self._whole.find(span) if found < 0 else found
        if found < 0:
            return named
        self._last = found
        return self._document.passages[bisect_right(self._starts, found) - 1].locator
