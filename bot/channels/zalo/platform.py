"""The client of the Zalo Bot Platform: its methods that we use, its refusals as typed errors, the token never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from bot.channels.zalo.exchange import Answer, Exchange
from bot.channels.zalo.incoming import Received, read_update
from bot.channels.zalo.retrying import Repeat, Retrying
from bot.channels.zalo.sending import (
    BusyError,
    CallRefusedError,
    Sent,
    TokenRefusedError,
    UnavailableError,
    UncertainError,
    ZaloError,
    bounded,
)

API_URL = "https://bot-api.zaloplatforms.com"
POLL_SECONDS = 12  # short, so that a poll can end by itself when the process is told to stop
_POLL_ROOM_SECONDS = 10.0
_TOKEN = re.compile(r"[A-Za-z0-9_:.~+=-]{1,256}")
_NO_UPDATE, _NOT_FOUND = 408, 404


class _NothingThereError(CallRefusedError):
    """404 and 408, which some methods take for an answer."""


@dataclass(frozen=True, slots=True)
class Account:
    """The bot behind the token."""

    id: str
    name: str
    may_join_groups: bool


class PlatformClient:
    """The Bot Platform's methods we use; a ``Sender``."""

    def __init__(
        self, exchange: Exchange, token: str, base_url: str = API_URL, retrying: Retrying | None = None
    ) -> None:
        """``token`` as the platform gave it ("id:secret"); ValueError when it cannot be one."""
        if not _TOKEN.fullmatch(token):
            raise ValueError("ZALO_BOT_TOKEN holds characters no token has; copy it again from Zalo Bot Manager")
        address = urlsplit(base_url)
        if address.scheme not in ("http", "https") or not address.netloc:
            raise ValueError(f"ZALO_API_URL={base_url!r} is no web address; leave it empty for {API_URL}")
        self._exchange = exchange
        self._base_url = base_url.rstrip("/")
        self._base_path = address.path.rstrip("/")
        self._token = token
        self._retrying = retrying or Retrying()

    def __repr__(self) -> str:
        return f"PlatformClient({self._base_url})"

    async def me(self) -> Account:
        """The bot the token belongs to."""
        found = await self._call("getMe", {}, Repeat.ALWAYS)
        if not isinstance(found, dict):
            raise UncertainError("getMe", "the answer has no account")
        name = found.get("display_name") or found.get("account_name") or ""
        return Account(str(found.get("id", "")), str(name), found.get("can_join_groups") is True)

    async def updates(self, wait_seconds: int = POLL_SECONDS) -> tuple[Received, ...]:
        """What arrives within the wait; empty when nothing does.

        The platform has no offset: it forgets what it hands out. A caller that drops the result has lost the
        message, and so has one that cancels this call, which is therefore made once, without repeats.
        """
        body = {"timeout": str(wait_seconds)}
        try:
            found = await self._call("getUpdates", body, Repeat.NEVER, wait_seconds + _POLL_ROOM_SECONDS)
        except _NothingThereError as error:
            if error.reason.startswith(str(_NO_UPDATE)):
                return ()
            raise
        if not found:
            return ()
        return tuple(read_update(each) for each in (found if isinstance(found, list) else [found]))

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has updates posted to an HTTPS address from now on; polling ends with it."""
        await self._call("setWebhook", {"url": url, "secret_token": secret}, Repeat.ALWAYS)

    async def delete_webhook(self) -> None:
        """Ends posting, so that polling works; nothing to end is no error."""
        try:
            await self._call("deleteWebhook", {}, Repeat.ALWAYS)
        except _NothingThereError:
            return

    async def webhook(self) -> str | None:
        """The address updates are posted to; None when there is none."""
        try:
            found = await self._call("getWebhookInfo", {}, Repeat.ALWAYS)
        except _NothingThereError:
            return None
        return str(found.get("url") or "") or None if isinstance(found, dict) else None

    async def send_text(self, chat: str, text: str) -> Sent:
        """Sends 1 to 2,000 characters of plain text."""
        return await self._send("sendMessage", {"chat_id": chat, "text": bounded("sendMessage", text, least=1)})

    async def send_photo(self, chat: str, url: str, caption: str = "") -> Sent:
        """Sends the picture at a public address."""
        body = {"chat_id": chat, "photo": url}
        if caption:
            body["caption"] = bounded("sendPhoto", caption)
        return await self._send("sendPhoto", body)

    async def show_typing(self, chat: str) -> None:
        """Shows "typing" for about five seconds."""
        await self._call("sendChatAction", {"chat_id": chat, "action": "typing"}, Repeat.NEVER)

    async def _send(self, method: str, body: Mapping[str, str]) -> Sent:
        found = await self._call(method, body, Repeat.WHEN_NOT_DONE)
        if not isinstance(found, dict) or not found.get("message_id"):
            raise UncertainError(method, "the answer has no message id")
        return Sent(str(found["message_id"]))

    async def _call(self, method: str, body: Mapping[str, str], repeat: Repeat, seconds: float | None = None) -> Any:
        """The result of a method; a ``ZaloError`` when there is none."""

        async def once() -> Any:
            answer = await self._exchange.post(
                method,
                f"{self._base_url}/{method}",
                within=seconds or self._retrying.patience.seconds,
                json=body,
                target=f"{self._base_path}/bot{self._token}/{method}",
            )
            return self._result(method, answer)

        return await self._retrying(once, repeat)

    def _result(self, method: str, answer: Answer) -> Any:
        body = answer.body
        if body is not None and body.get("ok") is True:
            return body.get("result")
        if body is None or body.get("ok") is not False:
            raise _unclear(method, answer)
        code = body.get("error_code")
        code = code if isinstance(code, int) and code else answer.status
        told = self._redacted(str(body.get("description") or ""))  # an echo of the address would hold the token
        raise _refusal(method, code, f"{code} {told}".strip()[:200], answer.wait_seconds)

    def _redacted(self, text: str) -> str:
        for secret in (self._token, quote(self._token, safe=""), self._token.partition(":")[2]):
            text = text.replace(secret, "***") if secret else text
        return text


def _refusal(method: str, code: int, reason: str, wait_seconds: float | None) -> ZaloError:
    """The platform's own refusal: whatever the code, it says that nothing was done."""
    if code in (401, 403):
        return TokenRefusedError(method, reason)
    if code == 429:
        return BusyError(method, reason, wait_seconds)
    if code in (_NO_UPDATE, _NOT_FOUND):
        return _NothingThereError(method, reason)
    if 400 <= code < 500:
        return CallRefusedError(method, reason)
    return UnavailableError(method, reason)


def _unclear(method: str, answer: Answer) -> ZaloError:
    """An answer that is not in the platform's form: a gateway's, whose 4xx are clear and whose 5xx are not."""
    code = answer.status
    reason = f"{code} without the platform's answer"
    if 400 <= code < 500:
        return _refusal(method, code, reason, answer.wait_seconds)
    return UncertainError(method, reason)
