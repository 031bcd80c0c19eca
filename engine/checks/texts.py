"""Texts that were read in another encoding than they were written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..ground.files.text_encodings import UTF_8, decode_texts
from ..ground.files.vector_files import VectorLayer
from .found import Found, Rows

_LOST = "\ufffd"
_QUESTIONS = re.compile(r"^[?\s]{2,}$|\?{3,}")
_LEAST_CHINESE = 2
"""Characters from which a Latin text that is Chinese read again is hardly Latin."""
_WESTERN = ("cp1252", "iso8859-1")


def check_texts(of: VectorLayer, columns: Mapping[str, Any], rows: Rows, found: Found) -> None:
    """All texts of some rows, of all fields."""
    for name, is_text in zip(of.fields, of.texts, strict=True):
        if not is_text or name not in columns:
            continue
        for number, value in enumerate(columns[name].tolist()):
            if not isinstance(value, str) or (value.isascii() and "?" not in value):
                continue
            told = garbled(value)
            if told is not None:
                found.add("mojibake", rows[number], _sentence(rows, number, name, value, told))


def _sentence(rows: Rows, number: int, name: str, value: str, told: str) -> str:
    better = f" it reads '{told}' when it is read again" if told else " its letters are lost: take them from a copy"
    return f"{name} of {rows[number].words} is garbled, '{value[:40]}':{better}."


@lru_cache(maxsize=4096)
def garbled(text: str) -> str | None:
    """What a garbled text is when it is read again, empty where that is lost; None where it is not garbled.

    Examples
    --------
    >>> garbled("Äî\u0087å".encode("utf-8").decode("cp1252", "ignore")), garbled("Nyainqêntanglha 念青")
    (None, None)
    >>> garbled("冰川".encode("gb18030").decode("iso8859-1")), garbled("冰".encode("utf-8").decode("iso8859-1"))
    ('冰川', '冰')
    """
    if _LOST in text or _QUESTIONS.search(text):
        return ""
    for codec in _WESTERN:
        try:
            stored = text.encode(codec)
        except UnicodeEncodeError:
            continue
        if stored.isascii():
            return None
        try:
            return stored.decode(UTF_8)
        except UnicodeDecodeError:
            pass
        again = decode_texts([stored], None)
        read = again.texts[0] or ""
        if again.codec == "gb18030" and sum(letter > "\u2e80" for letter in read) >= _LEAST_CHINESE:
            return read
    return None
