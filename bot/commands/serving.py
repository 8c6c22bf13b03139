"""``plan136 serve``: the web chat and the API, from the first second on keywords alone."""

from __future__ import annotations

import errno
import signal
import socket
from types import FrameType

import uvicorn

from bot.assembly import library_of, questions_of, readiness_of, register_of
from bot.channels.web.app import create_app
from bot.commands import opening

_GRACE_SECONDS = 10
_WAITING_CONNECTIONS = 2048


class CannotListenError(RuntimeError):
    """The address cannot be listened on; the message names it and the remedy."""


def serve(host: str | None, port: int | None) -> None:
    """Serves until it is told to stop; answers from keywords and the register while the encoder loads."""
    settings = opening.bot_settings()
    listening = listen(host or settings.host, settings.port if port is None else port)
    with listening:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, _leave)
        assistant = opening.assistant()
        knowledge = assistant.knowledge
        app = create_app(
            assistant.chat,
            library_of(knowledge),
            readiness_of(knowledge),
            register=register_of(knowledge, settings),
            questions=questions_of(knowledge, settings),
        )
        knowledge.dense.start()  # only now: importing torch would slow down everything above
        opening.screen().print(f"Plan 136 Assistant: {address(listening)} (Ctrl-C stops it)", soft_wrap=True)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE_SECONDS
        )
        uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; CannotListenError when the port is taken or the address is not ours."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListenError(f"HOST={host!r} is no address ({error.strerror}); use 127.0.0.1 or 0.0.0.0") from error
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(place)
        found.listen(_WAITING_CONNECTIONS)
    except OSError as error:
        found.close()
        raise CannotListenError(_refusal(host, port, error)) from error
    return found


def address(listening: socket.socket) -> str:
    """Where a browser finds the page."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8136
        return f"port {port} on {host} is in use; stop the program that has it, or set PORT to another, such as {other}"
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights; choose one above 1023: plan136 serve --port 8136"
    return f"cannot listen on {host} port {port} ({error.strerror}); check HOST and PORT"


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Before the server runs, leave at once; after it has closed its connections, leave with success."""
    raise SystemExit(0)
