"""Which channels a process serves, by its settings and by --only; what is missing is named before anything runs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.assembly import open_front_desk
from bot.commands import doors, pruning
from bot.commands.failures import BadInputError
from bot.settings import BotSettings
from bot.store_ports import Removed
from tests.fakes_knowledge import keyword_knowledge
from tests.fakes_reception import Watching
from tests.fakes_zalo import SECRET, TOKEN

PLATFORM = {"ZALO_BOT_TOKEN": TOKEN}
POSTED = {**PLATFORM, "ZALO_WEBHOOK_URL": "https://bot.example.org/webhooks/zalo", "ZALO_WEBHOOK_SECRET": SECRET}
OFFICIAL = {
    "ZALO_OA_APP_ID": "app-1",
    "ZALO_OA_APP_SECRET": "app-secret",
    "ZALO_OA_WEBHOOK_SECRET": "oa-secret",
    "ZALO_OA_REFRESH_TOKEN": "refresh-0",
}


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> BotSettings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return BotSettings()


def opened(given: BotSettings, home: Path, only: Sequence[str] = ()) -> list[doors.Door]:
    async def open_all() -> list[doors.Door]:
        desk = open_front_desk(given, home, keyword_knowledge(), Watching())
        try:
            async with AsyncExitStack() as stack:
                return await doors.opened(doors.chosen(given, only), given, home, desk, stack)
        finally:
            await desk.workers.close(1)
            desk.store.close()

    return asyncio.run(open_all())


def test_without_tokens_there_is_the_web_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doors.chosen(settings(monkeypatch), ()) == ("web",)


def test_the_library_of_a_channel_that_is_not_served_is_not_imported() -> None:
    code = "import sys, bot.commands.serving; print('telegram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_every_configured_channel_is_served_or_those_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings(monkeypatch, **POSTED, **OFFICIAL)
    assert set(doors.chosen(given, ())) == {"web", "zalo", "zalo_oa"}
    assert doors.chosen(given, ["zalo_oa"]) == ("zalo_oa",)
    assert doors.chosen(given, ["zalo", "web", "zalo"]) == ("web", "zalo")


@pytest.mark.parametrize(
    ("only", "says"),
    [("fax", r"--only fax.*web, .*zalo"), ("zalo", "ZALO_BOT_TOKEN is not set"), ("zalo_oa", "ZALO_OA_APP_ID")],
)
def test_a_channel_that_cannot_be_served_is_named_with_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, only: str, says: str
) -> None:
    with pytest.raises(BadInputError, match=says):
        doors.chosen(settings(monkeypatch), [only])


def test_webhooks_answer_at_the_path_of_their_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = opened(settings(monkeypatch, **POSTED, **OFFICIAL), tmp_path)
    assert {door.part.name: list(door.routes) for door in found} == {
        "zalo": ["/webhooks/zalo"],
        "zalo_oa": ["/webhooks/zalo-oa"],
    }
    assert [list(door.part.degraded()) for door in found] == [["zalo"], ["zalo_oa"]], "until they were reached"


def test_polling_needs_no_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert [dict(door.routes) for door in opened(settings(monkeypatch, **PLATFORM), tmp_path)] == [{}]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({**PLATFORM, "ZALO_WEBHOOK_URL": "https://a.example/zalo"}, "ZALO_WEBHOOK_SECRET is not"),
        ({**POSTED, "ZALO_WEBHOOK_URL": "https://a.example/"}, "no path of its own"),
        ({**POSTED, "ZALO_API_URL": "ftp://a.example"}, "ZALO_API_URL"),
        ({"ZALO_BOT_TOKEN": "có dấu cách"}, "ZALO_BOT_TOKEN holds"),
        ({k: v for k, v in OFFICIAL.items() if k != "ZALO_OA_REFRESH_TOKEN"}, "ZALO_OA_REFRESH_TOKEN is not"),
    ],
)
def test_a_setting_that_cannot_work_is_named_and_secrets_are_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], says: str
) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        opened(settings(monkeypatch, **given), tmp_path)
    assert not [value for value in (TOKEN, SECRET, "oa-secret", "có dấu cách") if value in str(refused.value)]


def test_what_expires_is_counted_by_the_job_and_by_hand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[float] = []
    store = SimpleNamespace(
        upkeep=SimpleNamespace(
            prune=lambda older: asked.append(older) or Removed(answers=3, updates=1),
            clock_seen=lambda: None,
            keep_clock=lambda _: None,
        ),
        close=lambda: asked.append(-1.0),
    )
    monkeypatch.setattr(pruning, "open_kept", lambda *_: store)
    pruning.prune()
    assert "Deleted: 3 answers, 1 updates. Kept: answers of the last 180 days." in capsys.readouterr().out
    assert asked[1:] == [-1.0]
