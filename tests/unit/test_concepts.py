"""Phrases of a lexicon found over syllables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.concepts import Mention, PhraseBook, covered, named, outermost
from knowledge.vietnamese import syllables
from tests.fakes_knowledge import keyword_knowledge

BOOK = PhraseBook(
    {
        "ask:result": ["kết quả"],
        "topic:digitise": ["số hóa kết quả", "số hoá"],
        "ask:value": ["bao nhiêu", "mấy"],
        "level:commune": ["cấp xã"],
        "mark:empty": ["", "  ", "?!"],
    }
)


def found(text: str) -> list[tuple[str, int, int]]:
    return [(m.concept, m.start, m.end) for m in BOOK.all(syllables(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kết quả bao nhiêu", [("ask:result", 0, 2), ("ask:value", 2, 4)]),
        ("KẾT QUẢ!", [("ask:result", 0, 2)]),  # case and punctuation are no part of it
        ("kết, quả", [("ask:result", 0, 2)]),
        ("quả kết", []),  # in order only
        ("kết thúc quả", []),  # side by side only
        ("kết", []),  # whole only
        ("ket qua", []),  # marks are letters
        ("số hoá", [("topic:digitise", 0, 2)]),  # either tone placement
        ("số hóa", [("topic:digitise", 0, 2)]),
        ("mấy mấy", [("ask:value", 0, 1), ("ask:value", 1, 2)]),
        ("", []),
    ],
)
def test_a_phrase_is_found_whole_in_order_and_side_by_side(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(text) == expected


def test_all_gives_what_a_longer_phrase_hides_and_outermost_does_not() -> None:
    mentions = BOOK.all(syllables("số hóa kết quả cấp xã"))
    assert {(m.concept, m.start, m.end) for m in mentions} == {
        ("topic:digitise", 0, 4),
        ("topic:digitise", 0, 2),
        ("ask:result", 2, 4),
        ("level:commune", 4, 6),
    }
    assert [(m.concept, m.start, m.end) for m in outermost(mentions)] == [
        ("topic:digitise", 0, 4),
        ("level:commune", 4, 6),
    ]


def test_overlapping_phrases_of_one_length_are_both_kept() -> None:
    one, other = Mention("a", 0, 2), Mention("b", 1, 3)
    same = Mention("c", 0, 2)
    assert outermost([one, other, same]) == [one, other, same]


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        ((0, 2), (0, 4), True),
        ((2, 4), (0, 4), True),
        ((0, 4), (0, 4), False),
        ((0, 4), (0, 2), False),
        ((1, 3), (2, 5), False),
    ],
)
def test_within_means_strictly_inside(inner: tuple[int, int], outer: tuple[int, int], within: bool) -> None:
    assert Mention("a", *inner).within(Mention("b", *outer)) is within
    assert Mention("a", *inner).length == inner[1] - inner[0]


def test_named_gives_the_names_of_one_kind_in_reading_order() -> None:
    mentions = [Mention("ask:value", 0, 1), Mention("level:commune", 1, 3), Mention("ask:list", 3, 4)]
    assert named(mentions, "ask") == ["value", "list"]
    assert named(mentions, "level") == ["commune"]
    assert named(mentions, "lev") == []


def test_covered_gives_the_tokens() -> None:
    assert covered([Mention("a", 0, 2), Mention("b", 1, 3), Mention("c", 5, 6)]) == {0, 1, 2, 5}
    assert covered([]) == set()


words = st.lists(st.sampled_from(["kết", "quả", "số", "hóa", "bao", "nhiêu", "mấy", "cấp", "xã"]), max_size=12)


@given(words)
def test_every_mention_says_a_phrase_of_its_concept(forms: list[str]) -> None:
    said = {"ask:result": {"kết quả"}, "topic:digitise": {"số hóa kết quả", "số hóa"}, "level:commune": {"cấp xã"}}
    said["ask:value"] = {"bao nhiêu", "mấy"}
    for mention in BOOK.all(forms):
        assert " ".join(forms[mention.start : mention.end]) in said[mention.concept]


@given(words)
def test_no_outermost_mention_lies_in_another_and_none_is_lost(forms: list[str]) -> None:
    mentions = BOOK.all(forms)
    kept = outermost(mentions)
    assert not [m for m in kept if any(m.within(other) for other in kept)]
    assert covered(kept) == covered(mentions)


def test_every_phrase_of_the_bundled_lexicon_is_found_again() -> None:
    concepts = keyword_knowledge().concepts
    book = PhraseBook(concepts)
    lost = [
        (concept, phrase)
        for concept, phrases in concepts.items()
        for phrase in phrases
        if concept not in {m.concept for m in book.all(syllables(phrase)) if m.length == len(syllables(phrase))}
    ]
    assert lost == [] and len(concepts) > 40
