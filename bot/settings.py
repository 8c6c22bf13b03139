"""Settings of the bot package: the environment, or ``.env`` in the working folder."""

from __future__ import annotations

from datetime import date

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


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
    today: date | None = Field(None, description="A date (YYYY-MM-DD) to answer as of, instead of the clock's.")
    log_level: str = Field("info", description="Least severity that is logged: debug, info, warning or error.")
