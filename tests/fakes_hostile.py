"""Files made to do harm when they are read, and the two kinds of archive they are made of."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_of(body: str, head: str = "", parts: Mapping[str, bytes] | None = None, packed: bool = True) -> bytes:
    """A Word file with this body of its document; ``head`` stands before the root, ``parts`` join or replace others."""
    made = io.BytesIO()
    docx.Document().save(made)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )
    with zipfile.ZipFile(made) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    found |= {"word/document.xml": document.encode(), **(parts or {})}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def pdf_of(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
    return out + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, root, start)


def pdf_page(stream: bytes, pages: int = 1) -> bytes:
    """A PDF whose pages all show one stream, which is written as it is given, with its dictionary."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
            stream,
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *[page] * pages,
        ]
    )


def stream_of(content: bytes, filters: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content)


def zeros_packed(size: int) -> bytes:
    """Zero bytes, packed piece by piece so that making them takes no memory."""
    packer = zlib.compressobj(9)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


EDITION = """---
id: {id}
short: Ngắn
short_en: Short
title: {title}
title_en: A title
type: Kế hoạch
issuer: null
status: {{value: unknown, text: Chưa rõ.}}
aliases: {aliases}
confidence: B
edition: verbatim
sources:
  - {{id: S01, title: Một, publisher: Hai}}
---

{body}
"""


def edition(
    id: str = "thu", title: str = "Thử", aliases: str = "[]", body: str = "- **Đoạn 1.** Một câu. {S01 B}"
) -> str:
    return EDITION.format(id=id, title=title, aliases=aliases, body=body)


def yaml_bomb() -> str:
    """Nine lists of nine aliases each: 370 bytes that name a billion values."""
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return "---\n" + "\n".join(lines) + "\n---\n- **Đoạn 1.** Một câu. {S01 B}\n"


def laughs() -> str:
    """A document type whose entities name each other: a billion "ha"."""
    names = [f"l{n}" for n in range(10)]
    entities = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
