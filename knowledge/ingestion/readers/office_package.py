"""The ZIP package of an office file, checked before a library unpacks it: how much it holds, and what its XML says.

A part is read piece by piece with expat, which builds no tree; a document type declaration, from which entities come,
is refused at its first character.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from knowledge.ingestion.characters import shown
from knowledge.ingestion.readers.paragraph import UnreadableError

_MOST_PARTS = 2_000
_MOST_UNPACKED = 200_000_000  # bytes of all parts
_MOST_XML = 60_000_000  # bytes of the parts that are XML
_MOST_RATIO = 200  # times larger than packed: text comes to 20, Word's own XML to 40
_RATIO_FROM = 5_000_000  # bytes: a smaller part may be as empty as it likes
_MOST_ELEMENTS = 1_000_000
_DEEPEST = 200
_MOST_COLUMNS = 1_000  # that a cell of a table may span; Word itself stops at 63
_CHUNK = 65_536
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def check_package(path: Path) -> None:
    """UnreadableError when the package or the XML in it passes a limit; zipfile's errors when it is no package."""
    with path.open("rb") as file:
        if file.read(4) == _OLD_OFFICE:
            raise UnreadableError(
                "it is locked with a password or in the old .doc format; save it as .docx without one"
            )
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        _check_sizes(parts)
        seen = _Seen()
        for part in parts:
            with archive.open(part) as content:
                start = content.read(_CHUNK)
                if _is_xml(part.filename, start):
                    seen.read(part.filename, start, content)


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_PARTS:
        raise UnreadableError(f"{len(parts)} parts in its package, more than {_MOST_PARTS}; save it again")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED:
        raise UnreadableError(f"it unpacks to {unpacked} bytes, more than {_MOST_UNPACKED}; give a smaller document")
    for part in parts:
        name = shown(part.filename)
        if part.flag_bits & 1:
            raise UnreadableError(f"its part '{name}' is locked with a password; save a copy without one")
        if part.file_size > _RATIO_FROM and part.file_size > _MOST_RATIO * max(part.compress_size, 1):
            grown = f"unpacks to {part.file_size} bytes, more than {_MOST_RATIO} times its size"
            raise UnreadableError(f"its part '{name}' {grown}; save it again")
        if ".." in part.filename.split("/") or part.filename.startswith(("/", "\\")) or "\x00" in part.orig_filename:
            raise UnreadableError(f"its part '{name}' has a name that leads out of the package; save it again")


def _is_xml(name: str, start: bytes) -> bool:
    text = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # UTF-8 and UTF-16 alike
    return name.lower().endswith((".xml", ".rels")) or text.startswith(b"<")


class _Seen:
    """What was counted in the XML of a package so far."""

    def __init__(self) -> None:
        self._bytes = 0
        self._elements = 0
        self._depth = 0

    def read(self, name: str, start: bytes, rest: IO[bytes]) -> None:
        """Read one part; UnreadableError when it passes a limit or is no XML."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._declared
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        self._depth = 0
        chunk = start
        try:
            while chunk:
                self._bytes += len(chunk)
                if self._bytes > _MOST_XML:
                    raise UnreadableError(f"more than {_MOST_XML} bytes of XML; give a smaller document")
                parser.Parse(chunk, False)
                chunk = rest.read(_CHUNK)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise UnreadableError(
                f"not a Word document (its part '{shown(name)}': {error}); save it as .docx again"
            ) from None

    def _declared(self, *_: object) -> None:
        raise UnreadableError("its XML declares a document type, which may hold entities; save it as .docx again")

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > _MOST_ELEMENTS:
            raise UnreadableError(f"more than {_MOST_ELEMENTS} elements of XML; add it in parts")
        if self._depth > _DEEPEST:
            raise UnreadableError(f"its parts are nested deeper than {_DEEPEST}; save it again without nested tables")
        if name.endswith(" gridSpan"):
            for key, value in attributes.items():
                if key.endswith("val") and not (value.strip().isdecimal() and int(value[:10]) <= _MOST_COLUMNS):
                    raise UnreadableError(
                        f"a cell of a table spans {shown(value, 20)} columns, more than {_MOST_COLUMNS}; split the cell"
                    )

    def _closed(self, _name: str) -> None:
        self._depth -= 1
