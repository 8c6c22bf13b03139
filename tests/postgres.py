"""A private PostgreSQL on loopback, of the system's own packages: started at first use, gone at the end."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, text

URL = "PLAN136_TEST_DATABASE_URL"  # a scratch database of another server, emptied by each test
_MISSING = f"no PostgreSQL server is installed (Debian: postgresql) and {URL} names none"
_START_SECONDS = 60.0


def server_url() -> str:
    """The address of a scratch database; skips where there can be none, fails where there must."""
    given = os.environ.get(URL)
    if given:
        return given
    binaries = _binaries()
    if binaries is None:
        if "postgresql" in os.environ.get("PLAN136_REQUIRE", "").split():
            pytest.fail(f"{_MISSING}; PLAN136_REQUIRE names postgresql")
        pytest.skip(_MISSING)
    os.environ[URL] = _started(binaries)  # for the processes that tests start
    return os.environ[URL]


def _binaries() -> Path | None:
    """The folder of the newest server's programs; PostgreSQL does not put them on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@lru_cache(maxsize=1)
def _started(binaries: Path) -> str:
    folder = Path(tempfile.mkdtemp(prefix="plan136-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    as_owner: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    data, log = folder / "data", folder / "log"
    _run(
        [
            *as_owner,
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "plan136",
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
        ]
    )
    port = _free_port()
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    control = [*as_owner, str(binaries / "pg_ctl"), "-D", str(data), "-l", str(log), "-w"]
    atexit.register(subprocess.run, [*control, "-m", "immediate", "stop"], capture_output=True, check=False)
    _run([*control, "-t", str(int(_START_SECONDS)), "-o", options, "start"])
    return f"postgresql+psycopg://plan136@127.0.0.1:{port}/postgres"


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=2 * _START_SECONDS,
        check=False,
        cwd="/",
    )
    if done.returncode:
        pytest.fail(f"{command[-1]} of PostgreSQL failed: {done.stderr[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """Stops every process of a server of this machine (SIGSTOP) and lets them go on afterwards; else skips."""
    engine = create_engine(url)
    with engine.connect() as connection:
        backend = int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    engine.dispose()
    if not psutil.pid_exists(backend):
        pytest.skip("the PostgreSQL server is on another machine")
    server = psutil.Process(backend).parent()
    assert server is not None
    assert "postgres" in server.name()
    stopped = [server, *server.children(recursive=True)]
    for process in stopped:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in stopped:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
