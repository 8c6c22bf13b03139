"""Which words of a question its subjects account for: those people use when they ask of them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.learning.faces import Face
from knowledge.vietnamese import syllables

GENERIC = 12  # subjects a word is used with before it tells nothing about any


@dataclass(frozen=True)
class Explained:
    """Words by the subject they are used of, and those used of so many that they change nothing."""

    generic: frozenset[str]
    of_subject: Mapping[str, frozenset[str]]

    def unexplained(self, forms: Sequence[str], subjects: Collection[str]) -> tuple[str, ...]:
        """The words that neither these subjects nor a question as such account for, in order."""
        own = frozenset().union(*(self.of_subject.get(subject, frozenset()) for subject in subjects))
        return tuple(form for form in forms if form.isalpha() and form not in self.generic and form not in own)

    def with_faces(self, faces: Iterable[Face]) -> Explained:
        """With the words of subjects that no question was told of, from the texts of what is held."""
        of_subject = dict(self.of_subject)
        for face in faces:
            if face.subject not in of_subject:
                of_subject[face.subject] = _words(face)
        return Explained(self.generic, of_subject)


def _words(face: Face) -> frozenset[str]:
    return frozenset(form for text in face.said for form in syllables(text))


def explained(told: Iterable[tuple[Sequence[str], Sequence[str]]], faces: Iterable[Face]) -> Explained:
    """From questions as matching forms with their subjects, and from the texts of what is held."""
    of_subject: dict[str, set[str]] = defaultdict(set)
    used_of: dict[str, set[str]] = defaultdict(set)
    for forms, subjects in told:
        for form in forms:
            used_of[form].update(subjects)
        for subject in subjects:
            of_subject[subject].update(forms)
    for face in faces:
        of_subject[face.subject].update(_words(face))
    generic = frozenset(form for form, subjects in used_of.items() if len(subjects) >= GENERIC)
    return Explained(generic, {subject: frozenset(words - generic) for subject, words in of_subject.items()})
