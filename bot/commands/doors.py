"""Which channels a process serves, and how each is put together from the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bot.assembly import FrontDesk
from bot.channels.telegram.channel import Habits, TelegramChannel
from bot.channels.telegram.kept_notes import KeptNotes
from bot.channels.telegram.pages import Pages
from bot.channels.telegram.webhook import TelegramWebhook, WebhookAddress
from bot.channels.zalo import official_webhook, webhook
from bot.channels.zalo.arriving import Polled, Posted, Signed
from bot.channels.zalo.channel import OFFICIAL, PLATFORM, ZaloChannel
from bot.channels.zalo.door import ZaloDoor
from bot.channels.zalo.exchange import Exchange, open_exchange
from bot.channels.zalo.lists import Lists
from bot.channels.zalo.official_account import OfficialAccount
from bot.channels.zalo.official_tokens import TokenFile
from bot.channels.zalo.platform import POLL_SECONDS, PlatformClient
from bot.channels.zalo.route import ZaloRoute
from bot.channels.zalo.sending import Sender
from bot.commands.failures import BadInputError
from bot.serving.gateway import App
from bot.serving.supervisor import Part
from bot.settings import BotSettings
from bot.views import views_of

WEB, TELEGRAM = "web", "telegram"
OFFICIAL_PATH = "/webhooks/zalo-oa"
_ROOM_SECONDS = 4  # of the time to stop, for the answers to what the last poll brought


@dataclass(frozen=True)
class Opening:
    """What a channel is put together from."""

    settings: BotSettings
    home: Path
    desk: FrontDesk
    exchange: Exchange | None  # with Zalo, where one of its channels is served
    stack: AsyncExitStack  # closes what a channel holds open


@dataclass(frozen=True)
class Door:
    """A channel put together: what runs, and the addresses it answers at."""

    part: Part
    routes: Mapping[str, App] = field(default_factory=dict)


def chosen(settings: BotSettings, only: Sequence[str]) -> tuple[str, ...]:
    """The channels to serve: those that are configured, or of these the ones named.

    ``BadInputError`` for a name that is none, and for a channel whose settings are missing.
    """
    ready = {WEB: True, **{name: bool(getattr(settings, needs)) for name, (needs, _) in _DOORS.items()}}
    for name in only:
        if name not in ready:
            raise BadInputError(f"--only {name}: there is no such channel; use one of {', '.join(ready)}")
        if not ready[name]:
            raise BadInputError(
                f"--only {name}: {_DOORS[name][0].upper()} is not set; set it, or leave the channel out"
            )
    return tuple(name for name in ready if ready[name] and (not only or name in only))


async def opened(
    names: Sequence[str], settings: BotSettings, home: Path, desk: FrontDesk, stack: AsyncExitStack
) -> list[Door]:
    """The channels but for the web, put together; what they hold open is closed with ``stack``."""
    to_zalo = {PLATFORM, OFFICIAL} & set(names)  # its client reads every authority: a tenth of a second
    exchange = await stack.enter_async_context(open_exchange()) if to_zalo else None
    opening = Opening(settings, home, desk, exchange, stack)
    return [_DOORS[name][1](opening) for name in names if name in _DOORS]


def _telegram(opening: Opening) -> Door:
    from bot.channels.telegram.bot_api import BotApi  # noqa: PLC0415 - its library is this channel's alone

    settings, desk = opening.settings, opening.desk
    assert settings.telegram_bot_token is not None
    views = views_of(desk.assistant, settings)
    pages = Pages(views.register, views.library, views.questions, views.index)
    habits = Habits(drain=max(settings.shutdown_seconds - 1.0, 0.5))  # within what the process gives every channel
    try:
        api = BotApi(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
        address = _telegram_webhook(settings)
    except ValueError as error:
        raise BadInputError(str(error)) from error
    opening.stack.push_async_callback(api.close)
    notes = KeptNotes(desk.memory)
    channel = TelegramChannel(
        api, desk.reception, desk.inbox, pages, views.press, webhook=address, notes=notes, habits=habits
    )
    routes = {address.path: TelegramWebhook(address, channel.take)} if address else {}
    return Door(Part(TELEGRAM, channel.run, channel.degraded), routes)


def _telegram_webhook(settings: BotSettings) -> WebhookAddress | None:
    """Where Telegram posts; None for polling."""
    url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
    if url is None:
        return None
    if secret is None:
        raise BadInputError("TELEGRAM_WEBHOOK_URL is set, TELEGRAM_WEBHOOK_SECRET is not: a webhook needs its secret")
    address = WebhookAddress(url, secret.get_secret_value())
    if address.path == "/":
        raise BadInputError(f"TELEGRAM_WEBHOOK_URL={url!r} has no path of its own; end it with /webhooks/telegram")
    return address


def _platform(opening: Opening) -> Door:
    settings = opening.settings
    assert settings.zalo_bot_token is not None and opening.exchange is not None
    client = PlatformClient(opening.exchange, settings.zalo_bot_token.get_secret_value(), settings.zalo_api_url)
    channel = _zalo_channel(opening, client, PLATFORM)
    if settings.zalo_webhook_url is None:
        return _door(ZaloDoor(channel, opening.desk.inbox, Polled(client, _poll_seconds(settings))))
    if settings.zalo_webhook_secret is None:
        raise BadInputError("ZALO_WEBHOOK_URL is set and ZALO_WEBHOOK_SECRET is not: a webhook needs its secret")
    path = urlsplit(settings.zalo_webhook_url).path
    if path in ("", "/"):
        raise BadInputError(
            f"ZALO_WEBHOOK_URL={settings.zalo_webhook_url!r} has no path of its own; end it with /webhooks/zalo"
        )
    secret = settings.zalo_webhook_secret.get_secret_value()
    door = ZaloDoor(channel, opening.desk.inbox, Posted(client, settings.zalo_webhook_url, secret))
    return _door(door, {path: ZaloRoute(door, webhook.SECRET_HEADER, partial(webhook.judged, secret))})


def _official(opening: Opening) -> Door:
    settings = opening.settings
    assert opening.exchange is not None
    app_id = settings.zalo_oa_app_id or ""
    app_secret, key, first = (
        _needed(settings, name) for name in ("zalo_oa_app_secret", "zalo_oa_webhook_secret", "zalo_oa_refresh_token")
    )
    tokens = TokenFile(opening.home / "zalo" / "official_account.json", first)
    account = OfficialAccount(opening.exchange, tokens, app_id, app_secret)
    channel = _zalo_channel(opening, account, OFFICIAL)
    door = ZaloDoor(channel, opening.desk.inbox, Signed(account))
    judge = partial(official_webhook.judged, app_id, key)
    return _door(door, {OFFICIAL_PATH: ZaloRoute(door, official_webhook.SIGNATURE_HEADER, judge)})


def _zalo_channel(opening: Opening, sender: Sender, name: str) -> ZaloChannel:
    desk = opening.desk
    views = views_of(desk.assistant, opening.settings)
    lists = Lists(views.questions, views.library, views.register)
    return ZaloChannel(desk.reception, desk.inbox, sender, desk.memory, lists, name=name)


def _poll_seconds(settings: BotSettings) -> int:
    """A poll must end by itself when the process is told to stop: what it is given after that would be lost."""
    return max(1, min(POLL_SECONDS, settings.shutdown_seconds - _ROOM_SECONDS))


def _door(door: ZaloDoor, routes: Mapping[str, App] | None = None) -> Door:
    return Door(Part(door.name, door.run, door.degraded), routes or {})


def _needed(settings: BotSettings, name: str) -> str:
    value = getattr(settings, name)
    if value is None:
        raise BadInputError(f"ZALO_OA_APP_ID is set and {name.upper()} is not; docs/operations.md says where it is")
    return str(value.get_secret_value())


_DOORS: Mapping[str, tuple[str, Callable[[Opening], Door]]] = {  # by name: the setting it cannot do without
    TELEGRAM: ("telegram_bot_token", _telegram),
    PLATFORM: ("zalo_bot_token", _platform),
    OFFICIAL: ("zalo_oa_app_id", _official),
}
