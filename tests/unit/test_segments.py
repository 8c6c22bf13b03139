"""The parts of a question: stories, and words that may change what is asked."""

from __future__ import annotations

import pytest

from bot.understanding.segments import NARRATIVE, blocking, narrative, segments
from tests.fakes_knowledge import keyword_knowledge


def parts(text: str) -> list[str]:
    reading = keyword_knowledge().vocabulary.read(text)
    return [" ".join(reading.tokens[i].form for i in part) for part in segments(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hài lòng bao nhiêu", ["hài lòng bao nhiêu"]),
        ("chào em, hài lòng bao nhiêu?", ["chào em", "hài lòng bao nhiêu"]),
        ("hồ sơ: đúng hạn; trực tuyến! số hóa…", ["hồ sơ", "đúng hạn", "trực tuyến", "số hóa"]),
        ("hồ sơ\nđúng hạn", ["hồ sơ", "đúng hạn"]),
        ("tăng 86,5% năm 2025", ["tăng 86,5% năm 2025"]),  # no cut inside a figure
        ("nghị định 61/2018/NĐ-CP, ngày 01/06/2021", ["nghị định 61/2018/nđ-cp", "ngày 01/06/2021"]),
        ("hồ sơ (đúng hạn)", ["hồ sơ đúng hạn"]),
        (",,, hồ sơ ???", ["hồ sơ"]),
    ],
)
def test_a_question_is_cut_at_punctuation(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_segments_cover_every_token_once_and_in_order() -> None:
    reading = keyword_knowledge().vocabulary.read("Chào, tôi hỏi: PAPI tăng mấy bậc? Năm 2021; cấp xã.")
    assert [i for part in segments(reading) for i in part] == list(range(len(reading.tokens)))


WORDS = ["từ"] * 40
LONG, SHORT = range(0, NARRATIVE), range(NARRATIVE, NARRATIVE + 3)


def test_a_long_part_that_tells_nothing_known_is_a_story() -> None:
    assert narrative([LONG, SHORT], WORDS, telling={NARRATIVE + 1}) == set(LONG)


def test_a_part_that_names_something_known_is_no_story() -> None:
    assert narrative([LONG, SHORT], WORDS, telling={2, NARRATIVE + 1}) == set()


def test_a_short_part_is_no_story() -> None:
    assert narrative([range(0, NARRATIVE - 1), range(NARRATIVE - 1, 20)], WORDS, telling={15}) == set()


def test_a_question_of_stories_alone_keeps_all_its_words() -> None:
    assert narrative([LONG, range(NARRATIVE, 2 * NARRATIVE)], WORDS, telling=()) == set()
    assert narrative([LONG], WORDS, telling=()) == set()


def blocked(text: str, *unexplained: str, cues: str = "") -> tuple[str, ...]:
    raws = text.split()
    forms = [raw.lower() for raw in raws]
    return blocking(
        {i for i, raw in enumerate(raws) if raw in unexplained},
        forms,
        raws,
        {i for i, form in enumerate(forms) if form in cues.split()},
    )


@pytest.mark.parametrize(
    ("text", "unexplained", "cues", "expected"),
    [
        ("hài lòng về bệnh viện tư", ("bệnh", "viện", "tư"), "", ("bệnh", "viện", "tư")),  # after a connector
        ("hài lòng bệnh viện", ("bệnh", "viện"), "hài lòng", ("bệnh", "viện")),  # after the indicator's own words
        ("satisfaction of private hospitals", ("private", "hospitals"), "", ("private", "hospitals")),
        ("hài lòng nhé bệnh viện", ("bệnh", "viện"), "hài lòng", ()),  # a manner of speaking
        ("bệnh viện hài lòng", ("bệnh", "viện"), "hài lòng", ()),  # nothing before it
        ("hài lòng về viện", ("viện",), "", ()),  # one word is chatter
        ("hài lòng nhé Vinmec", ("Vinmec",), "", ("vinmec",)),  # a name narrows anywhere
        ("Vinmec hài lòng", ("Vinmec",), "", ()),  # a capital that begins the sentence is none
        ("hài lòng nhé m2", ("m2",), "", ("m2",)),  # so does a code
        ("HÀI LÒNG NHÉ VINMEC", ("VINMEC",), "", ()),  # shouting makes no names
        ("hài lòng về bệnh viện", (), "", ()),
        ("về lúa gạo của cà phê", ("lúa", "gạo", "cà", "phê"), "", ("lúa", "gạo", "cà", "phê")),
    ],
)
def test_words_that_narrow_the_question_block(
    text: str, unexplained: tuple[str, ...], cues: str, expected: tuple[str, ...]
) -> None:
    assert blocked(text, *unexplained, cues=cues) == expected


def test_who_introduces_themselves_tells_a_story_however_short() -> None:
    forms = ["tôi", "là", "lan", "hỏi", "chỉ", "tiêu"]
    assert narrative([range(3), range(3, 6)], forms, telling={4, 5}) == {0, 1, 2}
    assert narrative([range(3), range(3, 6)], forms, telling={2, 4, 5}) == set()
