"""Figures asked for, by hand-made queries: what was set, what was reached, what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages import Status
from bot.telling.lists import SHOWN
from bot.telling.values import tell_targets
from knowledge.register.values import Level, Target
from tests.fakes_knowledge import HOME_DOCUMENT, register
from tests.fakes_telling import cited, facts, figures, ids, query, reply, spoken

NQ_76, RESULTS = "nq-76-2021", "ket-qua-theo-nam"
SET: dict[str, Any] = {"modality": "set"}
DONE: dict[str, Any] = {"modality": "done"}
SATISFACTION: dict[str, Any] = {"indicators": ("satisfaction",)}
DIGITISED: dict[str, Any] = {"indicators": ("results_digitised",), "documents": (HOME_DOCUMENT,)}


@pytest.mark.parametrize(
    ("slots", "values", "words", "document"),
    [
        ({**SATISFACTION, **SET, "years": (2025,)}, ["95", "86.50"], ["tối thiểu 95%", "86,50%"], HOME_DOCUMENT),
        ({**SATISFACTION, **SET, "years": (2023,)}, ["85", "83.57"], ["trên 85%", "Hanoi Times"], HOME_DOCUMENT),
        ({**SATISFACTION, **SET, "years": (2025,), "language": "en"}, ["95", "86.50"], ["at least 95%"], HOME_DOCUMENT),
        ({**DIGITISED, "years": (2021,), "levels": (Level.COMMUNE,)}, ["15"], ["cấp xã"], HOME_DOCUMENT),
        (
            {**DIGITISED, "years": (2022,), "measures": frozenset({"growth"})},
            ["20"],
            ["so với năm 2021"],
            HOME_DOCUMENT,
        ),
        ({"indicators": ("papi",), **SET}, ["5"], ["trung bình tối thiểu 5 bậc"], HOME_DOCUMENT),
        ({"indicators": ("portal_integration",), "documents": (NQ_76,)}, ["80"], ["tối thiểu 80%"], NQ_76),
        ({"numbered": 3}, ["95", "86.50"], ["95%"], HOME_DOCUMENT),
        ({"numbered": 5, "documents": (NQ_76,)}, ["80"], ["80%"], NQ_76),
    ],
)
def test_a_target_is_told_with_its_document(
    slots: dict[str, Any], values: list[str], words: list[str], document: str
) -> None:
    told = reply("value", **slots)
    assert told.status is Status.ANSWERED_TARGET
    assert figures(told) == values
    assert document in cited(told)
    assert [word for word in words if word.lower() not in told.text.lower()] == []


@pytest.mark.parametrize(
    ("slots", "values"),
    [
        ({"indicators": ("papi",), "years": (2024,), "measures": frozenset({"rank"}), **DONE}, ["29"]),
        ({"indicators": ("sipas",), "years": (2024,), "nationwide": True}, ["83.94"]),
        ({"indicators": ("sipas",), "years": (2024,)}, ["86.50", "11"]),
    ],
)
def test_a_result_is_told_of_its_year(slots: dict[str, Any], values: list[str]) -> None:
    told = reply("value", **slots)
    assert told.status is Status.ANSWERED_RESULT
    assert sorted(figures(told)) == sorted(values)
    assert cited(told) == {RESULTS}
    assert "2024" in told.text


def test_a_target_in_place_of_a_result_is_said_to_be_one() -> None:
    told = reply("value", indicators=("sipas",), years=(2025,), **DONE)
    assert "không nêu kết quả SIPAS năm 2025" in told.text
    assert all(fact.kind == "target" for fact in told.facts)


def test_of_two_years_the_one_without_a_target_is_named() -> None:
    told = reply("value", years=(2025, 2035), **SATISFACTION, **SET)
    assert "95" in figures(told)
    assert told.text.splitlines()[-1].endswith("cho năm 2035.")


@pytest.mark.parametrize(
    ("acts", "slots", "status", "word"),
    [
        (("value",), {**SATISFACTION, **SET, "years": (2035,)}, Status.UNANSWERED_OUTSIDE_PERIOD, "2035"),
        (("value",), {"numbered": 25}, Status.UNANSWERED_NOT_IN_DOCUMENTS, "25"),
        (("value",), {"indicators": ("papi",), "years": (2010,), **DONE}, Status.UNANSWERED_NOT_IN_DOCUMENTS, "2010"),
        (("value",), {**SATISFACTION, "other_places": ("Đà Nẵng",)}, Status.UNANSWERED_OTHER_PLACE, "Đà Nẵng"),
        (
            ("value",),
            {**SATISFACTION, **SET, "unknown_documents": ("999/2021/nđ-cp",)},
            Status.UNANSWERED_NOT_IN_DOCUMENTS,
            "999/2021",
        ),
        (("budget",), {"documents": (HOME_DOCUMENT,)}, Status.UNANSWERED_NOT_IN_DOCUMENTS, "kinh phí"),
        (("fee",), {}, Status.UNANSWERED_NOT_IN_DOCUMENTS, "phí"),
        (("forecast",), {"indicators": ("papi",), "years": (2027,)}, Status.UNANSWERED_PREDICTION, ""),
        (("value",), {}, Status.UNANSWERED_NOT_IN_DOCUMENTS, ""),
    ],
)
def test_what_is_missing_is_named(acts: tuple[str, ...], slots: dict[str, Any], status: Status, word: str) -> None:
    told = reply(*acts, **slots)
    assert told.status is status
    assert told.facts == () and told.citations == ()
    assert word in told.text


def test_a_refusal_offers_the_nearest_figures_and_labels_them() -> None:
    offered = reply("value", years=(2035,), **SATISFACTION, **SET).suggestions
    assert all(each.startswith("Gần nhất: ") for each in offered)
    assert "85%" in offered[0] and "95%" in offered[1]


@pytest.mark.parametrize(
    ("act", "slots", "values", "word"),
    [
        ("deadline", {**SATISFACTION, "years": (2025,)}, ["95"], "đã qua"),
        ("deadline", {"indicators": ("portal_integration",), "documents": (HOME_DOCUMENT,)}, ["60"], "2021-2025"),
        ("comparator", {**SATISFACTION, "years": (2023,)}, ["85"], "đúng 85% thì chưa đạt"),
        ("exception", DIGITISED, ["30"], "vùng sâu, vùng xa"),
        ("exception", {}, ["30"], "vùng sâu, vùng xa"),
        ("exception", {**SATISFACTION, "years": (2025,)}, ["95"], "không nêu ngoại lệ"),
        ("level", {**DIGITISED, "years": (2021,)}, ["30", "20", "15"], "cấp huyện"),
        ("scope", {**DIGITISED, "years": (2021,)}, ["30", "20", "15"], "Phạm vi"),
    ],
)
def test_an_attribute_is_told_with_its_target(act: str, slots: dict[str, Any], values: list[str], word: str) -> None:
    told = reply(act, **slots)
    assert told.status is Status.ANSWERED_TARGET
    assert figures(told) == values
    assert word in told.text


def test_an_average_of_the_city_is_not_split_by_tier() -> None:
    told = reply("value", years=(2025,), levels=(Level.COMMUNE,), **SATISFACTION, **SET)
    assert figures(told)[0] == "95"
    assert "target.not_for_level" in {s.template for s in tell_targets(_of(told), _commune(), facts()).statements}


def _of(told: Any) -> list[Target]:
    return [target for target in register().all_targets if target.id in ids(told)]


def _commune() -> Any:
    return query("value", levels=(Level.COMMUNE,))


def test_more_targets_than_a_list_shows_are_counted() -> None:
    targets = register().targets(documents=[HOME_DOCUMENT])
    told = spoken(query("value"), tell_targets(targets, query("value"), facts()))
    assert len(told.facts) == SHOWN
    assert f"{len(targets) - SHOWN} " in told.text.splitlines()[-1]


@pytest.mark.parametrize("target", register().all_targets, ids=lambda t: t.id)
def test_every_target_is_found_by_its_own_filters(target: Target) -> None:
    """By its indicator, document, tier and year it is told, or counted among the rest."""
    year = target.deadline.year
    told = reply(
        "value",
        indicators=(target.indicator,),
        documents=(target.place.document,),
        levels=(target.level,) if target.level else (),
        years=(year,) if year else (),
        **SET,
    )
    assert target.id in ids(told)
