"""What every test stands on: no network but loopback, no hub, the same examples in CI, one real assistant."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.assembly import Assistant, open_assistant
from bot.settings import BotSettings
from knowledge.assembly import Knowledge, open_knowledge
from knowledge.settings import KnowledgeSettings

os.environ["HF_HUB_OFFLINE"] = "1"
AS_OF = "2026-11-22"  # the day the expectations were written for

settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def _log_quietly() -> None:
    """Events go through the standard library: a printing logger would keep a stream that a test has closed."""
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


_log_quietly()


@pytest.fixture(autouse=True)
def _the_log_as_it_was() -> Iterator[None]:
    """What a test's serving process does to the log ends with the test."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    _log_quietly()


class NetworkTouchedError(AssertionError):
    """A test reached for the network."""


def _check(address: Any) -> None:
    """Loopback and Unix sockets pass; anything else fails the test."""
    if isinstance(address, tuple) and not _local(address[0]):
        raise NetworkTouchedError(f"the network is off in tests; this one reached for {address!r}: use a fake")


def _check_name(host: Any) -> None:
    """Numbers need no looking up; of names only our own may be."""
    if _number(host) is None and not _local(host):
        raise NetworkTouchedError(f"the network is off in tests; this one looked up {host!r}: use a fake")


def _local(host: Any) -> bool:
    number = _number(host)
    return number.is_loopback if number else host in (None, "", b"", "localhost", b"localhost")


def _number(host: Any) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return None


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Every way out is closed, for every thread, from the first test to the last."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)), raising=True)
        resolve = socket.getaddrinfo

        def local_only(host: Any, *arguments: Any, **options: Any) -> Any:
            _check_name(host)
            return resolve(host, *arguments, **options)

        patch.setattr(socket, "getaddrinfo", local_only)
        for name in ("gethostbyname", "gethostbyname_ex"):
            patch.setattr(socket, name, _guarded_name(getattr(socket, name)))
        yield


def _guarded(method: Any) -> Any:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family != socket.AF_UNIX:
            _check(arguments[-1])
        return method(self, *arguments)

    return guarded


def _guarded_name(resolve: Any) -> Any:
    def guarded(host: Any) -> Any:
        _check_name(host)
        return resolve(host)

    return guarded


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the developer's shell reaches a test; what a test writes goes to its own folder."""
    for name in (*BotSettings.model_fields, *KnowledgeSettings.model_fields):
        if name != "hf_hub_offline":
            monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setitem(BotSettings.model_config, "env_file", None)
    monkeypatch.setitem(KnowledgeSettings.model_config, "env_file", None)
    monkeypatch.setenv("PLAN136_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """The bundled library with the real encoder and the real Chroma; tests that use it are marked real."""
    home = tmp_path_factory.mktemp("knowledge")
    opened = open_knowledge(KnowledgeSettings(_env_file=None, plan136_home=home))  # type: ignore[call-arg]
    assert opened.wait_until_ready(), opened.dense.failure
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def assistant(knowledge: Knowledge) -> Assistant:
    """The whole assistant over that knowledge, as of a fixed day."""
    return open_assistant(BotSettings(_env_file=None, today=AS_OF), knowledge)  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Tests that are coroutines run on asyncio, as the program does."""
    return "asyncio"
