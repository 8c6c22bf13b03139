"""What a target card says: the target's own words, none lost that changes what the figure means."""

from __future__ import annotations

import re
from dataclasses import dataclass

import prompts
from bot.telling.phrases import day, deadline, document, figure, number, raised
from knowledge.documents import Citation, Document, Source
from knowledge.register.register import Register
from knowledge.register.values import Target, Wording
from knowledge.vietnamese import quantities

_LONG_TITLE = 160  # characters


@dataclass(frozen=True, slots=True)
class CardWords:
    """The words of a card, in reading order. Texts are "" where there is nothing to say."""

    lead: str  # the words before the number: "tối thiểu"; "" for a goal without a figure
    number: str  # the number with its unit, or the whole goal
    deadline: str
    level: str
    statement: str
    conditions: tuple[str, ...]  # exception first
    remarks: tuple[str, ...]  # note and what other sources say
    quoted_from: str  # whose words the quote is: ours or the document's
    quote: str
    kept: tuple[int, int]  # the characters of the quote that carry the figure
    document: str
    about: str  # title, date of issue, place in the document
    sources: str
    edition: str
    reviewed: bool


def card_words(target: Target, register: Register, language: str) -> CardWords:
    """The words of a target's card in ``language`` ("vi" or "en")."""
    citation = register.cite(target.place)
    lead, shown = figure_parts(target, language)
    conditions = (("exception", target.exception), ("scope", target.scope), ("baseline", target.baseline))
    remarks = (("note", target.note), *(("disagreement", d.says) for d in target.disagreements))
    edition = prompts.say(language, f"edition.{citation.document.edition.value}")
    confidence = prompts.say(language, f"confidence.{target.confidence.value}")
    return CardWords(
        lead=lead,
        number=shown,
        deadline=raised(deadline(target, language)),
        level=raised(prompts.say(language, f"level.{target.level.value}")) if target.level else "",
        statement=raised(target.statement.text(language)),
        conditions=_labelled(conditions, language),
        remarks=_labelled(remarks, language),
        quoted_from=prompts.say(language, f"picture.quoted_{citation.document.edition.value}"),
        quote=citation.quote,
        kept=_figure_span(target, citation.quote),
        document=document(citation.document, language),
        about=_about(citation, language),
        sources=prompts.say(language, "picture.source", sources="; ".join(_published(s) for s in citation.sources)),
        edition=f"{edition} · {confidence}",
        reviewed=target.reviewed,
    )


def figure_parts(target: Target, language: str) -> tuple[str, str]:
    """A figure as the words before its number, and the number with what follows; together they are the figure."""
    words = figure(target, language)
    if target.value is None:
        return "", raised(words)
    found = re.search(rf"(?<![\d.,]){re.escape(number(target.value, language))}(?![\d]|[.,]\d)", words)
    if not found:
        return "", words
    return words[: found.start()].strip(), words[found.start() :]


def shortened(quote: str, kept: tuple[int, int], most: int, mark: str) -> str:
    """The part of a quote around the characters ``kept``, about ``most`` characters, whole words; cuts are marked."""
    if len(quote) <= most:
        return quote
    spare = max(0, most - (kept[1] - kept[0]))
    start, end = max(0, kept[0] - spare // 2), min(len(quote), kept[1] + spare // 2)
    start, end = max(0, min(start, len(quote) - most)), min(len(quote), max(end, most))
    start = min(kept[0], start if start == 0 else _word_start(quote, start))
    end = max(kept[1], end if end == len(quote) else _word_end(quote, end))
    before = f"{mark} " if start else ""
    after = f" {mark}" if end < len(quote) else ""
    return f"{before}{quote[start:end].strip()}{after}"


def _word_start(text: str, position: int) -> int:
    """The beginning of the first whole word from a position on."""
    if text[position - 1].isspace():
        return position
    space = text.find(" ", position)
    return len(text) if space < 0 else space + 1


def _word_end(text: str, position: int) -> int:
    """The end of the last whole word before a position."""
    return position if text[position].isspace() else max(0, text.rfind(" ", 0, position))


def _figure_span(target: Target, quote: str) -> tuple[int, int]:
    """The figure in the quote with the two words on either side: "tối thiểu 95% đến năm"."""
    if target.number is None:
        return 0, 0
    for quantity in quantities(quote):
        if quantity.value == target.number:
            before = re.search(r"(?:\S+\s+){0,3}\S*$", quote[: quantity.start])
            after = re.match(r"\S*(?:\s+\S+){0,2}", quote[quantity.end :])
            return (before.start() if before else quantity.start), quantity.end + (after.end() if after else 0)
    return 0, 0


def _labelled(found: tuple[tuple[str, Wording | None], ...], language: str) -> tuple[str, ...]:
    return tuple(prompts.say(language, f"picture.{key}", text=each.text(language)) for key, each in found if each)


def _about(citation: Citation, language: str) -> str:
    held = citation.document
    issued = (
        prompts.say(language, "picture.issued", date=day(held.issued))
        if held.issued
        else prompts.say(language, "picture.not_issued")
    )
    return " · ".join((_title(held, language), issued, citation.passage.locator))


def _title(held: Document, language: str) -> str:
    title = held.title_en if language == "en" else held.title
    if len(title) <= _LONG_TITLE:
        return title
    return f"{title[: _word_end(title, _LONG_TITLE)]}…"


def _published(source: Source) -> str:
    return f"{source.publisher} ({source.date})" if source.date else source.publisher
