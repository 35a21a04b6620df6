"""Documents, themes and indicators to choose from."""

from __future__ import annotations

from bot.telegram.actions import AskIndicator, ShowDocuments, ShowTheme, ShowThemes
from bot.telegram.handlers.menus import Menus, document_page, first_themes
from knowledge.documents import Document, Language
from knowledge.indicators.catalogue import Catalogue
from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Person


async def test_indicator_card_leads_to_neighbours_and_theme(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/indikator 19.9")
    card = await sri.hears(1)
    assert "19.9 Lampu lalu lintas pintar" in card.text
    await sri.unfold(card)
    assert card.button("Salin kode 19.9").startswith("copy:SNI ISO 37122:2019, indikator 19.9: ")
    sri.press(card, "📂")
    theme = await sri.hears(2)
    assert theme.buttons[0][0].startswith("19.1 ")
    sri.press(theme, "Berikutnya")
    await bot.server.until(lambda: "Halaman 2" in theme.text)
    assert any(label.startswith("19.9 ") for label, _ in theme.buttons)
    sri.press(theme, "Semua tema")
    await bot.server.until(lambda: len(theme.buttons) > 15)
    sri.press(theme, "37120")
    await bot.server.until(lambda: "37120" in theme.text)
    sri.press(theme, theme.buttons[0][0])
    await bot.server.until(lambda: "Semua tema" in str(theme.buttons))
    sri.press(theme, theme.buttons[0][0])
    assert "❓ indikator" in (await sri.hears(3)).text


async def test_there_may_be_no_documents_yet(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/sumber")
    assert "Belum ada dokumen" in (await sri.hears(1)).text


def document(number: int, language: Language = "id", translation: str | None = None) -> Document:
    """A document with all its particulars."""
    return Document(
        f"{language}-{number}",
        f"Judul {number:02}",
        "ascn",
        language,
        publisher="Kemendagri",
        date="2026-01-31",
        as_of="2026-02",
        url="https://contoh.go.id/",
        translation=translation,
    )


def test_documents_are_listed_page_by_page() -> None:
    documents = [document(number) for number in range(9, -1, -1)]
    blocks, rows = document_page(documents, ShowDocuments(0, "id"))
    assert blocks[0].text == "📚 Dokumen yang menjadi dasar jawaban saya (10)"
    assert blocks[1].text == "• Judul 00 (Kemendagri, 31 Januari 2026, keadaan Februari 2026)"
    assert [block.text[2:10] for block in blocks[1:-1]] == [f"Judul {number:02}" for number in range(8)]
    assert [action for _, action in rows[-1]] == [ShowDocuments(1, "id")]
    blocks, rows = document_page(documents, ShowDocuments(1, "id"))
    assert [block.text[2:10] for block in blocks[1:-1]] == ["Judul 08", "Judul 09"]


def test_a_document_with_a_translation_is_listed_once_in_the_persons_language() -> None:
    documents = [document(1, translation="t"), document(1, "en", translation="t"), document(2, "en"), document(3)]
    listed = {
        language: [block.text[2:10] for block in document_page(documents, ShowDocuments(0, language))[0][1:]]
        for language in ("id", "en")
    }
    assert listed == {"id": ["Judul 01", "Judul 02", "Judul 03"], "en": ["Judul 01", "Judul 02", "Judul 03"]}
    shown = document_page(documents, ShowDocuments(0, "en"))[0]
    assert "January 2026" in shown[1].text


async def test_every_theme_of_every_standard_can_be_opened() -> None:
    async def none() -> list[Document]:
        return []

    menus = Menus(Catalogue.load(), none)
    _, rows = await menus.view(first_themes("en"))
    standards = [first_themes("en"), *(action for _, action in rows[-1])]
    assert len(standards) == len(menus.catalogue.standards)
    for standard in standards:
        assert isinstance(standard, ShowThemes)
        _, rows = await menus.view(standard)
        for _, theme in (button for row in rows[:-1] for button in row):
            assert isinstance(theme, ShowTheme)
            blocks, indicators = await menus.view(theme)
            assert blocks[0].text.startswith("📊")
            assert any(isinstance(action, AskIndicator) for row in indicators for _, action in row)
            assert indicators[-1][0][1] == standard
