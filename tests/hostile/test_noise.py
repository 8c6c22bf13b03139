"""Questions of two thousand characters that say nothing: each is answered, and what reading them costs is bounded."""

import base64
import random
import string
import time
from collections.abc import Callable

import pytest

from bot.assembly import Assistant
from bot.messages import Incoming
from knowledge.reading.keyboard import telex, vni
from knowledge.reading.marks import MarkRestorer
from knowledge.reading.pieces import pieces
from tests.fakes_knowledge import ask, keyword_knowledge

LENGTH = 2000
LONGEST_SECONDS = 20  # tells an answer from none; the budget is one second and is measured, not asserted


def _of(alphabet: str) -> str:
    return "".join(random.Random(7).choices(alphabet, k=LENGTH))


def _words(alphabet: str, shortest: int, longest: int) -> str:
    chance = random.Random(7)
    words = ("".join(chance.choices(alphabet, k=chance.randint(shortest, longest))) for _ in range(LENGTH))
    return " ".join(words)[:LENGTH]


def _again(text: str) -> str:
    return (text * LENGTH)[:LENGTH]


MARKED = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
NOISE = {
    "letters": _of(string.ascii_lowercase),
    "short words": _words(string.ascii_lowercase, 2, 8),
    "long words": _words(string.ascii_lowercase, 20, 24),
    "marked words": _words(MARKED, 2, 8),
    "capitals": _words(MARKED.upper(), 2, 8),
    "emoji": _of("😀🎉👨👩👧🔥"),
    "Chinese": _of("".join(map(chr, range(0x4E00, 0x9FA0)))),
    "one Korean word": _of("".join(map(chr, range(0xAC00, 0xD7A3)))),
    "base64": base64.b64encode(random.Random(7).randbytes(1500)).decode(),
    "U+FDFA": "ﷺ" * LENGTH,
    "digits": _of(string.digits),
    "numbers": _words(string.digits, 1, 3),
    "combining marks": _again("a\u0301\u0323\u0308"),
    "joiners": _again("a\u200d"),
    "one letter": _again("a "),
    "one syllable": _again("ba "),
    "syllables of many readings": " ".join(
        random.Random(7).choices(["son", "le", "tu", "lo", "mu", "du", "vo"], k=600)
    ),
    "Roman numerals": _again("II IV XX "),
    "abbreviations": _again("k ko dc tthc cchc ubnd "),
    "words together": _again("nguoidanhailong thanhanhbananlanthanhana "),
    "slips": _again("chínhh hàii lòngg ngườii "),
    "document numbers": _again("136/KH-UBND kh136 "),
    "punctuation": _of(string.punctuation),
    "lines": _again("x\n"),
}


@pytest.mark.parametrize("kind", NOISE)
def test_noise_is_answered(kind: str) -> None:
    assert ask(NOISE[kind][:LENGTH]).status.group in ("answered", "clarify", "unanswered", "refused")


def test_a_word_longer_than_any_syllable_is_not_decoded() -> None:
    assert telex("nghieengf") == "nghiềng"
    assert telex("toosoongf" * 200) == ""
    assert vni("d9e6n1" * 300) == ""


@pytest.mark.parametrize("kind", ["one syllable", "syllables of many readings", "marked words", "abbreviations"])
def test_the_candidates_of_a_long_text_are_bounded(kind: str) -> None:
    restorer: MarkRestorer = keyword_knowledge().vocabulary._restorer
    columns = restorer._columns(pieces(NOISE[kind]))
    assert sum(map(len, columns)) <= max(4800, 6 * len(columns))


@pytest.mark.real
@pytest.mark.long
def test_noise_is_answered_in_time_by_the_whole_walk(assistant: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    def timed(answer: Callable[[], object]) -> float:
        began = time.perf_counter()
        answer()
        return time.perf_counter() - began

    took = {
        kind: timed(lambda: assistant.chat.reply_to(Incoming(text[:LENGTH], kind)))  # noqa: B023
        for kind, text in NOISE.items()
    }
    with capsys.disabled():
        print()
        for kind, seconds in sorted(took.items(), key=lambda item: -item[1]):
            print(f"{seconds * 1000:7.0f} ms  {kind}")
    assert max(took.values()) < LONGEST_SECONDS
