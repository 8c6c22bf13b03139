"""What is told, not set: results, facts, conditions and mentions never become targets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.extraction.ranges import Range

_SO_FAR = re.compile(
    r"\b(?:đến nay|hiện nay|hiện tại|hiện có|hiện đạt|thời gian qua|vừa qua|năm qua|tháng qua"
    r"|nhiệm kỳ qua|trước đây|trước đó"
    r"|tính đến (?:\d{1,2}/|ngày|tháng|hết tháng|thời điểm|hết ngày|cuối tháng|hết quý|quý)"
    r"|đến thời điểm (?:này|hiện tại)|kết quả (?:là|đạt|cho thấy|đánh giá|khảo sát)"
    r"|từ (?:ngày )?\d{1,2}/\d{1,2}(?:/\d{4})? đến (?:hết )?(?:ngày )?\d{1,2}/\d{1,2}|ghi nhận"
    r"|cho thấy|theo (?:công bố|số liệu|thống kê|kết quả|báo cáo)|được công bố|lũy kế|luỹ kế"
    r"|sau (?:\w+ ){1,2}năm (?:thực hiện|triển khai)"
    r"|qua (?:kiểm tra|khảo sát|rà soát|đánh giá)|ước (?:cả )?(?:năm|quý|tháng)|kết quả (?:năm|quý|tháng|\d)"
    r"|đạt được|ước đạt|ước tính|kém\b)",
    re.IGNORECASE,
)
_TOLD_BEFORE = re.compile(
    r"(?:^|\W)(?:đã|chưa|(?<!chứng )(?<!địa )(?<!tôn )chỉ"
    r"|(?<!lập )(?<!thôn )(?<!đổi )(?<!thị )(?<!xây )(?<!sinh )(?<!kiểu )(?<!cấp )(?<!tuyển )mới|mới chỉ|hiện"
    r"|không|đang|từng|ước|hiện mới"
    r"|hiện đã|đã có|vẫn)\s*$",
    re.IGNORECASE,
)
_DONE_BEFORE = re.compile(r"(?<!\w)đã\s+(?:\w+\s+){1,5}$", re.IGNORECASE)
_UNTIL = re.compile(r"(?<!\w)(?:đến|tới|cho tới|cho đến)\s+khi\s*(?:đã\s*)?$", re.IGNORECASE)
_IF = re.compile(r"(?:^|[,;(]\s*|\s)(?:nếu|trường hợp|trong trường hợp)\s[^,;]*$", re.IGNORECASE)
_DONE_AFTER = re.compile(r"(?<!\w)đã(?!\w)", re.IGNORECASE)
_DONE_THEN_DUE = re.compile(r"(?<!\w)đã\s+(?!được\b)[^;]*?\b(?:được|phải|cần|sẽ)\b|phải|cần được|sẽ", re.IGNORECASE)
_THEN_NOT = re.compile(r"\s*(?:thì\s+(?:chưa|không|bị)|do\s+[^,;]*đặt ra|bị\s)", re.IGNORECASE)
_BESIDE = re.compile(r",\s*(?:nhưng\s+)?(?:cao|thấp|ít|nhiều) hơn\b", re.IGNORECASE)
_THAN = re.compile(r"(?<!không )(?<!\w)(?:cao|thấp|ít|nhiều) hơn\b", re.IGNORECASE)
_SHARES = re.compile(
    r"(?<!\w)(?:chiếm|đóng góp|có trọng số|trọng số|có tỷ trọng|có hệ số)\s*(?:là\s*)?$", re.IGNORECASE
)
_REPORTED = re.compile(
    r"(?<!\w)(?:(?<!phải )(?<!được )(?:ghi|viết|đưa tin|nhắc tới|dẫn lại|diễn đạt|thống nhất)(?: con số)?"
    r"|(?:xử lý|giải quyết|thực hiện|hoàn thành"
    r"|tiếp nhận|số hóa|giải ngân|thu|thu hút|tổ chức|trả lời) được)\s*(?:là|rằng)?\s*$",
    re.IGNORECASE,
)
_FIGURE_OF = re.compile(r"(?<!\w)con số\s*$", re.IGNORECASE)
_DONE_AMONG = re.compile(r"(?<!\w)đã\s[^;]*(?<!\w)trong đó(?!\w)[^;]*$", re.IGNORECASE)
_MENTIONED = re.compile(
    r"(?<!không )(?<!hoặc )(?<!được )(?<!\w)(?:thấp|cao|kém|ít|nhiều|nhanh|chậm) hơn (?:so với )?"
    r"(?:mức|con số|chỉ tiêu|mục tiêu|yêu cầu|kế hoạch)(?!\w)[^;]*$"
    r"|(?<!\w)(?:khác (?:với|hẳn)|đừng (?:lẫn|nhầm)|trùng (?:con số|với)|nghĩa là|tức (?:là )?|như vậy là"
    r"|đối chiếu|chưa tìm thấy|chưa có số liệu|được coi là"
    r"|(?:đã|coi là) hoàn thành (?:mục tiêu|chỉ tiêu|kế hoạch)|không (?:đặt|nêu|quy định|giữ được)"
    r"|từ (?:hạng|vị trí|thứ) \d+)(?!\w)[^;]*$",
    re.IGNORECASE,
)
_MENTIONED_AFTER = re.compile(
    r"[^;]*?(?<!\w)(?:là của|là con số|không phải của|chưa tìm thấy|chưa có số liệu|không ghi rõ|không nói rõ|khác với"
    r"|chỉ (?:tính cho|xét được|là của)|(?:trùng|lẫn) (?:con số )?với)(?!\w)",
    re.IGNORECASE,
)
_NEARLY = re.compile(r"(?<!\w)gần\s*$", re.IGNORECASE)
_BEST_OF = re.compile(
    r"(?<!\w)(?:dẫn đầu|đứng đầu|cao nhất|thấp nhất|xếp cuối|đứng cuối)(?!\w)[^;]*?\b(?:với|là)\s*$", re.IGNORECASE
)
_ENTITLED = re.compile(
    r"(?:người|hộ|doanh nghiệp|đối tượng|sinh viên|học sinh|cá nhân|tổ chức|khách)(?!\w)[^,;]*được giảm\s*$",
    re.IGNORECASE,
)
_OPINIONS = re.compile(
    r"\s*(?:số )?(?:ý kiến|phiếu|người (?:được hỏi|được khảo sát|trả lời|tham gia khảo sát)|là\s|(?:kế hoạch"
    r"|dự toán)(?!\w))",
    re.IGNORECASE,
)
_FUNDS = re.compile(r"(?<!\w)(?:kinh phí|tổng mức đầu tư|tổng vốn|dự toán)(?!\w)[^;]*trong đó", re.IGNORECASE)
_RATES = re.compile(r"^\W*(?:lãi suất|thuế suất|mức (?:đóng|hưởng|phạt|thu|trích|lãi))(?!\w)", re.IGNORECASE)
_WHEN = re.compile(r"(?:^|[,;]\s*)(?:sau )?khi\s(?![^;]*\bthì\b)[^,;]*$", re.IGNORECASE)
_IS = re.compile(r"(?<!\w)(?<!lượt )(?<!ứng )là\s+$", re.IGNORECASE)
_SAID_BY = re.compile(
    r"(?<!\w)(?:cho biết|báo cáo(?= t[ỷỉ] lệ| mức| chỉ số))(?!\w)|(?:^|[.;]\s*)\W*theo (?:Sở|Bộ|Cục|UBND"
    r"|Công an|Thanh tra|Văn phòng|ông|bà|đại diện|lãnh đạo)\b[^,]*,",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"(?:được (?:hỗ trợ|giảm|hưởng|miễn|thanh toán|trả)|hưởng|phạt|chịu)\s*$|^\W*(?:hỗ trợ|miễn)\s*$", re.IGNORECASE
)
_SUM = re.compile(
    r"\b(?:kinh phí|tổng mức đầu tư|dự toán|nguồn vốn|tổng vốn|mức phạt|phạt tiền|bố trí|cấp bổ sung"
    r"|chi trả|học phí|lệ phí)\b",
    re.IGNORECASE,
)
GOAL = re.compile(
    r"mục tiêu|chỉ tiêu(?! (?:\d|đã))|yêu cầu|kế hoạch đề ra|phấn đấu|cố gắng|bảo đảm|đảm bảo|duy trì"
    r"|giữ vững|nâng|nhiệm vụ"
    r"|quyết tâm|phải|cần\b|sẽ\b|hoàn thành|^\W*(?:tăng|giảm|nâng|đưa|cắt giảm|rút ngắn|phát triển|xây dựng)(?!\w)",
    re.IGNORECASE,
)
RESULTS_TITLE = re.compile(
    r"kết quả (?:đạt được|thực hiện|năm|nổi bật|chủ yếu|triển khai)"
    r"|^\W*(?:[IVX\d]+[.)]\s*)?kết quả\W*$|thực trạng|tình hình"
    r"|^\W*đánh giá|tồn tại|hạn chế|^\W*căn cứ",
    re.IGNORECASE,
)
GOALS_TITLE = re.compile(r"mục tiêu|chỉ tiêu|nhiệm vụ|giải pháp|yêu cầu|phương hướng|kế hoạch|phấn đấu", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a target in and around a figure's part of the clause."""

    kind: str  # percent, measure, count, money, rank, group
    leading: bool  # of a group: the best so many, not one of several groups
    timespan: bool  # it counts days, hours, minutes
    value: str
    comparator: str | None
    tags: frozenset[str]
    due: str | None  # kind of the deadline, own or carried
    goal: bool  # the clause, its sentence or what it stands under speaks of targets
    results: bool  # it stands under a title of results
    opened: bool  # words of its own stand before the figure: a subject that already has this value
    ranged: bool  # it is a range: nobody measures one
    compared: bool  # it compares with another year
    after_set: bool  # a figure before it in the sentence is set
    after_told: bool  # a figure before it in the sentence is told
    forward: bool = False  # its year follows it with "vào": "đạt 82,5% vào năm 2027" sets, "năm 2024 đạt 82,5%" tells
    outdone: bool = False  # what follows tells how it compares: "đạt 80%, tăng 5% so với năm trước"
    surpassed: bool = False  # a later figure of the sentence is aimed at: "năm 2022 là 80%; phấn đấu ... đạt 90%"


def is_told(text: str, clause: Range, lead: Range, figure_start: int, tail: Range, seen: Evidence) -> bool:
    """Whether a figure only tells what is, was, or would follow."""
    before = text[clause[0] : lead[1]]
    near = text[clause[0] : figure_start]
    after = text[slice(*tail)]
    aimed = "aim" in seen.tags or "must" in seen.tags
    if "aim" not in seen.tags and (_MENTIONED.search(before) or _MENTIONED_AFTER.match(text, tail[0])):
        return True
    if _UNTIL.search(before) or _IF.search(before) or _WHEN.search(before) or _THEN_NOT.match(after):
        return True
    if not aimed and (_TOLD_BEFORE.search(before) or _SO_FAR.search(text[lead[0] : figure_start])):
        return True
    joined = text[lead[1] : figure_start]
    if not aimed and (_REPORTED.search(before) or _only_reported(near, seen)):
        return True
    if not (aimed or seen.goal) and (
        _BESIDE.match(text[max(0, lead[1] - 2) : figure_start].lstrip("0123456789% "))
        or _bare_share(near, seen)
        or (seen.kind == "measure" and _THAN.search(joined))
    ):
        return True
    if not (aimed or seen.goal or seen.comparator or seen.due) and (
        _OPINIONS.match(text, tail[0]) or _DONE_AMONG.search(before)
    ):
        return True
    if _GRANTED.search(before) and not aimed:
        return True
    bare = not seen.tags & {"reach", "compared", "from", "change"}
    if bare and not aimed and _DONE_BEFORE.search(before):
        return True
    if _DONE_AFTER.search(after) and not aimed and not _DONE_THEN_DUE.search(after):
        return True
    if seen.kind == "money" and (_SUM.search(near) or not (aimed or seen.goal or seen.comparator or seen.due == "by")):
        return True
    return not _set(seen, aimed)


def _only_reported(near: str, seen: Evidence) -> bool:
    """Whether the words around a bare figure report it: who wrote so, what it beats, which part of a whole it is."""
    if seen.comparator or seen.due in {"by", "yearly", "yearly_until"}:
        return False
    if seen.outdone or _REPORTED.search(near) or _FIGURE_OF.search(near):
        return True
    fleeting = seen.due is None or (seen.due in {"in", "period"} and not seen.forward)
    if _RATES.match(near) and not seen.goal and seen.due in {None, "yearly"}:
        return True
    if _IS.search(near) and seen.due == "in" and not seen.after_set and fleeting and not seen.goal:
        return True  # "tỷ lệ đó năm 2022 là 85%"
    if not seen.goal and fleeting and (_ENTITLED.search(near) or _FUNDS.search(near) or _SAID_BY.search(near)):
        return True
    return not seen.goal and (seen.surpassed or bool(_BEST_OF.search(near) or _NEARLY.search(near)))


def _bare_share(near: str, seen: Evidence) -> bool:
    """Whether a share is told as it is: "chiếm 10%" with no word of aim and no deadline."""
    return bool(_SHARES.search(near)) and seen.comparator is None and seen.due is None


def _set(seen: Evidence, aimed: bool) -> bool:
    """Whether enough speaks for a target where nothing speaks against one."""
    bound = aimed or seen.comparator in {">=", "<="}
    if seen.timespan and not (bound or seen.comparator or seen.goal or seen.tags):
        return False  # "..., trước ngày khai trương 12 ngày"
    if seen.results:
        return aimed
    if seen.after_told and not (bound or seen.due in {"by", "yearly_until"}):
        return False
    if bound or seen.due in {"by", "yearly", "yearly_until"}:
        return True
    if seen.forward and len(seen.value.partition(".")[2]) < 2:
        return True
    if seen.ranged and seen.kind != "money":
        return True
    if seen.kind in {"count", "money", "rank", "measure", "group"}:
        lasts = seen.comparator is None and seen.timespan  # "được trả trong 3 ngày" completes another figure
        return not lasts and (seen.goal or seen.leading or (seen.comparator is not None and seen.kind != "count"))
    return _percentage_set(seen)


def _percentage_set(seen: Evidence) -> bool:
    if seen.comparator or seen.goal or seen.ranged or seen.after_set:
        return True
    if seen.opened and seen.compared and "change" in seen.tags and not seen.forward:
        return False  # "số hồ sơ tăng 12% so với cùng kỳ"
    if seen.due == "years":
        return len(seen.value.partition(".")[2]) < 2  # "lần lượt đạt 92% và 95%" is set, "83,57%" is measured
    if seen.opened and seen.due in {"in", "period"} and "reach" in seen.tags:
        return "." not in seen.value and int(seen.value) % 5 == 0  # "năm 2024 đạt 86,5%" is measured, "80%" is set
    return not (seen.opened and "." in seen.value)
