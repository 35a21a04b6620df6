"""The services of others, where they are set: what staff sign in by, and what writes answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.accounts.oidc_provider import OidcProvider
from bot.settings import Settings

if TYPE_CHECKING:
    from knowledge.chat_model.model import ChatModel


def oidc_provider(settings: Settings) -> OidcProvider | None:
    """Whom staff may sign in by instead of a password, if that is set."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_secret.get_secret_value()
    return OidcProvider(settings.oidc_issuer, settings.oidc_client, secret, settings.oidc_claim)


def language_model(settings: Settings) -> ChatModel | None:
    """What writes answers, if that is set.

    Raises:
        ConfigError: it cannot be opened.
    """
    if not settings.llm:
        return None
    from knowledge.chat_model.model import ChatModel  # nobody without a model needs what it imports

    url = str(settings.llm_url or "").rstrip("/")
    key = settings.llm_key.get_secret_value()
    return ChatModel(settings.llm, url=url, key=key, seconds=settings.llm_seconds)
