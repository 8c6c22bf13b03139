"""Lists an operator writes in a setting: origins of sites, host names, keys of programs; read strictly."""

from __future__ import annotations

import ipaddress
import re

_ORIGIN = re.compile(r"https?://(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}")
LEAST_KEY = 24  # characters: a key is random, and never guessed


def items(text: str) -> tuple[str, ...]:
    """What stands between commas or spaces."""
    return tuple(each for each in re.split(r"[\s,]+", text) if each)


def origins(text: str) -> tuple[str, ...]:
    """Origins such as https://phuong.example.vn; ValueError names what is none."""
    found = tuple(each.lower().removesuffix("/") for each in items(text))
    for each in found:
        if not _ORIGIN.fullmatch(each):
            raise ValueError(f"{each!r} is no origin; write one such as https://phuong.example.vn")
    return found


def hosts(text: str) -> tuple[str, ...]:
    """Host names such as hoi.example.vn; ValueError names what is none."""
    found = tuple(each.lower() for each in items(text))
    for each in found:
        if not _HOST.fullmatch(each):
            raise ValueError(f"{each!r} is no host name; write one such as hoi.example.vn")
    return found


def proxies(text: str) -> tuple[str, ...]:
    """Addresses of reverse proxies such as 127.0.0.1; ValueError for a network, ``*`` or anything but an address."""
    found = () if text.strip().lower() == "none" else items(text)
    for each in found:
        try:
            ipaddress.ip_address(each)
        except ValueError:
            raise ValueError(
                f"{each!r} is not the address of one machine; name the reverse proxy's own address, such as 127.0.0.1, "
                "or none: everybody in a network that is trusted can make up the address they are counted by"
            ) from None
    return found


def keys(text: str) -> dict[str, str]:
    """Keys by the name of their owner, from "name:key" items; ValueError tells which item is wrong, never the key."""
    found: dict[str, str] = {}
    for position, each in enumerate(items(text), start=1):
        name, separator, key = each.partition(":")
        if not separator or not _NAME.fullmatch(name):
            raise ValueError(f"item {position} is not name:key, with a name of letters, digits and . _ -")
        if len(key) < LEAST_KEY:
            raise ValueError(f"the key of {name} is shorter than {LEAST_KEY} characters")
        if name in found:
            raise ValueError(f"{name} has two keys")
        found[name] = key
    return found
