"""Reads a YAML file into the dataclass that names its keys; what is missing, unknown or of another kind is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from knowledge.vietnamese import nfc
from knowledge.yaml_loader import load_checked

Kind = TypeVar("Kind")
_REMEDIES = {
    "missing": "add it, even if empty",
    "unexpected_keyword_argument": "no such key is read: correct its name or take it out",
    "string_type": "write a text, in quotes if it is no, on, yes or a number",
}


class Strict:
    """What a dataclass of a file is: a key it does not name is an error."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid")


class StrictFileError(ValueError):
    """A data file that cannot be used; the message names the file, the key and the remedy."""


def content_of(path: Path) -> Any:
    """The values of a YAML file; StrictFileError when it cannot be read."""
    try:
        return load_checked(nfc(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise StrictFileError(f"{path.name}: cannot be read ({error}); write it as UTF-8 YAML") from error


def read_strictly(name: str, kind: type[Kind], content: object, context: object = None) -> Kind:
    """The dataclass of what stands in the file ``name``; StrictFileError names the first key that does not hold."""
    try:
        return TypeAdapter(kind).validate_python(content, context=context)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "the file"
        remedy = _REMEDIES.get(first["type"])
        said = first["msg"].removeprefix("Value error, ")
        told = f"{said}; {remedy}" if remedy else f"{said} (got {first['input']!r:.80}); correct it"
        raise StrictFileError(f"{name}: {key}: {told}") from error
