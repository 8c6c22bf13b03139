"""The index on disk: found when it fits, built again when anything does not, never lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from knowledge.documents import Passage
from knowledge.index import building, generations
from knowledge.index.chroma import open_store
from knowledge.index.chroma_client import NoCollectionError
from knowledge.index.generations import Generation, IndexBusyError
from knowledge.index.keywords import KeywordIndex
from knowledge.index.vectors import BrokenIndexError, EncoderEmbeddings
from tests.fakes import FakeEncoder, passage

pytestmark = pytest.mark.real  # builds real Chroma folders
PASSAGES = [passage(f"Đoạn số {n} nói về việc thứ {n}.") for n in range(5)]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


def built(home: Path, encoder: FakeEncoder, passages: list[Passage] | None = None) -> Generation:
    return building.build(PASSAGES if passages is None else passages, encoder, home)


def searchable(home: Path) -> bool:
    generation = generations.current(home)
    assert generation is not None
    return bool(KeywordIndex.load(generation.folder / "keywords").search("đoạn số 3", 1))


def test_an_unchanged_library_is_not_indexed_again(tmp_path: Path, encoder: FakeEncoder) -> None:
    first = built(tmp_path, encoder)
    before = encoder.encoded.copy()
    assert built(tmp_path, encoder) == first
    assert encoder.encoded == before


def test_unchanged_passages_are_not_encoded_again(tmp_path: Path, encoder: FakeEncoder) -> None:
    built(tmp_path, encoder)
    encoder.encoded.clear()
    new = passage("Một đoạn mới hẳn.")
    generation = built(tmp_path, encoder, [new, *PASSAGES[1:]])
    assert encoder.encoded == [new.searchable]
    found = building.open_vectors(generation, encoder).search("một đoạn mới hẳn", 5)
    assert found[0].passage == new.id
    assert {s.passage for s in found} == {new.id, *(p.id for p in PASSAGES[1:])}


def test_progress_ends_at_all(tmp_path: Path, encoder: FakeEncoder) -> None:
    seen: list[tuple[int, int]] = []
    building.build(PASSAGES, encoder, tmp_path, lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 5)
    assert seen[-1] == (5, 5)


def test_another_encoder_means_building_again(tmp_path: Path, encoder: FakeEncoder) -> None:
    first = built(tmp_path, encoder)
    other = FakeEncoder("fake 2")
    second = built(tmp_path, other)
    assert second.name != first.name
    assert len(other.encoded) == len(PASSAGES)
    assert generations.current(tmp_path) == second


def drop_vectors(folder: Path) -> None:
    (folder / "vectors.npy").unlink()


def flip_a_byte(folder: Path) -> None:
    path = folder / "vectors.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    path.write_bytes(bytes(content))


def drop_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def garble_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def deep_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[" * 100_000, encoding="utf-8")


def binary_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(bytes(range(256)))


def list_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[1, 2]", encoding="utf-8")


def cut_keywords(folder: Path) -> None:
    for path in (folder / "keywords").iterdir():
        os.truncate(path, path.stat().st_size // 2)


def other_schema(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema": 0}), encoding="utf-8")


def drop_keywords(folder: Path) -> None:
    shutil.rmtree(folder / "keywords")


@pytest.mark.parametrize(
    "damage",
    [
        drop_vectors,
        flip_a_byte,
        drop_manifest,
        garble_manifest,
        deep_manifest,
        binary_manifest,
        list_manifest,
        other_schema,
        drop_keywords,
        cut_keywords,
    ],
)
def test_a_damaged_generation_is_built_again(
    tmp_path: Path, encoder: FakeEncoder, damage: Callable[[Path], None]
) -> None:
    first = built(tmp_path, encoder)
    damage(first.folder)
    assert generations.current(tmp_path) is None
    second = built(tmp_path, encoder)
    assert second.name != first.name
    assert searchable(tmp_path)
    assert len(building.open_vectors(second, encoder).search("đoạn số 3", 10)) == len(PASSAGES)


@pytest.mark.parametrize("content", [None, b"", b"g-none", b"../elsewhere", b"g-\x00", b"\xff\xfe\x80", b"g-" * 5000])
def test_a_lost_pointer_finds_the_newest_whole_generation(
    tmp_path: Path, encoder: FakeEncoder, content: bytes | None
) -> None:
    first = built(tmp_path, encoder)
    pointer = tmp_path / "index" / "CURRENT"
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    assert generations.current(tmp_path) == first


def test_a_store_that_lost_vectors_is_noticed(tmp_path: Path, encoder: FakeEncoder) -> None:
    first = built(tmp_path, encoder)
    shutil.copytree(first.folder, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "chroma")
    with pytest.raises(NoCollectionError, match="copy"):
        building.open_vectors(Generation(tmp_path / "copy", first.manifest), encoder)


def test_a_store_that_lost_some_vectors_is_noticed_and_filled_without_encoding(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    first = built(tmp_path, encoder)
    store = open_store(first.folder / generations.CHROMA, first.name, EncoderEmbeddings(encoder))
    store.vectors.delete(ids=[f"{PASSAGES[0].id}:0"])
    store.close()
    with pytest.raises(BrokenIndexError, match="should hold 5 vectors and holds 4"):
        building.open_vectors(first, encoder)
    encoder.encoded.clear()
    assert built(tmp_path, encoder) == first
    assert len(building.open_vectors(first, encoder).search("đoạn số 3", 10)) == len(PASSAGES)
    assert encoder.encoded == []


def test_the_previous_generation_stays_and_older_ones_go(tmp_path: Path, encoder: FakeEncoder) -> None:
    names = [built(tmp_path, encoder, PASSAGES[: n + 1]).name for n in range(4)]
    assert sorted(path.name for path in (tmp_path / "index").glob("g-*")) == names[-2:]


def test_an_encoder_that_dies_half_way_leaves_the_old_index(tmp_path: Path) -> None:
    first = built(tmp_path, FakeEncoder())

    class Dying(FakeEncoder):
        def encode_passages(self, _texts: object) -> list[list[float]]:
            raise MemoryError

    with pytest.raises(MemoryError):
        building.build([*PASSAGES, passage("mới")], Dying(), tmp_path)
    assert generations.current(tmp_path) == first
    assert generations.names(tmp_path) == {first.name}, "a build that fails is tried again: it must not fill the disk"


def test_a_full_disk_is_noticed_before_anything_is_encoded(
    tmp_path: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        built(tmp_path, encoder)
    assert encoder.encoded == []
    assert generations.names(tmp_path) == frozenset()


KILLED = """
import os, sys, threading, time
from pathlib import Path
sys.path.insert(0, os.getcwd())
from knowledge.index import building
from tests.fakes import FakeEncoder, passage
passages = [passage(f"Đoạn số {n} nói về việc thứ {n}.") for n in range(5)]
building.build([*passages, passage(sys.argv[2])], FakeEncoder(), Path(sys.argv[1]),
               lambda done, total: threading.Timer(float(sys.argv[3]), lambda: os._exit(9)).start())
"""


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.3, 0.8])
def test_a_killed_build_leaves_a_readable_index(tmp_path: Path, encoder: FakeEncoder, delay: float) -> None:
    built(tmp_path, encoder)
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "thêm", str(delay)], check=False, cwd=Path.cwd())
    assert searchable(tmp_path)
    after = built(tmp_path, encoder, [*PASSAGES, passage("thêm")])
    assert after.manifest.passages == 6
    assert generations.current(tmp_path) == after
    halves = [p for p in (tmp_path / "index").glob("g-*") if not (p / "manifest.json").is_file()]
    assert after.folder not in halves


def test_leftovers_of_killed_builds_are_removed(tmp_path: Path, encoder: FakeEncoder) -> None:
    half = tmp_path / "index" / f"g-{0:020d}-abcdef"
    half.mkdir(parents=True)
    (half / "vectors.npy").write_bytes(b"half")
    built(tmp_path, encoder)
    assert not half.exists()


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with (
        FileLock(tmp_path / "index" / "writer.lock"),
        pytest.raises(IndexBusyError, match="another process"),
        generations.writing(tmp_path, timeout=0.01),
    ):
        pytest.fail("two writers")


def test_a_writer_that_waited_takes_what_the_first_built(tmp_path: Path, encoder: FakeEncoder) -> None:
    entered = threading.Event()

    class Slow(FakeEncoder):
        def encode_passages(self, texts):  # type: ignore[no-untyped-def]
            entered.set()
            time.sleep(0.3)
            return super().encode_passages(texts)

    slow, results = Slow(), []
    first = threading.Thread(target=lambda: results.append(built(tmp_path, slow)))
    first.start()
    entered.wait(10)
    second = built(tmp_path, encoder)
    first.join()
    assert results == [second]
    assert encoder.encoded == []


def test_keywords_need_neither_torch_nor_chroma(tmp_path: Path, encoder: FakeEncoder) -> None:
    built(tmp_path, encoder)
    script = """
import sys
from pathlib import Path
from knowledge.index import generations
from knowledge.index.keywords import KeywordIndex
found = generations.current(Path(sys.argv[1]))
assert KeywordIndex.load(found.folder / "keywords").search("đoạn số 3", 1)
import knowledge.assembly
heavy = {"torch", "sentence_transformers", "chromadb", "transformers", "langchain_chroma"} & set(sys.modules)
assert not heavy, heavy
"""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, env=environment)
