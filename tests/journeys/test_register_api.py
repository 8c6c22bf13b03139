"""The register's API from outside: filters, files to take away, pictures, and every bad input."""

from __future__ import annotations

import csv
import gc
import io
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import anyio
import openpyxl
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from starlette.testclient import TestClient

from bot.assembly import library_of
from bot.channels.web import register_schema as shapes
from bot.channels.web import schema
from bot.channels.web.app import create_app
from bot.channels.web.picture_shelf import PictureShelf, TooManyWaitingError
from bot.publishing.desk import Desk
from bot.publishing.press import RegisterPress
from bot.publishing.rows import Row
from knowledge.register.selection import Selection, select
from tests.fakes_chat import FakeReadiness
from tests.fakes_knowledge import TODAY, keyword_knowledge, register
from tests.fakes_press import FakePress
from tests.fakes_web import FakeReception

TARGETS = register().all_targets
PATHS = {
    "/api/targets",
    "/api/targets.csv",
    "/api/targets.xlsx",
    "/api/targets.md",
    "/api/targets/{target_id}",
    "/api/targets/{target_id}/card.png",
    "/api/timeline.png",
    "/api/indicators",
    "/api/indicators/{indicator_id}",
    "/api/indicators/{indicator_id}/chart.png",
}


def client(press: FakePress | RegisterPress | None = None) -> TestClient:
    desk = Desk(register(), lambda: TODAY)
    app = create_app(
        FakeReception(), library_of(keyword_knowledge()), FakeReadiness(), register=(desk, press or FakePress())
    )
    return TestClient(app, raise_server_exceptions=False)


CLIENT = client()


def ids_of(query: str) -> list[str]:
    response = CLIENT.get(f"/api/targets?{query}")
    assert response.status_code == 200, response.text
    found = response.json()
    shapes.TargetsShape.model_validate(found)
    assert found["count"] == len(found["targets"])
    return [each["id"] for each in found["targets"]]


def test_targets_are_listed_by_filters_which_are_told_as_they_were_read() -> None:
    assert ids_of("") == [target.id for target in TARGETS]
    expected = [t.id for t in select(register(), Selection(documents=("kh-136-2021",), years=(2025,)), TODAY)]
    assert ids_of("document=136/KH-UBND&year=2025") == expected
    told = CLIENT.get("/api/targets?document=136/KH-UBND&year=2025&value=95%25&on=2024-01-01").json()
    wanted = {"document": ["kh-136-2021"], "year": ["2025"], "value": ["95"], "on": ["2024-01-01"]}
    assert (told["filters"], told["on"]) == (wanted, "2024-01-01")


def test_a_target_of_the_list_carries_its_quote_and_the_address_of_its_page() -> None:
    for each, target in zip(CLIENT.get("/api/targets?language=en").json()["targets"], TARGETS, strict=True):
        assert each["quote"] == register().cite(target.place).quote
        assert (each["value"], each["comparator"], each["unit"]) == (target.value or "", target.comparator, target.unit)
        assert each["page"] == f"/chi-tieu/{target.id}"
        assert each["statement"] == target.statement.en


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_every_target_is_read_in_full(target) -> None:  # type: ignore[no-untyped-def]
    found = CLIENT.get(f"/api/targets/{target.id}").json()
    shapes.TargetSheetShape.model_validate(found)
    passage = found["passage"]
    assert passage["text"][passage["start"] : passage["end"]] == found["target"]["quote"]
    assert target.id in [each["id"] for each in found["history"]]
    assert {each["indicator_id"] for each in found["history"]} == {target.indicator}
    measured = register().indicator(target.indicator).measured_by or target.indicator
    assert {each["indicator_id"] for each in found["results"]} <= {measured}
    assert bool(found["yardstick"]) == bool(found["results"])


def test_an_assumed_yardstick_is_said_to_be_assumed() -> None:
    yardstick = CLIENT.get("/api/targets/kh-136-2021/3?language=en").json()["yardstick"]
    assert yardstick["indicator"] == "sipas"
    assert yardstick["assumed"] is True
    assert "assumes SIPAS" in yardstick["sentence"]
    assert CLIENT.get("/api/targets/kh-136-2021/1").json()["yardstick"]["assumed"] is False


def test_indicators_are_listed_and_read_in_full() -> None:
    listed = CLIENT.get("/api/indicators").json()
    shapes.IndicatorsShape.model_validate(listed)
    assert [each["id"] for each in listed["indicators"]] == [each.id for each in register().indicators]
    for each in listed["indicators"]:
        found = CLIENT.get(f"/api/indicators/{each['id']}?language=en").json()
        shapes.IndicatorSheetShape.model_validate(found)
        assert (len(found["targets"]), len(found["results"])) == (each["targets"], each["results"])
        years = [result["year"] for result in found["results"]]
        assert years == sorted(years)


@pytest.mark.parametrize("query", ["", "year=2025&level=commune", "document=qd-942-2021&language=en", "level=national"])
def test_files_hold_the_same_targets_as_the_list(query: str) -> None:
    wanted = ids_of(query)
    table = CLIENT.get(f"/api/targets.csv?{query}")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    read = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [each["id"] for each in read] == wanted
    book = CLIENT.get(f"/api/targets.xlsx?{query}")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    cells = {str(cell.value) for line in sheet.iter_rows() for cell in line}
    assert set(wanted) <= cells
    assert sheet.max_row == len(wanted) + 1
    text = CLIENT.get(f"/api/targets.md?{query}")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert len(text.text.splitlines()) == len(wanted) + 2
    for response, kind in ((table, "csv"), (book, "xlsx"), (text, "md")):
        disposition = response.headers["content-disposition"]
        assert disposition.startswith('attachment; filename="chi-tieu')
        assert disposition.endswith(f'.{kind}"')


@pytest.mark.parametrize(
    ("query", "named", "remedy"),
    [
        ("year=abc", "year", "2025"),
        ("level=xa", "level", "commune"),
        ("area=x", "area", "digitisation"),
        ("document=x", "document", "kh-136-2021"),
        ("indicator=x", "indicator", "papi"),
        ("value=nan", "value", "95"),
        ("due=soon", "due", "before, after"),
        ("on=31/12/2025", "on", "2026-01-31"),
        ("language=fr", "language", "vi, en"),
        ("yaer=2025", "yaer", "year, area, level"),
    ],
)
@pytest.mark.parametrize("path", ["/api/targets", "/api/targets.csv", "/api/timeline.png"])
def test_a_bad_filter_is_refused_with_what_it_may_be(path: str, query: str, named: str, remedy: str) -> None:
    response = CLIENT.get(f"{path}?{query}")
    assert response.status_code == 422
    schema.ErrorShape.model_validate(response.json())
    error = response.json()["error"]
    assert error["code"] == "bad_filter"
    assert named in error["message"]
    assert remedy in error["remedy"]


def test_a_long_bad_value_is_cut_in_the_message() -> None:
    assert len(CLIENT.get(f"/api/targets?level={'x' * 5000}").json()["error"]["message"]) < 120


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/targets/x", "unknown_target"),
        ("/api/targets/kh-136-2021/999", "unknown_target"),
        ("/api/targets/kh-136-2021/999/card.png", "unknown_target"),
        ("/api/indicators/x", "unknown_indicator"),
        ("/api/indicators/x/chart.png", "unknown_indicator"),
    ],
)
def test_an_unknown_id_is_not_found(path: str, code: str) -> None:
    response = CLIENT.get(path)
    assert (response.status_code, response.json()["error"]["code"]) == (404, code)


def test_openapi_names_every_address_of_the_register() -> None:
    described = CLIENT.get("/openapi.json").json()["paths"]
    assert set(described) >= PATHS
    parameters = {each["name"] for each in described["/api/targets"]["get"]["parameters"]}
    assert parameters == {"year", "area", "level", "document", "indicator", "value", "due", "on", "language"}


# pictures


def test_pictures_are_of_what_is_asked_and_are_drawn_once() -> None:
    press = FakePress()
    asking = client(press)
    paths = [
        "/api/targets/kh-136-2021/2/card.png?language=en",
        "/api/timeline.png?level=commune&on=2024-01-01",
        "/api/indicators/papi/chart.png",
    ]
    for path in (*paths, *paths):
        response = asking.get(path)
        assert response.headers["content-type"] == "image/png"
        again = asking.get(path, headers={"if-none-match": response.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    communes = " ".join(ids_of("level=commune"))
    assert press.drawn == [
        "card en kh-136-2021/2",
        f"timeline vi 2024-01-01 {communes}",
        f"history vi {TODAY} papi",
    ]


@pytest.mark.parametrize(
    "path",
    ["/api/targets/kh-136-2021/14/card.png", "/api/indicators/papi/chart.png", "/api/timeline.png?level=commune"],
)
def test_the_real_press_draws(path: str) -> None:
    response = client(RegisterPress(register())).get(path)
    assert response.status_code == 200
    assert response.content.startswith(b"\x89PNG\r\n\x1a\n")


def test_a_drawn_picture_leaves_no_pixels_behind() -> None:
    press, rows = RegisterPress(register()), Desk(register(), lambda: TODAY).rows(Selection(years=(2021,)), "vi", TODAY)
    gc.collect()
    gc.disable()  # nothing may wait for the collector: a server draws again long before it comes
    try:
        press.timeline(rows, "vi", TODAY)
        alive = [each for each in gc.get_objects() if type(each) is RendererAgg and each.height > 1]
    finally:
        gc.enable()
    assert alive == []


def test_a_timeline_of_too_many_targets_is_refused_and_not_offered() -> None:
    copies = tuple(replace(t, id=f"{t.id}-{n}") for n in range(2) for t in TARGETS)
    desk = Desk(replace(register(), all_targets=copies), lambda: TODAY)
    press = FakePress()
    app = create_app(FakeReception(), library_of(keyword_knowledge()), FakeReadiness(), register=(desk, press))
    asking = TestClient(app)
    response = asking.get("/api/timeline.png")
    assert (response.status_code, response.json()["error"]["code"]) == (422, "too_many_targets")
    assert press.drawn == []
    assert "timeline.png" not in asking.get("/chi-tieu").text
    assert asking.get("/api/timeline.png?level=commune").status_code == 200


def test_the_chat_answers_while_a_picture_is_drawn() -> None:
    drawing, done = threading.Event(), threading.Event()

    class Slow(FakePress):
        def timeline(self, rows: Sequence[Row], language: str, on: date) -> bytes:
            drawing.set()
            assert done.wait(30)
            return super().timeline(rows, language, on)

    with client(Slow()) as asking:
        thread = threading.Thread(target=asking.get, args=("/api/timeline.png",))
        thread.start()
        assert drawing.wait(30)
        assert asking.post("/api/ask", json={"text": "chào"}).status_code == 200
        assert asking.get("/chi-tieu").status_code == 200
        done.set()
        thread.join(30)


def test_the_shelf_forgets_the_longest_unused_and_stays_within_its_bytes() -> None:
    drawn: list[str] = []

    def draw(name: str, size: int) -> bytes:
        drawn.append(name)
        return name.encode() * size

    async def asked() -> None:
        shelf = PictureShelf(most=2, most_bytes=10)
        for name, size in (("a", 3), ("b", 3), ("a", 3), ("c", 3), ("a", 3), ("b", 3), ("d", 11), ("d", 11)):
            picture = await shelf.picture(name, lambda name=name, size=size: draw(name, size))  # type: ignore[misc]
            assert picture == name.encode() * size

    anyio.run(asked)
    assert drawn == ["a", "b", "c", "b", "d", "d"], "the one too large for the shelf is drawn each time"


def test_two_who_ask_the_same_at_once_wait_for_one_drawing() -> None:
    drawn: list[int] = []

    async def asked() -> None:
        shelf = PictureShelf()
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(shelf.picture, "same", lambda: (drawn.append(1), b"x")[1])

    anyio.run(asked)
    assert drawn == [1]


def test_beyond_the_queue_a_picture_is_refused() -> None:
    refused: list[int] = []

    async def asked() -> None:
        shelf = PictureShelf(waiting=1)
        gate = threading.Event()

        async def one(name: int) -> None:
            try:
                await shelf.picture(name, lambda: b"x" if gate.wait(30) else b"")
            except TooManyWaitingError:
                refused.append(name)

        async with anyio.create_task_group() as group:
            for name in range(4):
                group.start_soon(one, name)
                await anyio.wait_all_tasks_blocked()
            gate.set()

    anyio.run(asked)
    assert refused == [2, 3]
