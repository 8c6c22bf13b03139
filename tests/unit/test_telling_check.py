"""What a person states, judged: agreement and correction each begin with their word."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.meaning.query import Claim
from bot.messages import Status
from knowledge.register.values import Level
from tests.fakes_knowledge import HOME_DOCUMENT, keyword_knowledge
from tests.fakes_telling import figures, reply

RIGHT, WRONG = "Đúng", "Không"
CORRECTED, TARGET, RESULT = Status.ANSWERED_CORRECTION, Status.ANSWERED_TARGET, Status.ANSWERED_RESULT
MEASURES = {unit: measure for measure, unit in keyword_knowledge().home.units.items()}
DOCUMENT = Status.ANSWERED_DOCUMENT


def claim(value: str, unit: str | None = "%", comparator: str | None = None) -> dict[str, Any]:
    return {"claims": (Claim(Decimal(value), unit, comparator, value, MEASURES.get(unit or "")),)}


def of(indicator: str, modality: str, *years: int) -> dict[str, Any]:
    return {"indicators": (indicator,), "modality": modality, "years": years}


TIERS = {"levels": (Level.DISTRICT, Level.COMMUNE)}


@pytest.mark.parametrize(
    ("slots", "status", "first", "values", "words"),
    [
        ({**of("satisfaction", "set", 2025), **claim("95")}, TARGET, RIGHT, ["95"], "tối thiểu 95%"),
        ({**of("satisfaction", "set", 2025), **claim("90")}, CORRECTED, WRONG, ["95"], "không phải 90%"),
        ({**of("satisfaction", "set", 2023), **claim("85", comparator=">=")}, CORRECTED, WRONG, ["85"], "“trên 85%”"),
        ({**of("satisfaction", "set", 2030), **claim("95")}, CORRECTED, WRONG, ["95"], "2030"),
        ({**of("papi", "set"), **claim("5", "bậc")}, TARGET, RIGHT, ["5"], "5 bậc"),
        ({**of("papi", "set"), **claim("5", "điểm")}, CORRECTED, WRONG, ["5"], "không phải 5 điểm"),
        ({**of("results_digitised", "set", 2021), **TIERS, **claim("20")}, CORRECTED, WRONG, ["20", "15"], "cấp huyện"),
        ({**of("sipas", "done", 2024), **claim("86.5")}, RESULT, RIGHT, ["86.50"], "86,50%"),
        ({**of("sipas", "done", 2024), **claim("90")}, CORRECTED, WRONG, ["86.50"], "không phải 90%"),
        ({**of("sipas", "done", 2024), **claim("80", comparator=">")}, RESULT, RIGHT, ["86.50"], "86,50%"),
        ({**of("papi", "done", 2021), **claim("10", "hạng")}, RESULT, RIGHT, ["9"], "10"),
    ],
)
def test_a_stated_figure_is_judged(
    slots: dict[str, Any], status: Status, first: str, values: list[str], words: str
) -> None:
    told = reply("check", **slots)
    assert told.status is status
    assert told.text.startswith(first)
    assert figures(told) == values
    assert words in told.text


@pytest.mark.parametrize(
    ("acts", "slots", "text", "status", "words"),
    [
        (("issued",), {"dated": True}, "ban hành ngày 01/06/2021", DOCUMENT, "01/06/2021"),
        (("issued",), {"dated": True}, "ban hành ngày 15/07/2021", CORRECTED, "01/06/2021"),
        (("issued",), {"years": (2020,)}, "ban hành năm 2020", CORRECTED, "01/06/2021"),
        (("issuer",), {}, "do ubnd thành phố hà nội ban hành", DOCUMENT, "UBND thành phố Hà Nội"),
        (("issuer",), {}, "do chính phủ ban hành", CORRECTED, "UBND thành phố Hà Nội"),
        ((), {"period": (2021, 2030)}, "giai đoạn 2021-2030", CORRECTED, "2021-2025"),
        ((), {"period": (2021, 2025)}, "giai đoạn 2021-2025", DOCUMENT, "2021-2025"),
    ],
)
def test_a_stated_fact_of_a_document_is_judged(
    acts: tuple[str, ...], slots: dict[str, Any], text: str, status: Status, words: str
) -> None:
    told = reply("check", *acts, text=text, documents=(HOME_DOCUMENT,), **slots)
    assert told.status is status
    assert told.text.startswith(RIGHT if status is DOCUMENT else WRONG)
    assert words in told.text


def test_a_document_cannot_rest_on_a_later_one() -> None:
    told = reply("check", "basis", documents=(HOME_DOCUMENT, "nq-76-2021"))
    assert told.status is CORRECTED
    assert "01/06/2021" in told.text and "15/07/2021" in told.text
