"""Reads the lexicons understanding needs: concepts and glossary terms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from knowledge.documents import Citation, Document, Span
from knowledge.glossary import Clause, Glossary
from knowledge.yaml_loader import YAML_LOADER


class LexiconError(ValueError):
    """An entry of a lexicon that cannot be used; the message names the file, the entry and the remedy."""


def load_concepts(folder: Path, languages: Sequence[str] = ("vi", "en")) -> dict[str, tuple[str, ...]]:
    """The phrases of each concept, the languages together."""
    content = yaml.load((folder / "concepts.yaml").read_text(encoding="utf-8"), Loader=YAML_LOADER)["concepts"]
    for concept, phrases in content.items():
        if set(phrases) - {"vi", "en"}:
            raise LexiconError(
                f"concepts.yaml: {concept}: only 'vi' and 'en' are read; remove {set(phrases) - {'vi', 'en'}}"
            )
    return {
        concept: tuple(str(p) for language in languages for p in phrases.get(language, ()))
        for concept, phrases in content.items()
    }


def load_glossary(folder: Path, documents: Sequence[Document]) -> Glossary:
    """The glossary; LexiconError when a term points to a clause that does not exist."""
    by_id = {document.id: document for document in documents}
    names: dict[str, tuple[str, ...]] = {}
    clauses: dict[str, tuple[Clause, ...]] = {}
    whole_field = set()
    for term in yaml.load((folder / "terms.yaml").read_text(encoding="utf-8"), Loader=YAML_LOADER)["terms"]:
        cited = []
        for place in term["passages"]:
            try:
                document = by_id[place["document"]]
                passage = document.at(place["locator"])
            except KeyError:
                raise LexiconError(
                    f"terms.yaml: {term['id']}: no passage {place['locator']!r} in {place['document']!r}; correct it"
                ) from None
            whole = Span(passage.id, 0, len(passage.text))
            cited.append(Clause(Citation(document, passage, whole), place.get("facet")))
        names[term["id"]] = (*term["vi"], *term["en"])
        clauses[term["id"]] = tuple(cited)
        if term.get("whole_field"):
            whole_field.add(term["id"])
    return Glossary(names, clauses, frozenset(whole_field))
