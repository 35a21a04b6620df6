"""What was typed into a form, checked."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from bot.staff.access import BODY
from bot.web.problems import Problem


class Form:
    """The fields of a form. What does not fit ends the request with the problem ``field-invalid``: the page itself
    lets nobody send it."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def text(self, name: str, most: int = 200, *, required: bool = True) -> str:
        """A text without space around it, of so many characters; "" where it may be left out."""
        value = self._data.get(name, "")
        text = value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""
        if len(text) > most or (required and not text):
            raise Problem("field-invalid", field=name)
        return text

    def secret(self, name: str, most: int = 1000) -> str:
        """A password, with the space in it; "" when none was given."""
        value = self._data.get(name, "")
        if not isinstance(value, str) or len(value) > most:
            raise Problem("field-invalid", field=name)
        return value

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of the choices."""
        value = self._data.get(name, "")
        if not isinstance(value, str) or value not in choices:
            raise Problem("field-invalid", field=name)
        return value

    def number(self, name: str, least: int = 0, most: int = 2**31 - 1) -> int:
        """A whole number."""
        value = self._data.get(name, "")
        digits = isinstance(value, str) and len(value) <= 10 and value.isdecimal()
        if not digits or not least <= (number := int(str(value))) <= most:
            raise Problem("field-invalid", field=name)
        return number

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self._data.get(name))

    def texts(self, name: str, most: int = 200) -> list[str]:
        """All values under a name, as of several boxes."""
        values = [value for value in self._data.getlist(name) if isinstance(value, str)]
        if any(len(value) > most for value in values):
            raise Problem("field-invalid", field=name)
        return values

    def files(self, name: str) -> list[UploadFile]:
        """The files that were chosen."""
        return [file for file in self._data.getlist(name) if isinstance(file, UploadFile) and file.filename]


async def form_of(request: Request, *, body: int = BODY, files: int = 0) -> Form:
    """The form that was sent; with ``body`` and ``files`` as the handler is ``@allowed``.

    Raises:
        Problem: it is larger than allowed.
    """
    return Form(await request.form(max_files=files, max_fields=500, max_part_size=body))
