"""What a person types is read as what they mean; what is right already is left alone."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.vietnamese import strip_marks, syllables
from knowledge.vocabulary import Vocabulary
from knowledge.vocabulary_file import load_vocabulary

LIBRARY = Path(__file__).parents[2] / "knowledge" / "library"
SAMPLES = Path(__file__).parent / "reading"  # questions of our own, none of them in the vocabulary's phrases


def passages() -> Iterator[str]:
    for path in sorted((LIBRARY / "documents").glob("*.md")):
        text = path.read_text(encoding="utf-8").split("---", 2)[-1]
        for line in text.splitlines():
            yield re.sub(r"\{[^}]*\}\s*$", "", line).lstrip("#- ").replace("**", "")


VOCABULARY = Vocabulary(load_vocabulary(LIBRARY / "vocabulary.yaml"), passages())


def sample(name: str) -> list[str]:
    return (SAMPLES / name).read_text(encoding="utf-8").splitlines()


def read(text: str) -> str:
    return VOCABULARY.read(text).text


def accuracy(mistype: Callable[[str, random.Random], str]) -> float:
    rng = random.Random(136)
    right = total = 0
    for question in sample("questions_vi.txt"):
        meant, got = syllables(question), list(VOCABULARY.read(mistype(question, rng)).forms)
        blocks = SequenceMatcher(None, meant, got, autojunk=False).get_matching_blocks()
        right, total = right + sum(block.size for block in blocks), total + len(meant)
    return right / total


def keyed(text: str, vni: bool) -> str:
    """The text as Telex or VNI keys, tone last in each word."""
    tones = dict(zip("\u0300\u0301\u0303\u0309\u0323", "21435" if vni else "fsxrj", strict=True))
    shapes = {"\u031b": ("7", "w"), "\u0306": ("8", "w"), "\u0335": ("9", "d")}
    words = []
    for word in re.split(r"(\W+)", text):
        out, tone = "", ""
        for char in unicodedata.normalize("NFD", word.replace("đ", "d\u0335").replace("Đ", "D\u0335")):
            shape = ("6", out[-1:]) if char == "\u0302" else shapes.get(char)
            if char in tones:
                tone = tones[char]
            else:
                out += shape[not vni] if shape else char
        words.append(out + tone)
    return "".join(words)


def slip(text: str, rng: random.Random) -> str:
    word = rng.choice(list(re.finditer(r"[^\W\d_]{3,}", text)))
    at = word.start() + rng.randrange(1, len(word.group()) - 1)
    doubled, swapped = text[:at] + text[at] + text[at:], text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return rng.choice([doubled, swapped])


def test_marked_questions_come_out_unchanged() -> None:
    assert accuracy(lambda q, _: q) == 1.0


@pytest.mark.parametrize(
    ("mistype", "least"),
    [
        pytest.param(lambda q, _: strip_marks(q), 0.98, id="no marks"),
        pytest.param(lambda q, _: strip_marks(q).upper(), 0.98, id="capitals without marks"),
        pytest.param(
            lambda q, rng: " ".join(strip_marks(w) if rng.random() < 0.5 else w for w in q.split()),
            0.98,
            id="half the marks",
        ),
        pytest.param(slip, 0.97, id="one slip"),
        pytest.param(lambda q, _: keyed(q, vni=False), 0.98, id="telex"),
        pytest.param(lambda q, _: keyed(q, vni=True), 0.98, id="vni"),
    ],
)
def test_mistyped_questions_are_restored(mistype: Callable[[str, random.Random], str], least: float) -> None:
    assert accuracy(mistype) >= least


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chi tieu papi 2023 la bao nhieu", "chỉ tiêu papi 2023 là bao nhiêu"),
        ("CHỈ TIÊU HÀI LÒNG NĂM 2025", "chỉ tiêu hài lòng năm 2025"),
        ("mức độ hai lòng năm 2025", "mức độ hài lòng năm 2025"),
        ("mức độ hài lóng năm 2025", "mức độ hài lòng năm 2025"),
        ("số hoá kết quả", "số hóa kết quả"),
        ("chir tieeu hafi lofng ddeesn nawm 2025", "chỉ tiêu hài lòng đến năm 2025"),
        ("chi3 tieu6 hai2 long2 d9e6n1 na8m 2025", "chỉ tiêu hài lòng đến năm 2025"),
        ("hailong cua nguoidan", "hài lòng của người dân"),
        ("bn % ho so dung han", "bao nhiêu % hồ sơ đúng hạn"),
        ("kế hoạch còn hiệu lực ko ạ", "kế hoạch còn hiệu lực không ạ"),
        ("nop onl dc ko", "nộp online được không"),
        ("TTHC đúng hạn", "thủ tục hành chính đúng hạn"),
        ("nghị quyêts 76 nói gì", "nghị quyết 76 nói gì"),
        ("thanhf phoos", "thành phố"),
    ],
)
def test_examples(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "xã vùng sâu, vùng xa được trừ không?",
        "ai ký kế hoạch?",
        "quảng nam và hà nam thì sao",
        "thanh tra, kiểm tra có dấu hiệu tham nhũng",
        "ông nguyễn văn quyến ở xã nào?",
        "hai năm nay hà nội tăng ba bậc",
        "mục i, ii, k",
        "136/KH-UBND ngày 01/06/2021 đạt 86,50%",
    ],
)
def test_right_text_stays(text: str) -> None:
    reading = VOCABULARY.read(text)
    assert reading.text == text
    assert reading.changes == ()


def test_changes_say_what_was_read_and_why() -> None:
    changes = {(c.raw, c.restored, c.kind) for c in VOCABULARY.read("kh136 bn chir tieu").changes}
    assert ("kh136", "kế hoạch 136", "document") in changes
    assert ("bn", "bao nhiêu", "teencode") in changes
    assert ("chir", "chỉ", "keyboard") in changes
    assert ("tieu", "tiêu", "marks") in changes


def test_marked_says_how_it_was_typed() -> None:
    assert VOCABULARY.read("Chỉ tiêu hài lòng là gì").marked
    assert not VOCABULARY.read("chi tieu hai long la gi").marked
    assert not VOCABULARY.read("136").marked


@pytest.mark.parametrize("name", ["questions_vi.txt", "short_vi.txt", "questions_en.txt"])
def test_reading_what_was_read_changes_nothing(name: str) -> None:
    for question in sample(name):
        for typed in (question, strip_marks(question)):
            once = VOCABULARY.read(typed)
            again = VOCABULARY.read(once.text)
            assert again.text == once.text
            assert again.forms == once.forms


@given(st.text(max_size=120))
def test_any_text_is_read_and_tokens_keep_their_places(text: str) -> None:
    reading = VOCABULARY.read(text)
    for token in reading.tokens:
        assert reading.original[token.start : token.end] == token.raw
        assert token.form
    assert VOCABULARY.read(text) == reading


KNOWN = sorted({form for q in sample("questions_vi.txt") for form in syllables(q) if form.isalpha() and len(form) > 1})


@given(st.lists(st.sampled_from([f for f in KNOWN if strip_marks(f) != f]), min_size=1, max_size=12))
def test_marked_known_words_are_never_repaired(words: list[str]) -> None:
    assert list(VOCABULARY.read(" ".join(words)).forms) == words


def test_language_of_vietnamese() -> None:
    questions = sample("questions_vi.txt")
    for question in (*questions, *map(strip_marks, questions), *sample("short_vi.txt")):
        assert VOCABULARY.read(question).language == "vi", question


def test_language_of_english() -> None:
    for question in sample("questions_en.txt"):
        assert VOCABULARY.read(question).language == "en", question


def test_english_is_not_given_marks_and_its_terms_are_translated() -> None:
    reading = VOCABULARY.read("What is the satisfction target for communes?")
    assert reading.text == "what is the satisfaction target for communes?"
    assert VOCABULARY.terms(reading) == ("mức độ hài lòng", "chỉ tiêu", "cấp xã")
    assert VOCABULARY.terms(VOCABULARY.read("chỉ tiêu")) == ()


def test_expansion_goes_both_ways() -> None:
    def expand(text: str) -> tuple[str, ...]:
        return VOCABULARY.expand(VOCABULARY.read(text).tokens)

    assert {"trực", "tuyến", "trực_tuyến"} <= set(expand("nộp online ở đâu"))
    assert {"hành_chính", "tục"} <= set(expand("giấy tờ"))
    assert "tthc" in expand("thủ tục hành chính")
    assert "dvctt" in expand("DVCTT")
    assert {"quá", "hạn", "quá_hạn"} <= set(expand("trễ hẹn"))
    assert {"hài", "lòng"} <= set(expand("satisfaction"))
    assert expand("") == ()


@pytest.mark.parametrize(
    "name",
    [
        "tỷ lệ hồ sơ giải quyết đúng hạn",
        "chỉ số PAPI",
        "tỷ lệ TTHC được công khai",
        "ty le ho so dung han",
        "Public Administration Reform Index",
        "tỷ lệ hộ dân ở xóm Qxzw dùng nước sạch",
    ],
)
def test_a_name_is_what_a_question_with_it_is_read_as(name: str) -> None:
    assert syllables(VOCABULARY.name(name)) == syllables(read(name))
    assert VOCABULARY.name(name) is VOCABULARY.name(name), "read once"


def test_every_short_name_of_the_library_is_what_a_question_with_it_is_read_as() -> None:
    names = re.findall(r"^ +short_\w\w: (.+)$", (LIBRARY / "indicators.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(names) > 100
    different = [name for name in names if syllables(VOCABULARY.name(name)) != syllables(read(name))]
    assert different == []
