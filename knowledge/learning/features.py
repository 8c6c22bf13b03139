"""The features heads read: word grams, the same with names replaced by their kind, and the phrases of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledge.concepts import Mention, PhraseBook, outermost
from knowledge.learning.faces import Face
from knowledge.learning.grams import grams, masked

_WITHOUT_NAMES = "~"  # before a gram of a question whose names are replaced
_CONCEPT = "@"  # before a concept of the lexicon
_FOLLOWS = "<"  # alone: there is a turn before; before a feature: it is of that turn


class Features:
    """Features of questions over what is held: "<indicator> đạt bao nhiêu" is the same for every indicator."""

    def __init__(self, faces: Iterable[Face], concepts: Mapping[str, Sequence[str]]) -> None:
        names: dict[str, list[str]] = {}
        for face in faces:
            if face.kind != "question":
                names.setdefault(f"<{face.kind}>", []).extend(face.names)
        self._names = PhraseBook(names)
        self._concepts = PhraseBook(concepts)

    def of(self, forms: Sequence[str], before: Sequence[str] | None = None) -> tuple[str, ...]:
        """The features of a question's matching forms, each once; ``before``: the forms of the turn it follows."""
        unnamed = (_WITHOUT_NAMES + gram for gram in grams(self._unnamed(forms)))
        concepts = (_CONCEPT + mention.concept for mention in outermost(self._concepts.all(forms)))
        return tuple(dict.fromkeys((*grams(forms), *unnamed, *concepts, *self._following(before))))

    def _following(self, before: Sequence[str] | None) -> Iterable[str]:
        """That there is a turn before, with the concepts and the single words of it, names replaced by their kind."""
        if before is None:
            return
        yield _FOLLOWS
        yield from (_FOLLOWS + _CONCEPT + mention.concept for mention in outermost(self._concepts.all(before)))
        yield from (_FOLLOWS + _WITHOUT_NAMES + word for word in self._unnamed(before))

    def _unnamed(self, forms: Sequence[str]) -> list[str]:
        """The forms with each name replaced by its kind, numbers masked."""
        longest: dict[int, Mention] = {}
        for mention in outermost(self._names.all(forms)):
            if mention.start not in longest or mention.length > longest[mention.start].length:
                longest[mention.start] = mention
        words: list[str] = []
        at = 0
        while at < len(forms):
            named = longest.get(at)
            word = named.concept if named else masked(forms[at])
            if not (named and words[-1:] == [word]):
                words.append(word)
            at = named.end if named else at + 1
        return words
