"""Buttons below a message."""

from __future__ import annotations

from bot.telegram.actions import CopyText, Forget, HandOver, OpenApp, ShowSources
from bot.telegram.messages.buttons import actions_of, keyboard, label_width
from bot.telegram.messages.texts import TEXTS
from bot.telegram.messages.widths import width


def test_each_button_carries_its_own_data() -> None:
    rows = [
        [("Salin", CopyText("x" * 300)), ("Sumber", ShowSources("t"))],
        [("Katalog", OpenApp("https://a.id/app"))],
        [("Teruskan ke Direktorat agar dijawab petugas", HandOver("t", 1))],
        [("Hapus", Forget("id"))],
    ]
    assert actions_of(rows) == [ShowSources("t"), HandOver("t", 1), Forget("id")]
    copy, sources, app, hand_over, forget = (
        button for row in keyboard(rows, ["a", "b", "c"]).inline_keyboard for button in row
    )
    assert [button.callback_data for button in (copy, sources, app, hand_over, forget)] == [None, "a", None, "b", "c"]
    assert [button.style for button in (sources, hand_over, forget)] == [None, "primary", "danger"]
    assert copy.copy_text is not None
    assert len(copy.copy_text.text) == 256
    assert app.web_app is not None
    assert hand_over.text == "Teruskan ke Direktorat agar dijawab…"


def test_the_bots_own_buttons_are_not_cut() -> None:
    alone = ("hand_over", "watch", "watch_stop", "all_themes", "example_1", "example_2", "example_3", "copy_code")
    paired = ("document_yes", "document_no", "forget_yes", "forget_no", "previous", "next", "reason_wrong",
              "reason_incomplete", "reason_unclear", "reason_write")  # fmt: skip
    for language in ("id", "en"):
        for names, beside in ((alone, 1), (paired, 2), (("more",), 4)):
            for name in names:
                assert width(TEXTS.say(name, language, code="19.12")) <= label_width(beside), name
