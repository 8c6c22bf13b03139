"""Which documents a question names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.meaning.documents_named import DocumentFinder
from knowledge.documents import Document
from knowledge.vietnamese import syllables
from tests.fakes_knowledge import keyword_knowledge, language, library


def finder(documents: Sequence[Document]) -> DocumentFinder:
    held = keyword_knowledge()
    return DocumentFinder(documents, language().documents, held.vocabulary.entries.document_types, held.home)


FINDER = finder(library())
PLAN, NQ_76 = "kh-136-2021", "nq-76-2021"


def known(text: str) -> tuple[str, ...]:
    found = FINDER.find(syllables(text))
    assert found.unknown == (), found
    return found.known


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Kế hoạch 136 có mấy chỉ tiêu", PLAN),
        ("kế hoạch số 136", PLAN),
        ("kh136", PLAN),
        ("KH 136", PLAN),
        ("136/KH-UBND", PLAN),
        ("Kế hoạch 136/KH-UBND", PLAN),
        ("plan 136", PLAN),
        ("Plan 136/KH-UBND", PLAN),
        ("the Hanoi administrative reform plan 2021-2025", PLAN),
        ("kế hoạch cải cách hành chính hà nội 2021-2025", PLAN),
        ("nghị quyết 76", NQ_76),
        ("nghị quyết số 76/NQ-CP", NQ_76),
        ("resolution 76", NQ_76),
        ("nghị quyết 131", "nq-131-2022"),
        ("quyết định 468", "qd-468-2021"),
        ("decision 749", "qd-749-2020"),
        ("quyết định 942/QĐ-TTg", "qd-942-2021"),
        ("quyết định 942/QD-TTg", "qd-942-2021"),  # typed without đ
        ("nghị định 61", "nd-61-2018"),
        ("61/2018/NĐ-CP", "nd-61-2018"),
        ("nghị định 107/NĐ-CP", "nd-107-2021"),  # the year left out
        ("decree 42", "nd-42-2022"),
        ("chỉ thị 23", "ct-23-2021"),
        ("thông tư 01", "tt-01-2023"),
        ("kế hoạch 159", "kh-159-2025"),
        ("kế hoạch 164/KH-UBND", "kh-164-2024"),
        ("kế hoạch cải cách hành chính năm 2026", "kh-cchc-2026"),
        ("kế hoạch CCHC 2026 của Hà Nội", "kh-cchc-2026"),
        ("chương trình 01", "ctr-01-2021"),
        ("quyết định 282", "qd-282-2026"),
        ("quyết định 282 của thủ tướng", "qd-282-2026"),
        ("văn bản 766 quy định gì", "qd-766-2022"),
        ("chỉ tiêu của 136 là gì", PLAN),  # digits alone, when one document has them
    ],
)
def test_a_document_is_known_by_alias_number_or_type_and_digits(text: str, document: str) -> None:
    assert known(text) == (document,)


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("so sánh kế hoạch 136 và nghị quyết 76", (PLAN, NQ_76)),
        ("nghị quyết 76 và kế hoạch 136", (NQ_76, PLAN)),
        ("136 và Nghị quyết 76", (NQ_76, PLAN)),
        ("kế hoạch 136, kế hoạch 136 và 136/KH-UBND", (PLAN,)),
        ("nghị định 61, 107/2021/NĐ-CP", ("nd-61-2018", "nd-107-2021")),
    ],
)
def test_several_documents_are_each_named_once(text: str, documents: tuple[str, ...]) -> None:
    assert known(text) == documents


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("nghị định 999 nói gì", "nghị định 999"),
        ("nghị quyết 5000", "nghị quyết 5000"),
        ("999/2021/NĐ-CP", "999/2021/NĐ-CP"),
        ("quyết định 136", "quyết định 136"),  # the digits of a plan, not of a decision
        ("kế hoạch 76", "kế hoạch 76"),
        ("decree 777", "decree 777"),
        ("136/QĐ-UBND", "136/QĐ-UBND"),
        ("kế hoạch cải cách hành chính năm 2023", "kế hoạch cải cách hành chính năm 2023"),  # not held
    ],
)
def test_a_document_we_do_not_hold_is_told_as_such(text: str, reference: str) -> None:
    found = FINDER.find(syllables(text))
    assert (found.known, found.unknown) == ((), (reference,))


@pytest.mark.parametrize(
    "text",
    [
        "hài lòng năm 2025 là bao nhiêu",
        "kế hoạch năm 2023",  # no reform plan is meant
        "kế hoạch 5 năm",
        "kế hoạch 19 chỉ tiêu",
        "có 136 thủ tục",
        "136 phường, xã",
        "nghị quyết",
        "quyết định của thủ tướng",
        "theo văn bản 2021",
        "ngày 01/06/2021",
        "95%",
        "",
    ],
)
def test_counts_years_and_bare_types_name_no_document(text: str) -> None:
    found = FINDER.find(syllables(text))
    assert (found.known, found.unknown) == ((), ())


def test_the_tokens_of_the_name_are_told() -> None:
    forms = syllables("chỉ tiêu của kế hoạch 136 là gì")
    assert FINDER.find(forms).tokens == {3, 4, 5}
    assert FINDER.find(syllables("theo nghị định 999 thì")).tokens == {1, 2, 3}


def test_every_document_is_found_by_its_own_number() -> None:
    for document in library():
        if document.number:
            assert document.id in FINDER.find(syllables(f"theo {document.number} thì sao")).known


def test_digits_that_two_documents_share_name_neither_alone() -> None:
    plan = next(d for d in library() if d.id == PLAN)
    twin = replace(plan, id="qd-136", number="136/QĐ-TTg", type="Quyết định", short="Quyết định 136", aliases=())
    twins = finder([plan, replace(twin, short_en="Decision 136", title="x", title_en="y")])
    assert twins.find(syllables("chỉ tiêu của 136 là gì")).known == ()
    assert twins.find(syllables("quyết định 136")).known == ("qd-136",)
    assert twins.find(syllables("kế hoạch 136")).known == (PLAN,)


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("ke hoach so 136", (PLAN,)),
        ("kh136 noi gi", (PLAN,)),
        ("qd468, nq 131", ("qd-468-2021", "nq-131-2022")),
        ("nghị quyết 76 và nd42", (NQ_76, "nd-42-2022")),
        ("plan 136 and decree no. 61/2018", (PLAN, "nd-61-2018")),
        ("chỉ tiêu 95%", ()),
    ],
)
def test_short_forms_and_missing_marks_are_read_first(text: str, documents: tuple[str, ...]) -> None:
    found = FINDER.find(keyword_knowledge().vocabulary.read(text).forms)
    assert set(found.known) == set(documents) and found.unknown == ()
