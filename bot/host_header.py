"""The Host header, read strictly (RFC 9110 and 3986): one name or address, and a port if any. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

_LABEL = r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_PORT = re.compile(r"[0-9]{1,5}")
_LONGEST = 253
_LOOPBACK_NAME = "localhost"


def host_of(values: Sequence[str]) -> str | None:
    """The host of a request's Host headers in small letters, without its port; None unless it is exactly one, valid.

    An IPv6 address stands in brackets there, and without them in what is given back. Names outside ASCII are written
    in their ASCII form (xn--...).
    """
    if len(values) != 1:
        return None
    value = values[0].lower()
    if value.startswith("["):
        address, bracket, port = value[1:].partition("]")
        host = _address(address) if bracket and (not port or port.startswith(":")) else None
        port = port.removeprefix(":") if host else "none"
    else:
        host, _, port = value.partition(":")
        host = _named(host)
    if host is None or ((value.endswith(":") or port) and not (_PORT.fullmatch(port) and 0 < int(port) < 65536)):
        return None
    return host


def is_this_machine(host: str | None) -> bool:
    """Whether a host names this machine's loopback."""
    if host is None:
        return False
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == _LOOPBACK_NAME


def _named(host: str) -> str | None:
    if len(host) > _LONGEST or not _NAME.fullmatch(host):
        return None
    if host.rsplit(".", 1)[-1].isdigit():  # what ends in a number is an IPv4 address or nothing
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            return None
    return host.removesuffix(".")


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.IPv6Address(text)) if "%" not in text else None
    except ValueError:
        return None
