"""What is stored is read back as it was, and what is not ours, or older, is never taken for it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Turn
from bot.meaning.query import Query
from bot.messages import Reply
from bot.store.shapes import ShapeError, as_text, decoded, document_from, edition_of, encoded, from_text
from bot.store.turns import text_of, turn_from
from knowledge.documents import Citation, Document
from tests.fakes_chat import PLAN, TARGET
from tests.fakes_knowledge import keyword_knowledge
from tests.fakes_turns import anything, replies, turns

TURN = Turn(Query("chỉ tiêu", "vi", years=(2025,)), TARGET.citations)


def put_aside(turn: Turn) -> tuple[str, dict[str, Document]]:
    text, editions = text_of(turn)
    return text, {digest: document_from(edition.body) for digest, edition in editions.items()}


@given(turns())
def test_any_turn_is_read_as_it_was_written(turn: Turn) -> None:
    text, held = put_aside(turn)
    assert text.isascii()
    assert turn_from(text, held.__getitem__) == turn


@given(replies())
def test_any_reply_is_read_as_it_was_written(reply: Reply) -> None:
    aside: dict[str, Any] = {}
    data = from_text(as_text(encoded(reply, aside)))
    held = {digest: document_from(edition.body) for digest, edition in aside.items()}
    assert decoded(Reply, data, held.__getitem__) == reply


@given(anything(Document), anything(Document))
def test_documents_share_a_digest_exactly_when_they_are_the_same(one: Document, other: Document) -> None:
    assert document_from(edition_of(one).body) == one
    assert (edition_of(one).digest == edition_of(other).digest) == (one == other)


def test_every_document_of_the_library_is_read_as_it_was_written() -> None:
    for document in keyword_knowledge().documents.values():
        assert document_from(edition_of(document).body) == document


def paths(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of JSON data."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [here, *(path for key, value in inner for path in paths(value, (*here, key)))]


WRITTEN = json.loads(put_aside(TURN)[0])
REQUIRED = [path for path in paths(WRITTEN) if path and isinstance(path[-1], str)]


@pytest.mark.parametrize("path", REQUIRED, ids=lambda path: ".".join(map(str, path)))
def test_a_turn_that_lacks_a_field_or_has_another_is_no_turn(path: tuple[Any, ...]) -> None:
    for change in ("lack", "rename", "object"):
        data = json.loads(put_aside(TURN)[0])
        place = data
        for key in path[:-1]:
            place = place[key]
        value = place.pop(path[-1])
        if change == "rename":
            place[f"{path[-1]}_old"] = value
        if change == "object":
            place[path[-1]] = {"another": "shape"}
        assert turn_from(as_text(data), put_aside(TURN)[1].__getitem__) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_no_other_json_is_a_turn(data: Any) -> None:
    assert turn_from(as_text(data), lambda _: PLAN) is None
    assert turn_from(as_text({"shape": 1, "turn": data}), lambda _: PLAN) is None


@pytest.mark.parametrize("text", ["", "{", "nul", "\0", '{"shape": 0, "turn": {}}', "[" * 100])
def test_a_broken_text_is_no_turn(text: str) -> None:
    assert turn_from(text, lambda _: PLAN) is None


def test_a_turn_whose_document_is_gone_is_no_turn() -> None:
    def gone(digest: str) -> Document:
        raise ShapeError(digest)

    assert turn_from(put_aside(TURN)[0], gone) is None


def test_an_answer_kept_before_a_field_was_added_still_opens() -> None:
    aside: dict[str, Any] = {}
    data = from_text(as_text(encoded(TARGET, aside)))
    del data["degraded"], data["suggestions"]
    data["taken_away_since"] = 1
    found = decoded(Reply, data, lambda _: PLAN, lenient=True)
    assert found == replace(TARGET, suggestions=())
    del data["status"]
    with pytest.raises(ShapeError):
        decoded(Reply, data, lambda _: PLAN, lenient=True)


def test_a_value_without_a_shape_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(TypeError):
        encoded(object(), {})


def test_a_real_turn_of_a_real_question_is_read_as_it_was_written() -> None:
    held = keyword_knowledge()
    target = held.register.all_targets[0]
    citation: Citation = held.register.cite(target.place)
    turn = replace(TURN, citations=(citation,))
    text, documents = put_aside(turn)
    found = turn_from(text, documents.__getitem__)
    assert found == turn
