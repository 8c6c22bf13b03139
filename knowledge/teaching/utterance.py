"""One labelled utterance: how a person asks, with what the text asks for. Frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text with its labels; an empty label was not given. ``place`` is "file:line", for messages."""

    text: str
    author: str
    place: str = ""
    acts: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()  # ids of indicators, documents, terms and areas, the most important first
    modality: str | None = None
    measures: tuple[str, ...] = ()
    question: str | None = None  # the id of a common question
    clause: str | None = None  # "document id#locator"
    before: tuple[str, ...] = ()  # the turns before it, oldest first
    keeps: tuple[str, ...] = ()  # what a follow-up takes from the turn before
    talk: str | None = None
    pair: str | None = None  # the name shared by contrasting utterances
    language: str = "vi"
