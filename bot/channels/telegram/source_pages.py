"""/nguon: the passages behind an answer, one at a time, the quote marked where it stands."""

from __future__ import annotations

from bot.channels.layout import citation_line
from bot.channels.telegram.actions import OpenDocument, TurnSource
from bot.channels.telegram.callbacks import press
from bot.channels.telegram.citations import copy_button, published, shortened
from bot.channels.telegram.markup import Line, block, line, sendable, words
from bot.channels.telegram.message import LABEL_LIMIT, Button, Message
from bot.channels.telegram.packing import messages, only
from bot.channels.telegram.told import told
from bot.channels.wording import confidence_label, wording
from bot.messages import Reply
from knowledge.documents import Citation


def source_page(reply: Reply | None, answer: str | None, n: int, language: str) -> tuple[Message, ...]:
    """Citation ``n`` of a reply in full; the nearest one there is where ``n`` is none of its numbers.

    Without a reply or without citations it says so; ``answer`` is what the kept reply is called.
    """
    if reply is None or not reply.citations:
        return only(told(language, "sources", "none"))
    n = min(max(n, 1), len(reply.citations))
    citation = reply.citations[n - 1]
    document = citation.document
    heads = [
        line(words(told(language, "sources", "head", n=str(n)), "b")),
        line(document.title_en if language == "en" else document.title),
        line(citation_line(citation, language)),
        *(line(words(heading, "i")) for heading in citation.passage.headings[-1:]),
    ]
    label = wording(language).source
    told_of = [line(words(confidence_label(citation.passage.confidence, language), "i"))]
    told_of += [published(source, label) for source in citation.sources]
    count = len(reply.citations)
    if count > 1:
        told_of.append(line(told(language, "sources", "of", n=str(n), count=str(count))))
    turning: list[Button] = []
    if answer is not None and n > 1:
        turning += press(told(language, "button", "previous"), TurnSource(answer, n - 1))
    if answer is not None and n < count:
        turning += press(told(language, "button", "next"), TurnSource(answer, n + 1))
    rows: tuple[tuple[Button, ...], ...] = (
        tuple(turning),
        copy_button(told(language, "button", "copy_n", n=str(n)), citation, language),
        press(shortened(document.number or document.short, LABEL_LIMIT), OpenDocument(document.id)),
    )
    return messages([block(*heads), block(*_marked(citation)), block(*told_of)], tuple(row for row in rows if row))


def _marked(citation: Citation) -> list[Line]:
    """The passage's lines, the quoted characters bold."""
    text, span = citation.passage.text, citation.span
    lines: list[Line] = []
    position = 0
    for each in text.split("\n"):
        start, end = (min(max(at - position, 0), len(each)) for at in (span.start, span.end))
        runs = line(words(each[:start]), words(each[start:end], "b"), words(each[end:]))
        if sendable(each).strip():
            lines.append(tuple(run for run in runs if run.text))
        position += len(each) + 1
    return lines
