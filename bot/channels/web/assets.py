"""The page and its files: read once, served under a folder named by their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = Path(__file__).parent
_PAGE = "page.html"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOREVER = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"


class Assets:
    """The page's files in memory; a change of any of them changes the folder they are served from."""

    def __init__(self) -> None:
        self._files = {path.name: path.read_bytes() for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}
        self.digest = hashlib.sha256(b"\0".join(self._files.values())).hexdigest()[:12]
        page = self._files.pop(_PAGE)
        self.folder = f"/assets/{self.digest}"
        self._page = page.replace(b"{{assets}}", self.folder.encode())

    def routes(self) -> list[Route]:
        """The addresses of the page and its files."""
        return [
            Route("/", self._serve_page),
            Route("/favicon.ico", self._serve_icon),
            Route("/assets/{digest}/{name}", self._serve_file),
        ]

    async def _serve_page(self, request: Request) -> Response:
        etag = f'"{self.digest}"'
        headers = {"Cache-Control": _REVALIDATE, "ETag": etag}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(self._page, media_type=_TYPES[".html"], headers=headers)

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
