"""The chat's page, alone or in a frame, and its files: read once, served under a folder named by their content."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.security_headers import FRAME_PAGE, FRAME_SCRIPT

_FOLDER = Path(__file__).parent / "browser"
_PAGE = "page.html"
_SCRIPT = "page.js"
_EMBEDDING = "embed.js"  # runs in other sites' pages, at a lasting address
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_IMPORT = re.compile(rb'^import .* from "\./([\w.]+)";', re.MULTILINE)
_FOREVER = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"


class Assets:
    """The page's files in memory; a change of any of them changes the folder they are served from.

    ``framed`` serves the chat for other sites' frames too.
    """

    def __init__(self, *, framed: bool = False) -> None:
        self._files = {path.name: path.read_bytes() for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}
        self.digest = hashlib.sha256(b"\0".join(self._files.values())).hexdigest()[:12]
        page = self._files.pop(_PAGE)
        self.folder = f"/assets/{self.digest}"
        told_ahead = [b'<link rel="modulepreload" href="{{assets}}/%s">' % name for name in self._imported(_SCRIPT)]
        page = page.replace(b"{{preloads}}", b"\n  ".join(told_ahead))
        self._page = page.replace(b"{{assets}}", self.folder.encode())
        self._framed = framed

    def _imported(self, script: str) -> list[bytes]:
        """The modules a script needs, however deep: fetched at once, not one layer after another."""
        found: list[bytes] = []
        waiting = [script.encode()]
        while waiting:
            for name in _IMPORT.findall(self._files[waiting.pop().decode()]):
                if name not in found:
                    found.append(name)
                    waiting.append(name)
        return sorted(found)

    def routes(self) -> list[Route]:
        """The addresses of the page and its files."""
        framed = [Route(FRAME_PAGE, self._serve_frame), Route(FRAME_SCRIPT, self._serve_embedding)]
        return [
            Route("/", self._serve_page),
            *(framed if self._framed else ()),
            Route("/favicon.ico", self._serve_icon),
            Route("/assets/{digest}/{name}", self._serve_file),
        ]

    async def _serve_page(self, request: Request) -> Response:
        return self._asked_again(request, self._page.replace(b"{{kind}}", b"whole"), ".html")

    async def _serve_frame(self, request: Request) -> Response:
        return self._asked_again(request, self._page.replace(b"{{kind}}", b"framed"), ".html")

    async def _serve_embedding(self, request: Request) -> Response:
        return self._asked_again(request, self._files[_EMBEDDING], ".js")

    def _asked_again(self, request: Request, content: bytes, kind: str) -> Response:
        etag = f'"{self.digest}"'
        headers = {"Cache-Control": _REVALIDATE, "ETag": etag}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=_TYPES[kind], headers=headers)

    async def _serve_icon(self, _: Request) -> Response:
        return self._file("icon.svg", "public, max-age=86400")

    async def _serve_file(self, request: Request) -> Response:
        current = request.path_params["digest"] == self.digest  # else: a page of another version asks
        return self._file(request.path_params["name"], _FOREVER if current else _REVALIDATE)

    def _file(self, name: str, caching: str) -> Response:
        content = self._files.get(name)
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type=_TYPES[Path(name).suffix], headers={"Cache-Control": caching})
