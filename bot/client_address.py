"""Network addresses of callers: in which form they are counted, and which are this machine's own. Pure."""

from __future__ import annotations

import ipaddress

_IPv6_PREFIX = 64  # bits: what one subscriber is given; the rest of the address is theirs to choose
_LONGEST = 64  # characters of what is no address


def counted(address: str) -> str:
    """The address limits are counted by: IPv4 as it is, also when mapped into IPv6; IPv6 by its /64 network."""
    found = _parsed(address)
    if found is None:
        return address[:_LONGEST]
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((int(found), _IPv6_PREFIX), strict=False))


def is_loopback(address: str) -> bool:
    """Whether it is an address of this machine's loopback."""
    found = _parsed(address)
    return found is not None and found.is_loopback


def both_forms(address: str) -> tuple[str, ...]:
    """An address as a socket may name it: IPv4 also as a socket that listens on IPv6 does."""
    return (address, f"::ffff:{address}") if ":" not in address else (address,)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if found.version == 6 else found
