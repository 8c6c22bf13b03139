"""How replies are laid out, before any channel's own format."""

import pytest

from bot.channels.layout import Figure, Mark, Words, copyable, headline, paragraphs, printable, segments, source_line
from bot.channels.wording import confidence_label, edition_label, status_label
from bot.messages import Status
from knowledge.documents import Confidence, Edition, Source
from tests.fakes_chat import ABSENT, ENGLISH, HOSTILE, SCRIPT, TARGET, fact

LONG = "Kế hoạch 136/KH-UBND do UBND TP. Hà Nội ban hành ngày 01/06/2021 nêu 19 chỉ tiêu có con số [1]. " + "Chữ " * 40


def test_headline_is_the_first_line():
    assert headline("Tối thiểu 95% [1].\nThêm một câu.\n\nHết.") == ("Tối thiểu 95% [1].", "Thêm một câu.\n\nHết.")


def test_headline_of_a_long_line_is_its_first_sentence_and_abbreviations_do_not_end_it():
    lead, rest = headline(LONG)
    assert lead.endswith("con số [1].")
    assert rest.startswith("Chữ Chữ")


def test_headline_of_a_long_line_without_a_sentence_end_is_the_line():
    line = "chữ " * 60
    assert headline(line) == (line.strip(), "")


@pytest.mark.parametrize("text", ["", "  \n ", "một"])
def test_headline_of_little_text(text):
    assert headline(text) == (text.strip(), "")


def test_headline_loses_no_word():
    for reply in SCRIPT:
        lead, rest = headline(reply.text)
        assert f"{lead} {rest}".split() == printable(reply.text).split()


def test_segments_separate_marks_from_text():
    assert segments("Một [1] hai [2].", 2) == (Words("Một "), Mark(1), Words(" hai "), Mark(2), Words("."))


def test_a_bracketed_number_that_cites_nothing_stays_text():
    assert segments("Điều [9] và [0] [1]", 1) == (Words("Điều [9] và [0] "), Mark(1))


def test_the_first_stated_figure_is_prominent_with_its_unit():
    assert segments("Tối thiểu 95% [1], trước là 85%", 1, (fact("85"), fact("95"))) == (
        Words("Tối thiểu "),
        Figure("95%"),
        Words(" "),
        Mark(1),
        Words(", trước là 85%"),
    )


@pytest.mark.parametrize("line", ["Năm 1995", "số 95/2020", "95,5%", "0.95", "KH95"])
def test_a_figure_is_never_a_part_of_another_number(line):
    assert segments(line, 0, (fact("95"),)) == (Words(line),)


def test_paragraphs_are_the_lines_with_words():
    assert paragraphs("- một\n\n  hai ") == ("- một", "hai")


def test_printable_drops_escapes_and_direction_overrides():
    assert printable("\x1b[31mđỏ\x00\u202e\n\tổ") == "[31mđỏ\n\tổ"


def test_copyable_carries_every_citation_and_source():
    text = copyable(TARGET)
    assert text.startswith(TARGET.text)
    for n, citation in enumerate(TARGET.citations, start=1):
        assert (
            f"[{n}] 136/KH-UBND, {citation.passage.locator} (UBND thành phố Hà Nội; 01/06/2021; Bản biên tập)" in text
        )
        assert f"“{citation.quote}”" in text
    assert "    Nguồn: Hanoi Times · Hanoi eyes public satisfaction rate · https://hanoitimes.vn/a.html" in text
    assert text.endswith("\n    Nguồn: như [1]")


def test_copyable_in_english_and_without_citations():
    assert "Citations:\n[1] 136/KH-UBND" in copyable(ENGLISH)
    assert copyable(ABSENT) == ABSENT.text
    assert "\x1b" not in copyable(HOSTILE)


def test_a_source_shows_what_is_known():
    assert source_line(Source("S", "Tên", "Báo")) == "Báo · Tên"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_has_a_label(language):
    labels = [status_label(status, language) for status in Status]
    assert len(set(labels)) == len(labels)
    assert all(edition_label(edition, language) for edition in Edition)
    assert all(confidence_label(confidence, language) for confidence in Confidence)
