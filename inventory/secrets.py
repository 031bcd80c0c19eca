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
