"""Step 1: what can be read at all: not empty, not too long; the vocabulary reads it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

import prompts
from bot.answering.draft import Draft
from bot.messages import Reply, Status
from knowledge.vietnamese import nfc
from knowledge.vocabulary import Vocabulary

MOST_CHARACTERS = 2000


@dataclass(frozen=True)
class Screen:
    """Reads the question and ends the walk when it is none."""

    vocabulary: Vocabulary

    def __call__(self, draft: Draft) -> Draft:
        """The draft with its reading, or with a reply."""
        text = visible(draft.incoming.text)
        if len(text) > MOST_CHARACTERS:
            return _end(draft, Status.REFUSED_TOO_LONG, "vi", length=str(len(text)), limit=str(MOST_CHARACTERS))
        if not any(c.isalnum() for c in text):
            return _end(draft, Status.REFUSED_EMPTY, "vi")
        if draft.previous and text.strip().isdigit() and 1 <= int(text) <= len(draft.previous.choices):
            text = draft.previous.choices[int(text) - 1]
        return replace(draft, reading=self.vocabulary.read(text))


def visible(text: str) -> str:
    """NFC text without control and formatting characters; line breaks become spaces."""
    kept = (" " if c in "\n\r\t" else c for c in nfc(text))
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}).split())


def _end(draft: Draft, status: Status, language: str, **values: str) -> Draft:
    text = prompts.say(language, f"status.{status.value}", **values)
    return replace(draft, reply=Reply(draft.incoming.text[:MOST_CHARACTERS], status, language, text))
