"""Readers of people's documents: one per format, and a clear word for what cannot be read."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from knowledge.ingestion.readers import paragraph, pdf
from knowledge.ingestion.readers.limits import LIMITS, Limits
from knowledge.ingestion.readers.paragraph import Paragraph, UnreadableError, joined
from knowledge.ingestion.readers.plain_text import read_plain_text
from knowledge.ingestion.reading_files import read_file


def pdf_of(path: Path, lines: list[str]) -> Path:
    """A one-page PDF whose text layer says these lines (plain letters only)."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 800 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    out += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    path.write_bytes(out)
    return path


def test_lines_wrapped_by_hand_are_one_paragraph_and_items_stay_apart() -> None:
    lines = ["Tỷ lệ hộ có nước sạch", "đạt 90% vào năm 2027.", "- Một việc", "- Hai việc", "", "Đoạn mới"]
    assert [p.text for p in joined(lines)] == [
        "Tỷ lệ hộ có nước sạch đạt 90% vào năm 2027.", "- Một việc", "- Hai việc", "Đoạn mới",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_in_unicode(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Đến năm 2027 đạt 80%.", encoding=encoding)
    assert read_file(path) == [Paragraph("Đến năm 2027 đạt 80%.")]


def test_a_word_document_keeps_order_headings_and_tables(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Mục tiêu", level=2)
    made.add_paragraph("Đạt 80%\u00a0hồ sơ trực tuyến.")
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Chỉ tiêu", "90%"
    made.add_paragraph("Kết thúc.")
    path = tmp_path / "a.docx"
    made.save(str(path))
    assert read_file(path) == [
        Paragraph("Mục tiêu", 2),
        Paragraph("Đạt 80% hồ sơ trực tuyến."),
        Paragraph("Chỉ tiêu | 90%"),
        Paragraph("Kết thúc."),
    ]


def test_a_pdf_with_a_text_layer_is_read(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", ["Den nam 2027, it nhat 80% ho so", "duoc nop qua mang.", "3"])
    assert [p.text for p in read_file(path)] == ["Den nam 2027, it nhat 80% ho so duoc nop qua mang."]


def test_a_pdf_of_pictures_is_refused_with_the_remedy(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    path = tmp_path / "scan.pdf"
    writer.write(str(path))
    with pytest.raises(UnreadableError, match=r"scan\.pdf: its 1 pages are pictures .*OCR"):
        read_file(path)


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=str(pdf_of(tmp_path / "open.pdf", ["Mot van ban dai hon hai muoi chu cai"])))
    writer.encrypt("khoa", algorithm="RC4-128")
    path = tmp_path / "locked.pdf"
    writer.write(str(path))
    with pytest.raises(UnreadableError, match="password"):
        read_file(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "Tỷ lệ".encode("cp1258", "replace") + b"\xe3\xf5", "save it as UTF-8"),
        ("a.txt", b"\x00\x01\x02", "not a text file"),
        ("a.txt", b" \n \n", "no text"),
        ("a.docx", b"PK not a zip", "not a Word document"),
        ("a.pdf", b"%PDF-1.4 broken", "not a readable PDF"),
        ("a.xls", b"1", r"give one of \.docx, \.md, \.pdf, \.txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_remedy(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=said) as refused:
        read_file(path)
    assert str(refused.value).startswith(name)


def test_a_text_past_the_limits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paragraph, "MOST_CHARACTERS", 10)
    path = tmp_path / "long.txt"
    path.write_text("Mười một ký tự", encoding="utf-8")
    with pytest.raises(UnreadableError, match="add it in parts"):
        read_plain_text(path)
    monkeypatch.setitem(LIMITS, ".pdf", Limits(seconds=1, memory=1, most_pages=0))
    with pytest.raises(UnreadableError, match="1 pages, more than 0"):
        pdf.read_pdf(pdf_of(tmp_path / "many.pdf", ["Mot van ban dai hon hai muoi chu cai"]))
