"""A known data product: what it is for, how it is known, and where it comes from; those of a person are added."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ..errors import UserError

TABLE = Path(__file__).with_name("table.json")
ENDING = ".product.json"
"""Of a file with a product of one's own; it lies beside the data."""
FOLDER_VARIABLE = "ROCK_GLACIER_PRODUCTS"
"""Environment variable that names a folder with such files, for all data."""
PURPOSES = ("dem", "maat", "magt", "precipitation", "permafrost", "pzi", "glaciers", "subregions")
"""The options that a product can serve."""

_TEXTS = ("name", "named", "packed", "crs", "type", "step")
_LISTS = ("variables", "dimensions", "order", "fields")
_MAPS = ("units", "attributes")


@dataclass(frozen=True)
class Serves:
    """What of a product serves a purpose: its `variable` (empty: it has only one), `unit`, and how it is `meant`."""

    variable: str
    unit: str = ""
    meant: str = ""


@dataclass(frozen=True)
class Sign:
    """What a file must show to be of a product; whatever is empty is not asked for.

    Names of `variables`, `dimensions` and `fields` must all be there; `order` is that of a variable's last
    dimensions. `units` (by variable), `attributes` (of the file), `name` and `packed` (of the archive around it) are
    regular expressions. `cell` is the width of a cell in units of the coordinate system, `high` its height; `step` is
    ``month`` or ``hour``.
    """

    variables: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    name: str = ""
    packed: str = ""
    crs: str = ""
    type: str = ""
    step: str = ""
    cell: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Product:
    """One product. `serves` tells by purpose (`PURPOSES`) what of it is taken; any of `signs` is enough to know it.

    `named` is how its files are called, which is a hint and decides nothing. Of what is empty nothing is known here.
    `certain` says how that was verified.
    """

    name: str
    title: str
    serves: dict[str, Serves]
    signs: tuple[Sign, ...] = ()
    named: str = ""
    period: str = ""
    resolution: str = ""
    size: str = ""
    licence: str = ""
    citation: str = ""
    address: str = ""
    certain: str = ""


def known_products(beside: Path | None = None) -> tuple[Product, ...]:
    """All products: those of a person first, then the table's.

    Parameters
    ----------
    beside
        A folder with data, which may hold products of a person's own (`ENDING`).

    Raises
    ------
    UserError
        Such a file cannot be read, or is no product.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    folders = [folder for folder in (beside, Path(named) if named else None) if folder is not None]
    own = [path for folder in dict.fromkeys(folders) if folder.is_dir() for path in _own(folder)]
    return tuple(_read(path) for path in own) + _table()


def _own(folder: Path) -> list[Path]:
    """Products in a folder; none in one that cannot be listed, whose files may be readable all the same."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.lower().endswith(ENDING))
    except OSError:
        return []


def _table() -> tuple[Product, ...]:
    if not _TABLE:
        _TABLE.extend(_product(record, str(TABLE)) for record in json.loads(TABLE.read_text("utf-8")))
    return tuple(_TABLE)


_TABLE: list[Product] = []


def _read(path: Path) -> Product:
    try:
        record = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read as a product ({error}); correct it, or remove it.") from error
    return _product(record, str(path))


def _product(record: Any, source: str) -> Product:
    """A product from plain values.

    Raises
    ------
    UserError
        A key is missing, unknown or of another kind.
    """
    known = {field.name for field in fields(Product)}
    if not isinstance(record, dict) or set(record) - known or not {"name", "title", "serves"} <= set(record):
        raise _wrong(source, f"it needs name, title and serves, and may have {', '.join(sorted(known))}")
    texts = {key: value for key, value in record.items() if key not in ("serves", "signs")}
    if not all(isinstance(value, str) for value in texts.values()) or not record["name"].strip():
        raise _wrong(source, "all but serves and signs are texts, and it has a name")
    return Product(**texts, serves=_serves(record["serves"], source), signs=_signs(record.get("signs", []), source))


def _serves(value: Any, source: str) -> dict[str, Serves]:
    if not isinstance(value, dict) or not value or set(value) - set(PURPOSES):
        raise _wrong(source, f"serves names one or several of {', '.join(PURPOSES)}")
    try:
        found = {purpose: Serves(**what) for purpose, what in value.items()}
    except TypeError as error:
        raise _wrong(source, "each purpose has a variable, and may have unit and meant") from error
    if not all(isinstance(text, str) for one in found.values() for text in (one.variable, one.unit, one.meant)):
        raise _wrong(source, "variable, unit and meant are texts")
    return found


def _signs(value: Any, source: str) -> tuple[Sign, ...]:
    known = {field.name for field in fields(Sign)}
    if not isinstance(value, list) or not all(isinstance(sign, dict) and not set(sign) - known for sign in value):
        raise _wrong(source, f"signs is a list, each with some of {', '.join(sorted(known))}")
    return tuple(_sign(sign, source) for sign in value)


def _sign(sign: dict[str, Any], source: str) -> Sign:
    for key, value in sign.items():
        kind: Any = {**dict.fromkeys(_TEXTS, str), **dict.fromkeys(_LISTS, list), **dict.fromkeys(_MAPS, dict)}.get(
            key, (int, float)
        )
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if not isinstance(value, kind) or not all(isinstance(one, str) for one in inside):
            raise _wrong(source, f"the sign '{key}' is of another kind")
    patterns = [sign.get("name", ""), sign.get("packed", ""), *sign.get("units", {}).values()]
    try:
        for pattern in (*patterns, *sign.get("attributes", {}).values()):
            re.compile(pattern)
    except re.error as error:
        raise _wrong(source, f"'{pattern}' is no regular expression ({error})") from error
    made: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in sign.items()}
    made = {key: tuple(value.items()) if isinstance(value, dict) else value for key, value in made.items()}
    if not made:
        raise _wrong(source, "a sign asks for something")
    return Sign(**made)


def _wrong(source: str, what: str) -> UserError:
    return UserError(f"{source} is no product as it is written ({what}); correct it, or remove it.")
