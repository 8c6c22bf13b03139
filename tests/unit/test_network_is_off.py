"""The tests' own guard: nothing leaves this machine."""

import asyncio
import socket

import pytest

from tests.conftest import NetworkTouchedError


def test_a_connection_out_fails_the_test() -> None:
    with socket.socket() as out, pytest.raises(NetworkTouchedError, match=r"192\.0\.2\.1"):
        out.connect(("192.0.2.1", 80))


def test_a_datagram_out_fails_the_test() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as out, pytest.raises(NetworkTouchedError):
        out.sendto(b"x", ("192.0.2.1", 53))


@pytest.mark.parametrize(
    "look_up", [lambda name: socket.getaddrinfo(name, 80), lambda name: socket.gethostbyname(name)]
)
def test_looking_up_a_name_fails_the_test(look_up: object) -> None:
    assert callable(look_up)
    with pytest.raises(NetworkTouchedError, match=r"hub\.example"):
        look_up("hub.example")


def test_an_event_loop_is_held_too() -> None:
    async def reach() -> None:
        await asyncio.open_connection("192.0.2.1", 80)

    with pytest.raises(NetworkTouchedError):
        asyncio.run(reach())


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
