"""Indicators of documents a person added: they answer for their documents, and never for the bundled library."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.understanding.indicators import Candidate
from knowledge.concepts import Mention
from knowledge.register.register import Register
from knowledge.register.values import OTHER_AREA

_LONG = 5  # syllables of a person's own indicator that a question must say to mean it rather than a bundled one


def at_home(candidates: Sequence[Candidate], documents: Collection[str], register: Register) -> list[Candidate]:
    """The candidates a question can mean: those of the added documents it names, else the bundled ones first."""
    own = {indicator.id for indicator in register.indicators if indicator.area == OTHER_AREA}
    if not own:
        return list(candidates)
    named = [d for d in documents if register.document(d).is_added]
    if named:
        held = {target.indicator for target in register.targets(documents=named)}
        return [c for c in candidates if c.indicator in held] or list(candidates)
    bundled = [c for c in candidates if c.indicator not in own]
    best = max((c.strong for c in bundled), key=len, default=frozenset[int]())
    return [c for c in candidates if c.indicator not in own or not best or (c.strong > best and len(c.strong) >= _LONG)]


def of_added(chosen: Sequence[Candidate], register: Register) -> bool:
    """Whether what is asked is an indicator of an added document, which no area of ours holds."""
    return any(register.indicator(c.indicator).area == OTHER_AREA for c in chosen)


def holders(chosen: Sequence[Candidate], register: Register) -> tuple[str, ...]:
    """The added documents whose own indicators are asked about: their names are no unexplained words."""
    own = [c.indicator for c in chosen if register.indicator(c.indicator).area == OTHER_AREA]
    return tuple(dict.fromkeys(t.place.document for t in register.targets(indicators=own))) if own else ()


def outside(mentions: Sequence[Mention], names: Collection[int]) -> list[Mention]:
    """The mentions but those inside the name of an added document: "phường Hoa Mai" tells no tier apart."""
    return [m for m in mentions if not set(range(m.start, m.end)) <= set(names)]


def without_own(
    places: tuple[str, ...], chosen: Sequence[Candidate], documents: Collection[str], register: Register
) -> tuple[str, ...]:
    """The other places a question names, without those the added documents it means are about."""
    if not places:
        return places
    meant = [d for d in map(register.document, documents) if d.is_added]
    if of_added(chosen, register):
        held = register.targets(indicators=[c.indicator for c in chosen])
        meant += [register.document(target.place.document) for target in held]
    about = " ".join(f"{document.title} {document.issuer}" for document in meant).casefold()
    return tuple(place for place in places if place.casefold() not in about)
