"""Figures with their units: percentages, ranks, counts, spans of time, sums of money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.extraction.ranges import Range, inside
from knowledge.vietnamese import DOCUMENT_NUMBER, number_value

NUMBER = r"(?<![\w.,/–-])\d+(?:[.,]\d+)*"
_PERCENT = r"%|phần trăm\b"
_MEASURES = r"điểm phần trăm|điểm %|bậc|điểm|thứ hạng|hạng|lần|ngày làm việc|ngày|giờ làm việc|giờ|phút|giây|tháng|tuần"
_MONEY = r"(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s+)*(?:đồng|USD|đô la(?: Mỹ)?|VNĐ)|nghìn tỷ|triệu|tỷ"
_COUNTED = (
    "thủ tục hành chính|thủ tục|hồ sơ|dịch vụ công trực tuyến|dịch vụ công|dịch vụ|cơ sở dữ liệu|doanh nghiệp|mô hình"
    "|ứng dụng|hệ thống|nền tảng|đơn vị|cơ quan|xã|phường|huyện|quận|tỉnh|cuộc kiểm tra|cuộc thanh tra|cuộc|lượt người"
    "|lượt|lớp|người|cán bộ|công chức|học viên|văn bản|báo cáo|hội nghị|sáng kiến|giải pháp|mục tiêu|chỉ tiêu|tiêu chí"
    "|chỉ số|nhiệm vụ|đề án|dự án|buổi|tin, bài|tin bài|bài viết|bài|chuyên đề|đợt|trung tâm|trạm|trường|hộ|sản phẩm"
    "|thuê bao|bác sĩ|giường bệnh|máy tính|m2|m²|km|ha|tấn|kg|cây|phòng|khu|điểm cầu|biên chế|tổ|phiên|kỳ|việc làm"
)
_MANY = r"(?:nghìn|ngàn|triệu|tỷ)\s+"
_PER = r"(?:\s?/\s?(?:năm|tháng|quý|tuần|ngày|người|đơn vị|cơ quan|hồ sơ|xã|lượt|vạn dân|1\.?000 dân))"
_UNIT = (
    rf"\s?(?P<unit>(?:{_PERCENT}|(?<=\s)(?:{_MEASURES}|{_MANY}(?:{_COUNTED})|{_MONEY}|{_COUNTED})\b(?!\s+\d)){_PER}?)"
)
_TO = r"\s?(?:-|–|—|~|đến|tới)\s?"
_FIGURE = re.compile(
    rf"(?P<low>{NUMBER})(?:(?:\s?{_PERCENT}|\s(?:{_MEASURES}))?{_TO}(?P<high>\d+(?:[.,]\d+)*))?{_UNIT}", re.IGNORECASE
)
_PLACES = r"(?:tỉnh|thành phố|địa phương|nước|quốc gia|đơn vị|bộ|cơ quan|quận|huyện|thành viên)"
_BEST = r"(?:dẫn đầu|đứng đầu|cao nhất|tốt nhất|hàng đầu|đầu\b|khá|tiên phong)"
_GROUP = re.compile(
    rf"\b(?:(?P<kind>nhóm|top"
    rf"|tốp)\s+(?P<n>\d{{1,3}})(?![\d%])(?P<of>\s+{_PLACES}(?:,\s*{_PLACES})*)?(?P<best>(?=\s+{_BEST}))?"
    rf"|(?:thuộc|trong|vào)\s+(?:số\s+)?(?P<m>\d{{1,3}})(?P<places>\s+{_PLACES}(?:,\s*{_PLACES})*)"
    rf"(?=[^;.%\d]{{0,40}}{_BEST}))",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"\b(?:(?:xếp|đứng|giữ|đạt|ở|lên|vào)\s+(?:(?:thứ\s+)?hạng|vị trí|thứ)|thứ hạng"
    r"|vị trí)\s+(?:thứ\s+|số\s+)?(?P<n>\d{1,3})"
    r"(?![\d%,.]\d|\s?%)",
    re.IGNORECASE,
)
_ROW = re.compile(
    rf"(?P<number>{NUMBER})(?=(?:\s*,\s+|\s*;\s+|\s+và\s+)(?:\d+(?:[.,]\d+)*(?:,\s+|;\s+"
    rf"|\s+và\s+))*\d+(?:[.,]\d+)*\s?%)"
)
_NAMED_BEFORE = re.compile(
    r"(?:Điều|khoản|điểm|mục|chương|phần|số|mức độ|mức|cấp độ|quý|tháng|ngày|phụ lục|biểu|tuổi|lần thứ"
    r"|thứ|khóa|kỳ)\s+$",
    re.IGNORECASE,
)
_SHARED_ROW = re.compile(r"lần lượt|tương ứng", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"\b(?:từ|so với)\s+(?:mức\s+)?(?P<from>{NUMBER})(?P<unit>\s?(?:{_PERCENT}|(?:{_MEASURES})))?[^;,.%]{{0,40}}?\s"
    r"(?:(?<!trở )lên|(?<!trở )xuống|thành|còn)\b(?=(?:\s+[^\s\d;,.%]+){0,5}\s+\d)",
    re.IGNORECASE,
)
_SET_OUT = re.compile(
    rf"\btừ\s+(?:mức\s+)?(?P<from>{NUMBER})(?P<unit>\s?(?:{_PERCENT}))(?=\s+(?:(?:của|vào|trong)\s+)?(?:cuối\s+)?năm"
    rf"\s+\d{{4}},[^;.]*?\d\s?%)",
    re.IGNORECASE,
)
_ITS_YEAR = re.compile(
    r"\s*(?:\(\s*)?(?:(?:của|vào|trong)\s+)?(?:cuối\s+)?năm\s+(?:19|20)\d{2}(?:\s*\))?", re.IGNORECASE
)
_RISES = re.compile(
    r"\b(?:(?:tăng(?! trưởng)|giảm)\b[^;,.%]*\b(?:tỷ lệ|tỉ lệ|mức|độ)|nâng|đưa)\b[^;,.%]*\btừ\s+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its place with the unit, its value, and what kind of thing it counts."""

    start: int
    end: int
    value: str
    upper: str | None
    unit: str
    kind: str  # percent, measure, count, money, rank, group

    @property
    def place(self) -> Range:
        """Where it stands."""
        return self.start, self.end


def figures(text: str, whole: Range, masked: list[Range]) -> tuple[Figure, ...]:
    """The figures of a range in order, but those in masked ranges: what a clause compares with or excepts."""
    numbers = [m.span() for m in DOCUMENT_NUMBER.finditer(text, *whole) if "%" not in m.group()]
    hidden = [*masked, *(m.span("from") for m in _FROM_TO.finditer(text, *whole))]
    found = [_group(m) for m in _GROUP.finditer(text, *whole)] + [_rank(m) for m in _RANK.finditer(text, *whole)]
    taken = [f.place for f in found]
    found += [
        _plain(text, match, whole[0])
        for match in _FIGURE.finditer(text, *whole)
        if not inside(match.start(), [*taken, *numbers]) and not _is_name(text, match)
    ]
    if _SHARED_ROW.search(text, *whole):
        units = {f.start: f.unit for f in found}
        found += [
            Figure(m.start(), m.end(), _canonical(m["number"]), None, "%", "percent")
            for m in _ROW.finditer(text, *whole)
            if m.start() not in units
            and not inside(m.start(), taken)
            and not re.fullmatch(r"(?:19|20)\d\d", m["number"])
        ]
    return tuple(sorted((f for f in found if not inside(f.start, hidden)), key=lambda f: f.start))


def starting_points(text: str, whole: Range) -> tuple[Range, ...]:
    """Where a figure stands that a target sets out from: "từ 65%" of "từ 65% lên 80%"."""
    found = [*_FROM_TO.finditer(text, *whole), *_SET_OUT.finditer(text, *whole)]
    ends = [m.end("from") + len(m["unit"] or "") for m in found]
    years = [_ITS_YEAR.match(text, end) for end in ends]
    return tuple((m.start(), y.end() if y else end) for m, end, y in zip(found, ends, years, strict=True))


def _plain(text: str, match: re.Match[str], floor: int) -> Figure:
    unit = _written(match["unit"])
    kind = _kind(unit)
    start, low, high = match.start(), match["low"], match["high"]
    if high and re.fullmatch(r"(?:19|20)\d\d", low):  # "năm 2025 - 80%"
        start, low, high = match.start("high"), high, None
    elif (
        high and unit == "%" and _RISES.search(text, floor, match.start()) and "-" not in match.group()
    ):  # "tăng từ 80% đến 90%": only the end is aimed at
        start, low, high = match.start("high"), high, None
    return Figure(start, match.end(), _canonical(low), _canonical(high) if high else None, unit, kind)


def _kind(unit: str) -> str:
    if unit.startswith("%"):
        return "percent"
    if re.match(_MEASURES, unit):
        return "measure"
    if re.match(rf"{_MANY}(?:{_COUNTED})", unit):
        return "count"
    return "money" if re.match(_MONEY, unit, re.IGNORECASE) else "count"


def _written(unit: str) -> str:
    lowered = re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", unit.lower()))
    return lowered.replace("phần trăm", "%") if lowered.startswith("phần trăm") else lowered


def _group(match: re.Match[str]) -> Figure:
    """ "nhóm 10 tỉnh dẫn đầu" and "top 10" count places from the top; a bare "nhóm 2" is the group itself."""
    number = "n" if match["n"] else "m"
    counted = number == "m" or match["of"] or match["best"] is not None or match["kind"].lower() != "nhóm"
    start = match.start(number) if counted else match.start()
    return Figure(start, match.end(), _canonical(match[number]), None, "hạng" if counted else "nhóm", "group")


def _rank(match: re.Match[str]) -> Figure:
    return Figure(match.start("n"), match.end("n"), _canonical(match["n"]), None, "hạng", "rank")


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether the number is part of a name ("Điều 5", "mức độ 4"), not a figure; percentages always are figures."""
    if "%" in match["unit"] or "phần trăm" in match["unit"].lower():
        return False
    return bool(_NAMED_BEFORE.search(text[max(0, match.start() - 12) : match.start()]))


def _canonical(written: str) -> str:
    value: Decimal = number_value(written)
    return f"{value:f}"
