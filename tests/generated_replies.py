"""Replies nobody would write: odd characters, thirty citations, sixty facts, quotes longer than a message."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from bot.messages import Fact, Reply, Status
from knowledge.documents import (
    Citation,
    Confidence,
    Document,
    Edition,
    Passage,
    Source,
    Span,
    Validity,
)

MOST_CITATIONS, MOST_FACTS = 30, 60
ODD = (
    "<b>đậm</b>", "</blockquote>", "&amp;", "&lt;", "a < b > c & d", '"nháy"', "'", "[1]", "[99]", "[0]", "\u202eđảo",
    "\u200fمرحبا", "👍🏽👨‍👩‍👧", "🇻🇳", "e\u0323\u0302", "ệ", "\x1b[31m", "\x00", "\ud800", "\u2028", "\t", "%", "https://a.vn/?a=1&b=<x>",
    "Trừ các xã vùng sâu.", "1. ", "- ", "* ", "_ ", "95%", "trên 85%: ", "…", "\u00a0", "\ufeff", "𝔸" * 40, "x" * 300,
)  # fmt: skip
_LENGTHS = (0, 1, 2, 3, 3, 8, 20, 400)
texts = st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=24)), min_size=1, max_size=8)


@dataclass(frozen=True)
class Made:
    """A reply by its words and a seed: hypothesis chooses both, so that ten thousand are quick."""

    pool: list[str]
    seed: int

    def reply(self) -> Reply:
        chance = random.Random(self.seed)
        return _reply(chance, [*self.pool, chance.choice(ODD)])


replies = st.builds(Made, texts, st.integers(0, 2**32))


def _said(chance: random.Random, pool: list[str], *, most: int = 8, lines: bool = False) -> str:
    between = (" ", " ", " ", ". ", "\n") if lines else (" ", " ", "")
    count = min(chance.choice(_LENGTHS), most)
    return "".join(chance.choice(pool) + chance.choice(between) for _ in range(count))


def _reply(chance: random.Random, pool: list[str]) -> Reply:
    documents = [_document(chance, pool, n) for n in range(chance.randint(1, 4))]
    citations = tuple(_citation(chance, pool, chance.choice(documents)) for _ in range(_count(chance, MOST_CITATIONS)))
    facts = tuple(_fact(chance, len(citations)) for _ in range(_count(chance, MOST_FACTS)))
    marks = [f" [{n}]" for n in range(1, len(citations) + 1)]
    stated = [f"{fact.value}{fact.unit}: {_said(chance, pool)}" for fact in facts]
    lines = [_said(chance, pool, most=_at_most(chance), lines=True) + mark for mark in marks] + stated
    return Reply(
        question=_said(chance, pool),
        status=chance.choice(list(Status)),
        language=chance.choice(("vi", "en")),
        text="\n".join(lines) or _said(chance, pool, lines=True),
        interpretation=chance.choice((None, _said(chance, pool))),
        facts=facts,
        citations=citations,
        suggestions=tuple(_said(chance, pool, most=20) for _ in range(chance.randint(0, 12))),
        degraded=tuple(chance.sample(("encoder", "keywords", "<x>"), chance.randint(0, 2))),
    )


def _at_most(chance: random.Random) -> int:
    return 400 if chance.random() < 0.1 else 8


def _count(chance: random.Random, most: int) -> int:
    return most if chance.random() < 0.05 else chance.choice((0, 1, 1, 2, 3, 5))


def _document(chance: random.Random, pool: list[str], n: int) -> Document:
    sources = tuple(
        Source(f"S{m}", _said(chance, pool), _said(chance, pool), chance.choice((None, "2024")), _address(chance, pool))
        for m in range(chance.randint(0, 3))
    )
    return Document(
        id=f"d{n}",
        number=chance.choice((None, f"{n}/KH-UBND", _said(chance, pool))),
        short=_said(chance, pool),
        short_en=_said(chance, pool),
        title=_said(chance, pool),
        title_en=_said(chance, pool),
        type="Kế hoạch",
        issuer=_said(chance, pool),
        issued=chance.choice((None, date(2021, 6, 1))),
        effective=None,
        period=None,
        signer=None,
        status=Validity("unknown", ""),
        relations=(),
        aliases=(),
        confidence=chance.choice(list(Confidence)),
        edition=chance.choice(list(Edition)),
        sources=sources,
        passages=(),
    )


def _address(chance: random.Random, pool: list[str]) -> str | None:
    return chance.choice(
        (None, "https://a.vn/x?y=1&z=2", "javascript:alert(1)", _said(chance, pool), 'https://a.vn/"x')
    )


def _citation(chance: random.Random, pool: list[str], document: Document) -> Citation:
    quote = _said(chance, pool, most=_at_most(chance), lines=True) or "trích"
    text = f"{_said(chance, pool)}{quote}{_said(chance, pool)}"
    start = text.index(quote)
    place = Passage(f"p{chance.random()}", document.id, (), _said(chance, pool) or "Điều 1", text)
    return Citation(document, place, Span(place.id, start, start + len(quote)))


def _fact(chance: random.Random, citations: int) -> Fact:
    return Fact(
        target="kh-136-2021/1",
        indicator=chance.choice(("papi", "satisfaction", "x" * 70)),
        comparator=">=",
        value=chance.choice(("95", "43.9603", "5", "1", "")),
        unit=chance.choice(("%", "bậc", "", "<i>")),
        deadline=None,
        level=None,
        exception=None,
        kind=chance.choice(("target", "result")),
        citations=(chance.randint(1, citations),) if citations else (),
    )
