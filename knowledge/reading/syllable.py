"""The shape of a Vietnamese syllable: which letters may make one, and where its tone stands."""

from __future__ import annotations

import re
import unicodedata

_SHAPE = re.compile(
    r"(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q(?=u)|r|s|t|th|tr|v|x)?"
    r"(?:uye|uya|uyu|uoi|uou|uay|uao|ieu|yeu|oai|oay|oao|oeo|[aeiouy]|a[iouy]|eo|eu|i[aeu]|o[aeio]|u[aeiouy]|ye)"
    r"(?:c|ch|m|n|ng|nh|p|t)?"
)
_RIME = re.compile(
    r"^(?P<onset>gi(?=[aeiouyăâêôơư])|qu|[^aeiouyăâêôơư]*)(?P<nucleus>[aeiouyăâêôơư]+)(?P<coda>[a-zđ]*)$"
)


def is_syllable(base: str) -> bool:
    """Whether letters without marks can be a Vietnamese syllable: "nghieng" can, "plan" and "nso" cannot."""
    return _SHAPE.fullmatch(base) is not None


def place_tone(plain: str, tone: str) -> str:
    """A syllable without tone, with the tone mark set on the right vowel; "" when it is no syllable."""
    parts = _RIME.match(plain)
    if parts is None:
        return ""
    onset, nucleus, coda = parts["onset"], parts["nucleus"], parts["coda"]
    hatted = [i for i, c in enumerate(nucleus) if c in "ăâêôơư"]
    if hatted:
        at = hatted[-1]
    elif len(nucleus) == 1 or (len(nucleus) == 2 and not coda):
        at = 0
    else:
        at = 1
    marked = nucleus[: at + 1] + tone + nucleus[at + 1 :]
    return unicodedata.normalize("NFC", onset + marked + coda)
