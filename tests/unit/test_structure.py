"""The structure of a person's document: headings become a path, every paragraph keeps its words and gets a place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.ingestion.edition import read_edition
from knowledge.ingestion.readers.paragraph import Paragraph, joined
from knowledge.ingestion.structure import Clause, Heading, structured
from knowledge.ingestion.verbatim import Facts, edition_text
from tests.fakes_documents import PLAN

FACTS = Facts("thu", "Kế hoạch thử: một", "thu.txt")


def read(text: str) -> list[tuple[str, str]]:
    """Locator and text of each passage of a text stored as an edition."""
    edition = edition_text(FACTS, structured(joined(text.splitlines())))
    return [(p.locator, p.text) for p in read_edition("thu.md", edition).passages]


def test_chapters_articles_and_sections_become_the_place() -> None:
    head = "Mở đầu.\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nVăn bản này nói về A.\n"
    text = head + "II. GIẢI PHÁP\n1. Tuyên truyền\na) Làm B;"
    assert read(text) == [
        ("Đoạn 1", "Mở đầu."),
        ("Chương I, điều 1, đoạn 2", "Văn bản này nói về A."),
        ("Mục II, mục 1, đoạn 3", "a) Làm B;"),
    ]


def test_an_article_whose_text_goes_on_in_its_line_keeps_every_word() -> None:
    text = "Điều 2. Giao Sở Nội vụ theo dõi; báo cáo trước ngày 15 tháng 12."
    assert read(text) == [("Điều 2, đoạn 1", text)]


def test_a_reference_to_an_article_is_no_heading() -> None:
    assert [type(item) for item in structured([Paragraph("Điều 5 của Luật được áp dụng.")])] == [Clause]


def test_a_line_that_dates_a_list_heads_that_list_alone() -> None:
    items = structured(
        joined("I. MỤC TIÊU\nĐến năm 2028:\n- Việc một;\n- Việc hai.\nKinh phí từ ngân sách.".splitlines())
    )
    assert items == [
        Heading(2, "Mục I", "MỤC TIÊU"),
        Heading(5, "Nhóm 1", "Đến năm 2028:"),
        Clause(2, "- Việc một;"),
        Clause(3, "- Việc hai."),
        Heading(2, "Mục I", "MỤC TIÊU"),
        Clause(4, "Kinh phí từ ngân sách."),
    ]


def test_an_edition_says_what_is_known_and_leaves_the_rest_open() -> None:
    document = read_edition("thu.md", edition_text(FACTS, structured(joined(PLAN.splitlines()))))
    assert document.is_added
    assert (document.number, document.issuer, document.issued) == (None, "", None)
    assert "thu.txt" in document.sources[0].publisher


@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=12))
def test_no_word_is_lost_or_added(lines: list[str]) -> None:
    paragraphs = joined(lines)
    told = " ".join(item.text if isinstance(item, Clause) else item.title for item in structured(paragraphs))
    for paragraph in paragraphs:
        words = paragraph.text.split()
        assert words[-1] in told or words[-1].rstrip(".:)–-") in told
