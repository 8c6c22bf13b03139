"""Reads the data files of the language, ``library/language/*.yaml``: each becomes the dataclass that names its keys.

``pieces`` at the head of a file are phrases that others name as ``<piece>``. What is missing, unknown or not written as
phrases are is refused, and the message names the file, the key and the remedy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args, get_type_hints

import yaml

from knowledge.phrases import PIECES, PhraseError, Phrases, pattern
from knowledge.vietnamese import nfc
from knowledge.yaml_loader import load_checked

Words = TypeVar("Words")
LANGUAGE = Path(__file__).parent / "library" / "language"
_BESIDE = {"is", "not_after", "not_before", "before"}


class WordsError(ValueError):
    """A data file of the language that cannot be used; the message names the file, the key and the remedy."""


def load_words(path: Path, kind: type[Words]) -> Words:
    """The words of a file; WordsError when it does not hold just what ``kind`` names."""
    try:
        held = load_checked(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise WordsError(f"{path.name}: cannot be read ({error}); write it as UTF-8 YAML") from error
    reader = _Reader(path.name)
    sections = dict(reader.mapping("the file", held))
    reader.define(sections.pop("pieces", {}))
    found: Words = reader.section("", kind, sections)
    return found


class _Reader:
    """Checks and converts, key by key."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pieces = dict(PIECES)

    def define(self, held: object) -> None:
        """Take up the file's own pieces; one may name those before it."""
        for name, written in self.mapping("pieces", held).items():
            if name in self._pieces:
                self._refuse(f"pieces.{name}", "there is such a piece already", "give it another name")
            self._pieces[name] = str(self._phrases(f"pieces.{name}", written))

    def section(self, key: str, kind: type[Any], held: object) -> Any:
        """The dataclass of a mapping that has each of its fields and nothing else."""
        given = self.mapping(key or "the file", held)
        kinds = get_type_hints(kind)
        names = [field.name for field in fields(kind)]
        for name in names:
            if name not in given:
                self._refuse(_under(key, name), "is missing", "add it")
        for name in given:
            if name not in names:
                self._refuse(_under(key, name), "is not read", f"take it out, or use one of {', '.join(names)}")
        return kind(**{name: self._value(_under(key, name), kinds[name], given[name]) for name in names})

    def mapping(self, key: str, held: object) -> Mapping[str, Any]:
        """A mapping whose keys are texts."""
        if not isinstance(held, dict) or not all(isinstance(name, str) for name in held):
            self._refuse(key, f"expected names with values, found {held!r}"[:120], "write it as `name: value` lines")
        return held

    def _value(self, key: str, kind: Any, held: object) -> Any:
        if kind is Phrases:
            return self._phrases(key, held)
        if kind is str:
            return self._text(key, held)
        if is_dataclass(kind) and isinstance(kind, type):
            return self.section(key, kind, held)
        (each,) = (part for part in get_args(kind) if part is not ...)
        return tuple(self._value(f"{key}[{i}]", each, part) for i, part in enumerate(self._list(key, held)))

    def _list(self, key: str, held: object) -> list[Any]:
        if not isinstance(held, list) or not held:
            self._refuse(key, f"expected a list, found {held!r}"[:120], "write [a, b]")
        return held

    def _text(self, key: str, held: object) -> str:
        if not isinstance(held, str) or not held.strip():
            self._refuse(key, f"expected a text, found {held!r}"[:120], "put it in quotes")
        return nfc(held)

    def _phrases(self, key: str, held: object) -> Phrases:
        """A list of phrases; one may stand alone."""
        written, patterns = [], []
        for i, each in enumerate(self._list(key, held) if isinstance(held, list) else [held]):
            place = f"{key}[{i}]" if isinstance(held, list) else key
            told = self.mapping(place, each) if isinstance(each, dict) else {"is": each}
            if "is" not in told or told.keys() - _BESIDE:
                self._refuse(place, f"has {', '.join(told)}", f"use is with {', '.join(sorted(_BESIDE - {'is'}))}")
            beside = {
                name: [self._text(f"{place}.{name}", part) for part in self._list(f"{place}.{name}", parts)]
                for name, parts in told.items()
                if name != "is"
            }
            written.append(self._text(place, told["is"]))
            try:
                patterns.append(pattern(written[-1], **beside, pieces=self._pieces))
            except PhraseError as error:
                self._refuse(place, "is no phrase", str(error))
        return Phrases(tuple(written), tuple(patterns))

    def _refuse(self, key: str, problem: str, remedy: str) -> NoReturn:
        raise WordsError(f"{self._name}: {key}: {problem}; {remedy}")


def _under(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
