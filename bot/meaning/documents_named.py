"""Which documents a question names: by alias, by full number, or by type and digits. Pure."""

from __future__ import annotations

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
_YEAR = re.compile(r"(?:19|20)\d{2}")
_COLLECTIONS = {"Giải thích", "Kết quả"}  # our own collections: nobody asks for them by name
_PLAN_WORDS = {"cải", "cách", "hành", "chính", "cchc", "nhà", "nước", "của", "hà", "nội", "thành", "phố", "năm", "tp",
               "trọng", "tâm"}  # fmt: skip
_COUNTED = {"thủ", "hồ", "phường", "xã", "chỉ", "đơn", "quận", "điểm", "bậc", "phần", "tiêu", "đồng", "dossiers",
            "procedures", "chi", "người", "cơ"}  # fmt: skip
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
        bundled = {name.casefold() for d in named if not d.is_added for name in _names(d)}
        self._aliases = PhraseBook(
            {d.id: [n for n in _names(d) if not (d.is_added and n.casefold() in bundled)] for d in named}
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
        for place, period, reform in _reform_plans(forms):
            plans = [d.id for d in self._documents.values() if d.period == period and _is_reform_plan(d)]
            if place not in covered and (plans or (reform and period[0] == period[1])):
                self._add(plans, f"kế hoạch cải cách hành chính năm {period[0]}", known, unknown)
        for mention in self._types.all(forms):
            if mention.start in covered and mention.end - 1 in covered:
                continue
            self._typed(mention, forms, covered, known, unknown)
        for place, form in enumerate(forms):
            if place not in covered and (bare := self._bare(forms, place)):
                covered.add(place)
                self._add([bare], form, known, unknown)
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

    def _bare(self, forms: Sequence[str], place: int) -> str | None:
        """The only document with these digits, when they stand alone: "136 và Nghị quyết 76"."""
        following = forms[place + 1] if place + 1 < len(forms) else ""
        before = forms[place - 1] if place else ""
        if not re.fullmatch(r"\d{3,4}", forms[place]) or re.fullmatch(r"(?:19|20)\d{2}", forms[place]):
            return None
        if following in _COUNTED or before in {"có", "còn", "số", "chỉ", "index"}:
            return None
        alike = [d for d in self._documents.values() if d.number and _digits(d.number) == forms[place]]
        found = [d.id for d in alike if not d.is_added] or [d.id for d in alike]
        return found[0] if len(found) == 1 else None

    def _numbered(self, form: str) -> list[str]:
        written = canonical_number(form)
        plain = written.replace("Đ", "D")
        return [
            d.id
            for d in self._documents.values()
            if d.number and (d.number.upper().replace("Đ", "D").startswith(plain) or _same_short(d.number, written))
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


def _is_reform_plan(document: Document) -> bool:
    return document.type == "Kế hoạch" and "kế hoạch cải cách hành chính" in document.title.lower()


def _reform_plans(forms: Sequence[str]) -> list[tuple[int, tuple[int, int], bool]]:
    """Place, period and whether "cải cách" is said, of each "kế hoạch (cải cách hành chính …) (năm) 2026"."""
    found = []
    for place in range(len(forms) - 2):
        if tuple(forms[place : place + 2]) != ("kế", "hoạch"):
            continue
        for further in range(place + 2, min(place + 14, len(forms))):
            if _YEAR.fullmatch(forms[further]):
                last = forms[further + 1] if further + 1 < len(forms) else ""
                end = int(last) if _YEAR.fullmatch(last) else int(forms[further])
                found.append((place, (int(forms[further]), end), "cải" in forms[place:further]))
                break
            if forms[further] not in _PLAN_WORDS:
                break
    return found


def _digits(number: str) -> str:
    match = re.match(r"0*(\d+)", number)
    return match[1] if match else ""


def _same_short(number: str, written: str) -> bool:
    """Whether "107/NĐ-CP" stands for "107/2021/NĐ-CP" (year left out)."""
    return re.sub(r"/(?:19|20)\d{2}(?=/)", "", number).upper() == written
