"""Settings of the knowledge package: the environment, or ``.env`` in the working folder."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class KnowledgeSettings(BaseSettings):
    """Everything optional; an empty value means the default."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        case_sensitive=False,
        frozen=True,
    )

    plan136_home: Path = Field(
        default=Path("var"), description="Folder for everything on disk: index, database, uploads."
    )
    embedding_model: str | None = Field(
        default=None, description="A sentence-transformers model (folder or hub name) instead of the bundled one."
    )
    hf_hub_offline: bool = Field(
        default=True, description="Never reach the model hub; 0 lets EMBEDDING_MODEL be downloaded once."
    )
    chroma_url: str | None = Field(
        default=None, description="Chroma server such as http://host:8000 instead of the local folder."
    )

    @field_validator("plan136_home")
    @classmethod
    def _expanded(cls, value: Path) -> Path:
        return value.expanduser()
