"""Answers to hand-made queries over the bundled register: nothing is read, so no model takes part."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from bot.answering.compose import Compose
from bot.answering.draft import Draft
from bot.answering.verify import Verify
from bot.meaning.query import Query
from bot.meaning.reader import Meaning
from bot.messages import Incoming, Reply
from bot.telling.tell import tell
from bot.telling.told import Facts, Searched, Told
from knowledge.documents import Passage
from knowledge.language.bodies import Bodies
from knowledge.vocabulary import Reading
from tests.fakes_knowledge import TODAY, keyword_knowledge


class Clauses:
    """Finds the clauses it is given."""

    def __init__(self, *found: Passage) -> None:
        self._found = found

    def search(self, _: Query) -> Searched:
        return Searched(likely=tuple((passage, 0.9) for passage in self._found))

    def find(self, _: Query) -> Sequence[Passage]:
        return self._found


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts of the bundled library; no clause is ever found."""
    held = keyword_knowledge()
    home = held.home
    bodies = Bodies(held.language.bodies, home.place)
    sides = (home.document, home.indices, home.downward, bodies)
    return Facts(held.register, held.glossary, held.faq, Clauses(), TODAY, *sides)


def read_as(text: str, language: str) -> Reading:
    """A question read in a language, nothing changed."""
    return Reading(text, language, text, (), (), True)


def query(*acts: str, text: str = "câu hỏi", **slots: Any) -> Query:
    return Query(text, acts=acts, **slots)


def told(*acts: str, **slots: Any) -> Told:
    """What a query of these acts is told."""
    return tell(query(*acts, **slots), facts())


def reply(*acts: str, **slots: Any) -> Reply:
    """The reply to a query of these acts, composed and verified."""
    return spoken(query(*acts, **slots))


def spoken(asked: Query, found: Told | None = None) -> Reply:
    """The reply that says what is found."""
    draft = Draft(
        Incoming(asked.text, "telling"),
        TODAY,
        reading=read_as(asked.text, asked.language),
        meaning=Meaning(asked),
        told=found or tell(asked, facts()),
    )
    done = Verify()(Compose(facts().register)(draft)).reply
    assert done is not None
    return done


def figures(found: Reply) -> list[str]:
    """The values of its facts, in order."""
    return [fact.value for fact in found.facts]


def ids(found: Reply) -> set[str]:
    """The targets and results it states."""
    return {fact.target for fact in found.facts}


def cited(found: Reply) -> set[str]:
    """The documents it cites."""
    return {citation.document.id for citation in found.citations}
