"""Which attributes are asked: what the phrases say, and what word order and context add or settle. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.understanding.question import Claim
from bot.understanding.times import Times
from knowledge.concepts import Mention, named

_RISE_EACH_YEAR = re.compile(
    r"(?:mỗi năm|hằng năm|hàng năm|/năm).*\btăng\b|\btăng\b.*(?:mỗi năm|hằng năm|hàng năm|/năm)"
)
_PERCENT = re.compile(r"phần trăm|%|\bgiá trị|t[ỷỉ] lệ|percent|\bvalue\b|\brate\b")
_HOW_MANY = re.compile(  # of things that are counted, not measured: "bao nhiêu thủ tục phi địa giới?"
    r"\b(?:bao nhiêu|mấy|how many|số|the number of) (?:lượng )?"
    r"(?:thủ tục|tthc|hồ sơ|dịch vụ|procedures?|dossiers?|services?)\b"
    r"|\b(?:thủ tục|tthc|hồ sơ|dịch vụ)\b.*\bcó (?:bao nhiêu|mấy)\b"
)
_WHICH_WORD = re.compile(  # "đúng 85% …?", "trên 86 hay từ 86 trở lên?"
    r"\b(?:đúng|exactly) (?:bằng |mức )?\d"
    r"|\b(?:trên|từ|tối thiểu|ít nhất) \S+(?: trở lên)? hay (?:là )?(?:trên|từ|tối|ít|đúng)\b"
)
_NOW = re.compile(  # what is reached by now: "hiện đạt bao nhiêu?", "currently"; a plan is no answer to it
    r"(?<!thực )(?<!thể )(?<!phát )(?<!biểu )(?<!xuất )(?<!tái )(?<!không )\bhiện\b(?! đại| hành| vật| diện| thực)"
    r"|\bđang (?:ở|đạt|là|được|đứng)\b|\b(?:đến|tới) (?:nay|giờ|lúc này|thời điểm này)\b|\b(?:bây giờ|lúc này)\b"
    r"|\bgiờ (?:là |được |đạt |còn |ở )?(?:mức )?(?:bao nhiêu|mấy)\b"
    r"|\b(?:now|currently|so far|to date|at the moment|at present|these days|nowadays|today)\b"
)
_WHAT_IS = re.compile(r"^\W*what(?:'s| is| are| was)\b(?!.*\b(?:called|mean|meaning|stand)\b)")
_CLOSING = {"ạ", "vậy", "nhỉ", "thế", "hả", "à", "hở", "bạn", "z"}
_MORE_OR_LESS = {"hơn", "kém", "chênh", "lên", "xuống", "giảm", "tụt", "cạnh", "improve", "improved", "fell", "rose"}
_JOINING = {"còn", "thế", "vậy", "rồi", "nếu", "and", "then"}  # go on with the turn before where they open a question
_OPENING_WORDS = 3
_FIRST = ("dẫn đầu", "đứng đầu", "đứng nhất", "hạng nhất")


def asks(
    mentions: Sequence[Mention], forms: Sequence[str], text: str, when: Times, nationwide: bool, planned: bool
) -> frozenset[str]:
    """The attributes asked, without those another explains; ``planned``: whether a document is named."""
    asked = set(named(_without_sides(mentions, forms), "ask"))
    asked = _of_outcome(asked, forms)
    if forms[:1] == ["sao"] and forms[1:2] != ["cho"]:
        asked.add("why")  # "sao hồ sơ … ít người nộp thế?"
    if nationwide and {"vs", "với", "so"} & set(forms):
        asked.add("compare")
    if ((len(when.years) == 2 and not when.period) or nationwide) and _MORE_OR_LESS & set(forms):
        asked.add("compare")
    if when.base:
        asked.discard("compare")  # "tăng … so với năm 2021" names a baseline
    if "difference" in forms:
        asked = (asked - {"definition"}) | {"compare"}
    if when.back:
        asked.add("path")  # "5 năm qua", "the last three years"
    asked = _of_now(_explained(asked), mentions, text.lower(), planned)
    if asked & {"highest", "lowest", "latest"}:
        asked.discard("deadline")  # "cao nhất năm nào?"
    if "compare" in asked and len(when.years) > 1:
        asked.discard("deadline")  # "năm nào cao hơn?"
    if "deadline" in asked:
        asked -= {"date", "since"}
    if "due" in asked and not when.years:
        asked.add("passed")  # "chỉ tiêu nào đến hạn?" with no year is about today
    if asked & {"passed", "to_come"} or ("list" in asked and (when.after or when.years)):
        asked.discard("status")  # "hết hạn", "còn hiệu lực sau năm 2026" of targets, not of a document
    return frozenset(asked)


def _of_now(asked: set[str], mentions: Sequence[Mention], text: str, planned: bool) -> set[str]:
    """The attributes with "result" where a figure is asked as it stands now, unless a target is spoken of."""
    spoken = bool({"target", "must"} & set(named(mentions, "mark")))
    of_now = not (spoken or planned) and bool(_NOW.search(text))
    if "definition" in asked and _WHAT_IS.search(text) and (spoken or of_now):
        asked = (asked - {"definition"}) | {"value"}  # "what is the target?" asks for its figure
    of_a_figure = asked <= {"value", "today", "got"} and (asked & {"value", "got"} or asked <= {"today"})
    if of_a_figure and of_now:
        return asked | {"today", "result"}
    return asked


def _explained(asked: set[str]) -> set[str]:
    """The attributes without those that another only words."""
    if "conflict" in asked:
        asked = asked - {"why", "compare", "published", "premise"}  # "sao có hai số?" asks what each source says
    if "value" in asked:
        asked = asked - {"status"}  # "giấy tờ còn giá trị … bao nhiêu?" asks for a figure
    if "compare" in asked:
        asked = asked - {"date", "list"}  # "tháng nào cao hơn?", "so sánh các chỉ tiêu …"
    if "path" in asked:
        asked = asked - {"latest"}  # "5 năm gần nhất" asks for years, not for one
    return asked


def _of_outcome(asked: set[str], forms: Sequence[str]) -> set[str]:
    """The attributes with "achieved" where an outcome is asked, and without it where only its words are."""
    if _WHICH_WORD.search(" ".join(forms)):
        return (asked | {"comparator"}) - {"achieved"}  # "đúng 85% thì đã đạt chưa?" asks about the word
    if asked & {"passed", "to_come", "due"} and not asked & {"list", "count"}:
        return asked - {"achieved"}  # "hết hạn chưa?" asks about the deadline
    return asked | {"achieved"} if _done_yet(forms) or _tallied(asked, forms) else asked


def measures(mentions: Sequence[Mention], text: str, when: Times) -> frozenset[str]:
    """The kinds of figure named: score, rank, group, percent, growth, count."""
    told = set(named(mentions, "measure"))
    if when.base or _RISE_EACH_YEAR.search(text):
        told.add("growth")
    if _PERCENT.search(text):
        told.add("percent")
    elif _HOW_MANY.search(text.lower()):
        told.add("count")
    return frozenset(told)


def beside(mentions: Sequence[Mention], forms: Sequence[str], text: str) -> list[Mention]:
    """The mentions without those their neighbours explain.

    These are the "đặt" of "đặt A cạnh B", "bao nhiêu giai đoạn" before "2021-2025", "bao nhiêu người" of a share, the
    "vậy" that closes a question and the "còn" or "and" within it.
    """
    share = _PERCENT.search(text) is not None or any(m.concept in {"mark:must", "mark:target"} for m in mentions)
    return [
        m
        for m in mentions
        if not ("cạnh" in forms and m.concept == "mark:target" and m.length == 1 and forms[m.start] == "đặt")
        and not (share and m.concept == "topic" and forms[m.start : m.end] == ["bao", "nhiêu", "người"])
        and not (m.concept == "mark:follow" and forms[m.start] in _JOINING and m.start >= _OPENING_WORDS)
        and not (m.concept == "ask:ordinal" and m.end < len(forms) and forms[m.end][:2] in {"19", "20"})
    ]


def _without_sides(mentions: Sequence[Mention], forms: Sequence[str]) -> list[Mention]:
    """ "Mục tiêu 2026 so với chỉ tiêu 2025" sets two targets side by side and asks for no outcome."""
    aims = [m.start for m in mentions if m.concept == "mark:target" and forms[m.start] in {"chỉ", "mục"}]
    kept = []
    for mention in mentions:
        versus = mention.concept == "ask:achieved" and forms[mention.start : mention.start + 2] == ["so", "với"]
        if versus and any(start < mention.start for start in aims):
            mention = Mention("ask:compare", mention.start, mention.end)
        kept.append(mention)
    return kept


def obliged(mentions: Sequence[Mention], forms: Sequence[str]) -> frozenset[str]:
    """The mark of a duty inside the words that ask for the figure: "phải đạt bao nhiêu", "tối thiểu bao nhiêu"."""
    asking = {forms[m.start] for m in mentions if m.concept == "ask:value"}
    return frozenset({"must"} if asking & {"phải", "tối", "ít"} else ())


def when_published(asked: frozenset[str], text: str) -> frozenset[str]:
    """ "Bộ Nội vụ công bố PAR INDEX 2024 khi nào?" asks for a day of publication, not for a deadline."""
    said = re.search(r"\bcông bố\b|\b(?:publish|released?\b|announc)", text.lower())
    return frozenset({"publication"} if said and asked & {"deadline", "date"} else ())


def first_place(forms: Sequence[str]) -> Claim | None:
    """The claim of a first rank in "dẫn đầu", "đứng đầu"."""
    pairs = {" ".join(forms[i : i + 2]) for i in range(len(forms) - 1)}
    return Claim(Decimal(1), "hạng", None, "1") if pairs & set(_FIRST) else None


def _tallied(asked: set[str], forms: Sequence[str]) -> bool:
    """Whether it is asked how many targets were met: "đạt bao nhiêu chỉ tiêu?"."""
    said = " ".join(forms)
    return "count" in asked and re.search(r"\b(?:đạt|hoàn thành)(?: được)? (?:bao nhiêu|mấy)\b", said) is not None


def _done_yet(forms: Sequence[str]) -> bool:
    """Whether "… chưa" closes the question."""
    tail = [form for form in forms[-3:] if form not in _CLOSING]
    return bool(tail) and tail[-1] == "chưa" and tail[-2:-1] not in (["đúng"], ["được"], ["chuẩn"], ["ổn"])
