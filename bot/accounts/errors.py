"""What cannot be done with an account, said in both languages."""

from __future__ import annotations

from knowledge.documents import Language
from knowledge.errors import PanduError
from knowledge.language.messages import Messages

_TEXTS = Messages("bot.accounts")


class AccountError(PanduError):
    """Something that cannot be done; ``code`` is its name in ``texts.yaml``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(_TEXTS.say(code, "en", **values))
        self.code = code
        self._values = values

    def said(self, language: Language) -> str:
        """The sentence in a language."""
        return _TEXTS.say(self.code, language, **self._values)
