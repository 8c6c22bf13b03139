"""What every passage index must do, whichever way it finds passages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.documents import Passage
from knowledge.index import building
from knowledge.index.isolated_encoder import IsolatedEncoder, isolated
from knowledge.index.keywords import KeywordIndex
from knowledge.index.vectors import VectorIndex
from knowledge.index.warming import WarmingIndex
from knowledge.ports import PassageIndex
from tests.chroma_server import ChromaServer, chroma_server
from tests.fakes import FakeEncoder, InMemoryIndex, passage

LONG = " ".join(f"Mục {n} nói về việc lưu trữ hồ sơ, sổ sách và con dấu của cơ quan." for n in range(25))
PASSAGES = [
    passage("Mức độ hài lòng của người dân đạt tối thiểu 95% vào năm 2025.", headings=("Chỉ tiêu chung",)),
    passage("Hồ sơ thủ tục hành chính được trả kết quả đúng hạn.", headings=("Thủ tục hành chính",)),
    passage("Tinh giản biên chế theo nghị quyết của trung ương.", headings=("Tổ chức bộ máy",)),
    passage(f"{LONG} Lái xe phải ghi nhật trình từng chuyến.", headings=("Quản trị công sở",)),
]
Make = Callable[[Sequence[Passage]], PassageIndex]


@pytest.fixture(scope="module")
def encoder() -> Iterator[IsolatedEncoder]:
    with closing(isolated("")) as opened:
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@pytest.fixture(
    params=[
        "memory",
        "keywords",
        "keywords from disk",
        "warm",
        pytest.param("vectors (fake encoder)", marks=pytest.mark.real),
        pytest.param("vectors", marks=pytest.mark.real),
        pytest.param("vectors on a server (fake encoder)", marks=pytest.mark.real),
    ]
)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    opened: list[VectorIndex] = []

    def vectors(encoder: FakeEncoder | IsolatedEncoder, url: str | None = None) -> Make:
        def made(passages: Sequence[Passage]) -> PassageIndex:
            generation = building.build(passages, encoder, tmp_path, chroma_url=url)
            opened.append(building.open_vectors(generation, encoder, url))
            return opened[-1]

        return made

    def from_disk(passages: Sequence[Passage]) -> PassageIndex:
        KeywordIndex.build(passages).save(tmp_path / "k")
        return KeywordIndex.load(tmp_path / "k")

    kinds: dict[str, Callable[[], Make]] = {
        "memory": lambda: InMemoryIndex,
        "keywords": lambda: KeywordIndex.build,
        "keywords from disk": lambda: from_disk,
        "vectors (fake encoder)": lambda: vectors(FakeEncoder()),
        "warm": lambda: lambda passages: WarmingIndex("words", lambda: KeywordIndex.build(passages)),
        "vectors": lambda: vectors(request.getfixturevalue("encoder")),
        "vectors on a server (fake encoder)": lambda: vectors(FakeEncoder(), request.getfixturevalue("server").url),
    }
    yield kinds[request.param]()
    for index in opened:
        index.close()


def test_the_passage_that_answers_comes_first(make: Make) -> None:
    index = make(PASSAGES)
    for question, wanted in [
        ("mức độ hài lòng của người dân", PASSAGES[0]),
        ("trả kết quả hồ sơ thủ tục hành chính đúng hạn", PASSAGES[1]),
        ("tinh giản biên chế", PASSAGES[2]),
    ]:
        assert index.search(question, 3)[0].passage == wanted.id


def test_the_end_of_a_long_passage_is_found(make: Make) -> None:
    assert make(PASSAGES).search("lái xe ghi nhật trình từng chuyến", 1)[0].passage == PASSAGES[3].id


def test_scores_fall_and_no_passage_comes_twice(make: Make) -> None:
    found = make(PASSAGES).search("hồ sơ của người dân theo nghị quyết", 10)
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert len({s.passage for s in found}) == len(found) > 1


def test_no_more_than_the_limit(make: Make) -> None:
    index = make(PASSAGES)
    assert len(index.search("hồ sơ của người dân", 2)) == 2
    assert index.search("hồ sơ", 0) == []


def test_an_empty_question_finds_nothing(make: Make) -> None:
    index = make(PASSAGES)
    assert index.search("", 5) == []
    assert index.search("  \n", 5) == []


def test_the_same_question_gives_the_same_list(make: Make) -> None:
    index = make(PASSAGES)
    assert index.search("hồ sơ thủ tục", 5) == index.search("hồ sơ thủ tục", 5)


def test_an_empty_library_finds_nothing(make: Make) -> None:
    assert make([]).search("hồ sơ", 5) == []
