"""Dialects of rock glacier inventories, read from `tables`: one file each, and the words that fields may hold.

A dialect that comes later is one more file there, and its name in `NAMES`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..schema import PRIMARY_MARKERS, ROCK_GLACIERS
from .names import find_fields, plain

TABLES = Path(__file__).with_name("tables")
NAMES = ("tprogi", "rgik", "rgik-released", "rogi-ch", "global")
"""As a person asks for them, in the order in which a file is asked whether it is of them."""

MARKERS, OUTLINES, MOVING_AREAS, AREAS = "PM", "GO", "MA", "AOI"
ROLES = (MARKERS, OUTLINES, MOVING_AREAS, AREAS)
"""What a table can be, by RGIK's short names: markers, outlines, moving areas, areas of interest."""

LANDFORM, ASPECT = "LANDFORM", "ASPECT"
_OURS_ALONE = ("CANDIDATE", "STALE")
"""What says something of one inventory only: a candidate of it, and whether it has computed its attributes."""


@dataclass(frozen=True)
class FieldOf:
    """A field of a dialect's table.

    `holds` is what it means: in capitals a field of ours, else an attribute of RGIK that is kept as it came in.
    Ours times `factor` is theirs; `codes` names the list in `Dialect.codes`.
    """

    name: str
    holds: str
    kind: str = "text"
    length: int | None = None
    factor: float = 1.0
    unit: str = ""
    codes: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether an inventory has a field for it."""
        return self.holds.isupper()


@dataclass(frozen=True)
class Table:
    """One table: `file` and `layer` hold ``{name}``; a file is known by its `telling` fields."""

    role: str
    file: str
    layer: str
    telling: tuple[str, ...]
    fields: tuple[FieldOf, ...]

    def of(self, holds: str) -> FieldOf | None:
        """The field that holds something; None where none does."""
        return next((one for one in self.fields if one.holds == holds), None)

    def found_in(self, names: Iterable[str]) -> dict[str, str]:
        """Names of its fields -> names as a file has them, whatever their case, with or without dots, cut to ten."""
        return find_fields([one.name for one in self.fields], list(names))


@dataclass(frozen=True)
class Dialect:
    """How one community writes an inventory.

    `title` says it for people, `source` where its tables come from; `codes` are list -> our word -> theirs.
    """

    name: str
    title: str
    source: str
    formats: tuple[str, ...]
    tables: Mapping[str, Table]
    codes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def fields(self) -> dict[str, str]:
        """Fields of `rock_glaciers` -> theirs, of outlines."""
        ours = {one.holds: one.name for one in self.tables[OUTLINES].fields if one.is_ours}
        if self.name == NAMES[0]:  # whose names are those of our schema
            ours = {**{name: name for name in ROCK_GLACIERS.field_names if name not in _OURS_ALONE}, **ours}
        return {name: theirs for name, theirs in ours.items() if name in ROCK_GLACIERS.field_names}

    @property
    def marker_fields(self) -> dict[str, str]:
        """The same of markers, which may also tell of their rock glacier."""
        table = self.tables.get(MARKERS)
        ours = {} if table is None else {one.holds: one.name for one in table.fields if one.is_ours}
        if self.name == NAMES[0]:  # as an inventory of ours has them
            ours = {**{name: name for name in PRIMARY_MARKERS.field_names}, **ours}
        return ours

    @property
    def keeps_more(self) -> bool:
        """Whether it has attributes that an inventory only keeps as they came in."""
        return any(not one.is_ours for table in self.tables.values() for one in table.fields)

    def word_of(self, codes: str, value: Any) -> str | None:
        """Our word for a code or word of theirs, whatever its case and its blanks; None where it is none."""
        wanted = plain(str(value))
        told = {plain(str(theirs)): word for word, theirs in self.codes.get(codes, {}).items()}
        return told.get(wanted) or _words(codes).get(wanted)

    def code_of(self, codes: str, word: str) -> Any:
        """Their code or word for ours; None where they have none."""
        return self.codes.get(codes, {}).get(word)


@cache
def word_lists() -> dict[str, dict[str, Any]]:
    """The lists of words that fields may hold: each with its title, its source and its words."""
    found: dict[str, dict[str, Any]] = json.loads((TABLES / "words.json").read_text("utf-8"))
    return found


@cache
def _words(codes: str) -> dict[str, str]:
    of = word_lists().get(codes, {"words": []})
    also = {plain(theirs): word for theirs, word in of.get("also", {}).items()}
    return {**{plain(word): word for word in of["words"]}, **also}


def _read(name: str) -> Dialect:
    told = json.loads((TABLES / f"{name}.json").read_text("utf-8"))
    tables = {
        role: Table(
            role,
            table["file"],
            table["layer"],
            tuple(table["telling"]),
            tuple(FieldOf(**one) for one in table["fields"]),
        )
        for role, table in told["tables"].items()
    }
    formats = tuple(told["formats"])
    return Dialect(told["name"], told["title"], told["source"], formats, tables, told.get("codes", {}))


def by_name(name: str) -> Dialect | None:
    """The dialect of that name; None where there is none."""
    return _by_names().get(name)


@cache
def _by_names() -> dict[str, Dialect]:
    return {one.name: one for one in dialects()}


@cache
def dialects() -> tuple[Dialect, ...]:
    """All that are known, in the order in which they are asked."""
    return tuple(map(_read, NAMES))


def dialect_of(fields: Iterable[str], roles: Iterable[str] = (OUTLINES,)) -> Dialect | None:
    """The dialect of which some table's telling fields are all there; None where it is none of them.

    Of several it is the one that knows most of the fields, of those the first.

    Parameters
    ----------
    fields
        Of one layer of a file. Spelled as the dialect spells them they decide before those without dots.
    roles
        What the layer may be.
    """
    names = list(fields)
    there = {name.strip().upper() for name in names}
    tables = [(one, one.tables[role]) for one in dialects() for role in roles if role in one.tables]
    spelled = [
        (sum(field.name.upper() in there for field in table.fields), one)
        for one, table in tables
        if table.telling and there.issuperset(name.upper() for name in table.telling)
    ]
    found = spelled or [
        (len(table.found_in(names)), one)
        for one, table in tables
        if table.telling and len(find_fields(table.telling, names)) == len(table.telling)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None
