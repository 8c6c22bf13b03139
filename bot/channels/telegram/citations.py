"""Citations as Telegram shows them: folded under the answer, in full on the page of sources, short to copy."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.layout import citation_line, source_line
from bot.channels.telegram.markup import Block, Line, Run, line, linked, sendable, words
from bot.channels.telegram.message import COPY_LIMIT, Copy, units
from bot.channels.telegram.told import told
from bot.channels.wording import wording
from knowledge.documents import Citation, Source

_CUT = "…"


def citation_blocks(citations: Sequence[Citation], language: str) -> tuple[Block, ...]:
    """Every citation as a folded block: where it stands, the exact quote, and who published it."""
    title = line(words(told(language, "reply", "citations"), "b"))
    return tuple(
        Block(_lines(n, citation, citations, language), folded=True, title=title)
        for n, citation in enumerate(citations, start=1)
    )


def published(source: Source, label: str = "") -> Line:
    """A publication in one line; its title leads to it."""
    parts: list[Run] = [words(f"{label}: ")] if label else []
    title = linked(source.title or source.url or "", source.url)
    rest = [part for part in (words(source.publisher or ""), title) if part.text]
    if source.date:
        rest.append(words(source.date))
    for n, part in enumerate(rest):
        parts += [words(" · "), part] if n else [part]
    return tuple(parts)


def publishers(sources: Sequence[Source], label: str) -> Line:
    """Publications in one line, short: who and when, leading there; the title of one that leads nowhere."""
    parts: list[Run] = [words(f"{label}: ")]
    for n, source in enumerate(sources):
        link = linked(source.publisher or source.title or source.url or "", source.url)
        title = f", “{source.title}”" if source.title and source.publisher and not link.url else ""
        parts += [words("; ")] if n else []
        parts += [link, words(title + (f" ({source.date})" if source.date else ""))]
    return tuple(part for part in parts if part.text)


def quoted_lines(text: str, language: str) -> tuple[Line, ...]:
    """A quote with its marks, line by line as the source has it."""
    marked = told(language, "reply", "quote", quote=sendable(text).strip())
    return tuple(line(words(each, "i")) for each in marked.split("\n") if each.strip())


def copy_button(label: str, citation: Citation, language: str) -> tuple[Copy, ...]:
    """A button that copies a citation: with its quote when 256 characters hold both, never with a part of it."""
    where = citation_line(citation, language)
    source = source_line(citation.sources[0]) if citation.sources else ""
    quote = told(language, "reply", "quote", quote=sendable(citation.quote).strip())
    for text in (f"{quote} – {where}. {source}", f"{quote} – {where}", f"{where}. {source}", where):
        kept = sendable(text).strip(" .")
        if kept and units(kept) <= COPY_LIMIT:
            return (Copy(label, kept),)
    return (Copy(label, shortened(where, COPY_LIMIT)),)


def shortened(text: str, most: int) -> str:
    """A text in at most ``most`` units, ended by … where it was longer."""
    kept = " ".join(sendable(text).split())
    if units(kept) <= most:
        return kept
    while units(kept) > most - len(_CUT):
        kept = kept[: max(len(kept) - max((units(kept) - most) // 2, 1), 0)]
    whole, _, _ = kept.rpartition(" ")
    return (whole if len(whole) > len(kept) // 2 else kept).rstrip() + _CUT


def _lines(n: int, citation: Citation, among: Sequence[Citation], language: str) -> tuple[Line, ...]:
    label = wording(language).source
    first = next(m for m, each in enumerate(among, start=1) if each.sources == citation.sources)
    same = wording(language).same_sources.format(n=first)
    sources = [line(f"{label}: {same}")] if first < n else [published(each, label) for each in citation.sources]
    document = citation.document
    name = sendable(document.number or document.short)
    where = citation_line(citation, language)
    head = (words(f"[{n}] "), words(name, "b"), words(where.removeprefix(name)))
    known = any(each.document.id == document.id for each in among[: n - 1])  # its title is told once
    titled = line(document.title_en if language == "en" else document.title)
    return (
        head,
        *([titled] if titled[0].text and not known else []),
        *quoted_lines(citation.quote, language),
        *sources,
    )
