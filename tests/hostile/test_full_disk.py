"""``plan136 serve`` started where nothing can be written: it answers, says what it lacks, and heals once it can."""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.bench.server import Served, served

pytestmark = pytest.mark.real
QUESTION = "Mức độ hài lòng của người dân đến năm 2025 phải đạt bao nhiêu?"
HEALS_SECONDS = 180.0  # tells healing from none: it takes a few seconds, and the search's next try comes in 25 at most
Freed = Callable[[], object]


@contextmanager
def on_a_full_disk(home: Path) -> Iterator[tuple[Served, Freed]]:
    """A home on a disk of one page, which grows when there is to be room."""
    home.mkdir()
    mount = shutil.which("mount") or "mount"
    try:
        subprocess.run([mount, "-t", "tmpfs", "-o", "size=4k", "none", str(home)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file system may be mounted here")
    try:
        (home / "filler").write_bytes(b"x" * 4096)
        with served(PLAN136_HOME=str(home)) as server:
            grown = [mount, "-o", "remount,size=256m", str(home)]
            yield server, lambda: subprocess.run(grown, check=True, capture_output=True)
    finally:
        subprocess.run(["umount", "--lazy", str(home)], check=True, capture_output=True)


@contextmanager
def where_no_file_may_grow(home: Path) -> Iterator[tuple[Served, Freed]]:
    """A process that may write no byte into any file until its limit is lifted."""
    if not shutil.which("prlimit"):
        pytest.skip("there is no prlimit here")
    with served(started_by=("prlimit", "--fsize=0:unlimited"), PLAN136_HOME=str(home)) as server:
        most = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        yield server, lambda: resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, most)


def said(server: Served) -> dict[str, Any]:
    """The reply with what it lacks."""
    return dict(server.ask(QUESTION))


def parts(server: Served) -> list[str]:
    """What ``/readyz`` names."""
    return list(server.request("GET", "/readyz")["degraded"])  # type: ignore[call-overload]


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + HEALS_SECONDS
    while not true():
        assert time.monotonic() < end, "it does not heal"
        time.sleep(0.2)


@pytest.mark.parametrize("stage", [on_a_full_disk, where_no_file_may_grow])
def test_a_start_without_room_answers_says_so_and_heals(
    stage: Callable[[Path], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home of the full"
    with stage(home) as (server, free):
        for _ in range(3):
            reply = said(server)
            assert reply["status"] == "answered_target" and "95%" in reply["text"]
            assert "store" in reply["degraded"] and reply["id"] is None
        until(lambda: {"store", "dense"} <= {part.partition(":")[0] for part in parts(server)})
        assert "95%" in said(server)["text"], "it goes on"
        began = time.monotonic()
        free()
        until(lambda: said(server)["id"])
        kept = time.monotonic() - began
        until(lambda: parts(server) == [])
        reply = said(server)
        assert reply["id"] and reply["degraded"] == []
        assert server.process.poll() is None
        with capsys.disabled():
            print(f"answers kept after {kept:.1f} s, ready after {time.monotonic() - began:.1f} s")
