"""The shape of the vocabulary's data; ``knowledge/vocabulary_file.py`` fills it from YAML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Synonym:
    """One official term and the words people use for it."""

    canonical: str
    forms: tuple[str, ...]
    both: bool = False  # whether the forms are also added when the official term is asked about


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: its code in a number, its names, and the short forms people type."""

    code: str
    vi: str
    en: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Places by kind; a province maps to all the forms it is written in (its own name first)."""

    hanoi: tuple[str, ...]
    provinces: dict[str, tuple[str, ...]]
    since_2025: tuple[str, ...]
    countries: tuple[str, ...]
    nationwide: tuple[str, ...]
    districts: tuple[str, ...]
    not_after: tuple[str, ...]
    titles: tuple[str, ...]  # what ends with a word of ``not_after`` and may stand before a name all the same
    of_provinces: tuple[str, ...]  # words that are said before their names
    of_districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """Everything in ``vocabulary.yaml``, checked. Keys are lower case."""

    abbreviations: dict[str, tuple[str, ...]]
    document_types: tuple[DocumentType, ...]
    teencode: dict[str, tuple[str, ...]]
    synonyms: tuple[Synonym, ...]
    question_words: dict[str, tuple[str, ...]]  # by language: vi, en
    function_words: dict[str, tuple[str, ...]]
    english: dict[str, str]
    language: dict[str, tuple[str, ...]]  # "neutral" words, and "clear" Vietnamese ones without marks
    places: PlaceNames
    phrases: tuple[str, ...]
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # every left is followed by every right
    lexicon: tuple[str, ...]

    def teaching(self) -> tuple[str, ...]:
        """Every Vietnamese phrase of the data: what the syllable model learns besides the documents."""
        places = self.places
        provinces = (form for forms in places.provinces.values() for form in forms if len(form) > 4)
        return (
            *self.phrases * 3,
            *self.lexicon,
            *(f"{first} {second}" for left, right in self.pairs for first in left for second in right),
            *self.question_words["vi"] * 2,
            *self.function_words["vi"],
            *(meaning for meanings in self.abbreviations.values() for meaning in meanings),
            *(meaning for meanings in self.teencode.values() for meaning in meanings[:1]),
            *(text for group in self.synonyms for text in (group.canonical, *group.forms)),
            *self.english.values(),
            *places.hanoi[:4] * 3,
            *(form for form in provinces if not form.isascii()),
            *(f"{unit} {name}" for name in places.provinces for unit in (*places.of_provinces, "")),
            *(f"{unit} {name}" for name in places.districts for unit in places.of_districts),
        )
