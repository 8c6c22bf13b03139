"""The format of our editions: Markdown clauses under YAML front matter, checked strictly.

A clause is one list item, ``- **Label.** text {S01 S02 A}``: its label ends the locator, the braces
name the publications that support it and how well (see ``Confidence``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import lru_cache

import yaml
from pydantic import ValidationError

from knowledge.documents import (
    Confidence,
    Document,
    Passage,
    Relation,
    Source,
    Validity,
    passage_id,
)
from knowledge.ingestion.characters import hidden_in_text, is_stacked, shown
from knowledge.ingestion.front_matter import LONGEST_HEADING, FrontMatter
from knowledge.ingestion.readers.limits import LONGEST_PARAGRAPH, MOST_PARAGRAPHS
from knowledge.ingestion.words import ingestion_words
from knowledge.vietnamese import SMALL, nfc
from knowledge.yaml_loader import load_checked

_FRONT_MATTER = re.compile(r"\A---\n(?P<meta>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_CLAUSE = re.compile(r"- \*\*(?P<label>[^*]+)\.\*\* (?P<text>\S.*?) \{(?P<sources>(?:S\w+ )*)(?P<confidence>[ABDX])\}")


_MOST_CHARACTERS = 10_000_000  # of an edition file


class EditionError(ValueError):
    """A document file that cannot be used; the message names the file, the field and the remedy."""


def read_edition(name: str, content: str) -> Document:
    """A document from the text of an edition file; ``name`` is used in errors.

    Raises EditionError when the front matter or a clause does not follow the format.
    """
    match = _FRONT_MATTER.match(_checked_text(name, content))
    if match is None:
        raise EditionError(f"{name}: no front matter; the file must begin with a block between two lines of '---'")
    fields = _front_matter(name, match["meta"])
    _check_sources(name, fields)
    before = match.string.count("\n", 0, match.start("body"))
    return Document(
        id=fields.id,
        number=fields.number,
        short=fields.short,
        short_en=fields.short_en,
        title=fields.title,
        title_en=fields.title_en,
        type=fields.type,
        issuer=fields.issuer or "",
        issued=fields.issued,
        effective=fields.effective,
        period=(fields.period.get("from"), fields.period.get("to")) if fields.period else None,
        signer=fields.signer,
        status=Validity(fields.status.value, fields.status.text, fields.status.source),
        relations=tuple(Relation(r.kind, r.number, r.since) for r in fields.relations),
        aliases=fields.aliases,
        confidence=fields.confidence,
        edition=fields.edition,
        sources=tuple(Source(s.id, s.title, s.publisher, s.date, s.url) for s in fields.sources),
        passages=_clauses(name, fields, match["body"], before),
    )


@lru_cache(maxsize=1)
def _heading() -> re.Pattern[str]:
    words = ingestion_words().headings
    return re.compile(
        rf"(?P<marks>#{{2,5}}) (?P<label>(?:{words.kinds}|{words.group}) (?:[IVXLC]+|\d+[{SMALL}]?))\. (?P<title>\S.*)"
    )


def _checked_text(name: str, content: str) -> str:
    """The composed text of an edition, without what a person would not see in it."""
    if len(content) > _MOST_CHARACTERS:
        raise EditionError(f"{name}: {len(content)} characters, more than {_MOST_CHARACTERS}; add it in parts")
    if code := hidden_in_text(content):
        line = next(n for n, each in enumerate(content.split("\n"), start=1) if hidden_in_text(each))
        raise EditionError(f"{name}: line {line}: the hidden character {code} stands in it; take it out")
    if is_stacked(content):
        raise EditionError(f"{name}: more than 30 marks stand on one letter; take them out")
    return nfc(content)


def _front_matter(name: str, text: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(load_checked(text))
    except yaml.YAMLError as error:
        raise EditionError(f"{name}: the front matter is not YAML ({error}); quote values that contain ': '") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise EditionError(
            f"{name}: field {field!r}: {first['msg']} (got {shown(repr(first['input']))}); correct it"
        ) from error


def _check_sources(name: str, fields: FrontMatter) -> None:
    ids = [source.id for source in fields.sources]
    if repeated := _repeated(ids):
        raise EditionError(f"{name}: source {repeated!r} stands twice in 'sources'; give each its own id")
    if fields.status.source is not None and fields.status.source not in ids:
        raise EditionError(f"{name}: field 'status.source': {fields.status.source!r} is not in 'sources'; add it")


def _clauses(name: str, fields: FrontMatter, body: str, before: int) -> tuple[Passage, ...]:
    """The passages of a body; ``before``: how many lines of the file stand over it."""
    known = {source.id for source in fields.sources}
    headings: list[tuple[int, str, str]] = []
    passages: list[Passage] = []
    met: Counter[tuple[tuple[str, ...], str]] = Counter()  # how often a text stands under the same headings
    for number, line in enumerate(body.splitlines(), start=before + 1):
        if not line.strip() or line.startswith("# "):
            continue
        most = LONGEST_HEADING if line.startswith("#") else LONGEST_PARAGRAPH + LONGEST_HEADING
        if len(line) > most or len(passages) >= MOST_PARAGRAPHS:
            raise EditionError(
                f"{name}: line {number} has {len(line)} characters, more than {most}; write it as several"
                if len(line) > most
                else f"{name}: more than {MOST_PARAGRAPHS} clauses; add it in parts"
            )
        if heading := _heading().fullmatch(line.rstrip()):
            depth = len(heading["marks"])
            headings = [h for h in headings if h[0] < depth] + [(depth, heading["label"], heading["title"])]
            continue
        clause = _CLAUSE.fullmatch(line.rstrip())
        if clause is None:
            raise EditionError(
                f"{name}: line {number} is neither a heading nor a clause: {line[:60]!r}; "
                "write '- **Label.** text {S01 A}'"
            )
        sources = tuple(clause["sources"].split())
        if unknown := [s for s in sources if s not in known]:
            raise EditionError(f"{name}: line {number}: source {unknown[0]!r} is not in 'sources'; add it")
        path = (fields.title, *(f"{label}. {title}" for _, label, title in headings))
        met[path, clause["text"]] += 1
        passages.append(
            Passage(
                id=passage_id(fields.id, path, clause["text"], met[path, clause["text"]]),
                document=fields.id,
                headings=path,
                locator=_locator([label for _, label, _ in headings] + [clause["label"]]),
                text=clause["text"],
                sources=sources,
                confidence=Confidence(clause["confidence"]),
            )
        )
    if not passages:
        raise EditionError(f"{name}: no clause stands under the front matter; write '- **Label.** text {{S01 A}}'")
    if repeated := _repeated([p.locator for p in passages]):
        raise EditionError(f"{name}: locator {repeated!r} stands twice; give each clause its own label")
    return linked(passages)


def linked(passages: list[Passage]) -> tuple[Passage, ...]:
    """The passages with their neighbours filled in, in reading order."""
    ids: list[str | None] = [None, *(p.id for p in passages), None]
    return tuple(replace(p, previous=ids[i], next=ids[i + 2]) for i, p in enumerate(passages))


def _locator(labels: list[str]) -> str:
    first, *rest = labels
    return ", ".join([first, *(label[0].lower() + label[1:] for label in rest)])


def _repeated(values: list[str]) -> str | None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None
