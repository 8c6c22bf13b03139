"""The headers every answer leaves with, and the few that differ where the chat stands in another site's frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FRAME_PAGE = "/nhung"
FRAME_SCRIPT = "/nhung.js"

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join((*_POLICY, "frame-ancestors 'none'")),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def security_headers(path: str, frames: Sequence[str]) -> Mapping[str, str]:
    """The headers of an address; ``frames`` are the origins whose pages may hold the chat in a frame."""
    if not frames or path not in (FRAME_PAGE, FRAME_SCRIPT):
        return SECURITY_HEADERS
    headers = {name: value for name, value in SECURITY_HEADERS.items() if name != "X-Frame-Options"}
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["Content-Security-Policy"] = "; ".join((*_POLICY, f"frame-ancestors {' '.join(frames)}"))
    return headers
