"""Clauses of our editions that say a thing is not known: they explain a refusal, they never answer."""

from __future__ import annotations

import re

_SILENCE = re.compile(
    r"chưa (?:được )?tìm thấy|không tìm thấy|không được nêu|chưa có số liệu|chưa thấy|"
    r"không (?:thấy )?(?:ghi|nêu|hiện|cho biết|nói rõ)\b|không có trong tài liệu|"
    r"không đưa con số|không đối chiếu được|không có nguồn nào|không nêu tên",
    re.IGNORECASE,
)


def states_silence(text: str) -> bool:
    """Whether a clause reports that something is not known or not stated."""
    return _SILENCE.search(text) is not None
