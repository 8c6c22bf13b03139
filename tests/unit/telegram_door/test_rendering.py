"""How a reply looks on a phone: its figure, its citations, its buttons; and how long ones are parted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.telegram.actions import Chart, Compare, Feedback, FollowUp, ShowSource, Verdict
from bot.channels.telegram.callbacks import decode
from bot.channels.telegram.markup import Block, Run, block, cut, line, linked, sendable, visible, words
from bot.channels.telegram.message import Copy, Press, units
from bot.channels.telegram.packing import messages
from bot.channels.telegram.rendering import render_reply
from bot.messages import Reply, Status
from tests.fakes_chat import ABSENT, AMBIGUOUS, ENGLISH, HOSTILE, PLAN, SATISFACTION, TARGET, cite, fact
from tests.telegram_html import check, parse


def actions(reply: Reply, answer: str | None = "Ab1"):
    buttons = [b for row in render_reply(reply, answer)[-1].buttons for b in row]
    return [decode(b.data) for b in buttons if isinstance(b, Press)]


def test_the_figure_comes_first_and_bold_with_the_words_that_bind_it():
    assert render_reply(TARGET)[0].html.startswith("<b>Tối thiểu 95%</b> vào năm 2025 [1].")


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("Chỉ tiêu: trên 95%, đến năm 2023. [1]", "trên 95%"),
        ("Tăng tối thiểu 95% so với năm trước: điều gì đó [1]", "Tăng tối thiểu 95% so với năm trước"),
        ("Đến năm 2025 phải đạt tối thiểu 95% [1]", "tối thiểu 95%"),
        ("Nguồn khác: Báo X ghi 95% [1]", None),
        ("Chênh: 95 − 85 = 10 [1] [2]", None),
    ],
)  # fmt: skip
def test_only_the_figure_and_its_words_are_bold(text, bold):
    parsed = check(render_reply(replace(TARGET, text=text))[0].html)
    found = [parsed.text[m.start : m.end] for m in parsed.entities if m.kind == "b"]
    assert found[:1] == ([bold] if bold else ["Căn cứ:"])


def test_a_corrected_figure_is_bold_and_the_denied_one_never_is():
    text = "Không phải trên 95%. Kế hoạch 136/KH-UBND nêu tối thiểu 95%: mức độ hài lòng. [1]"
    html = render_reply(replace(TARGET, status=Status.ANSWERED_CORRECTION, text=text))[0].html
    assert html.startswith("Không phải trên 95%. Kế hoạch 136/KH-UBND nêu <b>tối thiểu 95%</b>: ")


def test_a_remark_stands_with_the_figure_above_it_and_the_next_figure_apart():
    text = "Trên 85%: đến năm 2023. [2]\nNguồn khác: Báo X ghi 85%. [2]\nTối thiểu 95%: đến năm 2025. [1]\nLưu ý. [1]"
    shown = parse(render_reply(replace(TARGET, text=text))[0].html).text
    assert shown.split("\n")[:6] == [*text.split("\n")[:2], "", *text.split("\n")[2:], ""]


def test_a_decimal_written_with_a_comma_is_the_register_s():
    text = "43,9603 điểm (thang 80): điểm PAPI [1]"
    reply = replace(TARGET, text=text, facts=(replace(fact("43.9603"), unit="điểm"),))
    assert render_reply(reply)[0].html.startswith("<b>43,9603 điểm (thang 80)</b>: ")


def test_citations_are_folded_with_document_place_issuer_date_edition_quote_and_sources():
    parsed = check(render_reply(TARGET)[0].html)
    (quote,) = [parsed.text[m.start : m.end] for m in parsed.entities if m.kind == "blockquote"]
    assert "<blockquote expandable>" in render_reply(TARGET)[0].html
    for said in (
        "[1] 136/KH-UBND, Phần I, mục 1, chỉ tiêu 2 (UBND thành phố Hà Nội; 01/06/2021; Bản biên tập)",
        "“đến năm 2025 đạt tối thiểu 95%”",
        "Nguồn: Hà Nội mới · Hà Nội đặt mục tiêu PAPI tăng 5 bậc mỗi năm · 02/06/2021",
        "[2] 136/KH-UBND",
        "Nguồn: như [1]",
    ):
        assert said in quote
    assert {m.url for m in parsed.entities if m.kind == "a"} == {"https://hanoitimes.vn/a.html"}


def test_the_plain_fallback_holds_the_addresses_and_no_markup():
    (plain,) = render_reply(TARGET)[0].plain
    assert "(https://hanoitimes.vn/a.html)" in plain
    assert "<" not in plain
    assert "Căn cứ:" in plain


def test_interpretation_and_degraded_parts_are_said():
    assert "<i>Đang hiểu là: mức độ hài lòng, năm 2025, Kế hoạch 136</i>" in render_reply(TARGET)[0].html
    assert "⚠ Part of the system is not ready; this answer may be incomplete: encoder." in render_reply(ENGLISH)[0].html


def test_hostile_text_is_shown_and_never_obeyed():
    html = render_reply(HOSTILE, "Ab1")[0].html
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "[9]" in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_buttons_lead_to_sources_the_indicator_the_suggestions_and_a_verdict():
    found = actions(replace(TARGET, facts=(fact("95"),)))
    assert found[0] == ShowSource("Ab1", 1)
    assert [each for each in found if isinstance(each, FollowUp)] == [FollowUp("Ab1", 0), FollowUp("Ab1", 1)]
    assert [each for each in found if isinstance(each, Feedback)] == [
        Feedback("Ab1", Verdict.USEFUL),
        Feedback("Ab1", Verdict.WRONG),
    ]


def test_an_answer_about_one_indicator_offers_its_path():
    one = replace(fact("95"), indicator="satisfaction")
    result = replace(one, indicator="sipas", kind="result")
    assert [Chart("satisfaction"), Compare("satisfaction")] == actions(replace(TARGET, facts=(one, result)))[1:3]
    two = replace(one, indicator="papi")
    assert not [a for a in actions(replace(TARGET, facts=(one, two))) if isinstance(a, Chart)]


def test_an_answer_that_is_not_kept_has_no_button_that_needs_it():
    assert not [a for a in actions(TARGET, None) if isinstance(a, ShowSource | FollowUp | Feedback)]


def test_a_suggestion_to_see_the_source_is_the_button_that_shows_it():
    reply = replace(TARGET, suggestions=("Nguồn ở đâu?", "Thế còn năm 2023?"))
    assert [a for a in actions(reply) if isinstance(a, FollowUp)] == [FollowUp("Ab1", 1)]


def test_choices_are_buttons_and_stand_in_the_text_when_a_button_would_cut_them():
    assert [a.index for a in actions(AMBIGUOUS) if isinstance(a, FollowUp)] == [0, 1]
    assert "1. " not in render_reply(AMBIGUOUS, "Ab1")[0].html
    long = "Tỷ lệ tích hợp dịch vụ công trực tuyến mức độ 3 và 4 lên Cổng Dịch vụ công quốc gia"
    message = render_reply(replace(AMBIGUOUS, suggestions=(long, "Ngắn")), "Ab1")[-1]
    assert f"1. {long}\n2. Ngắn" in message.html
    labels = [b.label for row in message.buttons for b in row]
    assert labels[0].startswith("1. Tỷ lệ tích hợp")
    assert labels[0].endswith("…")
    assert labels[1] == "2. Ngắn"
    answered = render_reply(replace(TARGET, suggestions=("Nguồn ở đâu?", long)), "Ab1")[-1]
    assert f"<i>Có thể hỏi tiếp:</i>\n1. {long}" in answered.html, "numbered as its button is"
    assert [b.label[:3] for row in answered.buttons for b in row if b.label.endswith("…")] == ["1. "]
    assert "hỏi tiếp" not in render_reply(replace(TARGET, suggestions=("Ngắn",)), "Ab1")[-1].html


def test_a_copied_citation_holds_the_whole_quote_or_none_of_it():
    for length in (10, 150, 240, 400):
        text = "x" * length
        place = replace(SATISFACTION, text=text)
        reply = replace(TARGET, citations=(cite(PLAN, place, text),))
        (copy,) = [b for row in render_reply(reply, "A")[-1].buttons for b in row if isinstance(b, Copy)]
        assert units(copy.text) <= 256
        assert (text in copy.text) or ("x" * 10 not in copy.text)
        assert "136/KH-UBND, Phần I, mục 1, chỉ tiêu 2" in copy.text


def test_a_refusal_without_words_still_says_something():
    (message,) = render_reply(replace(ABSENT, text=" \x00\n", suggestions=(), interpretation=None))
    assert check(message.html).text.strip()


def test_a_quote_is_never_parted_where_a_message_holds_it():
    quotes = [f"{n} " + "chữ " * 240 for n in range(12)]
    citations = tuple(cite(PLAN, replace(SATISFACTION, text=each), each) for each in quotes)
    reply = replace(TARGET, text="\n".join(f"Ý {n} [{n}]" for n in range(1, 13)), citations=citations)
    sent = render_reply(reply)
    assert len(sent) > 2
    texts = [check(message.html).text for message in sent]
    for quote in quotes:
        assert sum(f"“{quote.strip()}”" in text for text in texts) == 1
    assert all("<blockquote expandable>" in message.html for message in sent)


def test_a_quote_longer_than_a_message_goes_on_in_a_quote_of_its_own():
    text = "Điều khoản rất dài. " * 500
    reply = replace(TARGET, text="Dài [1]", citations=(cite(PLAN, replace(SATISFACTION, text=text), text),))
    sent = render_reply(reply)
    parsed = [check(message.html) for message in sent]
    assert (
        "".join("".join(each.text for each in parsed).replace("Căn cứ:", "").split()).count("Điềukhoảnrấtdài.") == 500
    )
    assert all(any(m.kind == "blockquote" for m in each.entities) for each in parsed)


def test_lists_are_parted_between_their_rows():
    rows = [block(line(words(f"{n}: " + "𝔸" * 150, "b")), tight=True) for n in range(40)]
    texts = [check(message.html).text for message in messages(rows)]
    assert len(texts) > 1
    assert all(part.split(": ")[0].isdigit() for text in texts for part in text.split("\n"))


def test_more_than_a_hundred_marks_are_parted_too():
    sent = messages([block(line(words(str(n), "b", "i")), tight=True) for n in range(120)])
    assert len(sent) == 3
    assert all(check(message.html) for message in sent)


def test_a_long_line_is_cut_after_a_sentence_and_never_in_a_mark_or_a_letter():
    sentence = "Một câu vừa phải. " * 30
    first, *_ = cut(line(sentence), 100)
    assert visible(first).endswith("phải. ")
    marked = "x" * 98 + "[12]" + "y" * 50
    assert [visible(piece) for piece in cut(line(marked), 100)] == ["x" * 98, "[12]" + "y" * 50]
    letters = "e\u0323\u0302" * 50
    assert all(visible(piece)[0] == "e" for piece in cut(line(letters), 100))
    assert "".join(visible(piece) for piece in cut(line(letters), 100)) == letters


def test_a_cut_keeps_the_look_on_both_sides():
    pieces = cut((Run("a" * 10), Run("b" * 10, ("b",))), 15)
    assert pieces == ((Run("a" * 10), Run("b" * 5, ("b",))), (Run("b" * 5, ("b",)),))


def test_the_buttons_are_the_last_message_s_and_the_picture_the_first_s():
    blocks = [Block((line("x" * 3000),)), Block((line("y" * 3000),))]
    first, last = messages(blocks, ((Press("a", "R"),),))
    assert (first.buttons, last.buttons) == ((), ((Press("a", "R"),),))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://", "https://a b", 'https://a"b', "ftp://x.vn", None])
def test_only_addresses_telegram_opens_are_links(url):
    assert linked("trang", url).url == ""


def test_an_address_is_escaped_in_its_attribute():
    html = messages([Block((line(linked("trang", "https://a.vn/?x=1&y=2")),))])[0].html
    assert html == '<a href="https://a.vn/?x=1&amp;y=2">trang</a>'
    assert parse(html).entities[0].url == "https://a.vn/?x=1&y=2"


def test_half_a_surrogate_pair_is_replaced():
    assert sendable("a\ud83db") == "a\ufffdb"
