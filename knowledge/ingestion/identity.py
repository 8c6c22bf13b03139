"""What a document says of itself at its head, and the id it gets: proposals, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.ingestion.readers.paragraph import Paragraph
from knowledge.ingestion.words import IdentityWords, ingestion_words
from knowledge.vietnamese import CAPITALS, TONED_CAPITALS, canonical_number, strip_marks
from knowledge.vietnamese_dates import written_dates

_HEAD = 25  # paragraphs in which a document introduces itself


@dataclass(frozen=True, slots=True)
class Identity:
    """Facts of a document; None where nobody stated them."""

    number: str | None = None
    title: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued: date | None = None


class _Patterns:
    """Patterns made of the words of ``ingestion.vi.yaml``."""

    def __init__(self, words: IdentityWords) -> None:
        self.number = re.compile(
            rf"{words.number_labels}\s*:?\s*(\d{{1,5}}(?:/\d{{4}})?[-/][{CAPITALS}][{CAPITALS}0-9-]*(?:[-/][{CAPITALS}0-9-]+)*)"
        )
        self.dated = re.compile(rf"{words.dated}\b.{{0,20}}?\d", re.IGNORECASE)  # a line that dates something
        self.issuer = re.compile(rf"\s*(?:{words.issuers}|{words.ministry} [{TONED_CAPITALS} ]+)\b")
        self.place = re.compile(rf"{words.places}\b")
        self.motto = re.compile(rf"{words.motto}.*", re.IGNORECASE)
        self.types = {each.code.upper(): each.type for each in words.letters}
        self.letters = re.compile(rf"[-/]({'|'.join(self.types)})(?=[-/]|$)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    return _Patterns(ingestion_words().identity)


def proposed(paragraphs: Sequence[Paragraph]) -> Identity:
    """What the head of a document seems to say of itself; nothing of it is taken without a person's word."""
    head = [paragraph.text for paragraph in paragraphs[:_HEAD]]
    joined = "\n".join(head)
    number = _patterns().number.search(joined)
    kind, title = _titled(head)
    issuer = next((_issuer(head, place) for place, text in enumerate(head[:6]) if _patterns().issuer.match(text)), None)
    return Identity(canonical_number(number[1]) if number else None, title, kind, issuer, _issued(joined))


def _issuer(head: Sequence[str], place: int) -> str:
    """The body at the head; its place stands on a line of its own under "ỦY BAN NHÂN DÂN"."""
    patterns = _patterns()
    named = patterns.motto.sub("", head[place]).strip()
    under = head[place + 1] if place + 1 < len(head) else ""
    return f"{named} {under.strip()}" if patterns.place.match(under) and not patterns.place.search(named) else named


def _issued(text: str) -> date | None:
    dated = (line[match.start() :] for line in text.split("\n") for match in _patterns().dated.finditer(line))
    return next((found for rest in dated for found in written_dates(rest)), None)


def _titled(head: Sequence[str]) -> tuple[str | None, str | None]:
    """The kind of document and its title, which stands beside or under it."""
    for place, text in enumerate(head):
        kind = next((k for k in ingestion_words().identity.types if text.casefold().startswith(k.casefold())), None)
        if kind and (text.isupper() or text.casefold() == kind.casefold() or text[: len(kind)].isupper()):
            alone = text.casefold() == kind.casefold()
            following = head[place + 1] if alone and place + 1 < len(head) else ""
            return kind, f"{kind} {following}".strip() if alone else text
    return None, None


def named_by_number(number: str | None) -> str | None:
    """The type a number's letters name: KH, QĐ, NQ, ..."""
    letters = _patterns().letters.search(number or "")
    return _patterns().types[letters[1].upper()] if letters else None


def slug(words: str) -> str:
    """Words as an id: small unmarked letters, digits and hyphens, 60 characters at most."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(words).lower()).strip("-")[:60].rstrip("-")
