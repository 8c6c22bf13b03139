"""Which documents a question names: by alias, by full number, or by type and digits. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.concepts import Mention, PhraseBook, outermost
from knowledge.documents import Document
from knowledge.vietnamese import canonical_number

_TYPES = {
    "kế hoạch": "Kế hoạch",
    "plan": "Kế hoạch",
    "nghị quyết": "Nghị quyết",
    "resolution": "Nghị quyết",
    "nghị định": "Nghị định",
    "decree": "Nghị định",
    "quyết định": "Quyết định",
    "decision": "Quyết định",
    "chỉ thị": "Chỉ thị",
    "directive": "Chỉ thị",
    "thông tư": "Thông tư",
    "circular": "Thông tư",
    "chương trình": "Chương trình",
    "programme": "Chương trình",
    "program": "Chương trình",
    "công văn": "Công văn",
    "văn bản": None,
}
_COLLECTIONS = {"Giải thích", "Kết quả"}  # our own collections: nobody asks for them by name
_FILLERS = {"số", "no", "number", "thứ"}
_UNITS_AFTER = {"năm", "chỉ", "mục", "giai", "year", "years", "targets", "target", "điều", "tháng"}


@dataclass(frozen=True, slots=True)
class DocumentsNamed:
    """Document ids named, references to documents we do not hold, and the tokens they cover."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    tokens: frozenset[int]


class DocumentFinder:
    """Finds the documents of the library in a question."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        named = [d for d in documents if d.type not in _COLLECTIONS]
        self._aliases = PhraseBook(
            {
                d.id: [d.short, d.short_en, d.title, d.title_en, *d.aliases, *([d.number] if d.number else [])]
                for d in named
            }
        )
        self._types = PhraseBook({kind: [kind] for kind in _TYPES})

    def find(self, forms: Sequence[str]) -> DocumentsNamed:
        """Documents named in a question's syllables."""
        mentions = outermost(self._aliases.all(forms))
        known = list(dict.fromkeys(m.concept for m in mentions))
        covered = {i for m in mentions for i in range(m.start, m.end)}
        unknown: list[str] = []
        for place, form in enumerate(forms):
            if "/" in form and re.search(r"[a-zđ]", form) and place not in covered:
                covered.add(place)
                self._add(self._numbered(form), canonical_number(form), known, unknown)
        for place, year in _yearly_plans(forms):
            if place in covered:
                continue
            plans = [
                d.id for d in self._documents.values() if d.period == (int(year), int(year)) and _is_reform_plan(d)
            ]
            self._add(plans, f"kế hoạch cải cách hành chính năm {year}", known, unknown)
        for mention in self._types.all(forms):
            if mention.start in covered and mention.end - 1 in covered:
                continue
            self._typed(mention, forms, covered, known, unknown)
        return DocumentsNamed(tuple(known), tuple(unknown), frozenset(covered))

    def _typed(
        self, mention: Mention, forms: Sequence[str], covered: set[int], known: list[str], unknown: list[str]
    ) -> None:
        place = mention.end
        if place < len(forms) and forms[place] in _FILLERS:
            place += 1
        if place >= len(forms) or place in covered or not re.fullmatch(r"\d{1,5}", forms[place]):
            return
        digits = forms[place]
        following = forms[place + 1] if place + 1 < len(forms) else ""
        is_year = re.fullmatch(r"(?:19|20)\d{2}", digits) is not None
        if is_year or following in _UNITS_AFTER:
            return
        covered.update(range(mention.start, place + 1))
        kind = _TYPES[mention.concept]
        matches = [
            d.id
            for d in self._documents.values()
            if d.number and (kind is None or d.type == kind) and _digits(d.number) == digits.lstrip("0")
        ]
        self._add(matches, " ".join(forms[mention.start : place + 1]), known, unknown)

    def _numbered(self, form: str) -> list[str]:
        written = canonical_number(form)
        plain = written.replace("Đ", "D")
        return [
            d.id
            for d in self._documents.values()
            if d.number and (d.number.upper().replace("Đ", "D").startswith(plain) or _same_short(d.number, written))
        ]

    @staticmethod
    def _add(matches: list[str], reference: str, known: list[str], unknown: list[str]) -> None:
        if not matches:
            unknown.append(reference)
        known.extend(m for m in matches if m not in known)


def _is_reform_plan(document: Document) -> bool:
    return document.type == "Kế hoạch" and "kế hoạch cải cách hành chính" in document.title.lower()


def _yearly_plans(forms: Sequence[str]) -> list[tuple[int, str]]:
    """Places and years of "kế hoạch cải cách hành chính … năm 2022": the yearly plans."""
    found = []
    for place in range(len(forms) - 6):
        if tuple(forms[place : place + 6]) != ("kế", "hoạch", "cải", "cách", "hành", "chính"):
            continue
        following = forms[place + 6 : place + 13]
        years = [y for w, y in itertools.pairwise(following) if w == "năm" and re.fullmatch(r"20\d{2}", y)]
        if years:
            found.append((place, years[0]))
    return found


def _digits(number: str) -> str:
    match = re.match(r"0*(\d+)", number)
    return match[1] if match else ""


def _same_short(number: str, written: str) -> bool:
    """Whether "107/NĐ-CP" stands for "107/2021/NĐ-CP" (year left out)."""
    return re.sub(r"/(?:19|20)\d{2}(?=/)", "", number).upper() == written
