"""How an image is named in an inventory: one rule for files, addresses and layers, whoever writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from .secrets import scrub

SEPARATOR = "; "
"""Between the names of several images in one field."""

_QUERY_URL = re.compile(r"(?:^|[?&\s])url=(?P<url>[^&\s]+)", re.IGNORECASE)
"""An address inside a longer text: ``type=xyz&url=https%3A%2F%2F...``, ``/vsicurl?url=...``."""
_QUOTED = re.compile(r'^[A-Za-z0-9_]+:"(?P<path>[^"]+)"(?P<rest>.*)$')
"""A part of a file as GDAL spells it: ``NETCDF:"scene.nc":red``."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ROOTED = re.compile(r"[/\\]|\.{1,2}[/\\]|[A-Za-z]:[/\\]")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
_ENDS = "/\\"


def source_name(path_or_layer_name: str) -> str:
    """The name of an image: the last part of its path or address; what is neither stays as it is.

    Keys and passwords are taken out. A pattern of files keeps its folder, and an address of tiles is called
    after its server, as their last parts tell nothing. A semicolon becomes a comma: it stands between names.

    Examples
    --------
    >>> source_name("/data/2021/scene.tif")
    'scene.tif'
    >>> source_name("/vsicurl/https://data.example.org/quads/a.tif?token=abc")
    'a.tif'
    >>> source_name("Basemap, summer/autumn 2021")
    'Basemap, summer/autumn 2021'
    """
    text = path_or_layer_name.strip()
    inside = _QUERY_URL.search(text)
    if inside is not None:
        text = unquote(inside["url"])
    text, address = scrub(text), _ADDRESS.search(text)
    quoted = _QUOTED.match(text)
    if address is not None:
        name = _name_in_address(text[address.start() :] if text.startswith("/vsi") else text)
    elif quoted is not None:
        name = _last_part(quoted["path"]) + quoted["rest"]
    else:
        name = _last_part(text) if _is_path(text) else text
    return name.replace(";", ",").strip()


def join_names(names: Iterable[str], length: int | None = None) -> str:
    """Several names as one field holds them: each once, in their order; of too many the last are left out."""
    joined = ""
    for name in dict.fromkeys(filter(None, names)):
        longer = f"{joined}{SEPARATOR}{name}" if joined else name
        if length is not None and len(longer) > length:
            return joined or name[:length]
        joined = longer
    return joined


def names_in(field: str | None) -> list[str]:
    """The names that `join_names` joined."""
    return [name.strip() for name in (field or "").split(SEPARATOR.strip()) if name.strip()]


def _is_path(text: str) -> bool:
    """Whether it says where a file is. A name of a layer may hold a slash, too."""
    if _ROOTED.match(text) or text[-1:] in _ENDS:
        return True
    return any(end in text for end in _ENDS) and bool(_SUFFIX.search(text))


def _last_part(path: str) -> str:
    parts = [part for part in re.split(r"[/\\]", path) if part]
    if len(parts) > 1 and any(sign in parts[-1] for sign in "*?["):
        return "/".join(parts[-2:])
    return parts[-1] if parts else path


def _name_in_address(text: str) -> str:
    """Last part of an address's path, without query; its server where that is empty or a pattern."""
    found = _ADDRESS.search(text)
    if found is None or found.start():  # a sentence, or the source of something that is no image
        return text
    try:
        address = urlsplit(text)
        server = address.hostname or text
    except ValueError:
        return text
    last = [part for part in address.path.split("/") if part][-1:]
    return server if not last or "{" in last[0] else unquote(last[0])
