"""The bot's own sentences."""

from __future__ import annotations

from bot.telegram.messages.texts import TEXTS


def test_every_sentence_is_there_in_both_languages_with_the_same_blanks() -> None:
    import string

    for name, languages in TEXTS.content.items():
        assert set(languages) == {"id", "en"}, name
        blanks = [
            {field for _, field, _, _ in string.Formatter().parse(languages[language]) if field}
            for language in ("id", "en")
        ]
        assert blanks[0] == blanks[1], name
