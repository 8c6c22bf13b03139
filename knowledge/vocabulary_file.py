"""Reads ``vocabulary.yaml`` and refuses a bad file, naming the entry and the remedy."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from knowledge.reading.entries import DocumentType, Entries, PlaceNames, Synonym
from knowledge.vietnamese import nfc
from knowledge.yaml_loader import YAML_LOADER

_SECTIONS = (
    "abbreviations", "document_types", "teencode", "synonyms", "question_words", "function_words",
    "english", "language", "places", "phrases", "pairs", "lexicon",
)  # fmt: skip


class VocabularyError(ValueError):
    """The vocabulary file cannot be used; the message says where and what to do."""


class _UniqueKeys(YAML_LOADER):  # type: ignore[misc]
    """A loader for which a key written twice is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            line = node.start_mark.line + 1
            raise VocabularyError(f"in the mapping at line {line}: {', '.join(twice)} stands twice; keep one of them")
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def load_vocabulary(path: Path) -> Entries:
    """The checked entries of a vocabulary file; VocabularyError when it is not usable."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)
        return _Reader().entries(data)
    except VocabularyError as error:
        raise VocabularyError(f"{path.name}: {error}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise VocabularyError(f"{path.name}: cannot be read ({error}); write it as UTF-8 YAML") from error


def _refuse(where: str, problem: str, remedy: str) -> NoReturn:
    raise VocabularyError(f"{where}: {problem}; {remedy}")


class _Reader:
    """Checks and converts, section by section."""

    def entries(self, data: object) -> Entries:
        sections = self._mapping("the file", data)
        for name in _SECTIONS:
            if name not in sections:
                _refuse(name, "the section is missing", "add it, even if empty lists are all it holds")
        for name in sections:
            if name not in _SECTIONS:
                _refuse(name, "no such section", f"use one of {', '.join(_SECTIONS)}")
        return Entries(
            abbreviations=self._meanings("abbreviations", sections),
            document_types=self._types(sections["document_types"]),
            teencode=self._meanings("teencode", sections),
            synonyms=self._synonyms(sections["synonyms"]),
            question_words=self._by_language("question_words", sections),
            function_words=self._by_language("function_words", sections),
            english={k.lower(): self._text(f"english/{k}", v) for k, v in self._items("english", sections)},
            language=self._language(self._mapping("language", sections["language"])),
            places=self._places(self._mapping("places", sections["places"])),
            phrases=self._list("phrases", sections["phrases"]),
            pairs=self._pairs(sections["pairs"]),
            lexicon=self._list("lexicon", sections["lexicon"]),
        )

    def _mapping(self, where: str, value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            _refuse(where, f"expected a mapping, found {type(value).__name__}", "write it as `key: value` lines")
        for key in value:
            if not isinstance(key, str):
                _refuse(f"{where}/{key}", "YAML does not read this key as text", f'put it in quotes: "{key}"')
        return {nfc(key): entry for key, entry in value.items()}

    def _items(self, name: str, sections: dict[str, object]) -> list[tuple[str, object]]:
        return list(self._mapping(name, sections[name]).items())

    def _text(self, where: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            _refuse(
                where, f"expected a text, found {value!r}", "write the text, in quotes if it is no, on, yes or a number"
            )
        return nfc(value).strip()

    def _list(self, where: str, value: object) -> tuple[str, ...]:
        if isinstance(value, str):
            parts = [part.strip() for line in nfc(value).splitlines() for part in line.split(",")]
            return tuple(dict.fromkeys(part for part in parts if part))
        if not isinstance(value, list):
            _refuse(where, f"expected a list, found {value!r}", "write [a, b] or a text with commas")
        return tuple(dict.fromkeys(self._text(f"{where}[{i}]", part) for i, part in enumerate(value)))

    def _meanings(self, name: str, sections: dict[str, object]) -> dict[str, tuple[str, ...]]:
        found = {key.lower(): self._list(f"{name}/{key}", value) for key, value in self._items(name, sections)}
        for key, meanings in found.items():
            if not meanings:
                _refuse(f"{name}/{key}", "no meaning given", "write what it stands for, or remove it")
        return found

    def _types(self, value: object) -> tuple[DocumentType, ...]:
        found = []
        for code, entry in self._mapping("document_types", value).items():
            where = f"document_types/{code}"
            fields = self._mapping(where, entry)
            missing = {"vi", "en", "short"} - fields.keys()
            if missing:
                _refuse(where, f"{', '.join(sorted(missing))} missing", "give vi, en and short")
            lists = (self._list(f"{where}/{field}", fields[field]) for field in ("en", "short"))
            found.append(DocumentType(code, self._text(f"{where}/vi", fields["vi"]), *lists))
        return tuple(found)

    def _synonyms(self, value: object) -> tuple[Synonym, ...]:
        if not isinstance(value, list):
            _refuse("synonyms", "expected a list", "begin each group with `- canonical: ...`")
        found: list[Synonym] = []
        for i, entry in enumerate(value):
            fields = self._mapping(f"synonyms[{i}]", entry)
            canonical = self._text(f"synonyms[{i}]/canonical", fields.get("canonical"))
            forms = self._list(f"synonyms/{canonical}/forms", fields.get("forms"))
            if fields.keys() - {"canonical", "forms", "both"}:
                _refuse(f"synonyms/{canonical}", "unknown field", "use canonical, forms and both")
            if any(group.canonical == canonical for group in found):
                _refuse(f"synonyms/{canonical}", "a second group with this term", "merge the two")
            found.append(Synonym(canonical, tuple(f for f in forms if f != canonical), fields.get("both") is True))
        return tuple(found)

    def _pairs(self, value: object) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        if not isinstance(value, list):
            _refuse("pairs", "expected a list", "begin each entry with `- left: ...`, then `right: ...`")
        found = []
        for i, entry in enumerate(value):
            fields = self._mapping(f"pairs[{i}]", entry)
            if fields.keys() != {"left", "right"}:
                _refuse(f"pairs[{i}]", f"fields {', '.join(fields)}", "give exactly left and right")
            found.append(
                (self._list(f"pairs[{i}]/left", fields["left"]), self._list(f"pairs[{i}]/right", fields["right"]))
            )
        return tuple(found)

    def _by_language(self, name: str, sections: dict[str, object]) -> dict[str, tuple[str, ...]]:
        fields = self._mapping(name, sections[name])
        if fields.keys() != {"vi", "en"}:
            _refuse(name, f"languages {', '.join(fields)}", "give exactly vi and en")
        return {language: self._list(f"{name}/{language}", words) for language, words in fields.items()}

    def _language(self, fields: dict[str, object]) -> dict[str, tuple[str, ...]]:
        if fields.keys() != {"neutral", "clear"}:
            _refuse("language", f"fields {', '.join(fields)}", "give exactly neutral and clear")
        return {name: self._list(f"language/{name}", words) for name, words in fields.items()}

    def _places(self, fields: dict[str, object]) -> PlaceNames:
        names = tuple(field.name for field in dataclasses.fields(PlaceNames))
        missing = set(names) - fields.keys()
        if missing:
            _refuse("places", f"{', '.join(sorted(missing))} missing", "add the list")
        provinces = {
            name: (name, *self._list(f"places/provinces/{name}", forms))
            for name, forms in self._mapping("places/provinces", fields["provinces"]).items()
        }
        lists = {name: self._list(f"places/{name}", fields[name]) for name in names if name != "provinces"}
        known = {form.lower() for forms in provinces.values() for form in forms}
        for name in lists["since_2025"]:
            if name.lower() not in known:
                _refuse(f"places/since_2025/{name}", "not among the provinces", "add it there too")
        return PlaceNames(provinces=provinces, **lists)
