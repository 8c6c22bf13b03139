"""Settings of the bot package: the environment, or ``.env`` in the working folder."""

from __future__ import annotations

from datetime import date

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import operator_lists


class BotSettings(BaseSettings):
    """Everything optional; an empty value means the default."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        case_sensitive=False,
        frozen=True,
    )

    host: str = Field("127.0.0.1", description="Address the web page and the API listen on.")
    port: int = Field(8136, ge=0, le=65535, description="Port of the web page and the API.")
    public_hosts: str = Field(
        "", description="Host names the server answers under, such as hoi.example.vn; empty: any."
    )
    frame_origins: str = Field(
        "",
        description="Sites whose pages may hold the chat in a frame, such as https://phuong.example.vn; empty: none.",
    )
    api_origins: str = Field(
        "", description="Sites whose pages may call the API (CORS), such as https://so.example.vn; empty: none."
    )
    api_keys: SecretStr | None = Field(
        None, description="Keys of programs as name:key, separated by spaces; once set, programs need one to ask."
    )
    address_rate_per_minute: int = Field(
        600, ge=0, description="Questions a minute from one network address, keys excepted; 0 sets no limit."
    )
    forwarded_allow_ips: str = Field(
        "127.0.0.1",
        description="Address of the reverse proxy, whose X-Forwarded-For is believed; no network; none: nobody's.",
    )
    max_connections: int = Field(1000, ge=16, le=100_000, description="Connections held at a time.")
    max_connections_per_address: int = Field(
        100, ge=4, le=100_000, description="Connections of one network address at a time, the reverse proxy excepted."
    )
    today: date | None = Field(None, description="A date (YYYY-MM-DD) to answer as of, instead of the clock's.")
    telegram_bot_token: SecretStr | None = Field(
        None, description="Token of a Telegram bot from BotFather; the bot answers on Telegram when set."
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Address of a Bot API server, without the token."
    )
    telegram_webhook_url: str | None = Field(
        None,
        pattern="^https?://",
        description="Public HTTPS address Telegram posts updates to; without it the bot polls.",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None,
        description="Secret of 16 to 256 letters, digits, _ and - Telegram proves itself with, for the webhook.",
    )
    zalo_bot_token: SecretStr | None = Field(
        None, description="Token of a Zalo bot (id:secret) from Zalo Bot Manager; the bot answers on Zalo when set."
    )
    zalo_api_url: str = Field(
        "https://bot-api.zaloplatforms.com", description="Address of the Zalo Bot Platform, without the token."
    )
    zalo_webhook_url: str | None = Field(
        None,
        pattern="^https://",
        description="Public HTTPS address Zalo posts messages to; without it the bot polls, for development only.",
    )
    zalo_webhook_secret: SecretStr | None = Field(
        None,
        min_length=8,
        max_length=256,
        description="Secret of 8 to 256 characters Zalo proves itself with; needed with ZALO_WEBHOOK_URL.",
    )
    zalo_oa_app_id: str | None = Field(None, description="Id of the app of a Zalo Official Account, if you use one.")
    zalo_oa_app_secret: SecretStr | None = Field(
        None, description="Secret key of that app; renews the Official Account's tokens."
    )
    zalo_oa_webhook_secret: SecretStr | None = Field(
        None, description="Secret key Zalo signs the Official Account's webhook calls with."
    )
    zalo_oa_refresh_token: SecretStr | None = Field(
        None, description="First refresh token of the Official Account; later ones are kept under PLAN136_HOME."
    )
    log_level: str = Field("info", description="Least severity that is logged: debug, info, warning or error.")
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL such as postgresql://user:password@host/name instead of a file under PLAN136_HOME.",
    )
    secret_key: SecretStr | None = Field(
        None, description="At least 32 random characters that user ids are hashed with, instead of those made and kept."
    )
    rate_per_minute: int = Field(20, ge=0, description="Questions a minute from one person; 0 sets no limit.")
    rate_burst: int = Field(8, ge=1, description="Questions one person may ask at once after a silence.")
    channel_rate_per_minute: int = Field(
        0, ge=0, description="Questions a minute from everybody on a channel together; 0 sets no limit."
    )
    answer_threads: int = Field(4, ge=1, le=64, description="Questions that are worked on at a time.")
    answer_queue: int = Field(200, ge=0, description="Questions more that may wait; whoever comes then is told so.")
    shutdown_seconds: int = Field(
        10, ge=1, le=300, description="Seconds that answers in flight have to finish when the process is told to stop."
    )
    admin_token: SecretStr | None = Field(
        None, min_length=16, description="At least 16 characters that open /metrics; without it only this machine may."
    )
    retention_days: int = Field(180, ge=1, description="Days that answers and the feedback on them are kept.")

    @field_validator("frame_origins", "api_origins")
    @classmethod
    def _origins(cls, value: str) -> str:
        operator_lists.origins(value)
        return value

    @field_validator("public_hosts")
    @classmethod
    def _hosts(cls, value: str) -> str:
        operator_lists.hosts(value)
        return value

    @field_validator("forwarded_allow_ips")
    @classmethod
    def _proxies(cls, value: str) -> str:
        operator_lists.proxies(value)
        return value

    @field_validator("api_keys")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            operator_lists.keys(value.get_secret_value())
        return value
