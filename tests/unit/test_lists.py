"""Lists by deadline, by figure and by extreme: complete, counted, each row one target."""

from __future__ import annotations

from datetime import date

import pytest

from bot.messages import Reply, Status
from knowledge.register.selection import Due, due
from tests.fakes_knowledge import ask, register

TODAY = date(2026, 11, 22)


def ids(reply: Reply) -> set[str]:
    return {fact.target for fact in reply.facts}


def held(document: str | None = None) -> list[str]:
    return [t.id for t in register().all_targets if document in (None, t.place.document)]


@pytest.mark.parametrize(
    "question",
    ["Chỉ tiêu nào chưa đến hạn?", "chi tieu nao sap den han", "Which targets are still to come?"],
)
def test_targets_to_come_are_those_of_every_document_whose_last_day_is_ahead(question: str) -> None:
    reply = ask(question)
    held = register()
    expected = {t.id for t in held.all_targets if due(t, TODAY) is Due.AFTER}
    assert reply.status is Status.ANSWERED_LIST
    assert ids(reply) == expected
    assert str(len(expected)) in reply.text.splitlines()[0]


def test_targets_to_come_stand_in_the_order_of_their_deadlines_and_name_their_document() -> None:
    reply = ask("Chỉ tiêu nào chưa đến hạn?")
    rows = reply.text.splitlines()[1:]
    years = [int(fact.deadline) for fact in reply.facts if fact.deadline and fact.deadline.isdigit()]
    assert years == sorted(years)
    assert any("(Nghị quyết 76/NQ-CP)" in row for row in rows)


@pytest.mark.parametrize("question", ["Chỉ tiêu nào đã hết hạn?", "chỉ tiêu nào đã qua hạn", "Những chỉ tiêu đến hạn?"])
def test_passed_targets_are_the_plans(question: str) -> None:
    assert ids(ask(question)) == set(held("kh-136-2021"))


def test_when_nothing_is_to_come_the_last_deadline_is_told() -> None:
    reply = ask("Kế hoạch 136 còn chỉ tiêu nào chưa đến hạn không?")
    assert reply.status is Status.ANSWERED_LIST
    assert "Không còn chỉ tiêu nào" in reply.text
    assert "2025" in reply.text


def test_due_in_a_year_is_about_that_year_and_not_about_today() -> None:
    reply = ask("Những chỉ tiêu nào đến hạn năm 2030?")
    assert {fact.deadline for fact in reply.facts} == {"2030"}


def test_after_a_year_means_later_deadlines_only() -> None:
    reply = ask("Các chỉ tiêu còn hiệu lực sau năm 2026 là gì?")
    told = [target for target in register().all_targets if target.id in ids(reply)]
    assert told
    assert all(target.deadline.last_day and target.deadline.last_day.year > 2026 for target in told)


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Những chỉ tiêu nào trên 90%?", lambda value: value > 90),
        ("Chỉ tiêu nào của Kế hoạch 136 dưới 50%?", lambda value: value < 50),
        ("Chỉ tiêu nào từ 80% trở lên?", lambda value: value >= 80),
        ("Những chỉ tiêu nào phải đạt 100%?", lambda value: value == 100),
    ],
)
def test_a_figure_in_a_list_question_is_a_limit_when_it_is_said_as_one(question: str, holds) -> None:  # type: ignore[no-untyped-def]
    held = register()
    expected = {
        t.id
        for t in held.targets(documents=["kh-136-2021"])
        if t.number is not None and t.unit.startswith("%") and holds(t.number)
    }
    assert ids(ask(question)) == expected


def test_the_highest_of_an_area_is_told_with_every_target_that_states_it() -> None:
    reply = ask("Chỉ tiêu nào cao nhất về dịch vụ công trực tuyến?")
    assert ids(reply) == {"kh-136-2021/15", "kh-136-2021/19"}
    assert reply.text.startswith("Mức cao nhất là 100%")


@pytest.mark.parametrize("question", ["Kế hoạch 136 đạt bao nhiêu chỉ tiêu?", "chỉ tiêu nào quá hạn rồi mà chưa đạt"])
def test_how_many_were_met_is_never_answered_by_listing_the_targets(question: str) -> None:
    reply = ask(question)
    assert reply.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert reply.facts == ()
    assert any("đã đạt chưa" in suggestion for suggestion in reply.suggestions)


def test_a_deadline_asked_about_is_told_with_todays_date() -> None:
    reply = ask("chỉ tiêu hài lòng 2025 hết hạn chưa?")
    assert "Tính đến 22/11/2026, thời hạn này đã qua." in reply.text
    assert {fact.kind for fact in reply.facts} == {"target"}


def test_two_years_of_an_index_are_set_side_by_side_as_results() -> None:
    for question in ("đặt SIPAS 2023 cạnh 2024", "PAPI 2022 tăng mấy bậc so với 2021?"):
        reply = ask(question)
        assert {fact.kind for fact in reply.facts} == {"result"}
        assert len({fact.deadline for fact in reply.facts}) == 2


def test_a_points_premise_of_papi_is_corrected_and_not_explained() -> None:
    reply = ask("PAPI tăng 5 điểm mỗi năm phải không?")
    assert reply.status is Status.ANSWERED_CORRECTION
    assert "bậc" in reply.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Kế hoạch 136 có bao nhiêu chỉ tiêu về một cửa?", "một cửa"),
        ("Có chỉ tiêu nào về chính quyền hai cấp không?", "chính quyền hai cấp"),
        ("How many one-stop shop targets are in Plan 136?", "one stop shop"),
        ("List targets on digital transformation", "digital transformation"),
    ],
)
def test_a_topic_that_no_target_speaks_of_is_not_answered_with_the_whole_list(question: str, words: str) -> None:
    reply = ask(question)
    assert reply.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert f"“{words}”" in reply.text


def test_a_topic_by_its_term_lists_the_targets_that_say_it() -> None:
    reply = ask("Liệt kê chỉ tiêu về văn bản quy phạm pháp luật")
    assert reply.status is Status.ANSWERED_LIST
    assert ids(reply) == {
        t.id for t in register().all_targets if t.statement.vi.startswith("Văn bản quy phạm pháp luật")
    }


@pytest.mark.parametrize(
    "question",
    ["Danh sách chỉ tiêu CCHC của Kế hoạch 136", "Liệt kê các mục tiêu của Nghị quyết 18 về chuyển đổi số"],
)
def test_the_subject_of_the_whole_document_narrows_nothing(question: str) -> None:
    assert ask(question).status is Status.ANSWERED_LIST


@pytest.mark.parametrize(
    ("turns", "target"),
    [
        (("chỉ tiêu số 3 của kế hoạch 136",), "kh-136-2021/3"),
        (("chỉ tiêu thứ ba là gì?",), "kh-136-2021/3"),
        (("target number 3 of Plan 136",), "kh-136-2021/3"),
        (("chi tieu so 4 cua Nghi quyet 76",), "nq-76-2021/4"),
        (("Kể tên các chỉ tiêu của Nghị quyết 76", "chỉ tiêu thứ 5 là gì?"), "nq-76-2021/5"),
    ],
)
def test_a_target_by_its_number_in_its_document(turns: tuple[str, ...], target: str) -> None:
    assert ids(ask(turns[-1], *turns[:-1])) == {target}


@pytest.mark.parametrize("question", ["chỉ tiêu số 25 của Kế hoạch 136", "chỉ tiêu thứ hai mươi của Kế hoạch 136"])
def test_a_number_that_no_target_has_is_refused(question: str) -> None:
    assert ask(question).status.group == "unanswered"


def test_what_is_asked_next_is_asked_of_the_numbered_target() -> None:
    reply = ask("Mức đó là 90% phải không?", "chỉ tiêu số 3 của Kế hoạch 136")
    assert reply.status is Status.ANSWERED_CORRECTION
    assert "95" in {fact.value for fact in reply.facts}
