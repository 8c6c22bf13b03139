"""One Chromium and one server for all journeys in a browser; each journey has a browser context of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser_stage import CHROMIUM_ARGUMENTS, SHOTS, Stage, chromium, missing, staged

Opened = Callable[..., Any]


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium for one file: Playwright's event loop runs as long as it does, and others need their own."""
    path = chromium()
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  a development tool, not always installed
    except ImportError:
        missing("browser", "playwright is not installed (pip install -e '.[dev]')")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, stage: Stage) -> Iterator[Opened]:
    """Opens an address in a fresh browser; at the end nothing may have gone wrong in the page, or left this machine."""
    contexts, wrong = [], []

    def opened(address: str = "", *, width: int = 1200, height: int = 860, quiet: bool = True, **options: Any) -> Any:
        options = {"reduced_motion": "reduce", "locale": "vi-VN", **options}
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error in the page: {error}"))
        page.on("request", lambda request: _local(request.url) or wrong.append(f"left this machine: {request.url}"))
        if quiet:
            page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(said.text))
        page.goto(address if address.startswith("http") else f"{stage.address}{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Keeps a picture of a page under var/screenshots, for people to look at."""

    def keep(page: Any, name: str = "", *, whole: bool = False) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        label = request.node.name.removeprefix("test_").replace("[", "-").replace("]", "")
        page.wait_for_timeout(100)  # for pictures and letters to be painted
        page.screenshot(path=Path(SHOTS) / f"{label}{'-' + name if name else ''}.png", full_page=whole)

    return keep


def _local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "about:", "chrome-error:"))
