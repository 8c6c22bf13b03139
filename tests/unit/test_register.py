"""The register: Plan 136 against the fact sheet, queries, and entries its documents do not bear out."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.telling.phrases import deadline, result_value
from bot.telling.series import changes
from knowledge.ingestion.library import BUNDLED
from knowledge.register.register import Register
from knowledge.register.register_file import RegisterError, load_register
from knowledge.register.values import Deadline, DeadlineKind, Level, Result, Target, Wording
from knowledge.vietnamese import quantities
from knowledge.yaml_loader import YAML_LOADER
from tests.fakes_knowledge import library, register
from tests.fakes_telling import facts

BY, IN, YEARLY, UNTIL, PERIOD = (DeadlineKind(k) for k in ("by", "in", "yearly", "yearly_until", "period"))
CITY, DISTRICT, COMMUNE = Level.CITY, Level.DISTRICT, Level.COMMUNE
REMOTE = "các xã vùng sâu, vùng xa, đặc biệt khó khăn"
PLAN_136 = [  # facts/FACTS.md, section 1: T1 to T19
    # comparator, average, aim, value, unit, deadline, year, level, exception, indicator
    (">=", True, False, "5", "bậc", YEARLY, None, None, None, "papi"),
    (">", False, False, "85", "%", BY, 2023, None, None, "satisfaction"),
    (">=", False, False, "95", "%", BY, 2025, None, None, "satisfaction"),
    ("=", False, False, "100", "%", PERIOD, None, None, None, "inspection_referral"),
    ("=", False, False, "90", "%", PERIOD, None, None, None, "inspection_conclusions"),
    ("=", False, False, "100", "%", PERIOD, None, None, None, "guidance_documents"),
    ("=", False, True, "100", "%", PERIOD, None, None, None, "anticorruption_outreach"),
    ("=", False, True, "100", "%", PERIOD, None, None, None, "on_time"),
    ("=", False, True, "20", "%", PERIOD, None, None, None, "procedures_simplified"),
    (">=", False, False, "30", "%", IN, 2021, CITY, None, "results_digitised"),
    (">=", False, False, "20", "%", IN, 2021, DISTRICT, None, "results_digitised"),
    (">=", False, False, "15", "%", IN, 2021, COMMUNE, None, "results_digitised"),
    (">=", False, False, "20", "%", BY, 2022, None, None, "results_digitised"),
    (">=", False, False, "30", "%/năm", UNTIL, 2025, None, REMOTE, "results_digitised"),
    ("=", False, True, "100", "%", PERIOD, None, None, None, "level4_services"),
    ("=", False, False, "60", "%", PERIOD, None, None, None, "portal_integration"),
    (">=", False, False, "50", "%", PERIOD, None, None, None, "online_use"),
    (">=", False, False, "80", "%", PERIOD, None, None, None, "internal_circulation"),
    ("=", False, False, "100", "%", PERIOD, None, None, None, "completed_dossiers_digitised"),
]


def numbered(targets: tuple[Target, ...]) -> list[int]:
    """The numbers of Plan 136's targets among these."""
    return [int(t.id.split("/")[1]) for t in targets if t.place.document == "kh-136-2021"]


def plan(**filters: Any) -> list[int]:
    return numbered(register().targets(documents=["kh-136-2021"], **filters))


def test_plan_136_has_nineteen_targets_in_order() -> None:
    assert plan() == list(range(1, 20))


@pytest.mark.parametrize(("number", "row"), list(enumerate(PLAN_136, start=1)))
def test_a_target_of_plan_136_is_what_the_fact_sheet_says(number: int, row: tuple[object, ...]) -> None:
    target = next(t for t in register().all_targets if t.id == f"kh-136-2021/{number}")
    exception = target.exception.vi if target.exception else None
    due = target.deadline
    held = (target.comparator, target.average, target.aim, target.value, target.unit, due.kind, due.year, target.level)
    assert (*held, exception, target.indicator) == row
    assert (due.start, due.end) == ((2023, 2025) if number == 14 else (2021, 2025))


def test_every_span_is_in_its_passage_and_carries_its_figure() -> None:
    known = register()
    figures = (*known.all_targets, *known.all_results)
    assert len(known.all_targets) > 60 and len(known.all_results) > 40
    for figure in figures:
        citation = known.cite(figure.place)
        assert citation.quote and citation.quote in citation.passage.text, figure.id
        assert citation.document.id == figure.place.document, figure.id
        if figure.value is not None:
            assert Decimal(figure.value) in {q.value for q in quantities(citation.quote)}, figure.id
    assert len({f.id for f in figures}) == len(figures)


def test_every_figure_names_a_known_indicator_and_area_in_both_languages() -> None:
    known = register()
    for indicator in known.indicators:
        assert known.area(indicator.area).name.vi and indicator.name.en and indicator.short.vi, indicator.id
        assert indicator.measured_by is None or known.indicator(indicator.measured_by), indicator.id
    for figure in (*known.all_targets, *known.all_results):
        assert known.indicator(figure.indicator) and figure.statement.vi and figure.statement.en, figure.id
        document = known.document(figure.place.document)
        assert {d.source for d in figure.disagreements} <= {s.id for s in document.sources}, figure.id


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"indicators": ["satisfaction"]}, [2, 3]),
        ({"indicators": ["satisfaction"], "years": [2023]}, [2]),
        ({"indicators": ["satisfaction"], "years": [2024]}, []),
        ({"indicators": ["results_digitised"], "years": [2021]}, [10, 11, 12]),
        ({"indicators": ["results_digitised"], "years": [2022]}, [13]),
        ({"indicators": ["results_digitised"], "years": [2024]}, [14]),
        ({"indicators": ["papi"], "years": [2022]}, [1]),  # holds every year of the plan
        ({"indicators": ["papi"], "years": [2020]}, []),
        ({"indicators": ["papi"], "years": [2026]}, []),
        ({"levels": [DISTRICT]}, [11]),
        ({"levels": [CITY, COMMUNE]}, [10, 12]),
        ({"areas": ["institutions"]}, [6, 7]),
        ({"areas": ["procedures"]}, [8, 9]),
        ({"areas": ["digitisation"]}, [10, 11, 12, 13, 14]),
        ({"areas": ["online_services"]}, [15, 16, 17, 18, 19]),
        ({"areas": ["public_finance"]}, []),
        ({"value": Decimal(100)}, [4, 6, 7, 8, 15, 19]),
        ({"value": Decimal("20.0")}, [9, 11, 13]),
        ({"value": Decimal(80), "areas": ["online_services"]}, [18]),
        ({"indicators": []}, []),
    ],
)
def test_targets_agree_with_every_filter(filters: dict[str, Any], expected: list[int]) -> None:
    assert plan(**filters) == expected


@pytest.mark.parametrize(
    ("indicator", "filters", "expected"),
    [
        ("papi", {"years": [2024], "measures": ["rank"]}, ["29"]),
        ("papi", {"measures": ["score"]}, ["41.53", "41.629", "44.447", "43.90", "43.9603", "43.7747"]),
        ("papi", {"years": [2025]}, []),
        ("sipas", {"measures": ["percent"]}, ["80.09", "85.15", "80", "83.57", "86.50"]),
        ("sipas", {"years": [2024], "level": Level.NATIONAL}, ["83.94"]),
        ("par_index", {"years": [2023, 2024], "measures": ["percent"]}, ["91.43", "92.75"]),
        ("portal_integration", {}, []),
        ("results_digitised", {}, []),
    ],
)
def test_results_are_found_oldest_first(indicator: str, filters: dict[str, Any], expected: list[str]) -> None:
    found = register().results(indicator, **filters)
    assert [r.value for r in found] == expected
    assert list(register().result_years(found)) == sorted({r.year for r in found})


def test_sources_that_disagree_are_both_kept() -> None:
    known = register()
    by_id = {f.id: f for f in (*known.all_targets, *known.all_results)}
    assert "85%" in by_id["kh-136-2021/2"].disagreements[0].says.vi
    assert "92,57" in by_id["par_index/2024/percent"].disagreements[0].says.vi
    assert "10" in by_id["papi/2021/rank"].disagreements[0].says.vi


def test_what_is_not_held_is_a_key_error() -> None:
    for lookup in (register().indicator, register().area, register().document):
        with pytest.raises(KeyError):
            lookup("không có")


def test_a_deadline_has_a_label_only_where_a_year_is_stated() -> None:
    assert Deadline(BY, 2023).label == "2023" and Deadline(YEARLY, start=2021).label == "yearly"
    assert Deadline(PERIOD, start=2021, end=2025).label is None


def test_a_day_that_is_set_is_the_last_one() -> None:
    assert Deadline(BY, 2025, day=date(2025, 7, 30)).last_day == date(2025, 7, 30)
    assert Deadline(BY, 2025).last_day == date(2025, 12, 31)


def test_the_day_of_a_deadline_is_told_wherever_its_target_is() -> None:
    for target in register().all_targets:
        if target.deadline.day:
            told = f"{target.deadline.day:%d/%m/%Y}"
            assert told in deadline(target, "vi") and told in deadline(target, "en")
            assert told in register().cite(target.place).quote
    assert Wording("một", "one").text("vi") == "một" and Wording("một", "one").text("en") == "one"


# What its documents do not bear out is refused.


def entry(file: str, name: str) -> dict[str, Any]:
    content = yaml.load((BUNDLED / f"{file}.yaml").read_text(encoding="utf-8"), Loader=YAML_LOADER)
    return next(e for e in content[file] if e["id"] == name)


TARGET = entry("targets", "kh-136-2021/3")
RESULT = entry("results", "papi/2020/rank")


def loaded(folder: Path, targets: list[dict[str, Any]], results: list[dict[str, Any]]) -> Register:
    shutil.copy(BUNDLED / "indicators.yaml", folder)
    for name, entries in (("targets", targets), ("results", results)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump({name: entries}, allow_unicode=True), encoding="utf-8")
    return load_register(folder, library())


def test_a_small_register_loads(tmp_path: Path) -> None:
    known = loaded(tmp_path, [TARGET], [RESULT])
    assert [t.value for t in known.all_targets] == ["95"] and [r.value for r in known.all_results] == ["48"]


def changed(raw: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**copy.deepcopy(raw), **fields}


REFUSED: list[tuple[str, Callable[[], dict[str, Any]], list[str]]] = [
    ("span not in passage", lambda: changed(TARGET, span="phải đạt 95% ngay"), ["span", "not in its", "copy it"]),
    ("value not in span", lambda: changed(TARGET, value="96"), ["value '96'", "does not occur", "correct one"]),
    ("part of a number", lambda: changed(TARGET, value="5"), ["value '5'", "does not occur"]),
    ("unknown indicator", lambda: changed(TARGET, indicator="luck"), ["'luck'", "indicators.yaml", "add it there"]),
    ("unknown document", lambda: changed(TARGET, document="kh-0"), ["'kh-0'", "not in the library", "check the id"]),
    ("unknown locator", lambda: changed(TARGET, locator="Phần X"), ["'Phần X'", "no passage", "correct 'locator'"]),
    ("locator of another clause", lambda: changed(TARGET, locator="Phần I, mục 1"), ["span", "copy it"]),
    ("unknown level", lambda: changed(TARGET, level="galaxy"), ["'level'", "galaxy"]),
    ("unknown confidence", lambda: changed(TARGET, confidence="Q"), ["'confidence'", "Q"]),
    ("unknown deadline", lambda: changed(TARGET, deadline={"kind": "someday"}), ["'kind'", "someday"]),
    (
        "a year the passage does not state",
        lambda: changed(TARGET, deadline={"kind": "by", "year": 2024}),
        ["year 2024", "not in its passage", "correct"],
    ),
    (
        "a disagreement without its source",
        lambda: changed(TARGET, disagreements=[{"source": "S99", "says_vi": "khác", "says_en": "other"}]),
        ["'S99'", "does not list", "add it"],
    ),
    ("a stray field", lambda: changed(TARGET, colour="red"), ["'colour'", "not permitted"]),
    ("a missing field", lambda: {k: v for k, v in TARGET.items() if k != "unit"}, ["'unit'", "required"]),
]


@pytest.mark.parametrize(("raw", "named"), [(r, n) for _, r, n in REFUSED], ids=[i for i, _, _ in REFUSED])
def test_a_bad_target_is_refused_with_entry_and_remedy(
    tmp_path: Path, raw: Callable[[], dict[str, Any]], named: list[str]
) -> None:
    with pytest.raises(RegisterError) as refused:
        loaded(tmp_path, [raw()], [])
    message = str(refused.value)
    assert message.startswith("targets.yaml: kh-136-2021/3: ")
    assert [needle for needle in named if needle not in message] == []


def test_a_bad_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"results\.yaml: papi/2020/rank: value '49' does not occur"):
        loaded(tmp_path, [TARGET], [changed(RESULT, value="49")])
    with pytest.raises(RegisterError, match=r"results\.yaml: papi/2020/rank: of '64' does not occur"):
        loaded(tmp_path, [TARGET], [changed(RESULT, of="64")])


def test_a_yardstick_that_is_no_indicator_is_refused(tmp_path: Path) -> None:
    content = (BUNDLED / "indicators.yaml").read_text(encoding="utf-8")
    loaded(tmp_path, [TARGET], [])
    (tmp_path / "indicators.yaml").write_text(content.replace("measured_by: sipas", "measured_by: luck", 1), "utf-8")
    with pytest.raises(RegisterError, match=r"satisfaction: measured_by 'luck' is not an indicator; correct it"):
        load_register(tmp_path, library())


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"targets\.yaml: id 'kh-136-2021/3' stands twice; give each"):
        loaded(tmp_path, [TARGET, TARGET], [])


@pytest.mark.parametrize(
    "fields",
    [{"value": "nhiều"}, {"deadline": {"kind": "by"}}, {"comparator": "?"}],
    ids=["a value in words", "a year left out", "no such comparator"],
)
def test_a_figure_that_cannot_be_said_is_refused(tmp_path: Path, fields: dict[str, Any]) -> None:
    with pytest.raises(RegisterError):
        loaded(tmp_path, [changed(TARGET, **fields)], [])


def measured(**other: Any) -> Result:
    """A rank among 63 provinces, with what is said otherwise."""
    return replace(next(r for r in register().all_results if r.id == "papi/2020/rank"), **other)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({"of": "61"}, True),
        ({"of": "60"}, True),
        ({"of": None}, True),
        ({"of": "34"}, False),  # the provinces of 2025 are too few to set a rank beside those of 2024
        ({"unit": "%"}, False),
        ({"measure": "score", "of": "63"}, False),
    ],
)
def test_ranks_are_alike_when_about_as_many_were_ranked(other: dict[str, Any], alike: bool) -> None:
    assert measured().is_alike(measured(**other)) is alike
    assert measured(**other).is_alike(measured()) is alike


@pytest.mark.parametrize(("language", "said"), [("vi", "trên 97%"), ("en", "over 97%")])
def test_a_lower_bound_is_told_as_one(language: str, said: str) -> None:
    result = next(r for r in register().all_results if r.id == "online_use/2026-h1/percent")
    assert result_value(result, language) == said


def test_no_difference_is_reckoned_from_a_lower_bound() -> None:
    first, last = (
        measured(measure="percent", unit="%", of=None, year=y, value=v) for y, v in ((2024, "80"), (2025, "90"))
    )
    assert [s.derivation is not None for s in changes((first, last), facts(), "vi")] == [True]
    assert [s.derivation for s in changes((first, replace(last, above=True)), facts(), "vi")] == [None, None]
