"""Sentences about a document, in both languages."""

from ingest.errors import DocumentError, Notice


def test_a_notice_speaks_both_languages_and_survives_pickling() -> None:
    import pickle

    notice = pickle.loads(pickle.dumps(Notice("Halaman rusak.", "A damaged page.")))
    assert (notice, notice.message("id"), notice.message("en")) == (
        "A damaged page.",
        "Halaman rusak.",
        "A damaged page.",
    )


def test_an_error_speaks_both_languages_and_is_logged_in_english() -> None:
    error = DocumentError("Berkas rusak.", "The file is damaged.")
    assert (error.message("id"), error.message("en"), str(error)) == (
        "Berkas rusak.",
        "The file is damaged.",
        "The file is damaged.",
    )


def test_names_cannot_steer_a_terminal() -> None:
    error, notice = DocumentError("a\x1b[2Jb", "a\x1b[2Jb"), Notice("a\x1b[2Jb", "a\x1b[2Jb")
    for text in (str(error), error.message("id"), str(notice), notice.message("id")):
        assert "\x1b" not in text
        assert text.startswith("a")
