"""An Official Account's tokens: each refresh token works once, so none may be lost, whenever the process dies."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.channels.zalo.official_account import OfficialAccount
from bot.channels.zalo.official_tokens import TokenFile, TokenPair
from bot.channels.zalo.retrying import Patience, Retrying
from bot.channels.zalo.sending import CallRefusedError, TokenRefusedError
from tests.fakes_zalo import BUSY, DROPPED, GATEWAY, Fault, ZaloEmulator, exchanging, zalo_emulator

Result = TypeVar("Result")
NOW = 1_800_000_000.0


@pytest.fixture
def zalo() -> Iterator[ZaloEmulator]:
    with zalo_emulator() as emulator:
        yield emulator


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "zalo" / "tokens.json"


def run(
    zalo: ZaloEmulator,
    path: Path,
    act: Callable[[OfficialAccount], Awaitable[Result]],
    now: float = NOW,
    first: str = "refresh-0",
    **options: Any,
) -> Result:
    async def no_pause(seconds: float) -> None:
        await asyncio.sleep(0)

    async def acted() -> Result:
        async with exchanging() as exchange:
            account = OfficialAccount(
                exchange,
                TokenFile(path, first),
                "app-1",
                "app-secret",
                api_url=zalo.base_url,
                oauth_url=zalo.base_url,
                retrying=Retrying(Patience(seconds=20.0), no_pause),
                clock=lambda: now,
            )
            return await act(account)

    return asyncio.run(acted())


def hello(account: OfficialAccount) -> Awaitable[object]:
    return account.send_text("u-1", "chào")


def test_the_first_refresh_token_starts_the_chain_and_the_pair_is_kept_for_the_next_process(
    zalo: ZaloEmulator, path: Path
) -> None:
    run(zalo, path, hello)
    run(zalo, path, hello)
    assert zalo.texts() == ["chào", "chào"] and zalo.spent == ["refresh-0"]
    assert TokenFile(path, "refresh-0").read() == TokenPair("access-1", "refresh-1", NOW + 90_000)


def test_the_file_is_its_owners_alone(zalo: ZaloEmulator, path: Path) -> None:
    run(zalo, path, hello)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "refresh-1" not in repr(TokenFile(path, "refresh-0").read())


def test_a_pair_near_its_end_is_renewed_before_use(zalo: ZaloEmulator, path: Path) -> None:
    run(zalo, path, hello)
    run(zalo, path, hello, now=NOW + 88_000)
    assert zalo.spent == ["refresh-0", "refresh-1"] and len(zalo.sent) == 2


def test_a_refused_token_is_renewed_once_and_the_text_sent_once(zalo: ZaloEmulator, path: Path) -> None:
    run(zalo, path, hello)
    zalo.access = "withdrawn by Zalo"
    run(zalo, path, hello)
    assert zalo.texts() == ["chào", "chào"] and zalo.spent == ["refresh-0", "refresh-1"]


def test_a_token_that_stays_refused_is_told_after_one_renewal(zalo: ZaloEmulator, path: Path) -> None:
    refusal = Fault(200, b'{"error": -124, "message": "Access token has expired"}')
    zalo.fail("cs", refusal, refusal, refusal)
    with pytest.raises(TokenRefusedError):
        run(zalo, path, hello)
    assert zalo.called("access_token") == 2 and zalo.called("cs") == 2


def test_a_person_outside_the_window_is_a_refusal_that_renews_nothing(zalo: ZaloEmulator, path: Path) -> None:
    zalo.fail("cs", Fault(200, b'{"error": -230, "message": "User has not interacted with the OA in 7 days"}'))
    with pytest.raises(CallRefusedError, match="-230"):
        run(zalo, path, hello)
    assert zalo.called("access_token") == 1


def test_many_at_once_make_one_renewal(zalo: ZaloEmulator, path: Path) -> None:
    async def twenty(account: OfficialAccount) -> None:
        await asyncio.gather(*(account.send_text("u-1", f"tin {n}") for n in range(20)))

    run(zalo, path, twenty)
    assert zalo.spent == ["refresh-0"] and len(zalo.sent) == 20


def test_two_processes_make_one_renewal(zalo: ZaloEmulator, path: Path) -> None:
    async def both() -> None:
        async with exchanging() as exchange:
            accounts = [
                OfficialAccount(
                    exchange,
                    TokenFile(path, "refresh-0"),
                    "app-1",
                    "app-secret",
                    api_url=zalo.base_url,
                    oauth_url=zalo.base_url,
                )
                for _ in range(2)
            ]
            await asyncio.gather(*(hello(account) for account in accounts))

    asyncio.run(both())
    assert zalo.spent == ["refresh-0"] and len(zalo.sent) == 2


def test_a_caller_that_is_cancelled_does_not_take_the_new_pair_with_it(zalo: ZaloEmulator, path: Path) -> None:
    async def cut_off(account: OfficialAccount) -> None:
        sending = asyncio.ensure_future(hello(account))
        while not zalo.called("access_token"):
            await asyncio.sleep(0.001)
        sending.cancel()
        await account.finish()

    run(zalo, path, cut_off)
    assert zalo.spent == ["refresh-0"]
    assert TokenFile(path, "refresh-0").read().refresh == zalo.refresh == "refresh-1"


def test_a_renewal_outlives_a_busy_zalo_and_a_gateway(zalo: ZaloEmulator, path: Path) -> None:
    zalo.fail("access_token", BUSY, GATEWAY)
    run(zalo, path, hello)
    assert zalo.texts() == ["chào"]


def test_a_chain_that_broke_says_what_to_do_and_a_new_authorisation_mends_it(zalo: ZaloEmulator, path: Path) -> None:
    run(zalo, path, hello)
    zalo.fail("access_token", DROPPED)  # Zalo spent the token and its answer never came
    with pytest.raises(TokenRefusedError, match="ZALO_OA_REFRESH_TOKEN"):
        run(zalo, path, hello, now=NOW + 91_000)
    zalo.refresh = "refresh-authorised-again"
    run(zalo, path, hello, now=NOW + 91_000, first="refresh-authorised-again")
    assert len(zalo.sent) == 2


def test_while_the_old_token_lasts_a_failed_renewal_stops_nobody(zalo: ZaloEmulator, path: Path) -> None:
    run(zalo, path, hello)
    zalo.fail("access_token", *[GATEWAY] * 3)
    run(zalo, path, hello, now=NOW + 88_000)
    assert len(zalo.sent) == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from bot.channels.zalo.official_tokens import TokenFile, TokenPair

path, moment = Path(sys.argv[1]), sys.argv[2]
kill = lambda: os.kill(os.getpid(), signal.SIGKILL)
real_fsync, real_replace = os.fsync, Path.replace

def fsync(number):
    if moment == "before it is on disk" and not seen:
        kill()
    seen.append(number)
    real_fsync(number)
    if moment == "after it is on disk":
        kill()

def replace(self, target):
    if moment == "before it is in place":
        kill()
    real_replace(self, target)
    if moment == "after it is in place":
        kill()

seen = []
os.fsync, Path.replace = fsync, replace
tokens = TokenFile(path, "refresh-0")
with tokens.only_me():
    tokens.replace(TokenPair("access-2", "refresh-2", 2e9))
    if moment == "before it is used":
        kill()
"""


@pytest.mark.parametrize(
    "moment",
    [
        "before it is on disk",
        "after it is on disk",
        "before it is in place",
        "after it is in place",
        "before it is used",
    ],
)
def test_a_process_killed_while_it_writes_leaves_the_new_pair(path: Path, moment: str) -> None:
    tokens = TokenFile(path, "refresh-0")
    with tokens.only_me():
        tokens.replace(TokenPair("access-1", "refresh-1", 1e9))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), moment],
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert tokens.read().refresh in ("refresh-1", "refresh-2"), "never a part of one"
    with tokens.only_me():
        assert tokens.read() == TokenPair("access-2", "refresh-2", 2e9)


@pytest.mark.parametrize("cut", [0, 1, 30, 100])
def test_a_pair_cut_off_in_the_middle_by_a_power_failure_leaves_the_old_one(path: Path, cut: int) -> None:
    tokens = TokenFile(path, "refresh-0")
    with tokens.only_me():
        tokens.replace(TokenPair("access-1", "refresh-1", 1e9))
    path.with_name("tokens.json.new").write_bytes(path.read_bytes()[:cut])
    with tokens.only_me():
        assert tokens.read().refresh == "refresh-1"
    assert not path.with_name("tokens.json.new").exists()
