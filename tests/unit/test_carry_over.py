"""Follow-ups: what a question leaves open comes from the turn before, for half an hour, in that conversation only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.assembly import steps
from bot.chat import PipelineChat
from bot.conversation import CARRY_SECONDS, MOST_CONVERSATIONS, Conversations, Turn
from bot.messages import Incoming, Reply, Status
from bot.understanding.question import Question
from tests.fakes_knowledge import TODAY, ask, keyword_knowledge

SATISFACTION = "Chỉ tiêu hài lòng đến năm 2025 là bao nhiêu?"
DISTRICTS = "Số hóa kết quả năm 2021 ở cấp huyện tối thiểu bao nhiêu?"
PORTAL = "Kế hoạch 136 tích hợp Cổng Dịch vụ công quốc gia bao nhiêu?"
AMBIGUOUS = "chỉ tiêu hài lòng đất đai là bao nhiêu?"
TARGET, RESULT, DOCUMENT = Status.ANSWERED_TARGET, Status.ANSWERED_RESULT, Status.ANSWERED_DOCUMENT


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Callable[[], float]) -> PipelineChat:
    return PipelineChat(steps(keyword_knowledge(), lambda: TODAY), Conversations(clock), lambda: TODAY)


def said(chat: PipelineChat, text: str, conversation: str = "a") -> Reply:
    return chat.reply_to(Incoming(text, conversation))


def values(reply: Reply) -> list[str]:
    return [fact.value for fact in reply.facts]


@pytest.mark.parametrize(
    ("turns", "status", "expected", "shown"),
    [
        ((SATISFACTION, "còn năm 2023?"), TARGET, ["85"], ["hài lòng", "2023"]),
        ((SATISFACTION, "con nam 2023"), TARGET, ["85"], ["hài lòng", "2023"]),
        ((SATISFACTION, "còn năm 2023?", "còn 2025?"), TARGET, ["95"], ["hài lòng", "2025"]),
        ((DISTRICTS, "thế cấp xã?"), TARGET, ["15"], ["số hóa", "2021", "cấp xã"]),
        ((DISTRICTS, "thế cấp xã?", "thành phố thì sao?"), TARGET, ["30"], ["số hóa", "2021", "thành phố"]),
        ((PORTAL, "còn Nghị quyết 76?"), TARGET, ["80"], ["tích hợp", "76/NQ-CP"]),
        ((PORTAL, "còn Nghị quyết 17?"), TARGET, ["30"], ["tích hợp", "17/NQ-CP"]),
        (("SIPAS năm 2024 của Hà Nội là bao nhiêu?", "còn PAR INDEX?"), RESULT, ["92.75", "3"], ["PAR INDEX", "2024"]),
        (("PAPI năm 2023 xếp hạng mấy?", "năm sau đó thì sao?"), RESULT, ["29"], ["PAPI", "2024"]),
        (("PAPI năm 2023 xếp hạng mấy?", "năm trước đó?"), RESULT, ["12"], ["PAPI", "2022"]),
        (("PAPI phải tăng mấy bậc mỗi năm?", "đã đạt chưa?"), RESULT, ["5"], ["PAPI"]),
        ((DISTRICTS, "khi nào phải xong?"), TARGET, ["20"], ["số hóa", "cấp huyện"]),
        (("What is the satisfaction target for 2025?", "and 2023?"), TARGET, ["85"], ["satisfaction", "2023"]),
    ],
)
def test_a_follow_up_keeps_what_it_leaves_open(
    turns: tuple[str, ...], status: Status, expected: list[str], shown: list[str]
) -> None:
    reply = ask(turns[-1], *turns[:-1])
    assert reply.status is status and values(reply) == expected, reply.text
    assert reply.interpretation is not None
    assert [words for words in shown if words not in reply.interpretation] == [], reply.interpretation


def test_a_level_that_no_target_of_the_new_year_has_is_let_go() -> None:
    reply = ask("còn năm 2022?", DISTRICTS)
    assert values(reply) == ["20"] and reply.facts[0].deadline == "2022"
    assert reply.interpretation is not None and "cấp huyện" not in reply.interpretation


def test_a_question_of_when_is_about_the_figure_asked_before() -> None:
    reply = ask("khi nào phải xong?", DISTRICTS)
    assert [fact.target for fact in reply.facts] == ["kh-136-2021/11"]
    assert "năm 2021" in reply.text


@pytest.mark.parametrize("follow_up", ["nguồn đâu?", "Nguồn ở đâu?", "nguon dau", "lấy từ đâu?"])
def test_the_sources_of_the_answer_before(follow_up: str) -> None:
    reply = ask(follow_up, SATISFACTION)
    assert reply.status is DOCUMENT
    assert "Hà Nội mới" in reply.text and "Hanoi Times" in reply.text and "chỉ tiêu 3" in reply.text
    assert {c.passage.locator for c in reply.citations} == {"Phần II, mục 1, chỉ tiêu 3"}


def test_the_sources_of_a_follow_up_are_the_follow_ups() -> None:
    reply = ask("nguồn đâu?", SATISFACTION, "còn năm 2023?")
    assert {c.passage.locator for c in reply.citations} == {"Phần II, mục 1, chỉ tiêu 2"}


def test_sources_asked_in_english() -> None:
    reply = ask("what is the source?", "What is the satisfaction target for 2025?")
    assert (reply.status, reply.language) == (DOCUMENT, "en") and "Hanoi Times" in reply.text


def test_the_signer_of_the_document_before() -> None:
    assert "Trương Hòa Bình" in ask("Ai ký?", "Nghị quyết 76 ban hành ngày nào?").text
    assert ask("Ai ký?", "Kế hoạch 136 ban hành ngày nào?").status is Status.UNANSWERED_NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("turns", "status", "words"),
    [
        ((SATISFACTION, "Ai ký Nghị quyết 76?"), DOCUMENT, "Trương Hòa Bình"),
        ((DISTRICTS, "PAPI phải tăng mấy bậc mỗi năm?"), TARGET, "5 bậc"),
        ((DISTRICTS, SATISFACTION), TARGET, "95%"),
        ((PORTAL, "Kế hoạch 136 có bao nhiêu chỉ tiêu?"), Status.ANSWERED_LIST, "19 chỉ tiêu"),
    ],
)
def test_a_new_topic_takes_nothing_from_the_old(turns: tuple[str, ...], status: Status, words: str) -> None:
    reply = ask(turns[-1], *turns[:-1])
    alone = ask(turns[-1])
    assert reply.status is status and words in reply.text
    assert (reply.text, reply.interpretation) == (alone.text, None)


@pytest.mark.parametrize("between", ["cảm ơn bạn", "Giá vàng hôm nay?", "???", "đồ ngu"])
def test_what_asks_nothing_of_ours_does_not_end_the_topic(between: str) -> None:
    assert values(ask("còn năm 2023?", SATISFACTION, between)) == ["85"]


@pytest.mark.parametrize("alone", ["còn năm 2023?", "nguồn đâu?", "năm sau đó thì sao?", "1", "and 2023?"])
def test_a_follow_up_to_nothing_is_no_answer(alone: str) -> None:
    reply = ask(alone)
    assert reply.status.group == "unanswered" and reply.citations == () and reply.interpretation is None


def test_a_choice_is_made_by_its_number() -> None:
    offered = ask(AMBIGUOUS)
    assert offered.status is Status.CLARIFY_AMBIGUOUS and len(offered.suggestions) == 2
    first, second = (ask(number, AMBIGUOUS) for number in ("1", " 2 "))
    assert {f.indicator for f in first.facts} == {"land_satisfaction"}
    assert {f.indicator for f in second.facts} == {"satisfaction"}
    assert first.question == "1", "the reply names what the person typed"


def test_a_choice_may_be_typed_out() -> None:
    offered = ask(AMBIGUOUS).suggestions
    assert {f.indicator for f in ask(offered[1], AMBIGUOUS).facts} == {"satisfaction"}


def test_a_number_after_nothing_chooses_nothing() -> None:
    assert ask("1").facts == ()


# Defects once found.


@pytest.mark.parametrize(("number", "before"), [("0", AMBIGUOUS), ("3", AMBIGUOUS), ("1", SATISFACTION)])
def test_a_number_that_was_not_offered_chooses_nothing(number: str, before: str) -> None:
    assert ask(number, before).facts == ()


def test_a_choice_settles_the_question() -> None:
    assert ask("1", "chỉ tiêu hài lòng trực tuyến là bao nhiêu?").status is TARGET


@pytest.mark.parametrize("question", ["Những chỉ tiêu nào phải đạt 100%?", "Chỉ tiêu nào có ngoại lệ?"])
def test_a_list_is_a_new_topic(question: str) -> None:
    assert ask(question, SATISFACTION).text == ask(question).text


def test_another_index_in_the_frame_of_a_year() -> None:
    assert values(ask("còn PAR INDEX?", "SIPAS năm 2024 của Hà Nội?")) == ["92.75", "3"]


def test_another_document_in_the_frame_of_a_date() -> None:
    assert "15/07/2021" in ask("còn Nghị quyết 76?", "Kế hoạch 136 ban hành ngày nào?").text


# Half an hour, one conversation, until it is forgotten.


@pytest.fixture
def clock() -> Iterator[Clock]:
    yield Clock()


def test_a_turn_is_carried_for_half_an_hour_and_no_longer(clock: Clock) -> None:
    assert CARRY_SECONDS == 30 * 60
    chat = opened(clock)
    said(chat, SATISFACTION)
    clock.now += 30 * 60
    assert values(said(chat, "còn năm 2023?")) == ["85"]
    clock.now += 30 * 60 + 1
    assert said(chat, "còn năm 2025?").status.group == "unanswered"


def test_each_answer_starts_the_half_hour_again(clock: Clock) -> None:
    chat = opened(clock)
    said(chat, SATISFACTION)
    for year, value in (("2023", "85"), ("2025", "95"), ("2023", "85")):
        clock.now += 29 * 60
        assert values(said(chat, f"còn năm {year}?")) == [value]


def test_conversations_do_not_hear_each_other(clock: Clock) -> None:
    chat = opened(clock)
    said(chat, SATISFACTION, "a")
    said(chat, DISTRICTS, "b")
    assert said(chat, "còn năm 2023?", "c").status.group == "unanswered"
    assert values(said(chat, "thế cấp xã?", "b")) == ["15"]
    assert values(said(chat, "còn năm 2023?", "a")) == ["85"]


def test_forgetting_drops_one_conversation(clock: Clock) -> None:
    chat = opened(clock)
    said(chat, SATISFACTION, "a")
    said(chat, SATISFACTION, "b")
    chat.forget("a")
    chat.forget("nobody")
    assert said(chat, "còn năm 2023?", "a").status.group == "unanswered"
    assert values(said(chat, "còn năm 2023?", "b")) == ["85"]


def test_the_conversation_silent_for_longest_makes_room(clock: Clock) -> None:
    held = Conversations(clock)
    turn = Turn(Question("x", "vi"))
    held.keep("first", turn)
    held.keep("second", turn)
    held.keep("first", turn)  # spoke again
    for n in range(MOST_CONVERSATIONS - 1):
        held.keep(f"c{n}", turn)
    assert held.last("second") is None and held.last("first") is turn


@pytest.mark.parametrize(
    ("turns", "target"),
    [
        (("PAPI 2024 Hà Nội hạng mấy?", "còn 2022?", "được bao nhiêu điểm?"), "papi/2022/score"),
        (("papi hà nội năm 2022 bao nhiêu điểm", "hạng?"), "papi/2022/rank"),
        (("Năm 2021 thành phố phải số hóa bao nhiêu?", "không, tôi hỏi cấp huyện"), "kh-136-2021/11"),
        (("NQ 18-NQ/TU: kinh tế số phải chiếm bao nhiêu GRDP?", "băng rộng?"), "nq-18-tu/3"),
    ],
)
def test_a_kind_of_figure_a_level_or_a_name_alone_goes_on_with_the_topic(turns: tuple[str, ...], target: str) -> None:
    reply = ask(turns[-1], *turns[:-1])
    assert [fact.target for fact in reply.facts] == [target]


@pytest.mark.parametrize(
    ("turns", "targets"),
    [
        (
            (
                "NQ 76 đặt bao nhiêu phần trăm thủ tục trực tuyến mức 3, 4 đến 2025?",
                "đến 2030?",
                "chênh nhau mấy điểm?",
            ),
            {"nq-76-2021/3", "nq-76-2021/4"},
        ),
        (
            ("SIPAS năm 2023 Hà Nội đạt mấy phần trăm?", "năm sau đó?", "chênh bao nhiêu so với 2023?"),
            {"sipas/2023/percent", "sipas/2024/percent"},
        ),
    ],
)
def test_what_two_turns_asked_is_set_side_by_side(turns: tuple[str, ...], targets: set[str]) -> None:
    reply = ask(turns[-1], *turns[:-1])
    assert targets <= {fact.target for fact in reply.facts}
    assert "−" in reply.text


def test_the_document_this_decision_means_is_the_one_spoken_of() -> None:
    reply = ask(
        "quyết định này ai ký?",
        "Quyết định 749 đặt hồ sơ công việc cấp tỉnh trực tuyến bao nhiêu đến năm 2025?",
        "không, tôi hỏi cấp huyện",
    )
    assert "Nguyễn Xuân Phúc" in reply.text


def test_another_plan_is_held_against_the_one_spoken_of() -> None:
    reply = ask(
        "so với kế hoạch 136?", "Kế hoạch dịch vụ công trực tuyến chưa rõ số của Hà Nội tích hợp cổng bao nhiêu?"
    )
    assert {fact.target for fact in reply.facts} == {"kh-136-2021/16", "kh-dvctt-khong-so/3"} or "80 − 60" in reply.text


def test_a_term_asked_for_begins_a_new_topic() -> None:
    reply = ask("mức độ 4 là gì vậy?", "dịch vụ công mức độ 4 theo kế hoạch 136 bao nhiêu phần trăm?")
    assert reply.status is Status.ANSWERED_TERM


@pytest.mark.parametrize(
    ("turns", "targets"),
    [
        (("QĐ 942 văn bản điện tử giữa các cơ quan", "có ngoại lệ không?"), {"qd-942-2021/5"}),
        (
            ("hà nội có mấy thủ tục không phụ thuộc địa giới", "cấp xã mấy?"),
            {"boundary_free/2025-11/commune"},
        ),
        (
            ("văn bản 4173 yêu cầu xã phường bao nhiêu hồ sơ trực tuyến", "trung tâm thì sao", "toàn trình?"),
            {"cv-4173-2025/2", "cv-4173-2025/4"},
        ),
    ],
)
def test_a_follow_up_stays_with_the_document_and_the_kind_of_figure(turns: tuple[str, ...], targets: set[str]) -> None:
    assert {fact.target for fact in ask(turns[-1], *turns[:-1]).facts} == targets


def test_a_follow_up_with_a_word_of_its_own_is_not_the_question_before() -> None:
    reply = ask("trễ thì bao nhiêu?", "tỷ lệ đúng hạn cấp xã 2025")
    assert {fact.target for fact in reply.facts} <= {"late/2025-commune/percent", "late/2025-commune/dossiers"}


def test_a_document_that_holds_no_such_target_is_still_the_one_asked_about() -> None:
    reply = ask("xã thì từ bao giờ", "Chỉ thị 02 nói gì về số hóa")
    assert {c.document.id for c in reply.citations} == {"ct-02-2022"}


@pytest.mark.parametrize(
    ("turns", "target"),
    [
        (("Chỉ tiêu hài lòng QĐ 282?", "riêng đất đai?"), "qd-282-2026/5"),
        (("Decision 282 satisfaction target 2028-2030?", "and for land?"), "qd-282-2026/5"),
        (("Chỉ tiêu hài lòng QĐ 282?", "riêng đất đai?", "còn thủ tục hành chính?"), "qd-282-2026/4"),
        (
            ("KH 136 đặt tích hợp Cổng Dịch vụ công quốc gia bao nhiêu?", "Nghị quyết 76 thì mức nào cho nội dung đó?"),
            "nq-76-2021/5",
        ),
        (("Kế hoạch 164 đặt PAPI nhóm mấy cho 2024?", "Sang kế hoạch 159 thì nhóm mấy?"), "kh-159-2025/4"),
    ],
)
def test_a_kind_or_another_document_is_asked_in_a_few_words(turns: tuple[str, ...], target: str) -> None:
    assert [fact.target for fact in ask(turns[-1], *turns[:-1]).facts] == [target]


@pytest.mark.parametrize(
    "turns",
    [
        ("PAR INDEX 2024 bao nhiêu?", "sao có báo ghi 92,57"),
        ("PAR INDEX 2024?", "why do two sources differ?"),
    ],
)
def test_two_figures_of_one_year_are_both_told(turns: tuple[str, ...]) -> None:
    text = ask(turns[-1], *turns[:-1]).text.replace(".", ",")
    assert "92,75" in text
    assert "92,57" in text


@pytest.mark.parametrize(
    ("turns", "targets"),
    [
        (("Nghị quyết 17 tích hợp cổng quốc gia giai đoạn 2019-2020 mấy %", "còn 136?"), {"kh-136-2021/16"}),
        (("chỉ tiêu PAPI của 136?", "ý tôi là kế hoạch 159 cơ"), {"kh-159-2025/4"}),
        (("SIPAS bình quân cả nước năm 2024?", "2023?", "thế 2022?"), {"sipas/2022/national"}),
        (("Kết quả bộ chỉ số phục vụ 10/2024", "tháng 12?", "hạng mấy trong 63"), {"service_index/2024-12/rank"}),
        (
            ("bộ chỉ số phục vụ tháng 3/2025 của Hà Nội", "phần dịch vụ công trực tuyến mấy điểm"),
            {"service_index_online/2025-03/score"},
        ),
        (("số hóa kết quả 2021 thành phố phải đạt mấy %", "thế quận huyện", "không, cấp xã cơ"), {"kh-136-2021/12"}),
    ],
)
def test_what_is_pointed_at_is_found_in_the_turn_before(turns: tuple[str, ...], targets: set[str]) -> None:
    assert {fact.target for fact in ask(turns[-1], *turns[:-1]).facts} == targets


@pytest.mark.parametrize(
    "turns",
    [
        ("Chương trình 01-CTr/TU ban hành ngày nào", "chương trình đó đặt mức hài lòng bao nhiêu %"),
        ("bộ chỉ số phục vụ tháng 3/2025 của Hà Nội", "thế tháng 4?"),
        ("Điểm PAPI 2020 phần cung ứng dịch vụ công là mấy", "thế phần đó năm 2025?"),
        ("tỷ lệ hồ sơ trễ hạn ở xã phường từ 1/7 đến 23/9/2025", "riêng các sở thì trễ bao nhiêu?"),
    ],
)
def test_what_is_pointed_at_and_not_stated_is_refused(turns: tuple[str, ...]) -> None:
    assert ask(turns[-1], *turns[:-1]).status.group == "unanswered"


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (("PAPI 2024 Hà Nội đứng thứ bao nhiêu?", "tụt mấy bậc so với năm trước thế"), "29 − 15 = 14"),
        (("PAPI 2023 của HN", "còn 2022", "hai năm đó năm nào cao điểm hơn"), "43,9603 − 43,90"),
        (("qđ 942 ai ký", "ngày?"), "15/06/2021"),
        (("qđ 942 ai ký", "nó ra trước hay sau 136"), "Sau: Quyết định 942"),
        (("papi do ai làm thế", "có mấy nội dung", "tối đa bao nhiêu điểm?"), "80"),
    ],
)
def test_a_short_follow_up_is_answered_in_full(turns: tuple[str, ...], said: str) -> None:
    assert said in ask(turns[-1], *turns[:-1]).text


@pytest.mark.parametrize("before", ["PAPI năm 2024 Hà Nội xếp thứ mấy?", SATISFACTION])
@pytest.mark.parametrize(
    "talk",
    ["kể chuyện cười đi", "hôm nay trời thế nào", "con mèo của tôi ốm", "ăn gì bây giờ", "Hà Nội có bao nhiêu dân"],
)
def test_talk_of_another_world_is_not_answered_with_the_figure_before(before: str, talk: str) -> None:
    reply = ask(talk, before)
    assert reply.status is Status.UNANSWERED_OUT_OF_SCOPE and not reply.facts, reply.text


def test_a_count_of_districts_is_not_a_count_of_what_was_asked_before() -> None:
    reply = ask("Hà Nội có mấy quận?", "PAR INDEX năm 2024 là bao nhiêu?")
    assert "PAR INDEX" not in reply.text and "30 quận" in reply.text


@pytest.mark.parametrize(
    "follow_up", ["hiện đạt bao nhiêu?", "hien nay the nao", "đang ở mức nào?", "giờ bao nhiêu?", "what is it now?"]
)
def test_how_it_stands_now_is_told_by_a_result_and_never_by_the_target(follow_up: str) -> None:
    reply = ask(follow_up, SATISFACTION)
    assert reply.status is RESULT
    assert values(reply)[0] == "86.50"


@pytest.mark.parametrize(
    "other", ["ai là chủ tịch Hà Nội?", "lương tối thiểu vùng là bao nhiêu", "what is the minimum wage?"]
)
def test_a_question_of_the_world_is_not_asked_of_the_topic_before(other: str) -> None:
    reply = ask(other, "PAPI năm 2024 của Hà Nội hạng mấy?")
    assert reply.status is Status.UNANSWERED_NOT_IN_DOCUMENTS
    assert "PAPI" not in reply.text
    assert reply.facts == ()


def test_a_name_of_somebody_is_no_follow_up_to_a_figure() -> None:
    assert ask("thủ tướng là ai", SATISFACTION).facts == ()


def test_what_must_be_reached_in_a_year_is_a_target_even_of_an_index() -> None:
    reply = ask("PAPI năm 2025 phải đạt bao nhiêu?")
    assert reply.status is TARGET
    assert values(reply) == ["5"]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("Mục tiêu SIPAS 2024?", "2025?"), "159/KH-UBND"),
        (("What is Hanoi's PAR INDEX target?", "and in 2024?"), "164/KH-UBND"),
    ],
)
def test_another_year_of_a_target_is_a_target(turns: tuple[str, ...], expected: str) -> None:
    reply = ask(turns[-1], *turns[:-1])
    assert reply.status is TARGET
    assert expected in reply.text


def test_the_gap_to_the_whole_country_is_reckoned() -> None:
    reply = ask("chênh bao nhiêu", "SIPAS 2024 của Hà Nội", "còn cả nước")
    assert "86,50 − 83,94 = 2,56" in reply.text
