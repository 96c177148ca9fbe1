"""The settings, from the environment (EXPERTBOT_…), checked once at start; a mistake is one sentence."""

from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from handlers.domain.mails import is_mail
from handlers.programme.calendar import BadCalendar, WorkCalendar, read_overrides

PREFIX = "EXPERTBOT_"


class Mistake(Exception):
    """The settings cannot be used; the text is for the operator, one sentence a line."""


class Settings(BaseSettings):
    """Everything that may differ between two installations. Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: str = ""
    data_dir: Path = Path("data")
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=0, le=65535)
    trusted_proxies: str = ""
    calendar: str = ""
    keep_days: int = Field(default=30, ge=1, le=3650)
    sqlite_synchronous: Literal["FULL", "NORMAL", "OFF"] = "FULL"
    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str = ""
    telegram_webhook_secret: SecretStr = SecretStr("")
    smtp_host: str = ""
    smtp_port: int = Field(default=0, ge=0, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    smtp_tls: Literal["none", "starttls", "tls"] = "starttls"
    hook_url: SecretStr = SecretStr("")
    hook_template: str = "sms"
    hook_secret: SecretStr = SecretStr("")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url.startswith(("postgresql://", "postgres://")):
            return "postgresql+psycopg://" + url.partition("://")[2]
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @field_validator("public_url", "telegram_api_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/")

    @field_validator("smtp_from")
    @classmethod
    def _a_sender(cls, sender: str) -> str:
        if sender and not is_mail(parseaddr(sender)[1]):
            raise ValueError("must be an e-mail address, as 专家服务 <expert@example.org>")
        return sender

    @field_validator("hook_url")
    @classmethod
    def _a_hook(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value() and not url.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url

    @field_validator("telegram_token")
    @classmethod
    def _a_token(cls, token: SecretStr) -> SecretStr:
        value = token.get_secret_value()
        if value and not (value.partition(":")[0].isdecimal() and value.partition(":")[2]):
            raise ValueError("must look like 123456:ABC…, as @BotFather gives it")
        return token

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, listed: str) -> str:
        for part in filter(None, (part.strip() for part in listed.split(","))):
            try:
                ip_network(part, strict=False)
            except ValueError:
                raise ValueError(f"must be addresses or networks with commas between, not {part}") from None
        return listed

    @field_validator("calendar")
    @classmethod
    def _a_calendar(cls, file: str) -> str:
        if file:
            _read_calendar(file)
        return file

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.database_url.startswith("postgresql") and not self.secret_key.get_secret_value():
            raise ValueError(f"{PREFIX}SECRET_KEY is required with PostgreSQL, so that all replicas share it")
        if self.telegram_webhook_url and not self.telegram_webhook_url.startswith("https://"):
            local = self.telegram_webhook_url.startswith(("http://127.0.0.1", "http://localhost"))
            if not local:
                raise ValueError(f"{PREFIX}TELEGRAM_WEBHOOK_URL must begin with https://")
        if self.telegram_webhook_url and not self.telegram_webhook_secret.get_secret_value():
            raise ValueError(f"{PREFIX}TELEGRAM_WEBHOOK_SECRET is required with a webhook")
        if self.smtp_host and not self.smtp_from:
            raise ValueError(f"{PREFIX}SMTP_HOST needs {PREFIX}SMTP_FROM beside it")
        if self.smtp_user and self.smtp_tls == "none" and self.smtp_host not in _HERE:
            raise ValueError(f"{PREFIX}SMTP_TLS must not be none with a login: the password could be read")
        return self

    @property
    def on_postgres(self) -> bool:
        """Say whether the database is PostgreSQL."""
        return self.database_url.startswith("postgresql")

    @property
    def proxies(self) -> tuple[str, ...]:
        """The addresses whose X-Forwarded-For is believed."""
        return tuple(part.strip() for part in self.trusted_proxies.split(",") if part.strip())

    def work_calendar(self) -> WorkCalendar:
        """Return China's working days with the overrides of the calendar file, where one is set."""
        return _read_calendar(self.calendar) if self.calendar else WorkCalendar()

    def database(self, *, samples: bool = False) -> str:
        """Return the database's URL: the one set, or a file in the data folder; samples have their own."""
        if self.database_url and not samples:
            return self.database_url
        return f"sqlite:///{self.data_dir / ('sample.db' if samples else 'expertbot.db')}"


_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


def read_settings() -> Settings:
    """Return the settings of the environment. Raises `Mistake` with one sentence for each fault."""
    try:
        return Settings()
    except ValidationError as error:
        raise Mistake("\n".join(_sentence(fault) for fault in error.errors())) from None


def _read_calendar(file: str) -> WorkCalendar:
    try:
        return WorkCalendar(read_overrides(Path(file).read_text(encoding="utf-8")))
    except UnicodeDecodeError:
        raise ValueError(f"names {file}, which is not UTF-8 text") from None
    except OSError as error:
        raise ValueError(f"names {file}, which cannot be read: {error.strerror}") from None
    except BadCalendar as mistake:
        raise ValueError(f"names {file}, which {mistake}") from None


def _sentence(fault: ErrorDetails) -> str:
    words = fault["msg"].removeprefix("Value error, ")
    if not fault["loc"]:
        return f"{words}."
    return f"{PREFIX}{str(fault['loc'][0]).upper()} {words[:1].lower()}{words[1:]}."
