"""Who may use this server from where: its own names, other sites' pages, sites that embed it, programs with a key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from bot import host_header

_BEARER = "bearer "


class KeyRing:
    """The keys of programs, as digests: a key itself is in no memory of ours after this, and in no file or log."""

    def __init__(self, keys: Mapping[str, str] | None = None) -> None:
        self._digests = {name: _digest(key) for name, key in (keys or {}).items()}

    def __bool__(self) -> bool:
        """Whether any key is set: then programs need one."""
        return bool(self._digests)

    def owner(self, key: str) -> str | None:
        """The name a key was given to; None for a wrong one. Takes as long for a wrong key as for a right one."""
        asked, found = _digest(key), None
        for name, digest in self._digests.items():
            if hmac.compare_digest(asked, digest):
                found = name
        return found


@dataclass(frozen=True)
class Access:
    """What the operator allows; by default our own page, and programs without a key."""

    hosts: tuple[str, ...] = ()  # host names we answer under; none: any
    origins: tuple[str, ...] = ()  # pages of these may call the API: "https://quan.example.vn"
    frames: tuple[str, ...] = ()  # pages of these may hold the chat in a frame
    keys: KeyRing = field(default_factory=KeyRing)

    def our_host(self, headers: Headers) -> bool:
        """Whether the request names us."""
        return not self.hosts or host_header.host_of(headers.getlist("host")) in self.hosts

    def own_page(self, headers: Headers) -> bool:
        """Whether a browser says our own page calls; a program, which says nothing, passes too."""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        return origin.lower().partition("://")[2] == headers.get("host", "").lower() or host_of(origin) in self.hosts

    def invited(self, headers: Headers) -> str | None:
        """The origin of a page of another site that may call the API; None for any other."""
        origin = headers.get("origin", "").lower()
        return origin if origin in self.origins else None


def presented_key(headers: Headers) -> str | None:
    """The key a program shows; None when it shows none."""
    declared = headers.get("authorization", "")
    if declared.lower().startswith(_BEARER):
        return declared[len(_BEARER) :].strip()
    return headers.get("x-api-key")


def host_of(address: str) -> str | None:
    """The host name of an address, in small letters; None for what is none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
