"""What a document says of itself at its head, and the id it gets: proposals, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.ingestion.readers.paragraph import Paragraph
from knowledge.vietnamese import canonical_number, strip_marks
from knowledge.vietnamese_dates import written_dates

_HEAD = 25  # paragraphs in which a document introduces itself
_NUMBER = re.compile(r"(?:Số|SỐ)\s*:?\s*(\d{1,5}(?:/\d{4})?[-/][A-ZĐ][A-ZĐ0-9-]*(?:[-/][A-ZĐ0-9-]+)*)")
_DATED = re.compile(r"(?:ngày|mùng|mồng)\b.{0,20}?\d", re.IGNORECASE)  # a line that dates something
_ISSUER = re.compile(r"\s*((?:ỦY|UỶ) BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|BỘ [A-ZĐÀ-Ỹ ]+)\b")
_TYPES = ("Kế hoạch", "Nghị quyết", "Quyết định", "Chỉ thị", "Chương trình", "Thông tư", "Nghị định", "Công văn",
          "Đề án", "Báo cáo", "Hướng dẫn", "Thông báo")  # fmt: skip
_PLACE = re.compile(r"(?:THÀNH PHỐ|TỈNH|QUẬN|HUYỆN|THỊ XÃ|PHƯỜNG|XÃ|ĐẶC KHU)\b")
_MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """Facts of a document; None where nobody stated them."""

    number: str | None = None
    title: str | None = None
    type: str | None = None
    issuer: str | None = None
    issued: date | None = None


def proposed(paragraphs: Sequence[Paragraph]) -> Identity:
    """What the head of a document seems to say of itself; nothing of it is taken without a person's word."""
    head = [paragraph.text for paragraph in paragraphs[:_HEAD]]
    joined = "\n".join(head)
    number = _NUMBER.search(joined)
    kind, title = _titled(head)
    issuer = next((_issuer(head, place) for place, text in enumerate(head[:6]) if _ISSUER.match(text)), None)
    return Identity(canonical_number(number[1]) if number else None, title, kind, issuer, _issued(joined))


def _issuer(head: Sequence[str], place: int) -> str:
    """The body at the head; its place stands on a line of its own under "ỦY BAN NHÂN DÂN"."""
    named = _MOTTO.sub("", head[place]).strip()
    under = head[place + 1] if place + 1 < len(head) else ""
    return f"{named} {under.strip()}" if _PLACE.match(under) and not _PLACE.search(named) else named


def _issued(text: str) -> date | None:
    dated = (line[match.start() :] for line in text.split("\n") for match in _DATED.finditer(line))
    return next((found for rest in dated for found in written_dates(rest)), None)


def _titled(head: Sequence[str]) -> tuple[str | None, str | None]:
    """The kind of document and its title, which stands beside or under it."""
    for place, text in enumerate(head):
        kind = next((k for k in _TYPES if text.casefold().startswith(k.casefold())), None)
        if kind and (text.isupper() or text.casefold() == kind.casefold() or text[: len(kind)].isupper()):
            alone = text.casefold() == kind.casefold()
            following = head[place + 1] if alone and place + 1 < len(head) else ""
            return kind, f"{kind} {following}".strip() if alone else text
    return None, None


def slug(words: str) -> str:
    """Words as an id: small unmarked letters, digits and hyphens, 60 characters at most."""
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(words).lower()).strip("-")[:60].rstrip("-")
