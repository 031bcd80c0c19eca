"""Take keys and passwords out of a layer source before it is stored, logged or shown."""

from __future__ import annotations

import re
from urllib.parse import unquote

HIDDEN = "***"

_NAMES = (
    "api[_-]?key",
    "apikey",
    "key",
    "token",
    "access[_-]?token",
    "auth[_-]?token",
    "sig",
    "signature",
    "password",
    "passwd",
    "pwd",
    "secret",
    "client[_-]?secret",
    "subscription[_-]?key",
    "sas",
    "authcfg",
    "session",
    "x-amz-[a-z-]+",
    "awsaccesskeyid",
    "credential",
    "bearer",
    "user",
    "username",
)
_PAIR = re.compile(
    r"(?P<name>(?:(?<![A-Za-z0-9])|(?<=%3F)|(?<=%26)|(?<=%3B))(?:[a-z0-9]+[_-])?(?:" + "|".join(_NAMES) + r"))"
    r"(?P<equals>\s*(?:=|%3D|:(?!//))\s*)"
    r"(?P<value>'[^']*'|\"[^\"]*\"|(?:(?!%26|%20)[^\s&;,'\"|])+)",
    re.IGNORECASE,
)
_USER_INFO = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*(?:://|%3A%2F%2F))[^/@\s'\"]+@", re.IGNORECASE)
_LONG_TOKEN_IN_PATH = re.compile(r"(?<=/)[A-Za-z0-9_-]{32,}(?=[/?&\s]|$)")


def scrub(source: str) -> str:
    """The source with every key, token, user and password replaced by ``***``.

    Works on URLs, on QGIS data source strings (``type=xyz&url=https%3A%2F%2F...``), on connection
    strings and on free text that holds any of them. A value hidden by percent-encoding is found too.

    Examples
    --------
    >>> scrub("https://tiles.example.org/{z}/{x}/{y}.png?api_key=abc123&style=sat")
    'https://tiles.example.org/{z}/{x}/{y}.png?api_key=***&style=sat'
    """
    text = source
    if "%253" in text or "%2526" in text:  # encoded twice: only the decoded text can be judged
        text = unquote(text)
    text = _USER_INFO.sub(lambda found: f"{found['scheme']}{HIDDEN}@", text)
    text = _PAIR.sub(lambda found: f"{found['name']}{found['equals']}{HIDDEN}", text)
    if "://" in text or "%3A%2F%2F" in text:
        text = _LONG_TOKEN_IN_PATH.sub(HIDDEN, text)
    return text


_FOLDER_NAME = r"[^\\/:*?\"<>|\r\n;]+"
_FOLDERS = re.compile(
    r"(?:file:/{2,3})?"
    rf"(?:(?<![A-Za-z0-9])[A-Za-z]:[\\/](?:{_FOLDER_NAME}[\\/])*"  # C:\data\
    rf"|(?<![\\\w])\\\\{_FOLDER_NAME}\\(?:{_FOLDER_NAME}[\\/])*"  # \\server\share\
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
