"""What a question is about, without the frame that says where to look. Pure.

"Theo Kế hoạch 136, tỷ lệ hài lòng ..." names its document before it asks. The name tells which
documents to search (the understanding step reads it); as search words it only attracts passages
that speak of plans and laws. Document numbers are kept: they are exact.
"""

from __future__ import annotations

import re

from knowledge.vietnamese import document_numbers, nfc, syllables

_KINDS = (
    "hiến pháp|bộ luật|luật|pháp lệnh|nghị quyết|nghị định|thông tư|quyết định|chỉ thị|kế hoạch|chương trình|"
    "đề án|quy chế|quy định|quy trình|hướng dẫn|công văn|điều lệ|nội quy|văn bản"
)
_FRAME = re.compile(
    rf"^\s*(?:theo|căn cứ(?: vào)?|dựa (?:theo|vào|trên)|trong|tại|chiếu theo)\b[^,?!]{{0,80}}?\b(?:{_KINDS})\b"
    r"(?:[^,?!]|(?<=\d),(?=\d)){0,120},\s*",
    re.IGNORECASE,
)
LEAST = 3  # syllables that must remain


def focus(question: str) -> tuple[str, tuple[str, ...]]:
    """The question without its leading document frame, and the document numbers that stood in the frame.

    Unchanged when too little would remain.
    """
    composed = nfc(question)
    frame = _FRAME.match(composed)
    if frame is None:
        return question, ()
    rest = composed[frame.end() :]
    if len(syllables(rest)) < LEAST:
        return question, ()
    return rest, tuple(document_numbers(frame.group()))
