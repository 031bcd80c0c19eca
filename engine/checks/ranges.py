"""Numbers of whole columns: units that look wrong, what cannot be, what is in disorder, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ...inventory.checks.rules import SAME_AREA, TOLERANCE_DEGREES
from ...inventory.schema import ATTRIBUTE_GROUPS, GLACIERS, ROCK_GLACIERS, TERRAIN
from ..importing.values import RANGES
from .found import Found, Row, Rows

Floats = npt.NDArray[np.float64]
Numbers = Mapping[str, Floats]

_LEAST = 3
"""Values from which a column says something of its unit."""
_MOST_OF_THEM = 0.9
_ROUNDED = 0.5
"""A minimum and a mean that were rounded differently are still in order."""
_ORDERS = (
    ("ELE_MIN", "ELE_MEAN", "ELE_MAX"),
    ("ELE_MIN", "ELE_MEDIAN", "ELE_MAX"),
    ("SLO_MIN", "SLO_MEAN", "SLO_MAX"),
    ("SLO_MIN", "SLO_MEDIAN", "SLO_MAX"),
)
_AREA_UNITS = {"m²": 1.0, "ha": 1e-4, "km²": 1e-6}
_SQUARE_METRES = ("m²", 1.0)
_NEVER_ZERO = (("ELE_MEAN", "ELE_MAX"), ("AP",), ("PISR",), ("AREA",), ("LAT", "LON"), ("MAAT", "MAGT"))
"""Fields that are all zero only where somebody wrote that in place of nothing."""


def _between(low: float, high: float) -> Callable[[Floats], bool]:
    return lambda values: float(((values >= low) & (values <= high)).mean()) >= _MOST_OF_THEM


def _are_classes(values: Floats) -> bool:
    return bool((values == np.round(values)).all() and values.min() >= 0 and 1 <= values.max() <= 9)


_UNITS: tuple[tuple[tuple[str, ...], Callable[[Floats], bool], str], ...] = (
    (("MAAT", "MAGT"), _between(200, 330), "kelvin, not °C"),
    (("ELE_MEAN", "ELE_MEDIAN", "ELE_MIN", "ELE_MAX"), _between(9000, 29_100), "feet, not m"),
    (("PISR",), _between(6000.01, 20_000), "MJ/m²/a, not kWh/m²/a"),
    (("PISR",), _between(5e5, 6e6), "Wh/m²/a, not kWh/m²/a"),
    (("PISR",), _between(50, 500), "W/m² as a mean, not kWh/m²/a"),
    (("AP",), _between(1e-6, 10), "metres, not mm/a"),
    (("ASPECT",), _are_classes, "classes of direction (1 is north in some inventories and east in others), not °"),
    (("ASPECT",), _between(1e-6, 6.2832), "radians, not °"),
    (("SLO_MEAN", "SLO_MEDIAN", "SLO_MAX"), _between(1e-6, 1.5708), "radians, not °"),
    (("PZI", "ASP_R"), _between(1.01, 100), "per cent, not 0 to 1"),
)


def check_numbers(
    of: str,
    rows: Rows,
    numbers: Numbers,
    areas: Floats,
    places: Floats,
    found: Found,
    area_unit: tuple[str, float] | None = None,
) -> None:
    """All numbers of a layer.

    Parameters
    ----------
    of
        The layer in words.
    rows, numbers
        Its rows, and by field of ours what they hold, each (n,).
    areas
        Those of the outlines in m², (n,).
    places
        Longitude and latitude of their markers, NaN where there are none, (n, 2).
    found
        Gets what is wrong.
    area_unit
        In which the file's dialect tells AREA, and what m² are multiplied by; None: m².
    """
    told = dict(numbers)
    _check_zeros(rows, told, found)
    wrong = _check_units(of, rows.layer, told, found)
    _check_unit_of_area(of, rows.layer, told, areas, area_unit or _SQUARE_METRES, found)
    _check_ranges(rows, {name: values for name, values in told.items() if name not in wrong}, found)
    _check_order(rows, {name: values for name, values in told.items() if name not in wrong}, found)
    _check_areas(rows, told, areas, found)
    check_place(rows, told, places, found)
    _check_missing(rows, told, found)


def _check_zeros(rows: Rows, told: dict[str, Floats], found: Found) -> None:
    """Zeros that stand for nothing are told, and count as nothing."""
    for names in _NEVER_ZERO:
        if not all(name in told for name in names):
            continue
        zero = np.logical_and.reduce([told[name] == 0 for name in names])
        for number in np.flatnonzero(zero):
            row = rows[int(number)]
            text = f"{' and '.join(names)} of {row.words} {'is' if len(names) == 1 else 'are'} 0, which stands for"
            found.add("no_value", row, f"{text} nothing here; leave it empty.")
        for name in names:
            told[name] = np.where(zero, np.nan, told[name])


def _check_units(of: str, layer: str, told: Numbers, found: Found) -> set[str]:
    """Columns in another unit, each told once."""
    wrong: set[str] = set()
    for names, looks_so, words in _UNITS:
        for name in names:
            values = told.get(name, np.zeros(0))
            values = values[~np.isnan(values)]
            if name not in wrong and len(values) >= _LEAST and looks_so(values):
                wrong.add(name)
                first = f"{name} of layer {of} looks like {words}: the middle one is {np.median(values):g}"
                found.add("unit", Row(layer), f"{first}. Convert it, or say its unit where it is published.")
    return wrong


def _check_unit_of_area(
    of: str, layer: str, told: dict[str, Floats], areas: Floats, own: tuple[str, float], found: Found
) -> None:
    """The area in another unit than its `own` is told once, and put into m²."""
    if "AREA" not in told:
        return
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = told["AREA"] / areas
    shares = shares[np.isfinite(shares) & (shares > 0)]
    if not len(shares):
        return
    times = {**{unit: factor / own[1] for unit, factor in _AREA_UNITS.items()}, own[0]: 1.0}
    middle = float(np.median(shares))
    unit = min(times, key=lambda unit: abs(np.log(middle / times[unit])))
    if unit != own[0]:
        found.add("unit", Row(layer), f"AREA of layer {of} is in {unit}, not in {own[0]}; it was compared so.")
        told["AREA"] = told["AREA"] / times[unit]


def _check_ranges(rows: Rows, told: Numbers, found: Found) -> None:
    for name, values in told.items():
        low, high = RANGES.get(name, (-np.inf, np.inf))
        unit = ROCK_GLACIERS.field(name).unit
        with np.errstate(invalid="ignore"):
            beyond = (values < low) | (values > high)
        for number in np.flatnonzero(beyond):
            row, value = rows[int(number)], float(values[number])
            text = f"{name} of {row.words} is {value:g}, not within {low:g} to {high:g}{f' {unit}' if unit else ''}."
            found.add("range", row, text, amount=value)


def _check_order(rows: Rows, told: Numbers, found: Found) -> None:
    seen: set[tuple[int, str]] = set()
    for names in _ORDERS:
        pairs = ((names[0], names[1]), (names[1], names[2]), (names[0], names[2]))
        for low, high in pairs:
            if low not in told or high not in told:
                continue
            with np.errstate(invalid="ignore"):
                turned = told[low] > told[high] + _ROUNDED
            for number in np.flatnonzero(turned):
                if (int(number), names[0]) in seen:
                    continue
                seen.add((int(number), names[0]))
                row, values = rows[int(number)], (float(told[low][number]), float(told[high][number]))
                found.add("order", row, f"{low} of {row.words} is {values[0]:g}, above {high}, which is {values[1]:g}.")


def _check_areas(rows: Rows, told: Numbers, areas: Floats, found: Found) -> None:
    if "AREA" not in told:
        return
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.abs(told["AREA"] - areas) / areas
        differ = shares > SAME_AREA
    for number in np.flatnonzero(differ):
        row = rows[int(number)]
        text = f"AREA of {row.words} is {told['AREA'][number]:.0f} m², its outline covers {areas[number]:.0f} m²"
        found.add("area", row, f"{text} on the ground.", amount=float(told["AREA"][number] - areas[number]))


def check_place(rows: Rows, told: Numbers, places: Floats, found: Found) -> None:
    """LAT and LON against where the marker lies."""
    if "LAT" not in told or "LON" not in told:
        return
    with np.errstate(invalid="ignore"):
        north = np.abs(told["LAT"] - places[:, 1])
        east = np.abs((told["LON"] - places[:, 0] + 180) % 360 - 180)
        apart = np.maximum(north, east)
        far = apart > TOLERANCE_DEGREES
    for number in np.flatnonzero(far):
        row = rows[int(number)]
        here = f"{told['LAT'][number]:.4f}, {told['LON'][number]:.4f}"
        there = f"{places[number, 1]:.4f}, {places[number, 0]:.4f}"
        text = f"LAT and LON of {row.words} are {here}, and its marker lies at {there}."
        found.add("marker_place", row, text, amount=float(apart[number]))


def _check_missing(rows: Rows, told: Numbers, found: Found) -> None:
    """Groups of attributes that others of the layer have, and terrain, where the fields are there."""
    expected: dict[str, Any] = {}
    for group, fields in ATTRIBUTE_GROUPS.items():
        first = told.get(fields[0])
        if first is not None and group != GLACIERS:
            empty = np.isnan(first)
            if empty.any() and (group == TERRAIN or not empty.all()):
                expected[fields[0]] = empty
    if not expected:
        return
    lacking = np.logical_or.reduce(list(expected.values()))
    told_already = {
        one.row.fid for one in found.problems if one.rule in ("no_value", "no_number") and one.row.layer == rows.layer
    }
    for number in np.flatnonzero(lacking):
        if rows.fids[int(number)] in told_already:
            continue
        row, names = rows[int(number)], [name for name, empty in expected.items() if empty[number]]
        found.add("attribute_missing", row, f"{row.words} lacks {', '.join(names)}; fill the attributes.")
