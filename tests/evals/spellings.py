"""Six ways people type a clean Vietnamese question, made by rule (pure, the same for the same seed)."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

ABBREVIATIONS = (
    ("thủ tục hành chính", "TTHC"),
    ("dịch vụ công trực tuyến", "DVCTT"),
    ("Cổng dịch vụ công quốc gia", "Cổng DVCQG"),
    ("dịch vụ công", "DVC"),
    ("cải cách hành chính", "CCHC"),
    ("ủy ban nhân dân", "UBND"),
    ("cán bộ, công chức, viên chức", "CBCCVC"),
    ("văn bản quy phạm pháp luật", "VBQPPL"),
    ("phòng, chống tham nhũng", "PCTN"),
    ("phòng chống tham nhũng", "PCTN"),
    ("kế hoạch", "KH"),
    ("nghị quyết", "NQ"),
    ("quyết định", "QĐ"),
    ("nghị định", "NĐ"),
    ("bao nhiêu", "bn"),
    ("như thế nào", "ntn"),
    ("không", "ko"),
    ("được", "dc"),
    ("phần trăm", "%"),
    ("thành phố", "TP"),
    ("Hà Nội", "HN"),
    ("trực tuyến", "onl"),
    ("hồ sơ", "hs"),
    ("người dân", "ng dân"),
    ("vậy", "z"),
    ("gì", "j"),
    ("với", "vs"),
)
OPENINGS = ("cho em hỏi ", "ad ơi cho mình hỏi ", "dạ anh chị cho hỏi ", "cho hỏi chút ", "em muốn hỏi là ")
ENDINGS = (" ạ", " vậy ạ", " thế ạ", " z", " nhỉ", " vậy mọi người")
_PARTICLE = re.compile(r"\s+(?:ạ|vậy|thế|nhỉ|z|vậy ạ|thế ạ)$", re.IGNORECASE)
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_WORD = re.compile(r"[^\W\d_]+")


def spellings(question: str, seed: str) -> dict[str, str]:
    """The six spellings by name; one that has nothing to change returns the question itself."""
    return {name: make(question, random.Random(f"{seed}/{name}")) for name, make in MAKERS.items()}


def without_marks(text: str) -> str:
    """The text as typed without tone and vowel marks."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))


def _no_marks(question: str, _chance: random.Random) -> str:
    return without_marks(question)


def _partial_marks(question: str, chance: random.Random) -> str:
    marked = [match for match in _WORD.finditer(question) if without_marks(match[0]) != match[0]]
    bare = set(chance.sample(range(len(marked)), (len(marked) + 1) // 2))
    return _replace(question, [(*marked[i].span(), without_marks(marked[i][0])) for i in sorted(bare)])


def _typing_slip(question: str, chance: random.Random) -> str:
    words = [match for match in _WORD.finditer(question) if match[0][1:].islower() and _common(question, match)]
    longest = max((len(word[0]) for word in words), default=0)
    if longest < 3:
        return question
    word = chance.choice([word for word in words if len(word[0]) >= min(4, longest)])
    return _replace(question, [(*word.span(), _slipped(word[0], chance))])


def _common(question: str, word: re.Match[str]) -> bool:
    """A name is left alone: a slip there could make another name."""
    return word[0][0].islower() or word.start() == 0


def _slipped(word: str, chance: random.Random) -> str:
    places = [i for i in range(1, len(word) - 1) if word[i].isascii()] or list(range(1, len(word) - 1))
    place = chance.choice(places)
    slips = [
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        _telex_leftover(word),
    ]
    return chance.choice([slip for slip in slips if slip != word])


def _telex_leftover(word: str) -> str:
    """The tone typed too late: ``mức`` becomes ``mưcs``."""
    letters = unicodedata.normalize("NFD", word)
    tone = next((letter for letter in letters if letter in _TONES), None)
    return unicodedata.normalize("NFC", letters.replace(tone, "", 1)) + _TONES[tone] if tone else word


def _abbreviation(question: str, _chance: random.Random) -> str:
    short = re.sub(r"\b(?:kế hoạch|KH)(?: số)? (?=\d)", "KH", question, flags=re.IGNORECASE)
    for full, abbreviation in ABBREVIATIONS:
        short = re.sub(rf"\b{full}\b", abbreviation, short, flags=re.IGNORECASE)
    return short


def _case(question: str, chance: random.Random) -> str:
    return chance.choice([other for other in (question.upper(), question.lower()) if other != question] or [question])


def _colloquial(question: str, chance: random.Random) -> str:
    stem, mark = (question[:-1].rstrip(), question[-1]) if question[-1] in "?.!" else (question, "")
    first = stem.split(" ", 1)[0]
    if first[1:].islower() and not stem.startswith(("Hà Nội", "Cổng", "Trung tâm")):
        stem = stem[0].lower() + stem[1:]
    opening = "" if stem.lower().startswith(("cho ", "chào", "em ", "xin ")) else chance.choice(OPENINGS)
    ending = chance.choice(ENDINGS)
    return f"{opening}{_PARTICLE.sub('', stem)}{ending}{mark}"


def _replace(text: str, changes: list[tuple[int, int, str]]) -> str:
    for start, end, new in reversed(changes):
        text = text[:start] + new + text[end:]
    return text


MAKERS: dict[str, Callable[[str, random.Random], str]] = {
    "no_marks": _no_marks,
    "partial_marks": _partial_marks,
    "typing_slip": _typing_slip,
    "abbreviation": _abbreviation,
    "case": _case,
    "colloquial": _colloquial,
}
