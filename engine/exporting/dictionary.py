"""The README of an export: what each file and field is, and what of the inventory is not in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timezone
from pathlib import Path

from ...inventory.dialects.known import Dialect, FieldOf, Table, word_lists
from ...inventory.schema import PRIMARY_MARKERS, ROCK_GLACIERS, Field
from ...inventory.version import VERSION

README = "README.txt"
_KINDS = {"text": "text", "real": "number", "integer": "whole number"}
_ROLES = {
    "PM": "primary markers, a point for each rock glacier",
    "GO": "outlines (geomorphological footprints)",
    "MA": "moving areas",
    "AOI": "areas of interest",
}


def write_readme(
    folder: Path,
    of: Dialect,
    title: str,
    files: Mapping[str, Sequence[str]],
    counts: Mapping[str, int],
    notes: Sequence[str],
    day: date | None = None,
) -> str:
    """Write the README; its name.

    Parameters
    ----------
    folder
        Where it goes.
    of
        The dialect.
    title
        What the inventory is called.
    files
        Role of a table -> names of its files.
    counts
        Role of a table -> how many rows.
    notes
        Sentences on what is not in the files.
    day
        When it was written; None: today.
    """
    lines = [
        title,
        "=" * len(title),
        "",
        f"A rock glacier inventory in the form of {of.title}.",
        f"Form: {of.source}",
        "Coordinate system: WGS 84, longitude and latitude in degrees (EPSG:4326). Texts: UTF-8.",
        f"Written by Rock Glacier Inventory {VERSION}, {day or datetime.now(timezone.utc):%Y-%m-%d}.",
    ]
    for role, table in of.tables.items():
        lines += ["", f"{', '.join(files[role])}: {_ROLES[role]}; {counts[role]} rows", ""]
        lines += _fields(of, table)
    if notes:
        lines += ["", "Not in these files", *(f"- {note}" for note in notes)]
    (folder / README).write_text("\n".join(lines) + "\n", "utf-8")
    return README


def _fields(of: Dialect, table: Table) -> list[str]:
    """A line a field: its name, kind, unit and meaning."""
    width = max(len(one.name) for one in table.fields)
    found = []
    for one in table.fields:
        ours = field_of(one)
        unit = one.unit or (ours.unit if ours is not None and not one.codes else "")
        meaning = ours.description if ours is not None else one.holds
        codes = of.codes.get(one.codes, {})
        told = (
            f"; {', '.join(f'{code} = {word}' for word, code in codes.items() if str(code) != word)}" if codes else ""
        )
        found.append(f"  {one.name:<{width}}  {_KINDS[one.kind]}{f' [{unit}]' if unit else ''}: {meaning}{told}")
        words = word_lists().get(one.codes or one.holds)
        if words is not None and not codes:
            found.append(f"  {'':<{width}}  usual words: {', '.join(words['words'])} ({words['source']})")
    return found


def field_of(one: FieldOf) -> Field | None:
    """The field of the inventory that it holds."""
    ours = {field.name: field for layer in (PRIMARY_MARKERS, ROCK_GLACIERS) for field in layer.fields}
    return ours.get(one.holds)
