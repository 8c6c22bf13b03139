"""What a person on Zalo reads: within the limit, whole, in order, and with every citation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.layout import printable
from bot.channels.zalo.rendering import render, render_sources
from bot.channels.zalo.splitting import BLOCK_LIMIT, Block, into_messages, units
from bot.messages import Fact, Reply, Status
from knowledge.documents import Citation, Edition, Passage, Source, Span
from tests.examples import generated
from tests.fakes_chat import ABSENT, AMBIGUOUS, ENGLISH, HANOIMOI, PLAN, SATISFACTION, SCRIPT, TARGET, cite, passage

HINT = {"vi": "Gửi /nguon để xem đủ các đoạn trích.", "en": "Send /nguon to see every quoted passage."}
PART = re.compile(r"\n\((\d+)/(\d+)\)$")
OWN = replace(PLAN, id="own", number=None, short="Văn bản của phường", edition=Edition.VERBATIM, sources=())


def test_the_figure_comes_first_and_its_citation_with_place_publisher_date_and_quote_follows() -> None:
    (message,) = render(TARGET)
    assert message.startswith("Tối thiểu 95% vào năm 2025 [1].\n")
    assert (
        "Căn cứ (bản biên tập):\n[1] 136/KH-UBND, Phần I, mục 1, chỉ tiêu 2 (Hà Nội mới 02/06/2021, Hanoi Times)\n“"
        in (message)
    )
    assert "“đến năm 2025 đạt tối thiểu 95%”" in message and "“đến năm 2023 đạt trên 85%”" in message
    assert "Đang hiểu là: mức độ hài lòng, năm 2025, Kế hoạch 136" in message


def test_choices_are_numbered_and_the_line_above_says_what_to_do_with_the_numbers() -> None:
    (message,) = render(TARGET)
    assert message.endswith(
        "Trả lời 1, 2 để hỏi tiếp:\n1. Thế còn năm 2023?\n2. Kết quả thực tế năm 2024 là bao nhiêu?"
    )
    assert "Trả lời 1, 2 để chọn:" in render(AMBIGUOUS)[0]


def test_english_is_english_and_a_degraded_part_is_named() -> None:
    (message,) = render(ENGLISH)
    assert "Citations (digest):" in message and "not ready" in message and "(encoder)" in message
    assert not re.search("Căn cứ|Trả lời|nguồn", message)


def test_a_refusal_has_no_citations() -> None:
    (message,) = render(ABSENT)
    assert message.startswith(ABSENT.text) and "Căn cứ" not in message


def test_a_quote_the_answer_already_is_stands_once() -> None:
    said = replace(TARGET, text=f"{SATISFACTION.text} [1]", citations=(cite(PLAN, SATISFACTION, SATISFACTION.text),))
    (message,) = render(said)
    assert message.count(SATISFACTION.text) == 1 and HINT["vi"] not in message


def test_a_second_citation_of_the_same_sources_refers_to_the_first() -> None:
    assert "[2] 136/KH-UBND, Phần I, mục 1, chỉ tiêu 2 (nguồn như [1])" in render(TARGET)[0]


def test_editions_that_differ_are_named_one_by_one_and_an_own_document_by_its_issuer() -> None:
    mixed = replace(TARGET, citations=(TARGET.citations[0], cite(OWN, SATISFACTION, "trên 85%")))
    (message,) = render(mixed)
    assert "Căn cứ:\n[1] 136/KH-UBND, Phần I, mục 1, chỉ tiêu 2 (bản biên tập; Hà Nội mới" in message
    assert "[2] Văn bản của phường, Phần I, mục 1, chỉ tiêu 2 (nguyên văn; UBND thành phố Hà Nội 01/06/2021)" in message


def test_many_publishers_are_counted() -> None:
    five = tuple(Source(f"S{n}", "Tên", f"Báo {n}", None) for n in range(5))
    place = replace(SATISFACTION, sources=())
    (message,) = render(replace(TARGET, citations=(cite(replace(PLAN, sources=five), place, "trên 85%"),)))
    assert "(Báo 0, Báo 1, và 3 nguồn khác)" in message


def test_quotes_give_way_before_a_second_message_does_and_a_line_says_how_to_see_them() -> None:
    clauses = [passage(f"Mục {n}", f"Khoản {n}: " + "nội dung của khoản này " * 15) for n in range(8)]
    long = replace(TARGET, citations=tuple(cite(PLAN, each, each.text.strip()) for each in clauses))
    (message,) = render(long)
    assert all(f"[{n}] 136/KH-UBND, Mục {n - 1}" in message for n in range(1, 9))
    assert "“Khoản 0:" in message and "“Khoản 7:" not in message and HINT["vi"] in message


def test_the_items_of_a_list_are_told_from_its_head_and_from_what_is_said_beside_them() -> None:
    items = "Có 2 chỉ tiêu:\nTối thiểu 95%: mức độ hài lòng [1]\nTrừ xã vùng xa. [1]\nTrên 85%: như trên [2]"
    facts = (fact("target", "2025", 1), fact("target", "2023", 2))
    reply = replace(
        TARGET, status=Status.ANSWERED_LIST, text=f"{items}\n11 chỉ tiêu khác không nêu năm. [3]", facts=facts
    )
    assert render(reply)[0].split("\n\n")[:2] == [
        items.replace("\nT", "\n• T", 1).replace("\nTrên", "\n• Trên"),
        "11 chỉ tiêu khác không nêu năm. [3]",
    ]
    plain = render(replace(reply, facts=()))[0].split("\n")
    assert [line.startswith("• ") for line in plain[:4]] == [False, True, True, True], "such as a list of documents"


def test_each_target_stands_apart_with_what_it_was_measured_by_under_it() -> None:
    one = ["Chỉ tiêu: trên 85%. [1]", "Kết quả gần nhất: 83,57%. [2]", "So với mức 85%: 85 − 83,57 = 1,43. [1] [2]"]
    two = ["Chỉ tiêu: tối thiểu 95%. [3]", "Kết quả gần nhất: 86,50%. [4]", "Chưa tới mức chỉ tiêu. [3] [4]"]
    facts = tuple(fact(kind, "2025", n) for n, kind in enumerate(["target", "result", "target", "result"], start=1))
    reply = replace(TARGET, status=Status.ANSWERED_RESULT, text="\n".join(one + two), facts=facts)
    assert render(reply)[0].split("\n\n")[:2] == ["\n• ".join(one), "\n• ".join(two)]


def test_results_of_a_year_stand_together() -> None:
    lines = ["41,54 điểm, 2019 [1]", "Hạng 53, 2019 [2]", "Nguồn khác ghi 52. [2]", "Hạng 48, 2020 [3]"]
    facts = tuple(fact("result", year, n) for n, year in enumerate(["2019", "2019", "2020"], start=1))
    reply = replace(TARGET, status=Status.ANSWERED_RESULT, text="\n".join(lines), facts=facts)
    assert render(reply)[0].split("\n\n")[:2] == ["\n".join(lines[:3]), lines[3]]


def test_a_remark_stands_with_its_figure_and_other_answers_are_paragraphs() -> None:
    text = "Trên 85%, đến năm 2023. [1]\nLưu ý: 85% là chưa đạt. [1]\nTối thiểu 95%. [2]\nVăn bản kia không nêu. [3]"
    facts = (fact("target", "2023", 1), fact("target", "2025", 2))
    first, second, third, *_ = render(replace(TARGET, text=text, facts=facts))[0].split("\n\n")
    assert (first.count("\n"), second, third) == (1, "Tối thiểu 95%. [2]", "Văn bản kia không nêu. [3]")
    paragraphs = render(replace(TARGET, status=Status.ANSWERED_TERM, text=text, facts=facts))[0].split("\n\n")
    assert paragraphs[:4] == text.split("\n")


def test_where_it_was_published_is_a_list_and_names_each_title_once() -> None:
    papers = "; ".join(f"{source.publisher} – {source.title}" for source in PLAN.sources)
    text = f"Chỉ tiêu 2 được nêu tại: {papers}. [1]\nChỉ tiêu 3 được nêu tại: {papers}. [2]"
    (message,) = render(replace(TARGET, status=Status.ANSWERED_DOCUMENT, text=text, facts=()))
    first, second, *_ = message.split("\n\n")
    assert first.split("\n") == [
        "Chỉ tiêu 2 được nêu tại:",
        *(f"• {paper}{end}" for paper, end in zip(papers.split("; "), [";", ". [1]"], strict=True)),
    ]
    assert second == "Chỉ tiêu 3 được nêu tại: Hà Nội mới; Hanoi Times. [2]"


def fact(kind: str, year: str, n: int) -> Fact:
    return Fact(f"t{n}", "i", "=", "1", "%", year, None, None, kind, (n,))


def test_a_long_list_is_split_between_lines_and_loses_none() -> None:
    lines = [f"Tối thiểu {n}%: chỉ tiêu số {n} về việc giải quyết hồ sơ của người dân [{n}]" for n in range(1, 61)]
    places = [passage(f"Phần II, mục {n}", f"tối thiểu {n}%") for n in range(1, 61)]
    reply = replace(TARGET, text="\n".join(lines), citations=tuple(cite(PLAN, p, p.text) for p in places))
    messages = render(reply)
    shown = [line for message in messages for line in message.split("\n")]
    assert [line for line in shown if line.startswith("Tối thiểu")] == lines
    assert [PART.search(m).groups() for m in messages] == [  # type: ignore[union-attr]
        (str(n), str(len(messages))) for n in range(1, len(messages) + 1)
    ]


def test_the_sources_in_full_have_every_quote_title_and_address() -> None:
    text = "\n".join(render_sources(TARGET))
    assert "“đến năm 2025 đạt tối thiểu 95%”" in text and "https://hanoitimes.vn/a.html" in text
    assert HANOIMOI.title in text
    assert render_sources(ABSENT) == ("Câu trả lời vừa rồi không có trích dẫn.",)


def test_a_reply_without_words_says_its_status() -> None:
    assert render(replace(ABSENT, text="\x00 \n", interpretation=None, suggestions=())) == ("Tài liệu không nêu",)


def test_a_line_longer_than_a_message_breaks_after_a_sentence() -> None:
    line = "Câu này nói về một chỉ tiêu của thành phố [1]. " * 60
    messages = into_messages([Block(line.strip())])
    assert len(messages) == 2
    assert all(PART.sub("", message).endswith("thành phố [1].") for message in messages)


def test_a_character_is_never_cut_in_two() -> None:
    text = "😀" * 1500 + "ạ\u0323" * 700
    assert len(into_messages([Block("😀" * 1001)])) == 2, "a character outside the first plane counts twice"
    assert "".join(PART.sub("", m).replace("\n", "") for m in into_messages([Block(text)])) == text


QUOTED = "“trích một đoạn có [1] và dấu chấm. Hết”"
WORDS = st.sampled_from(
    [
        "Tối thiểu 95%",
        "mức độ hài lòng của người dân",
        "đến năm 2025.",
        "[1]",
        "[2].",
        "[99]",
        QUOTED,
        "\n",
        "\n\n",
        "😀" * 7,
        "e\u0302\u0301",
        "\x1b[31m\u202e\u200b",
        "\ud800",
        "https://example.org/" + "a" * 90,
        "không" * 80,
        "x" * 2100,
        "Nội dung của một khoản trong kế hoạch. " * 20,
    ]
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)
QUOTES = st.sampled_from([3, 40, 200, 900, 1990, 2600])
ORIGINS = st.sampled_from([PLAN, OWN, replace(PLAN, id="b", number="76/NQ-CP", sources=PLAN.sources[:1])])


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    number, size = draw(st.integers(1, 400)), draw(QUOTES)
    text = (f"Khoản {number} nêu “mức {number}%”; " * 200)[: size + 5]
    place = Passage(f"p{number}", "d", (), f"Phần II, mục {number}", text, (HANOIMOI.id,))
    return Citation(draw(ORIGINS), place, Span(place.id, 2, 2 + size))


FACTS = st.lists(
    st.builds(fact, st.sampled_from(["target", "result"]), st.sampled_from(["2023", "2025"]), st.integers(1, 3)),
    max_size=3,
).map(tuple)
REPLIES = st.builds(
    Reply,
    question=st.just("?"),
    status=st.sampled_from(Status),
    language=st.sampled_from(["vi", "en", "fr"]),
    text=TEXTS,
    interpretation=st.none() | TEXTS,
    facts=FACTS,
    citations=st.lists(citations(), max_size=12).map(tuple),
    suggestions=st.lists(st.sampled_from(["Còn năm 2023?", "2", "a\nb", "câu hỏi dài " * 30]), max_size=6).map(tuple),
    degraded=st.sampled_from([(), ("dense",)]),
)


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", printable(text).encode("utf-8", "ignore").decode())


def bare(text: str) -> str:
    return "".join(clean(text).split())


@generated(10_000)
@given(REPLIES)
def test_any_reply_fits_and_loses_nothing(reply: Reply) -> None:
    messages = render(reply)
    lengths = [len(unicodedata.normalize("NFC", message).encode("utf-16-le")) // 2 for message in messages]
    assert lengths and min(lengths) >= 1 and max(lengths) <= 2000
    bodies = [PART.sub("", message) for message in messages] if len(messages) > 1 else list(messages)
    said = bare("".join(bodies)).replace("•", "")  # an item of a list has its own sign
    assert said.startswith(bare(reply.text).replace("•", "")), "every word of the answer, in order"
    lines = [line for body in bodies for line in body.split("\n")]
    assert sum(line.count(QUOTED) for line in lines) >= reply.text.count(QUOTED), "no quote is cut"
    omitted = 0
    for n, citation in enumerate(reply.citations, start=1):
        name = citation.document.number or citation.document.short
        place = f"[{n}] {name}, {citation.passage.locator}"
        (at,) = (m for m, line in enumerate(lines) if line.startswith(f"{place} (") or line == place)
        below = lines[at + 1] if at + 1 < len(lines) else ""
        quoted = below == f"“{citation.quote.strip()}”"
        assert quoted or not below.startswith("“"), "a quote is whole or not there"
        omitted += not quoted and " ".join(citation.quote.split()) not in " ".join(clean(reply.text).split())
    spoken = "en" if reply.language == "en" else "vi"
    assert (HINT[spoken] in lines) == bool(omitted)
    for n, suggestion in enumerate(reply.suggestions, start=1):
        assert f"{n}. {' '.join(suggestion.split())}" in lines


@pytest.mark.parametrize("reply", SCRIPT)
def test_an_ordinary_reply_is_one_message(reply: Reply) -> None:
    assert len(render(reply)) == 1
    assert units(render(reply)[0]) < BLOCK_LIMIT
