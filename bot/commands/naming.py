"""What a person calls a document, an area, a level, an indicator: by id or by name, with or without marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import prompts
from bot.commands.failures import BadInputError
from knowledge.documents import Document
from knowledge.register.register import Register
from knowledge.register.values import Level, Target
from knowledge.vietnamese import nfc, strip_marks

_NEAREST = 3


def named_document(wanted: str, held: Iterable[Document]) -> Document:
    """The document with this id, number or name; BadInputError when there is none."""
    documents = {each.id: each for each in held}
    names = {
        each.id: (each.id, each.number or "", each.short, each.short_en, each.title, each.title_en, *each.aliases)
        for each in documents.values()
    }
    if wanted.strip().isdigit() and (one := _called(wanted.strip(), documents.values())):
        return one
    found = _find(wanted, names)
    if found is None:
        near = _nearest(wanted, names)
        hint = f"; the nearest: {near}" if near else ""
        raise BadInputError(f"no document is called {wanted!r}{hint}; 'plan136 documents' lists them")
    return documents[found]


def _called(digits: str, documents: Iterable[Document]) -> Document | None:
    """The one document people call by its digits: "136"; BadInputError when several share them."""
    found = [d for d in documents if (d.number or "").partition("/")[0].partition("-")[0] == digits]
    if len(found) > 1:
        raise BadInputError(f"several documents are numbered {digits}: {', '.join(d.id for d in found)}; give the id")
    return found[0] if found else None


def named_area(wanted: str, register: Register) -> str:
    """The id of an area."""
    names = {area.id: (area.id, area.name.vi, area.name.en) for area in register.areas}
    return _found("area", wanted, names)


def named_indicator(wanted: str, register: Register) -> str:
    """The id of an indicator."""
    names = {i.id: (i.id, i.name.vi, i.name.en, i.short.vi, i.short.en) for i in register.indicators}
    return _found("indicator", wanted, names)


def named_level(wanted: str) -> Level:
    """A tier of government: "commune", "cấp xã", "xa"."""
    names = {}
    for level in Level:
        told = [prompts.say(language, f"level.{level.value}") for language in prompts.LANGUAGES]
        tiers = [word for language in prompts.LANGUAGES for word in prompts.phrases(language, "command.tier_words")]
        bare = [" ".join(w for w in name.split() if w not in tiers) for name in told]  # people say "xã", "commune"
        names[level.value] = (level.value, *told, *bare)
    return Level(_found("level", wanted, names))


def named_target(wanted: str, register: Register) -> Target:
    """The target with this id."""
    ids = {target.id: (target.id,) for target in register.all_targets}
    found = _find(wanted, ids)
    if found is None:
        near = _nearest(wanted, ids)
        hint = f"the nearest: {near}; " if near else ""
        raise BadInputError(f"no target has the id {wanted!r}; {hint}'plan136 targets' lists them")
    return next(target for target in register.all_targets if target.id == found)


def _found(kind: str, wanted: str, names: Mapping[str, Sequence[str]]) -> str:
    found = _find(wanted, names) or _part(wanted, names)
    if found is None:
        raise BadInputError(f"no {kind} is called {wanted!r}; use one of: {', '.join(names)}")
    return found


def _find(wanted: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """The id one of whose names is the wanted one; marks count only where they tell two apart."""
    key = _key(wanted)
    for each, called in names.items():
        if key and key in {_key(name) for name in called}:
            return each
    plain = [each for each, called in names.items() if key and key in {_unmarked(name) for name in called}]
    return plain[0] if len(plain) == 1 else None


def _part(wanted: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """The one id whose name holds the wanted words: "số hóa" for a longer name."""
    words = f" {_unmarked(wanted)} "
    held = [each for each, called in names.items() if any(words in f" {_unmarked(name)} " for name in called)]
    return held[0] if len(held) == 1 and words.strip() else None


def _nearest(wanted: str, names: Mapping[str, Sequence[str]]) -> str:
    calls = {_unmarked(name): each for each, called in names.items() for name in called if name}
    near = get_close_matches(_unmarked(wanted), calls, n=2 * _NEAREST, cutoff=0.6)
    return ", ".join(list(dict.fromkeys(calls[name] for name in near))[:_NEAREST])


def _key(text: str) -> str:
    return nfc(text).strip().casefold()


def _unmarked(text: str) -> str:
    return strip_marks(_key(text))
