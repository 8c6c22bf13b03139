"""Whether a question speaks of what has been done, and not only of what was planned. Pure.

"Hà Nội đã số hóa 20% rồi phải không?" asks for an outcome: a plan that sets 20% is no answer to it.
"Kế hoạch 136 đã đặt mục tiêu 20% phải không?" asks what was set.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

# what a body does when it sets a target; "đã" before one of these tells of the plan and not of its outcome
_SETTING = {
    "đặt", "đề", "nêu", "quy", "ban", "giao", "ghi", "xác", "cam", "hứa", "ký", "phê", "có", "yêu", "định", "nói",
    "nâng", "hạ", "thay", "điều", "chốt", "duyệt", "thông", "sửa", "bổ", "bỏ", "hết", "qua", "quá", "đến", "tới",
    "công", "là", "tính", "viết", "dùng", "chia", "tách", "gộp", "biết", "hỏi", "đăng", "chuẩn", "áp", "gồm", "lâu",
    "từng",
}  # fmt: skip
_OUTCOME = re.compile(
    r"\b(?:(?:chạm|cán|qua|vượt) (?:ngưỡng|mốc|đích)|vượt qua|quá bán|(?:năm|lần|đơn vị|nơi) nào cũng(?! phải)|hết chưa"
    r"|(?:thật|thực) sự|thành công hay thất bại|thành hay bại|có [^.?]*\bthật không|có thành công"
    r"|thất bại không|làm nổi|(?<!phải )làm xong|làm được|đủ mức|đạt rồi"
    r"|như (?:đã )?(?:hứa|cam kết|kế hoạch|mục tiêu|chỉ tiêu|đề ra|đặt ra)\b.*\bkhông"
    r"|có (?:trả|số hóa|tích hợp|cung cấp|chuyển|giảm|tăng|cắt|rà soát|làm)\b.*\b(?:như|theo) .*\bkhông"
    r"|cho thấy\b.*\b(?:đạt|hoàn thành|xong)|còn thiếu|thiếu mấy|hụt mấy|kém mấy"
    r"|làm gì có|báo cáo (?:ghi|nói|khoe)|thế mà|còn cách|bao xa|trên giấy|có thật|đạt thật|giữ lời|coi là xong"
    r"|(?:giờ|hiện|nay|thực hiện|làm|xong)\b[^.?]*(?:tới|đến) đâu|tiến độ (?!giải ngân|đầu tư))\b"
)
_OUTCOME_EN = re.compile(
    r"\b(?:already|short of|boast\w*|make it|come true|for real|(?:pledge|promise|word) kept|how far (?:along|off|has)"
    r"|succeed(?:ed)?|fail(?:ed)?|(?:did|has|have|had)\b(?! to\b).*\b(?:reach(?:ed)?|met|meet"
    r"|achieved?|completed?|exceed(?:ed)?|hit|deliver(?:ed)?|integrated|digiti[sz]ed|cut|finish(?:ed)?|managed?"
    r"|keep|kept)|as (?:planned|promised|its [^.?]*plan (?:wanted|said|asked|required)))\b"
)
_OPENING_EN = re.compile(
    r"^\W*(?:(?:so|and|but) )?(?:(?:did|have|has|had|were|was)\b|(?:are|is)\b.*\b(?:now|yet|really)\b)"
)
_SETTING_EN = re.compile(
    r"\b(?:sets?|plan(?:ned)?|aim(?:ed)?|targets?|targeted|goals?|requir\w+|ask(?:ed)?|promis\w+|commit\w*|issu\w+|adopt\w*"
    r"|stat\w+|say|said|mention\w*|specif\w+|defin\w+|includ\w+|exempt\w*|supposed|must|should|ha(?:ve|d) to|need\w*"
    r"|deadlines?|dates?|due|sign\w*|amend\w*|replac\w+|publish\w*|effect\w*|force)\b"
)
_OWED_EN = re.compile(  # "what did districts have to reach?", "what must they have digitised?"
    r"\b(?:did|do|does)\b.*\b(?:have|need) to\b|\b(?:must|should|shall)\b.*\bhave\b"
)
_BEFORE = re.compile(r"\b(?:trước đây|từ trước)\b")  # what had been done before the plan
_TAIL = 5  # "… rồi đúng không ạ" closes within so many words


def outcome_asked(text: str, forms: Sequence[str], own: Collection[int], asked: Collection[str]) -> bool:
    """Whether an outcome is asked or supposed.

    ``own``: tokens that stand in an indicator's or document's own wording ("hồ sơ đã giải quyết thành công"), or
    tell a story; ``asked``: what the phrases ask for; a list or a deadline is asked of what was set.
    """
    settled = {"passed", "to_come", "due", "deadline", "list", "comparator"} & set(asked)
    if "nào cũng" in text:
        settled.discard("deadline")  # "năm nào cũng" asks for no year
    if settled or _BEFORE.search(text) or _OWED_EN.search(text.lower()):
        return False
    if any(form == "đã" and i not in own and _next(forms, i) not in _SETTING for i, form in enumerate(forms)):
        return True
    closing = range(max(1, len(forms) - _TAIL), len(forms))
    if any(forms[i] == "rồi" for i in closing):
        return True
    supposed = "premise" in asked and "phải" not in forms[:-3]
    if supposed and any(_reached(forms, i) for i in range(len(forms) - 1)):
        return True
    if _OPENING_EN.search(text.lower()) and not _SETTING_EN.search(text.lower()):
        return True
    return bool(_OUTCOME.search(text) or _OUTCOME_EN.search(text))


def _next(forms: Sequence[str], place: int) -> str:
    """The word after "đã", past a "được" between them."""
    after = [form for form in forms[place + 1 : place + 3] if form != "được"]
    return after[0] if after else ""


def _reached(forms: Sequence[str], place: int) -> bool:
    """Whether a figure is said to be reached here: "được 20%", "đạt trên 85%", "vượt 85%"."""
    after = [form for form in forms[place + 1 : place + 4] if form not in {"trên", "tối", "thiểu", "ít", "nhất", "mức"}]
    return forms[place] in {"được", "vượt"} and bool(after) and after[0][:1].isdigit()
