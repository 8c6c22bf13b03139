"""A Chroma that answers and holds nothing: ``plan136 doctor`` names it, says what helps, and leaves with 1."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import checking
from knowledge.holdings import bundled_holdings
from knowledge.index import building, chroma, chroma_client, generations
from knowledge.index.generations import Generation
from knowledge.index.vectors import KnownVectors
from tests.chroma_server import ChromaServer, chroma_server
from tests.fakes import FakeEncoder

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an index of the bundled library."""
    home = tmp_path_factory.mktemp("built") / "home"
    building.build(library(), FakeEncoder(), home)
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, for ``doctor`` to look at with the same encoder."""
    monkeypatch.setattr(checking, "open_encoder", lambda _settings: FakeEncoder())
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    return Path(shutil.copytree(built, tmp_path / "home"))


@pytest.fixture
def server(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChromaServer]:
    """A server that holds the vectors of the home, and is what ``CHROMA_URL`` names."""
    with chroma_server(tmp_path / "server") as running:
        building.fill_store(generation_of(home), library(), home, running.url)
        monkeypatch.setenv("CHROMA_URL", running.url)
        yield running


def library() -> list:  # type: ignore[type-arg]
    return [passage for document in bundled_holdings().documents for passage in document.passages]


def generation_of(home: Path) -> Generation:
    found = generations.current(home)
    assert found is not None
    return found


def emptied(home: Path, url: str | None = None) -> None:
    """The collection is there, and nothing in it."""
    generation = generation_of(home)
    store = chroma.open_store(generation.folder / generations.CHROMA, generation.name, KnownVectors({}), url)
    store.vectors.delete(store.vectors.get()["ids"])  # type: ignore[attr-defined]
    assert store.count() == 0
    store.close()


def ill(home: Path, said: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """How ``doctor`` leaves, the parts it finds ill, and all it says."""
    said.readouterr()
    code = checking.doctor(home)
    text = said.readouterr().out
    return code, " ".join(re.findall(r"!!\s*│\s*(\w+)", text)), " ".join(re.sub(r"[│\n]", " ", text).split())


def test_doctor_names_a_local_store_that_was_emptied(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ill(home, capsys)[:2] == (0, "")
    emptied(home)
    code, parts, said = ill(home, capsys)
    assert (code, parts) == (1, "vectors")
    assert "holds 0" in said and "plan136 index" in said


def test_doctor_names_a_server_whose_collection_was_emptied_removed_or_wiped(
    home: Path, server: ChromaServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ill(home, capsys)[:2] == (0, "")
    emptied(home, server.url)
    code, parts, said = ill(home, capsys)
    assert (code, parts) == (1, "vectors") and "holds 0" in said and "CHROMA_URL" in said
    client = chroma_client.Client(Path(), server.url)
    client.delete_collection(generation_of(home).name)
    client.close()
    code, parts, said = ill(home, capsys)
    assert (code, parts) == (1, "vectors") and "no collection" in said and "plan136 index" in said
    server.kill()
    server.wipe()
    server.start()
    assert ill(home, capsys)[:2] == (1, "vectors")
    building.fill_store(generation_of(home), library(), home, server.url)  # as ``plan136 index`` does
    assert ill(home, capsys)[:2] == (0, "")
