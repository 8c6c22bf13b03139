"""What a question may be about, each with the texts that name or describe it: its faces. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.documents import Document
from knowledge.glossary import Glossary
from knowledge.register.register import Register
from knowledge.register.values import Result, Target

KINDS = ("indicator", "document", "term", "area")


@dataclass(frozen=True, slots=True)
class Face:
    """A subject with its names, which a question may hold word for word, and texts that tell what it is."""

    subject: str
    kind: str
    names: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """Every text it is compared by."""
        return tuple(dict.fromkeys((*self.names, *self.texts)))


def faces(register: Register, documents: Iterable[Document], glossary: Glossary) -> tuple[Face, ...]:
    """The faces of everything held, in the order of the library."""
    return (
        *_indicators(register),
        *(
            Face(
                d.id,
                "document",
                tuple(filter(None, (d.number, d.short, d.short_en, *d.aliases))),
                (d.title, d.title_en),
            )
            for d in documents
        ),
        *_terms(glossary),
        *(Face(a.id, "area", (a.name.vi, a.name.en, *a.cues["vi"], *a.cues["en"]), ()) for a in register.areas),
    )


def _indicators(register: Register) -> Iterable[Face]:
    stated: dict[str, list[str]] = {}
    figures: tuple[Target | Result, ...] = (*register.all_targets, *register.all_results)
    for figure in figures:
        stated.setdefault(figure.indicator, []).extend((figure.statement.vi, figure.statement.en))
    for each in register.indicators:
        names = (each.short.vi, each.short.en, *_alone(each.cues["vi"]), *_alone(each.cues["en"]))
        yield Face(each.id, "indicator", names, (each.name.vi, each.name.en, *stated.get(each.id, ())))


def _alone(cues: Sequence[str]) -> Iterable[str]:
    """The cues that name an indicator by themselves."""
    return (cue for cue in cues if not cue.startswith("~") and "+" not in cue and "|" not in cue)


def _terms(glossary: Glossary) -> Iterable[Face]:
    for term, names in glossary.names.items():
        yield Face(term, "term", tuple(names), tuple(c.citation.quote for c in glossary.clauses.get(term, ())[:1]))
