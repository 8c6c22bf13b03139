"""The client of a Zalo Official Account: the same ``Sender``, with tokens that are renewed and never shown."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.zalo.exchange import Answer, Exchange
from bot.channels.zalo.official_tokens import TokenFile, TokenPair, TokensLockedError
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

_LOG = logging.getLogger(__name__)
API_URL = "https://openapi.zalo.me"
OAUTH_URL = "https://oauth.zaloapp.com"
_EARLY_SECONDS = 3600.0  # renewed this long before the end, while the old token still helps should renewing fail
_TOKEN_ERRORS = (-216, -124)  # lists of codes disagree, so a message that speaks of a token counts as well
_USUAL_LIFE = 90_000.0  # seconds, where Zalo does not say
_REMEDY = "authorise the Official Account again and set ZALO_OA_REFRESH_TOKEN to the new refresh token"


class OfficialAccount:
    """Sends as an Official Account to people who wrote to it; a ``Sender``."""

    def __init__(
        self,
        exchange: Exchange,
        tokens: TokenFile,
        app_id: str,
        app_secret: str,
        *,
        api_url: str = API_URL,
        oauth_url: str = OAUTH_URL,
        retrying: Retrying | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._exchange = exchange
        self._tokens = tokens
        self._app_id = app_id
        self._app_secret = app_secret
        self._api_url = api_url.rstrip("/")
        self._oauth_url = oauth_url.rstrip("/")
        self._retrying = retrying or Retrying()
        self._clock = clock
        self._renewal: asyncio.Task[TokenPair] | None = None

    def __repr__(self) -> str:
        return f"OfficialAccount({self._app_id})"

    async def send_text(self, chat: str, text: str) -> Sent:
        """Sends 1 to 2,000 characters of plain text."""
        return await self._send(chat, {"text": bounded("message/cs", text, least=1)})

    async def send_photo(self, chat: str, url: str, caption: str = "") -> Sent:
        """Sends the picture at a public address."""
        elements = [{"media_type": "image", "url": url}]
        payload = {"template_type": "media", "elements": elements}
        message: dict[str, Any] = {"attachment": {"type": "template", "payload": payload}}
        if caption:
            message["text"] = bounded("message/cs", caption)
        return await self._send(chat, message)

    async def show_typing(self, chat: str) -> None:
        """Nothing: an Official Account cannot."""

    async def finish(self) -> None:
        """Waits for a renewal under way, whose new tokens would be lost with the process."""
        if self._renewal is not None:
            await asyncio.wait([self._renewal])

    async def _send(self, chat: str, message: Mapping[str, Any]) -> Sent:
        pair = await self._pair(self._tokens.read())
        body = {"recipient": {"user_id": chat}, "message": message}
        try:
            return await self._retrying(lambda: self._once(body, pair), Repeat.WHEN_NOT_DONE)
        except TokenRefusedError:
            renewed = await self._renewed(pair)
        return await self._retrying(lambda: self._once(body, renewed), Repeat.WHEN_NOT_DONE)

    async def _once(self, body: Mapping[str, Any], pair: TokenPair) -> Sent:
        answer = await self._exchange.post(
            "message/cs",
            f"{self._api_url}/v3.0/oa/message/cs",
            within=self._retrying.patience.seconds,
            json=body,
            headers={"access_token": pair.access},
        )
        found = _result("message/cs", answer)
        data = found.get("data")
        if not isinstance(data, dict) or not data.get("message_id"):
            raise UncertainError("message/cs", "the answer has no message id")
        return Sent(str(data["message_id"]))

    async def _pair(self, held: TokenPair) -> TokenPair:
        """The held pair while it lasts, else a new one; the held one still when renewing fails before its end."""
        if held.access and self._clock() < held.good_until - _EARLY_SECONDS:
            return held
        try:
            return await self._renewed(held)
        except ZaloError as error:
            _LOG.error("the Official Account's tokens were not renewed: %s", error)
            if held.access and self._clock() < held.good_until:
                return held
            raise

    async def _renewed(self, used: TokenPair) -> TokenPair:
        """A pair newer than the one used. One renewal at a time; it goes on when the caller is cancelled."""
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew(used))
        return await asyncio.shield(self._renewal)

    async def _renew(self, used: TokenPair) -> TokenPair:
        mine = self._tokens.only_me()
        try:
            await asyncio.to_thread(mine.__enter__)
        except TokensLockedError as error:
            raise UnavailableError("access_token", str(error)) from None
        try:
            held = self._tokens.read()
            if held.access and held.access != used.access:
                return held  # another process was quicker
            pair = await self._retrying(lambda: self._asked(held), Repeat.ALWAYS)
            self._tokens.replace(pair)  # at once and in this thread: nothing may come between
            return pair
        finally:
            mine.__exit__(None, None, None)

    async def _asked(self, held: TokenPair) -> TokenPair:
        """The next pair from Zalo; the refresh token of the held one is spent by asking."""
        answer = await self._exchange.post(
            "access_token",
            f"{self._oauth_url}/v4/oa/access_token",
            within=self._retrying.patience.seconds,
            form={"app_id": self._app_id, "grant_type": "refresh_token", "refresh_token": held.refresh},
            headers={"secret_key": self._app_secret},
        )
        try:
            found = _result("access_token", answer)
        except (TokenRefusedError, CallRefusedError) as error:
            raise TokenRefusedError("access_token", f"{error.reason}; {_REMEDY}") from None
        access, refresh = found.get("access_token"), found.get("refresh_token")
        if not (isinstance(access, str) and access and isinstance(refresh, str) and refresh):
            raise UncertainError("access_token", "the answer has no tokens")
        return TokenPair(access, refresh, self._clock() + _seconds(found.get("expires_in")))


def _result(method: str, answer: Answer) -> Mapping[str, Any]:
    """The answer's object; a ``ZaloError`` where it says that something went wrong, with HTTP 200 or without."""
    body, code = answer.body, answer.status
    if code == 429:
        raise BusyError(method, "429", answer.wait_seconds)
    if body is None or (code >= 500 and not body.get("error")):
        if 400 <= code < 500:
            kind = TokenRefusedError if code in (401, 403) else CallRefusedError
            raise kind(method, f"{code} without an answer")
        raise UncertainError(method, f"{code} without an answer")
    error = body.get("error", 0)
    if error in (0, None) and code < 400:
        return body
    told = str(body.get("error_name") or body.get("message") or "")
    if error in _TOKEN_ERRORS or "token" in told.lower() or code in (401, 403):
        raise TokenRefusedError(method, f"{error}")
    if code >= 500:
        raise UnavailableError(method, f"{error}")
    raise CallRefusedError(method, f"{error} {told}"[:200])


def _seconds(value: object) -> float:
    """How long a token lives: Zalo sends digits in a string."""
    text = str(value)
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 10 else _USUAL_LIFE
