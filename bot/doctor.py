"""The examination behind ``pandu doctor``: every part that can be wrong, and what to do about it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text as sql

from bot.accounts.accounts import Accounts
from bot.accounts.oidc_provider import OidcProvider
from bot.changed_settings import ChangedSettings
from bot.mail.smtp import SmtpServer, sender_mailbox
from bot.providers import oidc_provider
from bot.secret_key import secret_key
from bot.settings import Settings, load_settings, proxy_warning
from bot.stores import open_reader, open_stores
from ingest.sandbox import left_open
from knowledge.deadlines import Deadline
from knowledge.embedding.factory import open_embedder
from knowledge.errors import IntegrityError, PanduError

_OTHERS = 0o077  # what everybody but the owner may do
_NO_ADDRESS = (
    "nobody is told by mail that an answer has changed, since the letters would lead nowhere: set PANDU_PUBLIC_URL"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one part; ``text`` says what to do when it is not fine. ``warning``: it works, but not as
    it should."""

    part: str
    fine: bool
    text: str
    warning: bool = False


def examine(settings: Settings | None = None) -> list[Finding]:
    """Examine configuration, data folder, reader, database, who takes questions, mail, sign-in provider, model and
    index, as far as each can be reached; the configuration is read anew unless it is given."""
    try:
        settings = settings or load_settings()
    except PanduError as error:
        return [Finding("configuration", False, str(error))]
    return [Finding("configuration", True, f"data folder {settings.data}"), *_parts(settings)]


def _parts(settings: Settings) -> Iterator[Finding]:
    os.umask(0o077)
    if warning := proxy_warning():
        yield Finding("proxy", False, warning)
    yield (folder := _checked("data folder", lambda: _writable(settings.data)))
    if folder.fine and (open_to_others := _open_to_others(settings.data)):
        yield Finding("permissions", True, open_to_others, warning=True)
    if folder.fine:
        yield _checked("reader", lambda: _reader(settings.data))
    yield (database := _checked("database", lambda: _database(settings)))
    if database.fine:
        yield _hand_over(settings)
    if database.fine and (missing := _unnamed(settings)):
        yield Finding("privacy page", True, missing, warning=True)
    if settings.smtp_url.get_secret_value():
        yield _checked("mail", lambda: _mail(settings))
        if settings.public_url is None:
            yield Finding("watches", True, _NO_ADDRESS, warning=True)
    if provider := oidc_provider(settings):
        yield _checked("sign-in provider", lambda: _provider(provider, settings))
    yield (model := _checked("model", lambda: _model(settings)))
    if database.fine and model.fine:
        yield _checked("index", lambda: _index(settings))


def _checked(part: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, check())
    except (PanduError, OSError) as error:
        return Finding(part, False, str(error))
    except Exception as error:  # whatever is wrong with one part, the others are examined too
        return Finding(part, False, f"It cannot be read ({getattr(error, 'orig', None) or error}). Restore a backup.")


def _writable(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    if (folder / "secret.key").exists():
        secret_key(folder)
    return "can be written"


def _reader(folder: Path) -> str:
    """What the process that reads documents can reach. A kernel that cannot close it off is no fault of this
    installation, so it is told and not called wrong."""
    if found := left_open(folder):
        return (
            f"documents are read in a process of their own, but this kernel leaves it {' and '.join(found)} open "
            "(no Landlock or no seccomp); take in files from strangers on another machine or in a container of its own"
        )
    return "documents are read in a process closed off from other files and the network"


def _open_to_others(folder: Path) -> str:
    """What other users of the machine can get at, or nothing: a closed folder closes all that is in it."""
    inside = (folder / name for name in ("pandu.db", "originals", "releases", "secret.key"))
    if not folder.stat().st_mode & _OTHERS:
        return ""
    found = [path.name for path in inside if path.exists() and path.stat().st_mode & _OTHERS]
    return f"others on this machine can get at {', '.join(found)}: chmod -R go= {folder}" if found else ""


def _database(settings: Settings) -> str:
    engine, document_store, release_store = open_stores(settings)
    try:
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                result = connection.execute(sql("PRAGMA integrity_check(1)")).scalar()
            if result != "ok":
                raise IntegrityError(f"It is damaged ({result}). Restore a backup of the data folder.")
        current = document_store.current_versions()
        versions = set(current)
        if published := release_store.published():
            release_store.need_sound(published)
            versions.update(release_store.versions(published))
        document_store.need_sound(sorted(versions))
        return f"{engine.dialect.name}, {len(current)} documents"
    finally:
        engine.dispose()


def _hand_over(settings: Settings) -> Finding:
    """Who takes what is handed over; where nobody does, no channel offers it."""
    if settings.staff_chat and settings.telegram_token.get_secret_value():
        return Finding("hand-over", True, "questions can be handed to the staff group in Telegram")
    engine, _, _ = open_stores(settings)
    try:
        if Accounts(engine).any_enabled():
            return Finding("hand-over", True, "questions can be handed to the staff console")
    finally:
        engine.dispose()
    nobody = (
        "nobody is there to take questions, so no channel offers to hand them over: add an account "
        "(`pandu staff add NAME`) or a staff group (PANDU_STAFF_CHAT)"
    )
    return Finding("hand-over", True, nobody, warning=True)


def _unnamed(settings: Settings) -> str:
    """What people who ask about their data are not told, or nothing."""
    engine, _, _ = open_stores(settings)
    try:
        current = ChangedSettings(engine, settings, Deadline()).current()
    finally:
        engine.dispose()
    named = {"PANDU_OPERATOR": current.operator, "PANDU_CONTACT": current.contact}
    missing = " and ".join(name for name, value in named.items() if not value)
    told = "the privacy page does not say who runs this service and whom people turn to about their data: set {}"
    return told.format(missing) if missing else ""


def _mail(settings: Settings) -> str:
    sender_mailbox(settings.smtp_from)
    server = SmtpServer.of(settings.smtp_url.get_secret_value())
    server.greet()
    return f"the mail server {server.host}:{server.port} takes mail from us"


def _provider(provider: OidcProvider, settings: Settings) -> str:
    metadata = asyncio.run(provider.metadata())
    url = str(settings.public_url or "").rstrip("/") or "https://… (set PANDU_PUBLIC_URL)"
    told = [f"staff may sign in by {provider.issuer}, where {url}/staf/masuk/instansi/kembali must be registered"]
    told += [] if metadata.knows_pkce else ["the provider does not say that it checks PKCE (S256)"]
    told += [] if provider.secret else ["no PANDU_OIDC_SECRET is set, as for a public client"]
    return "; ".join(told)


def _model(settings: Settings) -> str:
    embedder = open_embedder(settings.embedder, threads=settings.threads)
    vector = embedder.embed_questions(["kota cerdas"])[0]
    return f"{embedder.name}, {len(vector)} dimensions"


def _index(settings: Settings) -> str:
    engine, document_store, release_store = open_stores(settings)
    releases = open_reader(settings, document_store, release_store)
    try:
        release = releases.current()
        if problems := release.check():
            raise IntegrityError(f"Release {release.id}: {'; '.join(problems)}. Run `pandu rebuild`.")
        return f"release {release.id}, {len(release)} chunks, finds itself"
    finally:
        releases.close()
        engine.dispose()
