"""Settings: one typed list, read from the environment (prefix ``PANDU_``) and a ``.env`` file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, HttpUrl, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.safe_urls import is_safe_url
from knowledge.answers import JOBS, Job
from knowledge.deadlines import SECONDS
from knowledge.errors import ConfigError


class Settings(BaseSettings):
    """Every setting with its default and help. ``SecretStr`` fields are never printed."""

    # An empty variable means the default, as in a compose file that passes on what is not set.
    model_config = SettingsConfigDict(
        env_prefix="PANDU_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data: Path = Field(Path("data"), description="Data folder: database, originals, releases.")
    database_url: SecretStr = Field(
        SecretStr(""), description="Database URL; empty means SQLite in the data folder. May hold a password."
    )
    embedder: str = Field(
        "shipped",
        description="`shipped`, or the name or path of a sentence-transformers model (extra `hub`).",
    )
    threads: int = Field(2, ge=1, le=64, description="Texts the embedding model computes side by side.")
    chroma_url: HttpUrl | None = Field(
        None, description="URL of a Chroma server; empty means embedded, one folder for each Release."
    )
    keep_releases: int = Field(
        3, ge=2, le=50, description="How many earlier Releases stay on disk for a rollback without a rebuild."
    )
    question_limit: int = Field(6000, ge=50, le=10000, description="Longest message, in characters.")
    questions_per_minute: int = Field(12, ge=1, le=600, description="Questions one person may ask in a minute.")
    concurrency: int = Field(4, ge=1, le=64, description="Questions worked on at the same time.")
    keep_turns_days: int = Field(90, ge=1, le=3650, description="Days after which questions and answers are deleted.")
    keep_turns_most: int = Field(
        200_000, ge=100, le=100_000_000, description="Most questions and answers kept; the oldest go first."
    )
    keep_tickets_days: int = Field(
        365,
        ge=1,
        le=3650,
        description="Days after which a question handed to the directorate and its reply are deleted.",
    )
    secret: SecretStr = Field(
        SecretStr(""),
        description="Key for hashing people's ids and signing; empty means one made once and kept in the data folder.",
    )
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the web server listens on.")
    public_url: HttpUrl | None = Field(
        None, description="Public https address of this server; switches Telegram from polling to webhook."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Sites that may embed the widget, separated by commas: `https://kota.go.id`, "
        "`https://*.go.id` for every site below it, `*` for all.",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Further names this server is reached by, separated by commas: `pandu.kota.go.id`, `*.kota.go.id`, "
        "`*` for all. That of `PANDU_PUBLIC_URL`, addresses and names of a local network need not be listed.",
    )
    client_questions_per_minute: int = Field(
        60, ge=1, le=100000, description="Questions from one network address in a minute; an office may share one."
    )
    site_questions_per_minute: int = Field(
        600, ge=1, le=100000, description="Questions from one embedding site in a minute."
    )
    client_tickets_per_minute: int = Field(
        10, ge=1, le=100000, description="Questions handed to the directorate from one network address in a minute."
    )
    client_requests_per_minute: int = Field(
        600, ge=1, le=100000, description="Requests of any kind from one network address in a minute."
    )
    connections: int = Field(
        800, ge=10, le=100000, description="Connections open at the same time; each takes a file descriptor."
    )
    client_connections: int = Field(
        100, ge=1, le=100000, description="Connections one network address may have open; a proxy may have all."
    )
    client_seconds: int = Field(
        20,
        ge=1,
        le=600,
        description="Seconds a client has to send the head of a request, then its body, and to take each 48 KiB of the "
        "answer.",
    )
    database_seconds: float = Field(
        SECONDS,
        ge=0.05,
        le=60,
        description="Seconds a question waits for the database, once to read and once to write, before it is answered "
        "without being stored.",
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Bearer token that `/metrics` asks for; empty means `/metrics` answers 404."
    )
    operator: str = Field("", max_length=200, description="Who runs this service, as named on the privacy page.")
    contact: str = Field("", max_length=200, description="Where people turn to with questions about their data.")
    telegram_token: SecretStr = Field(SecretStr(""), description="Bot token from @BotFather; empty means no bot.")
    telegram_api_url: HttpUrl = Field(HttpUrl("https://api.telegram.org"), description="Root of the Bot API server.")
    telegram_messages_per_second: int = Field(
        30, ge=1, le=1000, description="Messages the bot sends in a second; Telegram allows 30 unless you pay for more."
    )
    telegram_messages_per_chat: int = Field(
        20, ge=1, le=100000, description="Messages from one chat that the bot works on in a minute."
    )
    telegram_timeout: float = Field(
        10, ge=1, le=120, description="Seconds to wait for the Bot API server before a request is tried again."
    )
    staff_chat: int = Field(0, description="Chat id of the Telegram staff group; 0 means none.")
    staff_idle_minutes: int = Field(
        120,
        ge=5,
        le=1440,
        description="Minutes after which the staff console asks somebody to sign in who did nothing.",
    )
    staff_session_hours: int = Field(
        12, ge=1, le=168, description="Hours after which the staff console asks everybody to sign in again."
    )
    oidc_issuer: str = Field(
        "",
        max_length=500,
        description="Address of an OpenID Connect provider that staff may sign in by, as it calls itself; empty means "
        "by password only.",
    )
    oidc_client: str = Field("", max_length=250, description="Id under which this installation is registered there.")
    oidc_secret: SecretStr = Field(
        SecretStr(""), description="Its secret; empty for a public client, which is protected by PKCE alone."
    )
    oidc_claim: str = Field(
        "email",
        pattern=r"^[\w.:/-]{1,100}$",
        description="Claim of the ID token by which accounts are linked: `email`, `sub`, or another that people cannot "
        "choose for themselves.",
    )
    golden: Path = Field(
        Path("tests/golden"), description="Folder of the golden questions that an impact preview asks, too."
    )
    reply_days: int = Field(
        0,
        ge=0,
        le=90,
        description="Working days within which the directorate replies, as askers are told; 0 means as long as most "
        "replies of late took.",
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="Mail server for replies to askers, `smtp://user:password@host:port` or `smtps://…`; empty means "
        "no mail is sent.",
    )
    smtp_from: str = Field(
        "", max_length=250, description="Whom mail comes from, such as `Pandu ASCN <pandu@example.go.id>`."
    )
    weekly_digest: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Where the digest of the week goes on Monday morning, separated by commas: `staff-group` for the "
        "Telegram staff group, and mailboxes; empty means nowhere.",
    )
    llm: str = Field(
        "",
        max_length=200,
        description="Language model that does `PANDU_LLM_JOBS`, `provider:model` as LangChain's `init_chat_model` "
        "knows it, such as `openai:gpt-4o-mini` or `ollama:llama3.2` (extras `openai`, `anthropic`, `google`); empty "
        "means that answers are the documents' own sentences.",
    )
    llm_url: HttpUrl | None = Field(
        None, description="Address of its server, such as `http://127.0.0.1:8080/v1`; empty means the provider's own."
    )
    llm_key: SecretStr = Field(SecretStr(""), description="Key that its server asks for.")
    llm_jobs: Annotated[tuple[Job, ...], NoDecode] = Field(
        JOBS,
        description="What it does, separated by commas: `understanding` reads messages that lean on the conversation "
        "or ramble as standalone questions, `writing` writes answers.",
    )
    llm_seconds: float = Field(
        20, ge=1, le=300, description="Seconds it has for a message; then the documents' own sentences go out."
    )
    llm_tokens_per_day: int = Field(
        2_000_000, ge=0, description="Tokens it may cost in a day; 0 means as many as it likes."
    )
    llm_tokens_per_person: int = Field(
        100_000, ge=0, description="Tokens that one person may cost in a day; 0 means as many as they like."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is logged.")

    @field_validator("allowed_origins", "allowed_hosts", "weekly_digest", "llm_jobs", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("oidc_issuer")
    @classmethod
    def _is_provider(cls, issuer: str) -> str:
        if issuer and (not is_safe_url(issuer) or "?" in issuer):
            raise ValueError("write the https:// address by which the provider calls itself (`issuer`)")
        return issuer

    @field_validator("oidc_client")
    @classmethod
    def _is_registered(cls, client: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not client:
            raise ValueError("register this installation with the provider of PANDU_OIDC_ISSUER and set its client id")
        return client

    @property
    def mails(self) -> bool:
        """Whether mail is sent."""
        return bool(self.smtp_url.get_secret_value())


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        ConfigError: something is wrong; the text lists every problem at once, or names the file of a secret that
            cannot be read.
    """
    try:
        return Settings(**_from_files())
    except ValidationError as error:
        problems = [
            f"  PANDU_{'_'.join(str(part) for part in item['loc']).upper()}: {item['msg']}"
            for item in error.errors(include_url=False, include_input=False)
        ]
        raise ConfigError("These settings need attention:\n" + "\n".join(problems)) from None


def _from_files() -> dict[str, Any]:
    """The secrets that the environment leaves to files, as Docker and systemd hand them over: of ``PANDU_SECRET_FILE``
    the first line, and so for every other secret."""
    found = {}
    for name, field in Settings.model_fields.items():
        variable = f"PANDU_{name.upper()}_FILE"
        if field.annotation is not SecretStr or not (path := os.environ.get(variable)):
            continue
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{variable} names a file that cannot be read ({type(error).__name__}): {path}") from None
    return found


def proxy_warning() -> str:
    """What is wrong with the proxies that uvicorn is told to believe, or ""."""
    trusted = {part.strip() for part in os.environ.get("FORWARDED_ALLOW_IPS", "").split(",")}
    if not trusted & {"*", "0.0.0.0/0", "::/0"}:
        return ""
    return (
        "FORWARDED_ALLOW_IPS lets every client claim any address in X-Forwarded-For, so that no limit holds it. Name "
        "the proxy's address or network instead, such as 10.0.0.5 or 172.16.0.0/12."
    )
