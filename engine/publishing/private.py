"""What goes out names no folder of a computer, no key and no password."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ...inventory.secrets import scrub
from ..exporting.tables import Content

_NAME = r"[^\\/:*?\"<>|\r\n;]+"
_FOLDERS = re.compile(
    r"(?:file:/{2,3})?"
    rf"(?:(?<![A-Za-z0-9])[A-Za-z]:[\\/](?:{_NAME}[\\/])*"  # C:\data\
    rf"|(?<![\\\w])\\\\{_NAME}\\(?:{_NAME}[\\/])*"  # \\server\share\
    r"|(?<![\w/:.%~*)\]}-])~?/(?:[^\s/\\:\"<>|;,][^/\\:\"<>|\r\n;,]*/)+)"  # /home/ann/, ~/data/
)


def without_private(text: str) -> str:
    r"""A text without keys and passwords, in which of the path of a file only its name is left.

    Examples
    --------
    >>> without_private("C:\\Users\\ann b\\scene 冰.tif; /home/ann/dem.tif; 3 m/s and/or 4")
    'scene 冰.tif; dem.tif; 3 m/s and/or 4'
    """
    return scrub(_FOLDERS.sub("", text))


def clean_columns(contents: Iterable[Content]) -> int:
    """Take such things out of the texts of tables; in how many of them they stood."""
    count = 0
    for content in contents:
        for one, column in zip(content.table.fields, content.columns, strict=True):
            if one.kind != "text":
                continue
            known: dict[Any, Any] = {}
            for place, value in enumerate(column):
                if not isinstance(value, str):
                    continue
                if value not in known:
                    known[value] = without_private(value)
                if known[value] != value:
                    column[place] = known[value]
                    count += 1
    return count
