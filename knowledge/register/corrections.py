"""Corrections as a person types them, "value=80" or "deadline=by 2026", as fields of an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.register.fields import TargetFields
from knowledge.register.register_file import RegisterError

_NEVER_SET = frozenset({"id", "document", "reviewed"})
_FLAGS = frozenset({"average", "aim"})
_EMPTY = frozenset({"", "null", "none", "-"})
_LISTS = frozenset({"cues_vi", "cues_en"})


def corrected_target(fields: Mapping[str, Any], settings: Sequence[str]) -> dict[str, Any]:
    """The fields of a target with corrections made, unchecked; RegisterError for one that cannot be understood."""
    changed = dict(fields)
    for setting in settings:
        name, value = _split(setting)
        if _value(value) is None and name in changed and name not in TargetFields.model_fields:
            del changed[name]  # a field that no target has is taken out by setting it to nothing
        else:
            changed |= _target_fields(str(fields.get("id", "?")), changed, name, value)
    return changed


def corrected_indicator(fields: Mapping[str, Any], settings: Sequence[str]) -> dict[str, Any]:
    """The fields of an indicator with corrections made, unchecked; cues are separated by semicolons."""
    changed = dict(fields)
    for setting in settings:
        name, value = _split(setting)
        if name == "id":
            raise RegisterError(f"{fields.get('id', '?')}: field 'id' cannot be set")
        parts = [part.strip() for part in value.split(";") if part.strip()]
        changed[name] = parts if name in _LISTS else _value(value)
    return changed


def _split(setting: str) -> tuple[str, str]:
    name, equals, value = setting.partition("=")
    if not equals or not name.strip():
        raise RegisterError(f"{setting!r}: write FIELD=VALUE, such as value=80")
    return name.strip(), value


def _value(written: str) -> str | None:
    return None if written.strip().lower() in _EMPTY else written.strip()


def _target_fields(target_id: str, entry: Mapping[str, Any], field: str, written: str) -> dict[str, Any]:
    """The fields a correction sets: a value as a person types it, in the type its field has."""
    value = _value(written)
    if field in _FLAGS:
        if str(value).lower() not in {"true", "false", "yes", "no"}:
            raise RegisterError(f"{target_id}: field {field!r} is true or false, not {written!r}")
        return {field: str(value).lower() in {"true", "yes"}}
    if field in {"year", "deadline"}:
        held = entry.get("deadline")
        return {"deadline": _deadline(target_id, dict(held) if isinstance(held, Mapping) else {}, field, value)}
    if field == "statement":
        return {"statement_vi": value, "statement_en": value}
    if field in {"exception", "baseline", "note", "scope"}:
        return {f"{field}_vi": value}
    if field in _NEVER_SET:
        raise RegisterError(f"{target_id}: field {field!r} cannot be set; set what the document says instead")
    return {field: value.replace(",", ".") if field in {"value", "upper"} and value else value}


def _deadline(target_id: str, held: dict[str, Any], field: str, value: str | None) -> dict[str, Any]:
    """ "deadline=by 2025", "deadline=yearly", "deadline=period 2021-2025", or "year=2026" alone."""
    if field == "year":
        if value is None or not value.isdigit():
            raise RegisterError(f"{target_id}: field 'year' is a year such as 2025, not {value!r}")
        return {**held, "kind": held.get("kind") if held.get("year") else "by", "year": int(value)}
    kind, _, when = (value or "period").partition(" ")
    years = [int(part) for part in when.replace("–", "-").split("-") if part.strip().isdigit()]
    if kind == "period":
        return {"kind": kind} | (dict(zip(("from", "to"), years, strict=True)) if len(years) == 2 else {})
    return {"kind": kind} | ({"year": years[0]} if years else {})
