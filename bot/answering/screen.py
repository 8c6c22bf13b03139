"""Step 1: what needs no look-up: empty, too long, abuse, small talk."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

import prompts
from bot.answering.draft import Draft
from bot.messages import Reply, Status
from knowledge.concepts import PhraseBook, outermost
from knowledge.vietnamese import nfc
from knowledge.vocabulary import Reading, Vocabulary

MOST_CHARACTERS = 2000


@dataclass(frozen=True)
class Screen:
    """Reads the question and ends the walk when it is none."""

    vocabulary: Vocabulary
    manners: PhraseBook  # concepts "say:..." and "abuse"
    function_words: PhraseBook

    def __call__(self, draft: Draft) -> Draft:
        """The draft with its reading, or with a reply."""
        text = visible(draft.incoming.text)
        if len(text) > MOST_CHARACTERS:
            return _end(draft, Status.REFUSED_TOO_LONG, "vi", length=str(len(text)), limit=str(MOST_CHARACTERS))
        if not any(c.isalnum() for c in text):
            return _end(draft, Status.REFUSED_EMPTY, "vi")
        if draft.previous and text.strip().isdigit() and 1 <= int(text) <= len(draft.previous.choices):
            text = draft.previous.choices[int(text) - 1]
        reading = self.vocabulary.read(text)
        draft = replace(draft, reading=reading)
        manners = self._manners(reading)
        if "abuse" in manners:
            return _end(draft, Status.REFUSED_ABUSE, reading.language)
        if manners:
            said = prompts.say(reading.language, f"smalltalk.{manners[0]}")
            offered = prompts.phrases(reading.language, "examples.questions")[:3]
            reply = Reply(draft.incoming.text, Status.SMALLTALK, reading.language, said, suggestions=offered)
            return replace(draft, reply=reply)
        return draft

    def _manners(self, reading: Reading) -> list[str]:
        """Small talk when nothing else is said, most telling first; abuse wherever it stands."""
        forms = [token.form for token in reading.tokens]
        raws = [token.raw.lower() for token in reading.tokens]
        found = outermost(self.manners.all(forms)) or outermost(self.manners.all(raws))
        if any(m.concept == "abuse" for m in found):
            return ["abuse"]
        explained = {i for m in (*found, *self.function_words.all(forms)) for i in range(m.start, m.end)}
        if not found or len(explained) < len(forms):
            return []
        order = ("documents", "who", "thanks", "bye", "hello", "ok")
        names = {m.concept.removeprefix("say:") for m in found}
        return [name for name in order if name in names]


def visible(text: str) -> str:
    """NFC text without control and formatting characters; line breaks become spaces."""
    kept = (" " if c in "\n\r\t" else c for c in nfc(text))
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}).split())


def _end(draft: Draft, status: Status, language: str, **values: str) -> Draft:
    text = prompts.say(language, f"status.{status.value}", **values)
    return replace(draft, reply=Reply(draft.incoming.text[:MOST_CHARACTERS], status, language, text))
