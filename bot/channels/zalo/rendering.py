"""A reply as plain messages for Zalo: the figure first, then what it rests on, then what to ask next; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import prompts
from bot.channels.layout import citation_line, headline, paragraphs, printable, source_line
from bot.channels.wording import edition_label, status_label, wording
from bot.channels.zalo.splitting import BLOCK_LIMIT, Block, into_messages, units
from bot.messages import Reply, Status
from knowledge.documents import Citation

_MOST_PUBLISHERS = 2  # named in a short citation; /nguon names them all


def render(reply: Reply) -> tuple[str, ...]:
    """The messages of a reply, in order: one where it can be, each within the limit, no citation left out.

    A citation carries its quote as long as that costs no further message and the answer does not say it word
    for word already; where a quote is left out, a line says how to see it. Texts are in NFC.
    """
    unsaid = [n for n, citation in enumerate(reply.citations, start=1) if not _said(citation, reply)]
    quoted: set[int] = set()
    left_out = set(unsaid)
    fewest = len(_messages(reply, quoted, left_out))
    for n in unsaid:
        tried, left = quoted | {n}, left_out - {n}
        if not _whole(_citations(reply, tried, left)) or len(_messages(reply, tried, left)) > fewest:
            break  # a lone short quote further down would look like the one that matters
        quoted, left_out = tried, left
    return _messages(reply, quoted, left_out)


def render_sources(reply: Reply) -> tuple[str, ...]:
    """What a reply rests on, in full: every quote with everything it was published in."""
    language = _spoken(reply.language)
    blocks: list[Block] = []
    for n, citation in enumerate(reply.citations, start=1):
        place = citation_line(citation, language)
        blocks.append(Block(_clean(f"[{n}] {place}: {_quote(citation, language)}"), apart=True))
        blocks += [Block(_clean(f"– {source_line(source)}")) for source in citation.sources]
    return into_messages(blocks or [Block(prompts.say(language, "zalo.no_citations"))])


def _messages(reply: Reply, quoted: set[int], left_out: set[int]) -> tuple[str, ...]:
    return into_messages([*_answer(reply), *_notes(reply), *_citations(reply, quoted, left_out), *_choices(reply)])


def _said(citation: Citation, reply: Reply) -> bool:
    """Whether the answer's own text has the quote in it, as an answer that repeats a clause does."""
    return _line(citation.quote) in _line(reply.text)


def _whole(blocks: Sequence[Block]) -> bool:
    """Whether every block fits a message, so that no quote is cut."""
    return all(units(block.text) <= BLOCK_LIMIT for block in blocks)


def _answer(reply: Reply) -> list[Block]:
    lead, rest = headline(_clean(reply.text))
    lines = [lead, *paragraphs(rest)] if lead else [status_label(reply.status, reply.language)]
    return [Block(line) for line in lines]


def _notes(reply: Reply) -> list[Block]:
    words = wording(reply.language)
    notes = []
    if reply.interpretation and (understood := _line(reply.interpretation)):
        notes.append(f"{words.understood}: {understood}")
    if reply.degraded:
        notes.append(f"{words.degraded} ({_line(', '.join(reply.degraded))}).")
    return [Block(note, apart=not n) for n, note in enumerate(notes)]


def _citations(reply: Reply, quoted: set[int], left_out: set[int]) -> list[Block]:
    if not reply.citations:
        return []
    language = _spoken(reply.language)
    editions = {citation.document.edition for citation in reply.citations}
    mixed = len(editions) > 1
    head = prompts.say(language, "zalo.citations")
    if not mixed:
        edition = edition_label(reply.citations[0].document.edition, language).lower()
        head = prompts.say(language, "zalo.citations_of", edition=edition)
    lines = [_short(reply.citations, n, mixed, language) for n in range(1, len(reply.citations) + 1)]
    for n in quoted:
        lines[n - 1] += f": {_quote(reply.citations[n - 1], language)}"
    blocks = [Block(f"{head}\n{lines[0]}", apart=True), *(Block(line) for line in lines[1:])]
    return [*blocks, Block(prompts.say(language, "zalo.quotes_left_out"))] if left_out else blocks


def _short(citations: Sequence[Citation], n: int, mixed: bool, language: str) -> str:
    """A citation in short: its number, document and place, who published it and when."""
    document, locator = citations[n - 1].document, citations[n - 1].passage.locator
    name = _line(document.number or document.short)
    place = prompts.say(language, "zalo.place", n=str(n), document=name, locator=_line(locator))
    details = [edition_label(document.edition, language).lower()] if mixed else []
    origins = [_origin(citation, language) for citation in citations[:n]]
    first = origins.index(origins[-1]) + 1
    if origins[-1]:
        details.append(prompts.say(language, "zalo.same_sources", n=str(first)) if first < n else origins[-1])
    return f"{place} ({'; '.join(details)})" if details else place


def _origin(citation: Citation, language: str) -> str:
    """Who published it and when; the document's own issuer and date where nobody is named."""
    published = list(dict.fromkeys((_line(s.publisher), _line(s.date or "")) for s in citation.sources))
    if not published:
        document = citation.document
        published = [(_line(document.issuer), document.issued.strftime("%d/%m/%Y") if document.issued else "")]
    named = [" ".join(part for part in each if part) for each in published]
    named = [each for each in named if each]
    if len(named) > _MOST_PUBLISHERS + 1:
        more = prompts.say(language, "zalo.more_sources", count=str(len(named) - _MOST_PUBLISHERS))
        named = [*named[:_MOST_PUBLISHERS], more]
    return ", ".join(named)


def _choices(reply: Reply) -> list[Block]:
    if not reply.suggestions:
        return []
    language = _spoken(reply.language)
    numbers = ", ".join(str(n) for n in range(1, len(reply.suggestions) + 1))
    key = "zalo.choose" if reply.status is Status.CLARIFY_AMBIGUOUS else "zalo.ask_next"
    lines = [f"{n}. {_line(each)}" for n, each in enumerate(reply.suggestions, start=1)]
    head = prompts.say(language, key, numbers=numbers)
    return [Block(f"{head}\n{lines[0]}", apart=True), *(Block(line) for line in lines[1:])]


def _quote(citation: Citation, language: str) -> str:
    return prompts.say(language, "zalo.quote", quote=_clean(citation.quote).strip())


def _line(text: str) -> str:
    """A text on one line."""
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """A text in NFC, without control characters and halves of characters, which no message can carry."""
    return unicodedata.normalize("NFC", printable(text).encode("utf-8", "ignore").decode("utf-8"))


def _spoken(language: str) -> str:
    return "en" if language == "en" else "vi"
