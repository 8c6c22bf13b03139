"""Which documents a question names: by alias, by full number, or by type and digits. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.concepts import Mention, PhraseBook, covered, outermost
from knowledge.documents import Document
from knowledge.home import Home
from knowledge.language.patterns import every
from knowledge.language.words import DocumentWords
from knowledge.reading.entries import DocumentType
from knowledge.vietnamese import canonical_number, strip_marks, syllables

_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class DocumentsNamed:
    """Document ids named, references to documents we do not hold, and the tokens they cover."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    tokens: frozenset[int]


class DocumentFinder:
    """Finds the documents of the library in a question."""

    def __init__(
        self, documents: Sequence[Document], words: DocumentWords, types: Sequence[DocumentType], home: Home
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._words = words
        self._series = home.series
        self._in_series = set(syllables(home.series.title)) - set(syllables(home.series.type))
        named = [d for d in documents if d.type not in home.collections]
        bundled = {name.casefold() for d in named if not d.is_added for name in _names(d)}
        self._aliases = PhraseBook(
            {d.id: [n for n in _names(d) if not (d.is_added and n.casefold() in bundled)] for d in named}
        )
        named_by_number = [each for each in types if each.vi not in words.counting_kinds]
        self._types = PhraseBook({each.vi: (each.vi, *each.en) for each in named_by_number} | {"": words.any_kind})

    def find(self, forms: Sequence[str]) -> DocumentsNamed:
        """Documents named in a question's syllables."""
        mentions = outermost(self._aliases.all(forms))
        known = list(dict.fromkeys(m.concept for m in mentions))
        taken = covered(mentions)
        unknown: list[str] = []
        for place, form in enumerate(forms):
            if "/" in form and any(c.isalpha() for c in form) and place not in taken:
                taken.add(place)
                self._add(self._numbered(form), canonical_number(form), known, unknown)
        self._add_series(forms, taken, known, unknown)
        for mention in self._types.all(forms):
            if mention.start not in taken or mention.end - 1 not in taken:
                self._typed(mention, forms, taken, known, unknown)
        for place, form in enumerate(forms):
            if place not in taken and (bare := self._bare(forms, place)):
                taken.add(place)
                self._add([bare], form, known, unknown)
        return DocumentsNamed(tuple(known), tuple(unknown), frozenset(taken))

    def _add_series(self, forms: Sequence[str], taken: set[int], known: list[str], unknown: list[str]) -> None:
        """Those of the series, by kind and years alone: "kế hoạch (cải cách hành chính …) (năm) 2026"."""
        said = " ".join(forms)
        for found in every(self._words.series, said):
            period = (found.numbers[0], found.numbers[-1])
            held = [d.id for d in self._documents.values() if d.period == period and self._is_of_series(d)]
            called = not self._in_series.isdisjoint(said[found.start : found.end].split())
            if said.count(" ", 0, found.start) not in taken and (held or (called and period[0] == period[1])):
                self._add(held, self._series.unheld.format(year=period[0]), known, unknown)

    def _is_of_series(self, document: Document) -> bool:
        return document.type == self._series.type and self._series.title in document.title.lower()

    def _typed(
        self, mention: Mention, forms: Sequence[str], taken: set[int], known: list[str], unknown: list[str]
    ) -> None:
        place = mention.end
        if place < len(forms) and forms[place] in self._words.number_signs:
            place += 1
        if place >= len(forms) or place in taken or not re.fullmatch(r"\d{1,5}", forms[place]):
            return
        digits = forms[place]
        following = forms[place + 1] if place + 1 < len(forms) else ""
        is_year = re.fullmatch(r"(?:19|20)\d{2}", digits) is not None
        if is_year or following in self._words.no_number_before:
            return
        taken.update(range(mention.start, place + 1))
        kind = mention.concept
        matches = [
            d.id
            for d in self._documents.values()
            if d.number and (not kind or d.type.lower() == kind) and _digits(d.number) == digits.lstrip("0")
        ]
        self._add(matches, " ".join(forms[mention.start : place + 1]), known, unknown)

    def _bare(self, forms: Sequence[str], place: int) -> str | None:
        """The only document with these digits, when they stand alone: "136 và Nghị quyết 76"."""
        following = forms[place + 1] if place + 1 < len(forms) else ""
        before = forms[place - 1] if place else ""
        if not re.fullmatch(r"\d{3,4}", forms[place]) or re.fullmatch(r"(?:19|20)\d{2}", forms[place]):
            return None
        if following in self._words.no_bare_number_before or before in self._words.no_bare_number_after:
            return None
        alike = [d for d in self._documents.values() if d.number and _digits(d.number) == forms[place]]
        found = [d.id for d in alike if not d.is_added] or [d.id for d in alike]
        return found[0] if len(found) == 1 else None

    def _numbered(self, form: str) -> list[str]:
        written = canonical_number(form)
        plain = strip_marks(written)
        return [
            d.id
            for d in self._documents.values()
            if d.number and (strip_marks(d.number.upper()).startswith(plain) or _same_short(d.number, written))
        ]

    def _add(self, matches: list[str], reference: str, known: list[str], unknown: list[str]) -> None:
        if not matches:
            unknown.append(reference)
        ours = [m for m in matches if not self._documents[m].is_added]
        matches = ours or matches  # an added document never takes the name of a bundled one
        known.extend(m for m in matches if m not in known)


def _names(document: Document) -> list[str]:
    """Everything a document is called."""
    names = [document.short, document.short_en, document.title, document.title_en, *document.aliases]
    return [*names, document.number] if document.number else names


def _digits(number: str) -> str:
    match = re.match(r"0*(\d+)", number)
    return match[1] if match else ""


def _same_short(number: str, written: str) -> bool:
    """Whether "107/NĐ-CP" stands for "107/2021/NĐ-CP" (year left out)."""
    return re.sub(r"/(?:19|20)\d{2}(?=/)", "", number).upper() == written
