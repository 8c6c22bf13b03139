"""A reply as plain messages for Zalo: the figure first, then what it rests on, then what to ask next; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import prompts
from bot.channels.layout import citation_line, printable, source_line
from bot.channels.wording import edition_label, status_label, wording
from bot.channels.zalo.answer_lines import answer_lines
from bot.channels.zalo.splitting import BLOCK_LIMIT, Block, into_messages, units
from bot.messages import Reply
from knowledge.documents import Citation

_MOST_PUBLISHERS = 2  # named in a short citation; /nguon names them all


@dataclass(frozen=True, slots=True)
class _Layout:
    """A reply's parts, laid out once; which citations carry their quote is decided afterwards."""

    above: tuple[Block, ...]
    head: str  # the line over the citations
    places: tuple[str, ...]  # by citation
    quotes: tuple[str, ...]  # by citation; "" where the answer itself says it word for word
    below: tuple[Block, ...]
    hint: str  # how to see the quotes that are left out

    def citations(self, quoted: int) -> list[Block]:
        """The citations, the first ``quoted`` of them with their quotes."""
        if not self.places:
            return []
        blocks: list[Block] = []
        for n, (place, quote) in enumerate(zip(self.places, self.quotes, strict=True)):
            shown = f"{place}\n{quote}" if quote and n < quoted else place
            apart = n == 0 or any(self.quotes[:quoted])  # an empty line between quotes; places alone stay close
            blocks.append(Block(shown if n else f"{self.head}\n{shown}", apart))
        return [*blocks, Block(self.hint, apart=True)] if any(self.quotes[quoted:]) else blocks

    def messages(self, quoted: int) -> tuple[str, ...]:
        """The whole reply as messages."""
        return into_messages([*self.above, *self.citations(quoted), *self.below])


def render(reply: Reply) -> tuple[str, ...]:
    """The messages of a reply, in order: one where it can be, each within the limit, no citation left out.

    Citations carry their quotes, from the first on, as long as that costs no further message and cuts no quote;
    one the answer says word for word already is not said again. Where quotes are left out, a line says how to
    see them. Texts are in NFC.
    """
    layout = _laid_out(reply)
    found = layout.messages(0)
    for quoted in range(1, len(reply.citations) + 1):
        whole = all(units(block.text) <= BLOCK_LIMIT for block in layout.citations(quoted))
        tried = layout.messages(quoted)
        if not whole or len(tried) > len(found):
            break  # a lone short quote further down would look like the one that matters
        found = tried
    return found


def render_sources(reply: Reply) -> tuple[str, ...]:
    """What a reply rests on, in full: every quote with everything it was published in."""
    language = _spoken(reply.language)
    blocks: list[Block] = []
    for n, citation in enumerate(reply.citations, start=1):
        place = citation_line(citation, language)
        blocks.append(Block(_clean(f"[{n}] {place}\n{_quote(citation, language)}"), apart=True))
        blocks += [Block(_clean(f"– {source_line(source)}")) for source in citation.sources]
    return into_messages(blocks or [Block(prompts.say(language, "zalo.no_citations"))])


def _laid_out(reply: Reply) -> _Layout:
    language = _spoken(reply.language)
    said = _line(reply.text)
    mixed = len({citation.document.edition for citation in reply.citations}) > 1
    return _Layout(
        above=(*_answer(reply), *_notes(reply)),
        head=_head(reply.citations, mixed, language),
        places=_places(reply.citations, mixed, language),
        quotes=tuple("" if _line(c.quote) in said else _quote(c, language) for c in reply.citations),
        below=tuple(_choices(reply)),
        hint=prompts.say(language, "zalo.quotes_left_out"),
    )


def _answer(reply: Reply) -> list[Block]:
    return answer_lines(_clean(reply.text), reply) or [Block(status_label(reply.status, reply.language))]


def _notes(reply: Reply) -> list[Block]:
    words = wording(reply.language)
    notes = []
    if reply.interpretation and (understood := _line(reply.interpretation)):
        notes.append(f"{words.understood}: {understood}")
    if reply.degraded:
        notes.append(f"{words.degraded} ({_line(', '.join(reply.degraded))}).")
    return [Block(note, apart=not n) for n, note in enumerate(notes)]


def _head(citations: Sequence[Citation], mixed: bool, language: str) -> str:
    if mixed or not citations:
        return prompts.say(language, "zalo.citations")
    edition = edition_label(citations[0].document.edition, language).lower()
    return prompts.say(language, "zalo.citations_of", edition=edition)


def _places(citations: Sequence[Citation], mixed: bool, language: str) -> tuple[str, ...]:
    """The citations in short: number, document and place, who published it and when."""
    origins = [_origin(citation, language) for citation in citations]
    places = []
    for n, (citation, origin) in enumerate(zip(citations, origins, strict=True), start=1):
        document = citation.document
        name, locator = _line(document.number or document.short), _line(citation.passage.locator)
        place = prompts.say(language, "zalo.place", n=str(n), document=name, locator=locator)
        details = [edition_label(document.edition, language).lower()] if mixed else []
        first = origins.index(origin) + 1
        if origin:
            details.append(prompts.say(language, "zalo.same_sources", n=str(first)) if first < n else origin)
        places.append(f"{place} ({'; '.join(details)})" if details else place)
    return tuple(places)


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
    key = "zalo.choose" if reply.status.group == "clarify" else "zalo.ask_next"
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
