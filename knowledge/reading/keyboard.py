"""What is left when an input method was off: Telex ("chir tieeu") and VNI ("chi3 tieu6")."""

from __future__ import annotations

import unicodedata

from knowledge.reading.syllable import place_tone

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "4": "\u0303", "3": "\u0309", "5": "\u0323"}
_TONES = frozenset(_TELEX_TONES.values())
_HAT, _HORN, _BREVE = "\u0302", "\u031b", "\u0306"
_VOWELS = frozenset("aeiouy")
LONGEST = 16  # keys of one syllable: "nghieengf" has nine; a longer word is none, and decoding it would take long


def _compose(letters: list[str], tone: str) -> str:
    plain = unicodedata.normalize("NFC", "".join(letters))
    return place_tone(plain, tone) if tone else plain


def _letters(word: str) -> tuple[list[str], str]:
    """Letters with their shape marks, and the tone apart."""
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = char
        elif unicodedata.combining(char) and letters:
            letters[-1] += char
        else:
            letters.append(char)
    return letters, tone


def _shape(letters: list[str], plain: str, mark: str) -> bool:
    """Put a shape mark on the last such plain vowel; False when there is none."""
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in plain and len(letters[at]) == 1:
            letters[at] += mark
            if mark == _HORN and letters[at][0] == "o" and at and letters[at - 1] == "u":
                letters[at - 1] += mark
            return True
    return False


def telex(word: str) -> str:
    """The syllable a Telex typist meant ("chir" gives "chỉ"), or "" when the letters decode to none."""
    if len(word) > LONGEST:
        return ""
    source, tone = _letters(word.lower())
    letters: list[str] = []
    changed = False
    for char in source:
        vowel_seen = any(c[0] in _VOWELS for c in letters)
        if char in _TELEX_TONES and vowel_seen:
            tone, changed = _TELEX_TONES[char], True
        elif (char in "aeo" and char in letters and _shape(letters, char, _HAT)) or (
            char == "w" and (_shape(letters, "uo", _HORN) or _shape(letters, "a", _BREVE))
        ):
            changed = True
        elif char == "d" and letters[:1] == ["d"]:
            letters[0], changed = "đ", True
        elif char == "w":
            letters.append("u" + _HORN)
            changed = True
        else:
            letters.append(char)
    return _compose(letters, tone) if changed else ""


def vni(word: str) -> str:
    """The syllable a VNI typist meant ("d9e6n1" gives "đến"), or "" when the letters decode to none."""
    if len(word) > LONGEST:
        return ""
    source, tone = _letters(word.lower())
    if not any(c.isdigit() for c in source) or not source[0].isalpha():
        return ""
    letters: list[str] = []
    for char in source:
        if char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif char == "9" and letters[:1] == ["d"]:
            letters[0] = "đ"
        elif char in "678":
            plain, mark = {"6": ("aeo", _HAT), "7": ("uo", _HORN), "8": ("a", _BREVE)}[char]
            if not _shape(letters, plain, mark):
                return ""
        elif char.isdigit():
            return ""
        else:
            letters.append(char)
    return _compose(letters, tone)
