"""Updates as Telegram delivers them, built from what a person does."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

BOT = {"id": 7421, "is_bot": True, "first_name": "Kế hoạch 136", "username": "kh136_bot"}
AN, BINH, NHOM = 1001, 1002, -100_2001
Update = dict[str, Any]
_NUMBERS = count(5_000)
_MESSAGES = count(100)


def person(number: int = AN, language: str = "vi") -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Người Hỏi", "language_code": language}


def chat(number: int, kind: str = "") -> dict[str, Any]:
    if kind == "private" or (not kind and number > 0):
        return {"id": number, "type": "private", "first_name": "Người Hỏi"}
    return {"id": number, "type": kind or "supergroup", "title": "Phóng viên"}


def message(text: str | None, place: int = AN, by: int | None = None, **more: Any) -> dict[str, Any]:
    """A message with the entities Telegram would find in it."""
    language = more.pop("language", "vi")
    said = {} if text is None else {"text": text, "entities": entities(text)}
    return {
        "message_id": more.pop("number", None) or next(_MESSAGES),
        "date": 1_790_000_000,
        "chat": chat(place),
        "from": person(by or abs(place), language),
        **said,
        **more,
    }


def entities(text: str) -> list[dict[str, Any]]:
    found = []
    for kind, pattern in (("bot_command", r"^/[A-Za-z0-9_]+(@\w+)?"), ("mention", r"@\w+")):
        for match in re.finditer(pattern, text):
            if kind == "mention" and text.startswith("/") and match.start() < len(text.split()[0]):
                continue
            start = len(text[: match.start()].encode("utf-16-le")) // 2
            found.append({"type": kind, "offset": start, "length": len(match.group().encode("utf-16-le")) // 2})
    return found


def update(**content: Any) -> Update:
    return {"update_id": next(_NUMBERS), **content}


def says(text: str | None, place: int = AN, by: int | None = None, **more: Any) -> Update:
    return update(message=message(text, place, by, **more))


def edits(said: Update, text: str) -> Update:
    """The same message with other words."""
    was = said["message"]
    return update(edited_message={**was, "text": text, "entities": entities(text), "edit_date": 1_790_000_100})


def presses(data: str, under: int, place: int = AN, by: int | None = None, language: str = "vi") -> Update:
    """A button under a message of ours."""
    shown = {"message_id": under, "date": 1_790_000_000, "chat": chat(place), "from": BOT, "text": "…"}
    number = next(_NUMBERS)
    return {
        "update_id": number,
        "callback_query": {
            "id": f"q{number}",
            "from": person(by or abs(place), language),
            "message": shown,
            "chat_instance": "1",
            "data": data,
        },
    }


def reacts(emoji: str | None, to: int, place: int = AN, by: int | None = None, before: str | None = None) -> Update:
    old, new = ([{"type": "emoji", "emoji": each}] if each else [] for each in (before, emoji))
    return update(
        message_reaction={
            "chat": chat(place),
            "message_id": to,
            "user": person(by or abs(place)),
            "date": 1_790_000_000,
            "old_reaction": old,
            "new_reaction": new,
        }
    )


def searches(query: str, by: int = AN, language: str = "vi") -> Update:
    number = next(_NUMBERS)
    asked = {"id": f"i{number}", "from": person(by, language), "query": query, "offset": ""}
    return {"update_id": number, "inline_query": asked}
