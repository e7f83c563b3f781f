"""Settings: read once from the environment (and an optional ``.env``), frozen, passed down."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

import programme

TELEGRAM = "https://api.telegram.org"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """Every field is the environment variable of the same name in capitals; README.md has the table."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = TELEGRAM
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    public_url: str | None = None
    database_url: SecretStr = SecretStr("sqlite:///var/falando.db")
    encryption_keys: SecretStr | None = None
    encryption_key_file: Path = Path("var/falando.key")
    programme_folder: Path = Path(programme.__file__).parent
    redis_url: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    translation_provider: Literal["", "libretranslate", "google", "mymemory"] = ""
    translation_url: str | None = None
    translation_key: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    update_concurrency: int = Field(default=64, ge=1, le=1000)
    sends_per_second: int = Field(default=30, ge=0, le=1000)

    @field_validator("telegram_api_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("webhook_url", "public_url")
    @classmethod
    def _https(cls, url: str | None) -> str | None:
        if url is not None and not (_is(url, "https") or is_loopback(url)):
            raise ValueError("the address must begin with https://")
        return url

    @property
    def dashboard_url(self) -> str | None:
        """The page for coordinators, as they reach it: under PUBLIC_URL, else beside WEBHOOK_URL, else nowhere."""
        base = self.public_url
        if base is None and self.webhook_url is not None:
            base = urlsplit(self.webhook_url)._replace(path="", query="", fragment="").geturl()
        if base is None or (is_loopback(base) and self.telegram_api_url == TELEGRAM):
            # Telegram refuses every message with a button that leads to a page it may not open.
            return None
        return f"{base.rstrip('/')}/app/"


def is_loopback(url: str) -> bool:
    """Return whether `url` leads to this machine over plain HTTP, as in the demo and in tests."""
    return _is(url, "http") and urlsplit(url).hostname in LOOPBACK


def _is(url: str, scheme: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == scheme and bool(parts.hostname)
