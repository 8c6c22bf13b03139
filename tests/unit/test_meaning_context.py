"""Follow-ups: what a turn replaces, keeps or clears of the turn before."""

from __future__ import annotations

from typing import Any

import pytest

from bot.meaning.context import Open, following
from bot.meaning.query import Query
from knowledge.register.values import Level

BEFORE = Query(
    "trước", acts=("value",), modality="set", indicators=("satisfaction",), years=(2025,), levels=(Level.CITY,)
)


def after(keeps: dict[str, float] | None = None, before: Query = BEFORE, **slots: Any) -> Query:
    return following(before, Query("sau", **slots), Open(keeps or {}))


@pytest.mark.parametrize(
    ("slots", "keeps", "expected"),
    [
        # a year alone: the subject and what is asked of it stay
        ({"years": (2023,)}, {"acts": 0.9}, {"acts": ("value",), "indicators": ("satisfaction",), "years": (2023,)}),
        # an act alone: its subject stays, the year only when it is kept
        ({"acts": ("deadline",)}, {}, {"acts": ("deadline",), "indicators": ("satisfaction",), "years": ()}),
        ({"acts": ("deadline",)}, {"years": 0.9}, {"indicators": ("satisfaction",), "years": (2025,)}),
        ({"acts": ("check",)}, {}, {"indicators": ("satisfaction",), "years": (2025,)}),
        # another subject: what is asked of it is taken over where it is left open
        ({"indicators": ("papi",)}, {"acts": 0.9, "years": 0.9}, {"indicators": ("papi",), "acts": ("value",),
                                                                    "years": (2025,), "modality": "set"}),
        ({"indicators": ("papi",)}, {}, {"indicators": ("papi",), "acts": (), "years": (), "carried": ()}),
        # another tier: it replaces the one before
        ({"levels": (Level.COMMUNE,)}, {"tiers": 0.9, "acts": 0.9}, {"levels": (Level.COMMUNE,)}),
        # a question for itself takes nothing
        ({"indicators": ("papi",)}, {"alone": 0.9, "years": 0.9}, {"years": (), "carried": ()}),
        ({"acts": ("fee",)}, {"alone": 0.95}, {"acts": ("fee",), "indicators": (), "carried": ()}),
        # an area is a subject of its own
        ({"areas": ("procedures",)}, {"subjects": 0.9}, {"indicators": (), "areas": ("procedures",)}),
        # a document that is not held is something named
        ({"unknown_documents": ("x",)}, {}, {"indicators": (), "carried": ()}),
    ],
)  # fmt: skip
def test_the_table_of_follow_ups(slots: dict[str, Any], keeps: dict[str, float], expected: dict[str, Any]) -> None:
    found = after(keeps, **slots)
    assert {name: getattr(found, name) for name in expected} == expected


def test_what_was_taken_is_named() -> None:
    assert {"acts", "indicators"} <= set(after({"acts": 0.9}, years=(2023,)).carried)
    assert "years" not in after({"acts": 0.9}, years=(2023,)).carried


def test_months_asked_clear_the_years_before() -> None:
    assert after({"years": 0.9}, acts=("value",), months=((2025, 9),)).years == ()


def test_what_is_not_likely_kept_is_not_kept() -> None:
    assert after({"years": 0.2}, acts=("deadline",)).years == ()


def test_an_act_that_is_hardly_likely_is_taken_from_the_turn_before() -> None:
    found = following(BEFORE, Query("còn phường?", acts=("extreme",)), Open({}, act=0.1))
    assert (found.acts, found.indicators) == (("value",), ("satisfaction",))


def test_a_step_in_time_counts_from_the_year_that_was_told() -> None:
    latest = Query("mới nhất", acts=("value",), indicators=("papi",), told_years=(2024,))
    assert following(latest, Query("năm trước đó", acts=("value",), shift=-1), Open({})).years == (2023,)


def test_a_question_that_names_nothing_is_searched_behind_the_turn_before() -> None:
    faq = Query("có miễn phí không", cited=("p1",))
    found = following(faq, Query("từ khi nào", acts=("effective",)), Open({"alone": 0.95}))
    assert (found.before, found.cited_before) == ("có miễn phí không", ("p1",))


def test_documents_are_taken_over_where_nothing_else_was_named_before() -> None:
    found = after(before=Query("trước", acts=("issued",), documents=("kh-136-2021",)), acts=("issuer",))
    assert (found.documents, found.acts) == (("kh-136-2021",), ("issuer",))
