from pathlib import Path

import pytest

from knowledge.vietnamese import strip_marks
from knowledge.vocabulary import Vocabulary
from knowledge.vocabulary_file import load_vocabulary

ENTRIES = load_vocabulary(Path(__file__).parents[2] / "knowledge" / "library" / "vocabulary.yaml")
VOCABULARY = Vocabulary(ENTRIES)


def other(question: str) -> tuple[str, ...]:
    return VOCABULARY.places(VOCABULARY.read(question)).other


def test_the_lists_are_whole() -> None:
    assert len(ENTRIES.places.provinces) == 62  # and Hà Nội
    assert len(ENTRIES.places.since_2025) == 33  # and Hà Nội
    assert len(ENTRIES.places.districts) == 30


@pytest.mark.parametrize("name", ENTRIES.places.provinces)
@pytest.mark.parametrize("frame", ["chỉ tiêu papi của {}", "{} thì sao?", "so sánh Hà Nội với {} năm 2023"])
def test_every_province_is_found_with_and_without_marks(name: str, frame: str) -> None:
    assert other(frame.format(name)) == (name,)
    assert other(strip_marks(frame.format(name)).lower()) == (name,)


@pytest.mark.parametrize("name", ENTRIES.places.districts)
def test_every_district_is_found_and_is_not_another_place(name: str) -> None:
    for question in (f"chỉ tiêu của {name} năm 2021", strip_marks(f"ho so o {name} the nao")):
        places = VOCABULARY.places(VOCABULARY.read(question))
        assert places.districts == (name,), question
        assert places.other == ()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("TP.HCM đạt bao nhiêu?", ("Thành phố Hồ Chí Minh",)),
        ("tphcm thi sao", ("Thành phố Hồ Chí Minh",)),
        ("sai gon thi sao", ("Thành phố Hồ Chí Minh",)),
        ("ĐN thì sao", ("Đà Nẵng",)),
        ("hue xep thu may", ("Thừa Thiên Huế",)),
        ("thành phố Huế", ("Thừa Thiên Huế",)),
        ("What about Da Nang and Hue?", ("Đà Nẵng", "Thừa Thiên Huế")),
        ("Ho Chi Minh City satisfaction target", ("Thành phố Hồ Chí Minh",)),
        ("ha nam va an giang", ("Hà Nam", "An Giang")),
        ("Singapore thế nào", ("singapore",)),
    ],
)
def test_other_names(question: str, names: tuple[str, ...]) -> None:
    assert other(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "hang nam ha noi nam 2023 tang may bac",
        "hằng năm, Hà Nội năm nào cũng tăng",
        "pháp luật quy định thế nào",
        "phố Huế thuộc phường nào",
        "đường Lạng Sơn",
        "chủ tịch Hồ Chí Minh",
        "công an giang hồ",
        "muc do hai long nam 2025",
        "thanh tra, thanh toán, thái độ",
        "cán bộ phường Phú Thọ",
        "Does Hanoi meet the target?",
    ],
)
def test_no_place_inside_other_words(question: str) -> None:
    assert other(question) == ()


def test_the_whole_country_and_hanoi() -> None:
    places = VOCABULARY.places(VOCABULARY.read("ha noi xep thu may ca nuoc"))
    assert places.nationwide
    assert places.hanoi
    assert not VOCABULARY.places(VOCABULARY.read("papi 2023")).nationwide
    assert VOCABULARY.places(VOCABULARY.read("nationwide average")).nationwide


def test_a_mention_says_where() -> None:
    reading = VOCABULARY.read("Chỉ tiêu của Đà Nẵng")
    (mention,) = VOCABULARY.places(reading).mentions
    assert reading.original[mention.start : mention.end] == "Đà Nẵng"
