"""Text made ready for an encoder: normal form, bounds, what is left out; and turns at the encoder."""

import threading
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.encodable import encodable, ends, within_tokens
from knowledge.index.turns import Turns
from knowledge.ports import EncoderBusyError

VIETNAMESE = "Tỷ lệ hồ sơ trực tuyến đạt 80%, theo Kế hoạch 136/KH-UBND."


def test_ordinary_text_stays_as_it_is() -> None:
    assert encodable(VIETNAMESE, 1000) == VIETNAMESE


def test_what_is_compatible_is_made_plain_and_spaces_are_single() -> None:
    assert encodable("ﬁle\u00a0 ½\t\nＡ", 100) == "file 1\u20442 A"
    assert encodable(unicodedata.normalize("NFD", VIETNAMESE), 1000) == VIETNAMESE


@pytest.mark.parametrize("left_out", ["\x00", "\ud800", "\udfff", "\ue000", "\u200d", "\u202e", "\U000e0001", "\u0378"])
def test_what_no_model_reads_is_left_out(left_out: str) -> None:
    assert encodable(f"a{left_out}b", 100) == "ab"


def test_a_flood_of_marks_on_one_letter_is_cut() -> None:
    assert len(encodable("a" + "\u0301\u0323\u0308" * 300, 1000)) <= 5


def test_characters_without_a_token_are_left_out() -> None:
    assert encodable("tỷ lệ 😀 đạt", 100, frozenset("tỷlệđạ")) == "tỷ lệ đạt"


@given(st.text(st.characters(codec=None), max_size=300), st.integers(1, 200))
def test_any_text_is_bounded_normal_and_stays_so(text: str, most: int) -> None:
    made = encodable(text, most)
    assert len(made) <= most
    assert made == unicodedata.normalize("NFKC", made)
    made.encode()


def test_the_two_ends_are_kept_cut_between_words() -> None:
    text = "Chuyện dài " + "rất " * 500 + "vậy tỷ lệ là bao nhiêu?"
    cut = ends(text, 100)
    assert len(cut) <= 100
    assert cut.startswith("Chuyện dài")
    assert cut.endswith("vậy tỷ lệ là bao nhiêu?")
    assert set(cut.split()) <= set(text.split())


def test_a_text_is_shortened_until_its_tokens_are_few_enough() -> None:
    assert len(within_tokens("x" * 900, 64, len)) <= 64
    assert within_tokens("x", 0, len) == "x"  # one character cannot be cut
    assert within_tokens(VIETNAMESE, 128, len) == VIETNAMESE


def test_the_shortest_goes_first_and_nobody_waits_beyond_the_bound() -> None:
    turns, order, held = Turns(), [], threading.Event()

    def work(name: str, size: int) -> None:
        with turns.turn(size):
            order.append(name)

    with turns.turn(1):
        waiting = [threading.Thread(target=work, args=arguments) for arguments in (("long", 900), ("short", 9))]
        for thread in waiting:
            thread.start()
            time.sleep(0.05)
        with pytest.raises(EncoderBusyError, match=r"0\.01"), turns.turn(1, 0.01):
            held.set()
    for thread in waiting:
        thread.join(5)
    assert order == ["short", "long"]
    assert not held.is_set()


def test_a_turn_ends_with_its_work_though_that_fails() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="broken"), turns.turn(1):
        raise ValueError("broken")
    with turns.turn(1, 0.1):
        pass
