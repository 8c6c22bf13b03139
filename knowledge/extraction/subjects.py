"""What a figure measures: the words before it, after it, or carried from the clause before."""

from __future__ import annotations

import re

from knowledge.extraction.ranges import Range

_LEADING = re.compile(
    r"(?:[\s,;:.()–—/”-]+|(?:tham mưu|không để|đến nay|hiện nay|hiện tại|hoàn thành(?=\s+(?:số hóa|kết nối|tích hợp"
    r"|xây dựng|sắp xếp|rà soát|cấp\s))|và|đồng thời|trong đó|ngoài ra|bên cạnh đó|riêng|cụ thể là"
    r"|cụ thể|theo đó|đó là|thì|mà|rằng|còn"
    r"|phấn đấu|cố gắng|nỗ lực|quyết tâm|tiếp tục|bảo đảm|đảm bảo|duy trì|giữ vững|giữ|nâng cao|nâng"
    r"|đưa|kéo giảm|giảm thiểu"
    r"|(?:rút ngắn|cắt giảm)(?=\s+\w)|giảm|tăng(?! trưởng)|phải|cần|có|đạt|hoàn thành việc"
    r"|thực hiện (?:việc|chỉ tiêu|mục tiêu)|trong việc|việc|để|tính"
    r"|trước hết|ít nhất|tối thiểu|mục tiêu là"
    r"|mục tiêu|chỉ tiêu|thêm|là|với mục tiêu|khoảng)(?!\w))",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,;:.(–—/“-]+|(?<!\w)(?:phải|cần|được|sẽ|đều|đạt|phấn đấu|cố gắng|để|là|có|và|thì|với tỷ lệ"
    r"|tăng|giảm|từ|ở|mức|cho|(?<!trở )lên"
    r"|(?<!trở )xuống|còn|chiếm|hằng năm|mỗi năm|tương ứng|lần lượt|trong|thuộc|của|tại|đối với|về|vào"
    r"|ít|duy trì|bảo đảm|đảm bảo|giữ"
    r"|(?<!sắp )xếp|đứng|theo|hoàn thành|thực hiện|gấp|cả|bình quân|trung bình|ổn định))$",
    re.IGNORECASE,
)
_SETS = re.compile(
    r"^.*(?:đặt ra mục tiêu|đặt mục tiêu|đề ra mục tiêu|đặt chỉ tiêu|đề ra chỉ tiêu"
    r"|mục tiêu (?:cụ thể |đặt ra |chung )?là"
    r"|chỉ tiêu (?:cụ thể |đặt ra )?là|(?<!theo )(?<!các )(?<!đáp ứng )yêu cầu|nêu rõ"
    r"|xác định mục tiêu|đặt mức sàn|đặt(?=\W*$)|gắn với mục tiêu|đó là|như sau|mục tiêu đặt ra|chỉ tiêu đặt ra"
    r"|cụ thể|phấn đấu"
    r"|cố gắng|quyết tâm)(?!\w)[,:]?",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"^\W*(?:về|trong(?! đó| tổng)|tại|ở|theo|cũng trong|khi|căn cứ|để|nhằm|thông qua|tính|qua|sau"
    r"|(?:thực hiện|triển khai)(?=\s+(?:Nghị quyết|Kế hoạch|Quyết định|Chỉ thị|Chương trình|Đề án)))\s[^,]*,\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*(?:về|trong|tại|ở|theo|(?:mục tiêu|chỉ tiêu)(?:\s+\d+)?)(?:\s[^,:]*)?:\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"^\W*(?:chỉ tiêu|mục tiêu|nhiệm vụ)\s+\d+(?:\.\d+)*\s*[:.]\s*", re.IGNORECASE)
_AMONG = re.compile(r"^\W*trong (?:tổng )?số\s+(?:các\s+)?(?P<what>.*?)[\s,]*$", re.IGNORECASE)
_ACTS = re.compile(
    r"(?<!\w)(?:(?:phải|cần|bảo đảm|đảm bảo|phấn đấu|đặt|nêu|quy định|giao|yêu cầu|chỉ tiêu|mục tiêu)\s+)+"
    r"(?:(?:đạt|có|duy trì|giữ|nâng|đưa|giảm|tăng)\s+)?",
    re.IGNORECASE,
)
_TIER_LABEL = re.compile(r":\s*(?:ở |tại |đối với )?cấp (?:tỉnh|thành phố|huyện|xã)\s*$", re.IGNORECASE)
_LATER_YEARS = re.compile(
    r"(?<!\w)(?:sau đó|tiếp đó|(?:trong )?(?:(?:các|những) năm|giai đoạn) (?:tiếp theo|sau|kế tiếp|tới))(?!\w),?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"^\W*(?:khoảng\s*)?\([^()]*\)[\s,]*", re.IGNORECASE)
_ABOUT = re.compile(
    r"^\W*về\s+(?P<topic>.+?),\s+(?:\S+\s+)*?(?=\S*\s*đặt(?!\w)|yêu cầu|đề ra|xác định|nêu rõ)", re.IGNORECASE
)
_HEADED = re.compile(r"^\W*(?P<topic>[^:,;]{2,60}):\s", re.IGNORECASE)
_AS_SOON = re.compile(r"^\W*khi\s.*\bthì\b", re.IGNORECASE)
MEASURED = re.compile(
    r"\W*(?:t[ỷỉ] lệ|mức độ|mức hài lòng|mức|chỉ số|thứ hạng|xếp hạng|số lượng|số hồ sơ|thời gian|thời hạn"
    r"|tốc độ|độ phủ|chi phí|giá trị"
    r"|doanh thu|tổng|điểm|tỷ trọng|tỉ trọng|PAPI|PAR|SIPAS|PCI|GRDP|kinh tế|năng suất|diện tích"
    r"|chất lượng|sự hài lòng|quy mô)(?!\w)",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(
    r"\W*$|[\s]*(?:[,;.:()]|(?:so|trong|vào|đến|tới|theo|với|tại|ở|trên|đối với|cho|và|khi|nếu|phải"
    r"|được|mỗi|hằng|hàng|nhưng|tùy"
    r"|do|bởi|như|thì|là|để|nhằm|trước|từ|sau|của|trở|hoặc|bình quân|trung bình|một năm|đều|cần|sẽ"
    r"|tính|cả nước|toàn quốc|dẫn đầu"
    r"|đứng đầu|kể|qua|mà)(?!\w))",
    re.IGNORECASE,
)
_MEASURED_IN = re.compile(r"(?<!\w)(?:t[ỷỉ] lệ|mức|chỉ số|số|thời gian|thứ hạng)(?!\w)", re.IGNORECASE)
_WHO = re.compile(
    r"(?:[Cc]ấp (?:tỉnh|thành phố|huyện|xã)|(?:[Cc]ác )?(?:sở|bộ|quận|huyện|xã|phường|cơ quan|đơn vị|địa phương"
    r"|thành phố"
    r"|tỉnh)(?=,|$| của)"
    r"|UBND|Trung tâm|Sở|Ban|Văn phòng|Bộ|Công an|Hà Nội|Thành phố|(?:Kế hoạch|Nghị quyết|Quyết định|Chỉ thị"
    r"|Chương trình|Văn bản|Đề án|Công văn)\s+(?:số\s+)?\d)(?!\w*\s+(?:được|có|đạt|không)\b)"
)
_PREDICATE = re.compile(r"\s*(?:phải|được|đều|cần|sẽ)\s", re.IGNORECASE)
_HAS_PREDICATE = re.compile(r"(?<!\w)(?:được|phải|có|đạt|hoàn thành)(?!\w)", re.IGNORECASE)
_PURPOSE = re.compile(
    r"[,\s]+(?:nhằm|mà (?!phát hiện)|góp phần|qua đó|từ đó|cho (?:đến|tới) khi|trong đó|đồng thời|làm cơ sở"
    r"|tiến tới)(?!\w)|\s+để\s+(?:bảo đảm|đảm bảo|phục vụ|nâng cao|góp phần|tạo|hướng|tiến)|,\s*(?:bảo đảm|đảm bảo|tạo"
    r"|nâng cao|hướng tới|phục vụ|phấn đấu)(?!\w)"
    r"|,\s*(?:hoàn thành|thực hiện xong)\s*[.;]?\s*$",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\W*(?:(?:các\s+)?(?:t[ỷỉ] lệ|chỉ số|con số|mức|chỉ tiêu|mục tiêu|kết quả|yêu cầu|giá trị)|giai đoạn"
    r"|(?:các|những) năm)?"
    r"(?:\s*(?:này|đó|ấy|trên|nói trên|nêu trên|kể trên|tương ứng|chung))?"
    r"(?:\s+(?:được|phải|cần|sẽ|tiếp tục|nâng|tăng|giảm|đạt))*\W*",
    re.IGNORECASE,
)
_PLACED = re.compile(r"^\W*(?:đối với|tại|ở|riêng|cho|với|của)\s+", re.IGNORECASE)


def squeezed(text: str) -> str:
    """Words with single spaces, no empty brackets, and no mark left standing alone."""
    text = re.sub(r"\(\s*[,;.]?\s*\)", " ", text)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s+([,;.)])", r"\1", re.sub(r"(?:,\s*)+,", ",", text)).strip()


def before(text: str, lead: Range) -> str:
    """What the words before a figure name, trimmed of what is said of the target itself; "" when nothing."""
    words = squeezed(text[slice(*lead)])
    if among := _AMONG.match(words):
        return trimmed_words(among["what"])
    words = _NUMBERED.sub("", _AS_SOON.sub("", words))
    words = re.sub(r"^.*,\s*(?=trong đó\s*$)", "", words)
    words = re.sub(rf"^[^:]{{1,60}}:\s+(?={MEASURED.pattern})", "", words, flags=re.IGNORECASE)
    words = _TIER_LABEL.sub("", words) if MEASURED.match(words) else words
    if _LABEL.match(words):
        return ""
    words = _LATER_YEARS.sub("", _ASIDE.sub("", words))
    cut = _SETS.sub("", words)
    if not re.search(r"\w", cut) and (topic := _ABOUT.match(words) or _HEADED.match(words)):
        return trimmed_words(topic["topic"])  # "Về thứ hạng PAPI, thành phố đặt mục tiêu ..."
    cut = _without_actor(cut)
    words = _TOPIC.sub("", cut + " ") if "," in cut else cut
    return trimmed_words(_after_clauses(words))


def after(text: str, tail: Range, kind: str) -> str:
    """What the words after a figure name, to where a purpose begins; "" when they only complete the figure."""
    words = re.sub(r"\(\s*\)|^\s*\([^()\d]*\)(?=\s*\w)", " ", text[slice(*tail)])
    if kind in {"group", "rank"}:
        about = re.search(r"(?<!\w)về\s+(?P<what>.+)", words)
        return squeezed(_until_purpose(about["what"])).strip(" ,;:.()") if about else ""
    if _COMPLEMENT.match(words) and not re.match(r"\s*(?:trong việc|của)\s", words):
        return ""
    words = words.removeprefix(" của") if words.startswith(" của ") else words
    return squeezed(_until_purpose(words)).strip(" ,;:.(–—/-")


def concerned(text: str, tail: Range) -> str:
    """Whom or what a figure is for, where the words after it say so: "đối với hộ kinh doanh"."""
    found = re.match(r"\s*(?P<whom>đối với\s+[^,;.()]+)", text[slice(*tail)])
    return trimmed_words(squeezed(_until_purpose(found["whom"]))) if found else ""


def predicate(text: str, tail: Range) -> str:
    """A predicate right after a figure: "90% phải được thực hiện xong" has its noun before it."""
    words = text[slice(*tail)]
    return squeezed(_until_purpose(words)).strip(" ,;.") if _PREDICATE.match(words) else ""


def predicated(words: str, said: str) -> str:
    """A carried noun with a predicate of its own: "80% hồ sơ được trả trong ngày và 95% được trả trong 3 ngày"."""
    noun = words.partition(" được ")[0]
    return f"{noun} {said.removeprefix('phải ')}" if said.startswith(("được ", "phải được ")) else words


def lacks_predicate(words: str) -> bool:
    """Whether words after a figure are a bare noun: its predicate may stand after the last of a list."""
    return not _HAS_PREDICATE.search(words)


def shared_predicate(words: str) -> str:
    """The predicate of the last of a list, from its first "được" on."""
    found = re.search(r"(?<!\w)(?:phải được|được|phải)(?!\w).*$", words) or re.search(
        r"(?<!\w)(?:có|đạt|hoàn thành)(?!\w).*$", words
    )
    return found.group() if found else ""


def names_nothing(words: str) -> bool:
    """Whether words only point back: "tỷ lệ này"."""
    return not words or bool(_SAME.fullmatch(words))


def names_actor(words: str) -> bool:
    """Whether words only name who has to see to it or the document that says so: "cấp xã của Hà Nội"."""
    return bool(_WHO.match(words)) and not _MEASURED_IN.search(words)


def without_place(words: str) -> str:
    """Words without the preposition that places them: "đối với cấp xã" gives "cấp xã"."""
    return _PLACED.sub("", words)


def trimmed_words(words: str) -> str:
    """Words without the verbs and marks at their ends that belong to the target, not to what it measures."""
    previous = None
    while words != previous:
        previous = words
        words = _LEADING.sub("", words, count=1) if _LEADING.match(words) else words
        words = _TRAILING.sub("", words)
    return words.strip()


def _without_actor(words: str) -> str:
    """Words from what is measured on, without who has to see to it: "Các bộ phải đạt mức hài lòng"."""
    acts = None if MEASURED.match(words) else _ACTS.search(words)
    return words[acts.end() :] if acts and MEASURED.match(words, acts.end()) else words


def _after_clauses(words: str) -> str:
    """The last clause of several: from its measure on, or the last verb phrase before an object."""
    pieces = re.split(r",\s+", words)
    for i in range(len(pieces) - 1, 0, -1):
        if MEASURED.match(pieces[i]) and not MEASURED.match(pieces[0]):
            return ", ".join(pieces[i:])
    return words


def _until_purpose(words: str) -> str:
    purpose = _PURPOSE.search(words)
    return words[: purpose.start()] if purpose else words
