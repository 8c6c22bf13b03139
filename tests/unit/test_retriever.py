"""The recipe of retrieval, over fakes."""

import threading
from pathlib import Path

import pytest

from knowledge.index.warming import WarmingIndex
from knowledge.ports import Scored
from knowledge.retrieval.evidence import Evidence, Reason
from knowledge.retrieval.focus import focus, load_focus_words
from knowledge.retrieval.retriever import Retriever
from knowledge.retrieval.weights import Weights
from tests.fakes import InMemoryIndex, ListedIndex, passage

A1 = passage("Hài lòng đạt 95% năm 2025.", "a")
A2 = passage("Hài lòng đạt 85% năm 2023.", "a")
B1 = passage("Hồ sơ trả đúng hạn.", "b")
B2 = passage("Hồ sơ số hóa.", "b")
ALL = {p.id: p for p in (A1, A2, B1, B2)}
WEIGHTS = Weights(0.5, 0.5, 10)


def ids(evidence: Evidence) -> list[str]:
    return [hit.passage.id for hit in evidence.hits]


def listed(*pairs: tuple[object, float]) -> ListedIndex:
    return ListedIndex(*(Scored(p.id, score) for p, score in pairs))  # type: ignore[attr-defined]


def test_both_indexes_count_and_a_hit_tells_each_score() -> None:
    dense = listed((A1, 0.9), (B1, 0.8), (A2, 0.1))
    words = listed((B1, 7.0), (A1, 1.0))
    found = Retriever(ALL, dense, words, WEIGHTS).search("câu hỏi")
    assert ids(found) == [B1.id, A1.id, A2.id]
    assert (found.hits[0].dense, found.hits[0].keyword) == (0.8, 7.0)
    assert (found.hits[2].dense, found.hits[2].keyword) == (0.1, None)
    assert set(found.timings_ms) == {"dense", "keywords", "fuse", "search"}
    assert found.degraded == ()


def test_words_join_the_keyword_question_only() -> None:
    dense, words = listed(), listed()
    Retriever(ALL, dense, words, WEIGHTS).search("hai long", words=("hài lòng", "thỏa mãn"))
    assert dense.questions == ["hai long"]
    assert words.questions == ["hai long\nhài lòng\nthỏa mãn"]


def test_what_is_over_the_limit_is_rejected_as_below_the_cut() -> None:
    found = Retriever(ALL, None, listed((A1, 3), (A2, 2), (B1, 1)), WEIGHTS).search("câu", limit=1)
    assert ids(found) == [A1.id]
    assert [(r.passage.id, r.reason) for r in found.rejected] == [(A2.id, Reason.BELOW_CUT), (B1.id, Reason.BELOW_CUT)]


def test_only_the_documents_asked_about() -> None:
    found = Retriever(ALL, None, listed((A1, 3), (B1, 2), (A2, 1)), WEIGHTS).search("câu", documents=frozenset("b"))
    assert ids(found) == [B1.id]
    assert {r.passage.id: r.reason for r in found.rejected} == {
        A1.id: Reason.OTHER_DOCUMENT,
        A2.id: Reason.OTHER_DOCUMENT,
    }


def test_a_restriction_looks_deeper_than_the_depth() -> None:
    many = [passage(f"Hồ sơ số {n}.", "a") for n in range(50)]
    wanted = passage("Hồ sơ cần tìm.", "z")
    index = listed(*((p, 100.0 - n) for n, p in enumerate(many)), (wanted, 1.0))
    found = Retriever({p.id: p for p in (*many, wanted)}, None, index, Weights(0.5, 0.5, 5))
    assert ids(found.search("hồ sơ", documents=frozenset("z"))) == [wanted.id]


def test_one_passage_of_each_document_when_asked() -> None:
    index = listed((A1, 3), (A2, 2), (B1, 1))
    found = Retriever(ALL, None, index, WEIGHTS).search("câu", one_per_document=True)
    assert ids(found) == [A1.id, B1.id]
    assert [(r.passage.id, r.reason) for r in found.rejected] == [(A2.id, Reason.SAME_DOCUMENT)]


def test_the_same_text_twice_in_a_document_is_a_duplicate() -> None:
    again = passage(A1.text, "a", headings=("Phụ lục",))
    index = listed((A1, 3), (again, 2))
    found = Retriever({A1.id: A1, again.id: again}, None, index, WEIGHTS).search("câu")
    assert [(r.passage.id, r.reason) for r in found.rejected] == [(again.id, Reason.DUPLICATE)]


def test_a_passage_the_library_no_longer_has_is_left_out() -> None:
    found = Retriever({A1.id: A1}, None, listed((B1, 3), (A1, 2)), WEIGHTS).search("câu")
    assert ids(found) == [A1.id]


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_finds_nothing(question: str) -> None:
    found = Retriever(ALL, None, InMemoryIndex(ALL.values()), WEIGHTS).search(question)
    assert (found.hits, found.rejected) == ((), ())


def test_while_the_dense_half_loads_keywords_answer_and_it_is_said() -> None:
    let_go = threading.Event()

    def slow() -> ListedIndex:
        let_go.wait(10)
        return listed((B2, 0.9), (A1, 0.1))

    dense = WarmingIndex("dense", slow)
    dense.start()
    retriever = Retriever(ALL, dense, listed((A1, 5)), WEIGHTS)
    early = retriever.search("câu")
    assert ids(early) == [A1.id]
    assert early.degraded == ("dense",)
    let_go.set()
    assert dense.wait(10)
    late = retriever.search("câu")
    assert set(ids(late)) == {A1.id, B2.id}
    assert late.degraded == ()


def test_what_fails_while_loading_is_named_and_not_raised() -> None:
    def broken() -> ListedIndex:
        raise FileNotFoundError("model")

    dense = WarmingIndex("dense", broken)
    dense.start()
    assert not dense.wait(10)
    found = Retriever(ALL, dense, listed((A1, 5)), WEIGHTS).search("câu")
    assert ids(found) == [A1.id]
    assert found.degraded == ("dense: FileNotFoundError",)
    assert isinstance(dense.failure, FileNotFoundError)


def test_what_fails_in_a_search_is_named_and_the_next_may_succeed() -> None:
    class Flaky(ListedIndex):
        def search(self, question: str, limit: int) -> list[Scored]:
            if question == "hỏng":
                raise ConnectionError
            return super().search(question, limit)

    dense = WarmingIndex("dense", lambda: Flaky(Scored(B1.id, 0.5)))
    retriever = Retriever(ALL, dense, listed((A1, 5)), WEIGHTS)
    assert retriever.search("hỏng").degraded == ("dense: ConnectionError",)
    assert retriever.search("lành").degraded == ()


def test_an_index_that_was_not_started_loads_at_the_first_search() -> None:
    loads: list[int] = []

    def load() -> ListedIndex:
        loads.append(1)
        return listed((A1, 1))

    index = WarmingIndex("dense", load)
    assert not index.ready
    assert index.search("câu", 1) == [Scored(A1.id, 1)]
    index.search("câu", 1)
    assert loads == [1]


@pytest.mark.parametrize(
    ("question", "about", "numbers"),
    [
        ("Theo Bộ luật Dân sự năm 2015, hoa lợi là gì?", "hoa lợi là gì?", ()),
        ("Căn cứ vào Quy chế đào tạo của trường, ai được xét học bổng?", "ai được xét học bổng?", ()),
        ("Theo Kế hoạch 136/KH-UBND, SIPAS năm 2025?", "SIPAS năm 2025?", ("136/KH-UBND",)),
        ("Theo Nghị định 61/2018/NĐ-CP, hẹn lại mấy lần?", "hẹn lại mấy lần?", ("61/2018/NĐ-CP",)),
    ],
)
def test_the_frame_that_names_a_document_is_set_aside(question: str, about: str, numbers: tuple[str, ...]) -> None:
    assert focus(question) == (about, numbers)


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch 136 do ai ký?",
        "Theo Luật này, sao?",
        "Tại bộ phận một cửa, hồ sơ thiếu thì sao?",
        "Trong kế hoạch nêu mấy nhiệm vụ?",
        "",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert focus(question) == (question, ())


def test_words_of_the_frame_that_are_not_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "focus.toml"
    path.write_text('opens = ["theo"]\nkinds = ["luật"]', encoding="utf-8")
    with pytest.raises(ValueError, match=r"focus\.toml: the lists \['documents', 'kinds'\] are missing or unknown"):
        load_focus_words(path)
