"""English restatements of the library's clauses: one JSON object a line, each for one clause."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from knowledge.documents import Document

FILE = "english.jsonl"


class RestatementError(ValueError):
    """A line that cannot be used; the message names the file, the line and what helps."""


def with_english(documents: Sequence[Document], path: Path) -> tuple[Document, ...]:
    """The documents with the restatements of a file; as they are where there is no such file.

    A line is ``{"clause": "document id#locator", "en": text}``; RestatementError for one of no clause.
    """
    if not path.exists():
        return tuple(documents)
    held = {f"{p.document}#{p.locator}" for document in documents for p in document.passages}
    said: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path.name}:{number}"
        try:
            fields = json.loads(line)
            clause, english = fields["clause"], fields["en"]
        except (ValueError, KeyError, TypeError) as error:
            raise RestatementError(f"{place}: not an object with 'clause' and 'en'") from error
        if clause not in held:
            raise RestatementError(f"{place}: no clause is called {clause!r}; take the line out or correct the locator")
        if clause in said:
            raise RestatementError(f"{place}: {clause!r} is restated twice; take one line out")
        said[clause] = str(english)
    return tuple(
        replace(d, passages=tuple(replace(p, english=said.get(f"{p.document}#{p.locator}")) for p in d.passages))
        for d in documents
    )
