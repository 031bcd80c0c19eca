"""Identifiers and systems: their form, the place they name, and whether each is one's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ...inventory.checks.rules import TOLERANCE_DEGREES
from ...inventory.identifiers import SYSTEM, UNIT, place_of
from .found import Found, Row, Rows

Floats = npt.NDArray[np.float64]

_EPSILON = 1e-9
_LAYOUT = "RGU or RGS, then latitude DDdddd and N or S, longitude DDDdddd and E or W, such as RGU281527N0972426E"


def check_identifiers(of: str, rows: Rows, field: str | None, places: Floats, boxes: Floats, found: Found) -> None:
    """All identifiers of a layer.

    Parameters
    ----------
    of
        The layer in words.
    rows
        Its rows.
    field
        Their field as the file has it; None where it has none.
    places
        Longitude and latitude of their markers, NaN where there are none, (n, 2).
    boxes
        Of their outlines in degrees, which an identifier is compared with where there is no marker, (n, 4).
    found
        Gets what is wrong.
    """
    there = [name for name in rows.identifiers if name]
    if field is None or (there and not any(_may_be_one(name) for name in there)):
        what = "has no field with identifiers" if field is None else f"has no identifiers in its field '{field}'"
        first = f" (the first is '{there[0][:40]}')" if there else ""
        found.add("field_missing", Row(rows.layer), f"Layer {of} {what}{first}; they are {_LAYOUT}.")
        return
    _check_doubles(rows, found)
    for number, name in enumerate(rows.identifiers):
        row = rows[number]
        at = place_of(name)
        if not name:
            found.add("id_missing", row, f"{row.words} has no identifier.")
        elif at is None:
            found.add("id_form", row, f"'{name}' is no identifier: {_LAYOUT}.{_better(name)}")
        else:
            _check_place(row, at, places[number], boxes[number], found)
            if name.startswith(SYSTEM):
                text = f"{name} names a system; a unit's identifier begins with {UNIT}, and RGS_ID names its system."
                found.add("id_system", row, text)


def _may_be_one(name: str) -> bool:
    return name.upper().lstrip().startswith((UNIT, SYSTEM))


def _better(name: str) -> str:
    told = "".join(name.split()).upper()
    return f" It should perhaps be {told}." if told != name and place_of(told) is not None else ""


def _check_doubles(rows: Rows, found: Found) -> None:
    of_name: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(rows.identifiers):
        if name:
            of_name[name].append(number)
    for name, numbers in of_name.items():
        if len(numbers) > 1:
            others = [int(rows.fids[number]) for number in numbers]
            for place, number in enumerate(numbers):
                text = f"{name} is the identifier of {len(numbers)} features of {rows.layer}: {_few(others)}."
                other = others[(place + 1) % len(others)]
                found.add("id_double", rows[number], text, amount=len(numbers), other=other)


def _few(fids: Sequence[int]) -> str:
    return ", ".join(map(str, fids[:5])) + (" …" if len(fids) > 5 else "")


def _check_place(row: Row, at: tuple[float, float], place: Floats, box: Floats, found: Found) -> None:
    if not np.isnan(place[0]):
        apart = _apart(at, place[1], place[0])
        what = f"the marker lies at {place[1]:.4f}, {place[0]:.4f}"
    elif not np.isnan(box[0]):
        apart = _beside(at, box)
        what = f"the outline lies at {(box[1] + box[3]) / 2:.4f}, {(box[0] + box[2]) / 2:.4f}"
    else:
        return
    if apart > TOLERANCE_DEGREES + _EPSILON:
        text = f"{row.identifier} names the place {at[0]:.4f}, {at[1]:.4f}, and {what}: {apart:.4f}° apart."
        found.add("id_place", row, text, amount=apart)


def _apart(at: tuple[float, float], latitude: float, longitude: float) -> float:
    """Degrees, along the axis where it is more; across 180° it is the short way."""
    return float(max(abs(at[0] - latitude), abs((at[1] - longitude + 180) % 360 - 180)))


def _beside(at: tuple[float, float], box: Floats) -> float:
    """Degrees from a place to a box, which may reach beyond 180°."""
    west, south, east, north = box
    north_south = max(south - at[0], at[0] - north, 0.0)
    return float(min(max(north_south, west - x, x - east, 0.0) for x in (at[1], at[1] + 360, at[1] - 360)))


def check_systems(rows: Rows, systems: Sequence[str], boxes: Floats, found: Found) -> None:
    """Systems of units: their form, that a place of theirs is at some unit, that they have several units."""
    units: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(systems):
        if name:
            units[name].append(number)
    for name, numbers in units.items():
        row = rows[numbers[0]]
        at = place_of(name)
        if at is None or not name.startswith(SYSTEM):
            text = f"RGS_ID of {row.words} is '{name}', which names no system: it begins with {SYSTEM}, then the place."
            for number in numbers:
                found.add("system_form", rows[number], text.replace(row.words, rows[number].words))
            continue
        there = [number for number in numbers if not np.isnan(boxes[number, 0])]
        nearest = min((_beside(at, boxes[number]) for number in there), default=0.0)
        if nearest > TOLERANCE_DEGREES + _EPSILON:
            text = f"The system {name} of {row.words} names a place where none of its units lies, {nearest:.4f}° away."
            found.add("system_nowhere", row, text, amount=nearest)
        if len(numbers) == 1:
            text = f"The system {name} has one unit, {row.words}; a system has several, or the others lack RGS_ID."
            found.add("system_of_one", row, text)


def boxes_of(degrees: npt.NDArray[Any]) -> Floats:
    """Boxes of shapes in degrees, NaN where there is none, (n, 4)."""
    return np.asarray(shapely.bounds(degrees), dtype=np.float64).reshape(-1, 4)
