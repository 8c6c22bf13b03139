"""Numbers that are no figures: levels of service, months, quarters, days, how many targets. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.meaning.times import ENGLISH_MONTHS
from knowledge.vocabulary import Reading

_UNITS = ("hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín")
_WORDS = {"nhất": 1, "bốn": 4, "mười": 10, "mười một": 11, "mười lăm": 15, "hai mươi": 20} | {
    prefix + word: ten + unit for ten, prefix in ((0, ""), (10, "mười ")) for unit, word in enumerate(_UNITS, 2)
}
_OPEN_TO = r"(?= (?:là|của|trong|nói|thì|về|nghị|kế|quyết|chương|of|in|is)|$)"  # else a figure, a level or a count
_NUMBERED = re.compile(
    rf"(?:chỉ|mục) tiêu (?:thứ |số )?(?P<vi>\d{{1,2}}){_OPEN_TO}"
    rf"|(?:chỉ|mục) tiêu thứ (?P<word>{'|'.join(_WORDS)}){_OPEN_TO}"
    rf"|target (?:number |no )?(?P<en>\d{{1,2}}){_OPEN_TO}"
)


def numbered(forms: Sequence[str]) -> tuple[int, range] | None:
    """Which target is meant by its number in its document, and the words that say so: "chỉ tiêu số 3"."""
    said = " ".join(forms)
    found = _NUMBERED.search(said)
    if found is None:
        return None
    number = found["vi"] or found["word"] or found["en"]
    first = said[: found.start()].count(" ")
    return _WORDS.get(number) or int(number), range(first, first + found.group().count(" ") + 1)


def ordinals(forms: Sequence[str]) -> set[int]:
    """Digits that name no figure: levels of service ("mức độ 3, 4"), months, quarters, days, counts of targets."""
    found = set(of_one[1]) if (of_one := numbered(forms)) else set()
    for i, form in enumerate(forms):
        before = forms[i - 1] if i else ""
        if re.fullmatch(r"\d{1,2}", form) and before in {"tháng", "quý", "ngày", "quarter"}:
            found.add(i)
        of_scale = before == "trên" and i > 1 and forms[i - 2] in {"nhiêu", "mấy", "điểm"}
        if before == "trong" and form.isdigit() and "hạng" in forms:
            found.add(i)  # "hạng mấy trong 63"
        if counts_targets(forms, i) or (of_scale and form.isdigit()):  # "bao nhiêu trên 80?"
            found.add(i)
        level_before = before in {"mức", "độ", "cấp", "level", "levels", "và", "and", "hoặc", "or"} or i - 1 in found
        if re.fullmatch(r"[1-4]", form) and level_before:
            found.add(i)
    return found


def counts_targets(forms: Sequence[str], place: int) -> bool:
    """Whether a number says how many targets there are: "19 chỉ tiêu", "19 targets"."""
    after = list(forms[place + 1 : place + 3])
    return re.fullmatch(r"\d{1,3}", forms[place]) is not None and (
        after in (["chỉ", "tiêu"], ["mục", "tiêu"]) or bool({"targets", "goals"} & set(after))
    )


def counted(forms: Sequence[str]) -> int | None:
    """How many targets a person says there are."""
    return next((int(forms[i]) for i in range(len(forms)) if counts_targets(forms, i)), None)


def days_and_months(reading: Reading) -> set[int]:
    """Numbers written as a day without its year or a month with it: "1/7", "1 July", "9/2024", "T3/2025"."""
    tokens = reading.tokens
    forms = ["", *(token.form for token in tokens), ""]
    english = {
        i
        for i, token in enumerate(tokens)
        if re.fullmatch(r"\d{1,2}", token.form) and {forms[i], forms[i + 2]} & set(ENGLISH_MONTHS)
    }
    return english | {
        place
        for i in range(len(tokens) - 1)
        if reading.original[tokens[i].end : tokens[i + 1].start] == "/"
        and re.fullmatch(r"t?\d{1,2}", tokens[i].form)
        and re.fullmatch(r"\d{1,2}|20\d{2}", tokens[i + 1].form)
        for place in (i, i + 1)
    }
