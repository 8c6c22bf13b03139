"""A Bot API server of ours on loopback: it refuses what Telegram's documentation says is refused, and is no proof.

Markup is read by Telegram's own parser where ``tdjson`` is installed. Not checked: rates it was not told to keep,
what a client shows, privacy mode, and anything a method we do not call would do.
"""

# ruff: noqa: N802, ARG002 -- methods are named as Telegram names them, and take what it takes
from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import httpx

from tests.fakes_zalo import Receive, Scope, Send, on_loopback
from tests.telegram_html import RefusedError, has_real_parser, parse, parse_for_real
from tests.telegram_updates import BOT, chat

TOKEN = "7421:kH136-bot_sEcReTpArT"
Fields = dict[str, Any]
Told = tuple[int, Any]
_KINDS = ("message", "edited_message", "callback_query", "inline_query", "message_reaction", "channel_post")


class Refusal(Exception):  # noqa: N818
    """A call Telegram would not do."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(frozen=True)
class Call:
    """A call as it came, its JSON parameters read."""

    method: str
    body: Fields
    files: tuple[str, ...] = ()

    @property
    def chat(self) -> int:
        return int(self.body.get("chat_id", 0))


@dataclass(frozen=True)
class Fault:
    """How a call fails; ``chat`` 0 is any. ``done`` says whether it took effect before its answer was lost."""

    status: int = 500
    method: str = ""
    chat: int = 0
    retry_after: int = 0
    done: bool = False
    raw: bytes | None = None
    hang: bool = False

    def fits(self, call: Call) -> bool:
        return (not self.method or self.method == call.method) and self.chat in (0, call.chat)


@dataclass
class Shown:
    """A message of ours as a chat shows it."""

    number: int
    chat: int
    text: str
    buttons: list[list[Fields]]
    photo: str = ""
    under: int | None = None
    thread: int | None = None
    deleted: bool = False

    def data(self, label: str) -> str:
        """The data behind the button whose label holds these words."""
        found = [
            each["callback_data"]
            for row in self.buttons
            for each in row
            if label in each["text"] and "callback_data" in each
        ]
        assert found, f"no button {label!r} among {[each['text'] for row in self.buttons for each in row]}"
        return str(found[0])

    @property
    def labels(self) -> list[str]:
        return [each["text"] for row in self.buttons for each in row]


@dataclass
class BotApiServer:
    """What Telegram is to a bot."""

    base_url: str = ""
    calls: list[Call] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    waiting: list[Fields] = field(default_factory=list)
    pending: set[str] = field(default_factory=set)  # queries that wait for an answer
    answered: dict[str, Fields] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    hook: tuple[str, str] | None = None
    down: bool = False
    profile: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    closing: bool = False
    allowed: frozenset[str] = frozenset(_KINDS)

    def seen(self, place: int) -> list[Shown]:
        """What a chat shows of ours now."""
        return [each for each in self.shown if each.chat == place and not each.deleted]

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def arrive(self, *updates: Fields) -> None:
        """Updates for whoever polls."""
        for each in updates:
            if query := each.get("callback_query") or each.get("inline_query"):
                self.pending.add(query["id"])
            self.waiting.append(each)

    async def push(self, *updates: Fields, secret: str | None = None) -> list[int]:
        """Posts updates to the webhook as Telegram would; the statuses they were answered."""
        assert self.hook, "no webhook is set"
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook[1] if secret is None else secret}
        statuses = []
        async with httpx.AsyncClient() as client:
            for each in updates:
                if query := each.get("callback_query") or each.get("inline_query"):
                    self.pending.add(query["id"])
                statuses.append((await client.post(self.hook[0], json=each, headers=headers)).status_code)
        return statuses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        call = await read_call(scope, receive)
        if self.down:
            await answer(send, 502, b"<html>Bad Gateway</html>")
            return
        self.calls.append(call)
        fault = next((each for each in self.faults if each.fits(call)), None)
        if fault:
            self.faults.remove(fault)
        try:
            if fault is None or fault.done:
                if scope["path"] != f"/bot{TOKEN}/{call.method}":
                    raise Refusal(401, "Unauthorized")
                result = await self._done(call)
            if fault is not None:
                if fault.hang:
                    await asyncio.sleep(3600)
                if fault.raw is not None:
                    await answer(send, fault.status, fault.raw)
                    return
                parameters = {"retry_after": fault.retry_after} if fault.retry_after else {}
                raise Refusal(fault.status, f"fault {fault.status}", **parameters)
        except Refusal as refusal:
            told = {"ok": False, "error_code": refusal.code, "description": refusal.description}
            if refusal.parameters:
                told["parameters"] = refusal.parameters
            await answer(send, refusal.code, json.dumps(told).encode())
            return
        await answer(send, 200, json.dumps({"ok": True, "result": result}).encode())

    async def _done(self, call: Call) -> Any:
        method = getattr(self, f"_{call.method}", None)
        if method is None:
            raise Refusal(404, "Not Found")
        return await method(call)

    async def _getMe(self, call: Call) -> Any:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}

    async def _getUpdates(self, call: Call) -> Any:
        if self.hook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(call.body.get("offset", 0))
        if "allowed_updates" in call.body:
            self.allowed = frozenset(call.body["allowed_updates"])
        self.waiting = [
            each for each in self.waiting if not isinstance(each.get("update_id"), int) or each["update_id"] >= offset
        ]
        for _ in range(int(call.body.get("timeout", 0)) * 100 + 1):
            wanted = [each for each in self.waiting if self.allowed & each.keys() or not set(_KINDS) & each.keys()]
            if wanted or self.closing:
                return wanted[:100]
            await asyncio.sleep(0.01)
        return []

    async def _setWebhook(self, call: Call) -> Any:
        secret = call.body.get("secret_token", "")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        self.hook = (call.body["url"], secret)
        self.allowed = frozenset(call.body.get("allowed_updates", _KINDS))
        return True

    async def _deleteWebhook(self, call: Call) -> Any:
        self.hook = None
        return True

    async def _setMyCommands(self, call: Call) -> Any:
        for each in call.body["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]) or not 1 <= len(each["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        self.profile["commands", call.body["scope"]["type"], call.body.get("language_code", "")] = call.body["commands"]
        return True

    async def _setMyDescription(self, call: Call) -> Any:
        return self._told("description", call, 512)

    async def _setMyShortDescription(self, call: Call) -> Any:
        return self._told("short_description", call, 120)

    def _told(self, name: str, call: Call, limit: int) -> bool:
        if len(call.body[name]) > limit:
            raise Refusal(400, "Bad Request: description is too long")
        self.profile[name, "", call.body.get("language_code", "")] = call.body[name]
        return True

    async def _sendChatAction(self, call: Call) -> Any:
        self._chat(call)
        if call.body.get("action") != "typing":
            raise Refusal(400, "Bad Request: wrong parameter action in request")
        return True

    async def _sendMessage(self, call: Call) -> Any:
        self._chat(call)
        text = read_text(call.body.get("text", ""), call.body.get("parse_mode"), 4096)
        return self._show(call, text)

    async def _sendPhoto(self, call: Call) -> Any:
        self._chat(call)
        caption = read_text(call.body.get("caption", ""), call.body.get("parse_mode"), 1024, needed=False)
        photo = call.body.get("photo", "")
        known = {each.photo for each in self.shown if each.photo}
        if not call.files and photo not in known:
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        if call.files and not call.files[0].startswith("\x89PNG"):
            raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
        return self._show(call, caption, photo if photo in known else f"file-{len(self.shown)}")

    async def _editMessageText(self, call: Call) -> Any:
        found = self._of(call)
        if found is None or found.photo:
            raise Refusal(400, "Bad Request: message to edit not found")
        text = read_text(call.body.get("text", ""), call.body.get("parse_mode"), 4096)
        buttons = read_buttons(call.body)
        if (found.text, found.buttons) == (text, buttons):
            raise Refusal(400, "Bad Request: message is not modified: specified new message content is the same")
        found.text, found.buttons = text, buttons
        return as_message(found)

    async def _deleteMessage(self, call: Call) -> Any:
        found = self._of(call)
        if found is None:
            raise Refusal(400, "Bad Request: message to delete not found")
        found.deleted = True
        return True

    async def _answerCallbackQuery(self, call: Call) -> Any:
        if len(call.body.get("text", "")) > 200:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        return self._query(call.body["callback_query_id"], call)

    async def _answerInlineQuery(self, call: Call) -> Any:
        results = call.body["results"]
        ids = [each["id"] for each in results]
        if len(results) > 50 or len(set(ids)) < len(ids) or any(not 1 <= len(each.encode()) <= 64 for each in ids):
            raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE")
        for each in results:
            content = each["input_message_content"]
            read_text(content["message_text"], content.get("parse_mode"), 4096)
            read_buttons(each)
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", call.body["button"]["start_parameter"]):
            raise Refusal(400, "Bad Request: START_PARAM_INVALID")
        return self._query(call.body["inline_query_id"], call)

    def _query(self, query: str, call: Call) -> bool:
        if query not in self.pending:
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.pending.discard(query)
        self.answered[query] = call.body
        return True

    def _chat(self, call: Call) -> None:
        if call.chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if call.chat == 0:
            raise Refusal(400, "Bad Request: chat not found")

    def _of(self, call: Call) -> Shown | None:
        number = int(call.body["message_id"])
        return next((e for e in self.shown if (e.chat, e.number) == (call.chat, number) and not e.deleted), None)

    def _show(self, call: Call, text: str, photo: str = "") -> Fields:
        under = call.body.get("reply_parameters", {}).get("message_id")
        thread = call.body.get("message_thread_id")
        shown = Shown(10_000 + len(self.shown), call.chat, text, read_buttons(call.body), photo, under, thread)
        self.shown.append(shown)
        return as_message(shown)


def as_message(shown: Shown) -> Fields:
    photo = {"photo": [{"file_id": shown.photo, "file_unique_id": "u", "width": 9, "height": 9}]} if shown.photo else {}
    said = {"caption": shown.text} if shown.photo else {"text": shown.text}
    return {"message_id": shown.number, "date": 1_790_000_000, "chat": chat(shown.chat), "from": BOT, **said, **photo}


def read_text(text: str, mode: str | None, limit: int, needed: bool = True) -> str:
    """What a person would read; Telegram's refusal where it would not show it."""
    if mode not in (None, "HTML"):
        raise Refusal(400, "Bad Request: unsupported parse_mode")
    try:
        shown = text if mode is None else parse_for_real(text) if has_real_parser() else parse(text).text
    except RefusedError as error:
        raise Refusal(400, f"Bad Request: can't parse entities: {error}") from error
    if needed and not shown.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if len(shown.encode("utf-16-le")) // 2 > limit:
        raise Refusal(400, "Bad Request: message is too long")
    return shown


def read_buttons(body: Fields) -> list[list[Fields]]:
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    for each in (button for row in rows for button in row):
        kinds = each.keys() - {"text"}
        data, copied, url = each.get("callback_data"), each.get("copy_text"), each.get("url")
        if len(kinds) != 1 or not each["text"].strip():
            raise Refusal(400, "Bad Request: can't parse inline keyboard button")
        if data is not None and not 1 <= len(data.encode()) <= 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if copied is not None and not 1 <= len(copied["text"]) <= 256:
            raise Refusal(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
        if url is not None and not url.startswith(("https://", "http://", "tg://")):
            raise Refusal(400, "Bad Request: BUTTON_URL_INVALID")
    return rows


async def read_call(scope: Scope, receive: Receive) -> Call:
    raw = b""
    while True:
        incoming = await receive()
        raw += incoming.get("body", b"")
        if not incoming.get("more_body"):
            break
    headers = {key.decode(): value.decode() for key, value in scope["headers"]}
    fields = dict(parse_qsl(scope.get("query_string", b"").decode(), keep_blank_values=True))
    kind, files = headers.get("content-type", ""), []
    if kind.startswith("multipart/"):
        whole = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
        for part in whole.iter_parts():  # type: ignore[attr-defined]
            content = part.get_payload(decode=True)
            if part.get_filename():
                files.append(content.decode("latin-1"))
            else:
                fields[part.get_param("name", header="content-disposition")] = content.decode()
    else:
        fields |= dict(parse_qsl(raw.decode(), keep_blank_values=True))
    return Call(
        scope["path"].rsplit("/", 1)[-1], {key: read_value(value) for key, value in fields.items()}, tuple(files)
    )


def read_value(value: str) -> Any:
    if value[:1] in "[{" and value:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def bot_api_server() -> Iterator[BotApiServer]:
    """A server that listens."""
    server = BotApiServer()
    with on_loopback(server) as address:
        server.base_url = address
        try:
            yield server
        finally:
            server.closing = True
