"""A clause said in the language of the question: its own words, or our English restatement of them. Pure."""

from __future__ import annotations

from bot.telling.phrases import document
from bot.telling.told import Statement, whole
from knowledge.documents import Document, Passage


def said_clause(found: Document, passage: Passage, language: str) -> Statement:
    """A clause whole: of our editions as a sentence that names its document, of an added document as a quotation."""
    name = document(found, language)
    text = passage.english if language == "en" else None if found.is_added else passage.text
    if text is None:
        values = {"text": passage.text, "document": name, "locator": passage.locator}
        return Statement("passage.line", values, (whole(found, passage),))
    named = bool(found.number and found.number in text) or name.lower() in text.lower()
    values = {"text": text} if named else {"text": text, "document": name}
    return Statement("passage.own" if named else "passage.according", values, (whole(found, passage),))


def plain_clause(found: Document, passage: Passage, language: str) -> Statement:
    """A clause where its document was named just before."""
    if language == "en" and passage.english is None:
        return Statement("document.passage", {"text": passage.text}, (whole(found, passage),))
    text = passage.english if language == "en" and passage.english else passage.text
    return Statement("passage.own", {"text": text}, (whole(found, passage),))
