"""Texts of vector files as people wrote them, also where a file does not say, or says wrongly, how.

A shapefile tells its encoding in a small file beside it (``.cpg``) or by a byte of its table (the language
driver, LDID); programs leave out either, and misspell the first. Others are UTF-8 by their definition, and
some programs write something else.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

UTF_8 = "utf-8"
AS_BYTES = "ISO-8859-1"
"""As this a text is read whose bytes are wanted: each byte is one character."""

_LANGUAGE_DRIVERS = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x08: "cp865",
    0x13: "cp932",
    0x1D: "cp850",
    0x1F: "cp852",
    0x26: "cp866",
    0x4D: "gb18030",
    0x4E: "cp949",
    0x4F: "cp950",
    0x50: "cp874",
    0x64: "cp852",
    0x65: "cp866",
    0x66: "cp865",
    0x67: "cp861",
    0x6A: "cp737",
    0x6B: "cp857",
    0x78: "cp950",
    0x79: "cp949",
    0x7A: "gb18030",
    0x7B: "cp932",
    0x7C: "cp874",
    0x86: "cp737",
    0x87: "cp852",
    0x88: "cp857",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
    0xCC: "cp1257",
}
"""LDID -> codec (ESRI, "dBASE language driver ID"). 0x57 is "that of the computer", which tells nothing."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "cp950", "shift_jis": "cp932"}
"""Codec -> the one that programs mean by its name, which holds it."""
_CHINESE = re.compile(rb"(?:[\x00-\x7f]|[\xb0-\xf7][\xa1-\xfe])+")
"""Bytes that are common characters of GB 2312 (EUC-KR has others there) between plain letters."""


@dataclass(frozen=True)
class Decoded:
    """Texts; `doubt` is empty, or says as what they were read, `codec`, although nothing is sure."""

    texts: list[str | None]
    doubt: str = ""
    codec: str = UTF_8


def encoding_of_cpg(text: str) -> str | None:
    """The codec that a ``.cpg`` names, however it is spelled (``UTF8``, ``936``, ``ANSI 936``); None else."""
    word = re.sub(r"^(ANSI|OEM|LDID/?|WINDOWS|CP|MS|ISO)[\s_/-]*(?=\d)", "", text.strip().upper())
    if word == "65001":
        return UTF_8
    part = re.fullmatch(r"8859[\s_-]?(\d{1,2})", word)
    candidates = [f"iso8859-{part[1]}"] if part else [f"cp{word}" if word.isdigit() else "", word, text.strip()]
    for candidate in candidates:
        try:
            found = codecs.lookup(candidate.replace(" ", "")).name
        except (LookupError, ValueError):
            continue
        return _WIDER.get(found, found)
    return None


def encoding_of_table(head: bytes) -> str | None:
    """The codec that the language driver of a dBASE table names; None where it names none."""
    return _LANGUAGE_DRIVERS.get(head[29]) if len(head) > 29 else None


def decode_texts(values: Sequence[bytes | None], told: str | None) -> Decoded:
    """Texts of their bytes, all by one reading.

    Parameters
    ----------
    values
        As they are stored; None for a missing one.
    told
        The codec that the file names; None where it names none.

    Returns
    -------
    Decoded
        Without doubt where all is plain ASCII, where it is UTF-8 with characters of several bytes (no other
        text happens to be that), or as told; in doubt where the file tells nothing or something wrong.
    """
    high = [value for value in values if value is not None and not value.isascii()]
    if not high:
        return _all(values, "ascii", "")
    if _fits(high, UTF_8) and (told in (None, UTF_8) or _surely_utf_8(high, told)):
        return _all(values, UTF_8, "")
    if told is not None and _fits(high, told):
        return _all(values, told, "")
    if all(_CHINESE.fullmatch(value) for value in high):
        return _all(values, "gb18030", "Chinese (GBK)")
    western = "cp1252" if _fits(high, "cp1252") else "iso8859-1"
    return _all(values, western, "Western European (Latin-1)")


def _surely_utf_8(values: Sequence[bytes], told: str) -> bool:
    """Whether valid UTF-8 is no accident although another codec is told.

    Pairs of bytes may be both UTF-8 and Chinese; three in a row, and an accented letter for which a codec of
    single bytes has two odd signs, are not.
    """
    if any(byte >= 0xE0 for value in values for byte in value):
        return True
    return not told.startswith(("gb", "cp93", "cp94", "cp95", "euc", "big5", "shift"))


def _fits(values: Sequence[bytes], codec: str) -> bool:
    try:
        for value in values:
            _decode(value, codec)
    except UnicodeDecodeError:
        return False
    return True


def _decode(value: bytes, codec: str) -> str:
    try:
        return value.decode(codec)
    except UnicodeDecodeError as error:
        cut_off = error.end == len(value) and len(value) >= 10 and error.start >= len(value) - 3
        if not cut_off or codec != UTF_8:  # a table's field ends within a character
            raise
        return value[: error.start].decode(codec)


def _all(values: Sequence[bytes | None], codec: str, doubt: str) -> Decoded:
    return Decoded(as_texts(values, codec), doubt, codec)


def bytes_of(values: Iterable[Any]) -> list[bytes | None]:
    """The bytes in the file of texts that were read `AS_BYTES`; a list of texts (GeoJSON has such) is one."""
    texts = (", ".join(value) if isinstance(value, np.ndarray) else value for value in values)
    return [text.encode(AS_BYTES) if isinstance(text, str) else None for text in texts]


def as_texts(values: Sequence[bytes | None], codec: str) -> list[str | None]:
    """Texts of their bytes by a codec that is known to fit them."""
    return [None if value is None else _decode(value, codec) for value in values]
