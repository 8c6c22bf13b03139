"""How many files and sockets the process may have open: raised as far as the system lets it."""

from __future__ import annotations

import resource

WANTED = 8192
_OURS = 256  # files of the library, the database, the index, and sockets to other servers
_FEWEST = 16


def room_for(connections: int) -> int:
    """How many connections fit into the limit on open files, at most ``connections``; raises the soft limit first."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    wanted = WANTED if hard == unlimited else min(WANTED, hard)
    if soft != unlimited and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return connections if soft == unlimited else max(_FEWEST, min(connections, soft - _OURS))
