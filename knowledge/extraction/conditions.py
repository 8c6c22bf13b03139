"""What a clause sets aside, compares with, and who is to lead: exceptions, baselines, responsible bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.extraction.ranges import Range, inside, trimmed

_EXCEPT = re.compile(
    r"(?<!\w)(?:(?<!loại )(?<!khấu )(?<!bài )(?<!giảm )(?<!điểm )(?<!diệt )(?<!phòng )(?:ngoại trừ|trừ)"
    r"|không (?:bao gồm|kể|tính|áp dụng(?: (?:đối )?với| cho)?)(?: đến)?|không gồm|chưa (?:kể|tính)|loại trừ"
    r"|chưa áp dụng (?:(?:đối )?với|cho)|ngoại lệ(?: là|:)|miễn(?: áp dụng)? (?:đối )?với"
    r"|(?:(?<=[,(] )|(?<=\()|^)ngoài(?! (?:ra|trời|nước|công lập|khơi|việc|giờ"
    r"|khu vực nhà nước)(?!\w)))\s+(?!khi\b|đi\b)",
    re.IGNORECASE,
)
_STARTS_AGAIN = (
    r"(?:phấn đấu|đến\b|trong năm|năm\s+\d|giai đoạn|hằng năm|hàng năm|mỗi năm|đạt\b|phải\b|được\b|đều\b|có\s+\d"
    r"|tối thiểu|ít nhất|trên\s+\d|tỷ lệ|tỉ lệ|mức độ|số hóa|bảo đảm|đảm bảo|còn lại|tham gia\b"
    r"|thực hiện\b|hoàn thành\b|sử dụng\b|kết nối\b|cung cấp\b|áp dụng\b|\d)"
)
_EXCEPT_END = re.compile(
    rf"[;.)](?:\s|$)|\)|\s[–—-]\s|,\s*(?=(?:và\s+)?{_STARTS_AGAIN})|\s(?=(?:phải|đều) (?:được|đạt)|và\s+\d"
    rf"|đến (?:hết )?năm)",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"(?<!\w)(?:so (?:với|cùng)|(?:cùng |với )?(?:gốc|mốc|cơ sở) so sánh là"
    r"|tính trên(?! (?:môi trường|mạng|địa bàn|nền tảng))"
    r"|trên (?=tổng (?:số|mức|lượng|giá trị|diện tích|chi|thu))"
    r"|từ (?=mức (?:của )?(?:năm|giai đoạn) ))\s*",
    re.IGNORECASE,
)
_AFTER_FIGURE = re.compile(r"(?:%|phần trăm)[^,;.]*,?\s*$", re.IGNORECASE)
_TAKEN_AS = re.compile(
    r"(?<!\w)lấy\s+(?P<what>[^,;%]{3,80}?)\s+làm (?:gốc|mốc|cơ sở|căn cứ)(?: (?:so sánh|tính))?(?!\w)", re.IGNORECASE
)
_NAMED_BASE = re.compile(r"^(?:cùng |với )?(?:gốc|mốc|cơ sở) so sánh là\s+", re.IGNORECASE)
_BASELINE_END = re.compile(
    r"[;:)]|[.](?=\s|$)|,(?!\d)|\s(?=(?:và|để|nhằm|phải|đạt|tối thiểu|ít nhất|cho đến|vào năm"
    r"|đến (?:hết )?năm|trong (?:năm|giai đoạn)"
    r"|theo|trên|tăng|giảm)\b)",
    re.IGNORECASE,
)
_BODY = (
    r"(?:Sở|UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Văn phòng|Ban|Cục|Chi cục|Thanh tra|Công an|Trung tâm|Bộ|Viện"
    r"|Kho bạc|Hội|Đài|Tổng cục|Bảo hiểm xã hội|Trường|Phòng|Thành đoàn|Thành Đoàn|Quỹ|Liên đoàn|Thuế"
    r"|Tòa án|Viện kiểm sát)"
)
_NAME = rf"{_BODY}\b(?:(?!\bchủ trì\b|\bphối hợp\b|\btham mưu\b|\blàm đầu mối\b)[^;:.()\d])*?"
_LEADS = r"(?:chủ trì|làm đầu mối|phụ trách|có trách nhiệm|là (?:cơ quan|đơn vị) (?:chủ trì|đầu mối)|chịu trách nhiệm)"
_LED = re.compile(
    rf"(?<!\w)(?:(?:[Gg]iao|[Pp]hân công)(?:\s+cho)?\s+|[Dd]o\s+)?(?P<names>{_NAME}),?\s+(?:chủ động\s+)?{_LEADS}\b",
    re.UNICODE,
)
_ASSIGNED = re.compile(
    rf"(?<!\w)(?:[Gg]iao|[Pp]hân công)\s+(?:cho\s+)?(?P<names>{_NAME})(?=\s*(?:[;.:)]|,(?!\s*{_BODY})|tham mưu"
    rf"|phối hợp|theo dõi"
    rf"|thực hiện|triển khai|hướng dẫn|tổ chức|bảo đảm|đảm bảo|hoàn thành|nâng|tăng|giảm|phấn đấu|duy trì|đưa|rà soát"
    r"|số hóa|xử lý|xây dựng|cắt giảm|đến (?:hết |cuối )?(?:năm|ngày|tháng|quý)|trong (?:năm|quý|giai đoạn)|trước|$))"
)
_TITLED = re.compile(
    rf"(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì(?:\s+thực hiện)?|chịu trách nhiệm|phụ trách"
    rf"|đầu mối(?:\s+thực hiện)?|trách nhiệm)\s*(?::"
    rf"|là)\s*(?P<names>{_NAME})(?=\s*(?:[;.)]|,?\s*phối hợp|$))",
    re.IGNORECASE,
)
_SHARED = re.compile(rf"\s*(?:,\s*(?:và\s+)?|\s+và\s+)(?={_BODY}\b)")
_WITH_OTHERS = re.compile(r",?\s*(?:chủ trì\b)?,?\s*phối hợp(?:\s+(?:với|cùng))?[^;.)]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Condition:
    """Words with the range they and what introduces them stand in."""

    words: str
    start: int
    end: int

    @property
    def place(self) -> Range:
        """Where they stand, the introducing words included."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Lead:
    """The bodies that lead, and the range that says so."""

    bodies: tuple[str, ...]
    start: int
    end: int

    @property
    def place(self) -> Range:
        """Where it is said."""
        return self.start, self.end


def exceptions(text: str, whole: Range) -> tuple[Condition, ...]:
    """What a range excepts: the words after "trừ", "không bao gồm", ... to where the clause starts again."""
    return _conditions(text, whole, _EXCEPT, _EXCEPT_END, keeps_cue=False)


def baselines(text: str, whole: Range) -> tuple[Condition, ...]:
    """What a range compares with, "so với" included; what a share is taken of stands after its figure."""
    found = [
        replace(said, words=_NAMED_BASE.sub("", said.words))
        for said in _conditions(text, whole, _BASELINE, _BASELINE_END, keeps_cue=True)
        if not said.words.startswith(("trên ", "tính trên ")) or _AFTER_FIGURE.search(text, whole[0], said.start)
    ]
    found += [Condition(m["what"], *m.span()) for m in _TAKEN_AS.finditer(text, *whole)]
    return tuple(sorted(found, key=lambda said: said.start))


def _conditions(
    text: str, whole: Range, cue: re.Pattern[str], ending: re.Pattern[str], keeps_cue: bool
) -> tuple[Condition, ...]:
    found: list[Condition] = []
    for match in cue.finditer(text, *whole):
        if inside(match.start(), [c.place for c in found]):
            continue
        stop = ending.search(text, match.end(), whole[1])
        end = stop.start() if stop else whole[1]
        words = trimmed(text, (match.start() if keeps_cue else match.end(), end), " \t\n,;:.(")
        if words[0] < words[1]:
            said = re.sub(r"\s+", " ", text[slice(*words)])
            found.append(Condition(said[:1].lower() + said[1:] if keeps_cue else said, match.start(), end))
    return tuple(found)


def leads(text: str, whole: Range) -> tuple[Lead, ...]:
    """Who is to lead, as a range says it; bodies that only take part are left out."""
    found: list[Lead] = []
    for pattern in (_TITLED, _LED, _ASSIGNED):
        for match in pattern.finditer(text, *whole):
            if any(match.start() < lead.end and lead.start < match.end() for lead in found):
                continue
            names = tuple(re.sub(r"\s+", " ", name).strip(" ,") for name in _SHARED.split(match["names"]))
            others = _WITH_OTHERS.match(text, match.end(), whole[1])
            end = others.end() if others else match.end()
            found.append(
                Lead(tuple(name for name in names if name), match.start(), _before_target(text, match.end(), end))
            )
    return tuple(sorted(found, key=lambda lead: lead.start))


def _before_target(text: str, start: int, end: int) -> int:
    """Where the bodies that take part end: before the words that take up a target again."""
    again = re.compile(rf"(?:,\s*|\s)(?={_STARTS_AGAIN})").search(text, start, end)
    return again.start() if again else end
