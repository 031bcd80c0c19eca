"""Tables of an inventory: whole, and by subregion or any other field of classes.

Beside every figure stands how many it is of: what is missing is told, and is no silent part of a mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...inventory import schema
from ...inventory.errors import UserError
from .circular import Directions, directions
from .classes import CLASSES, Class, class_names, classed
from .columns import NUMBERS, Floats
from .table import Table

WHOLE, NONE = "(all)", "(none)"
"""Names of the group of all, and of those without a value of the field."""
PERCENTILES = (5, 25, 50, 75, 95)
EXTREMES = (("AREA", "largest"), ("ELE_MIN", "lowest"), ("ELE_MIN", "highest"), ("ELE_MAX", "highest"))
"""Fields of which the lowest or highest is told by its identifier."""
_LOWEST = "lowest"
_MOST_GROUPS = 200
_CIRCULAR = ("ASPECT",)
_ORDERED = {"PERMAFROST": schema.PERMAFROST_ZONES, "OPERATION": schema.KEPT_OPERATIONS, "STATE": schema.STATES}


@dataclass(frozen=True)
class Figures:
    """Figures of one field: of how many, and None where there are none. `deviation` is that of a sample (n - 1)."""

    known: int
    total: float | None
    mean: float | None
    deviation: float | None
    least: float | None
    most: float | None
    percentiles: Mapping[int, float | None]

    @property
    def median(self) -> float | None:
        """The 50th percentile."""
        return self.percentiles[50]


@dataclass(frozen=True)
class Share:
    """How many of those that have the field are in a class; `share` is None where nobody has it."""

    of: Class
    number: int
    known: int

    @property
    def share(self) -> float | None:
        """0 to 1."""
        return self.number / self.known if self.known else None


@dataclass(frozen=True)
class Extreme:
    """The feature that has the least or greatest value of a field, and where it is."""

    column: str
    which: str
    value: float
    identifier: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Group:
    """One group of a summary; `of_all` is its share of all features. Dictionaries are by field."""

    name: str
    number: int
    of_all: float | None
    figures: Mapping[str, Figures]
    shares: tuple[Share, ...]
    extremes: tuple[Extreme, ...]
    aspect: Directions


@dataclass(frozen=True)
class Summary:
    """Groups of a table by a field; without one there is the group of all only, which is always first."""

    by: str
    groups: tuple[Group, ...]
    columns: tuple[str, ...]
    """Numbers that the layer has, of which `Group.figures` tells."""

    def group(self, name: str) -> Group:
        """The group of that name; KeyError where there is none."""
        for group in self.groups:
            if group.name == name:
                return group
        raise KeyError(name)


def summarise(table: Table, by: str = "", breaks: Sequence[float] = ()) -> Summary:
    """Figures of all features, and of each group that a field makes.

    Parameters
    ----------
    table
        From `read_table`, which must have read the field.
    by
        A field of classes, such as SUBREGION; empty: none.
    breaks
        Of a field of numbers: where one class ends and the next begins.

    Raises
    ------
    UserError
        No such field; or it holds numbers and no breaks are given; or it has more than 200 values.
    """
    columns = tuple(name for name in NUMBERS if name not in table.absent)
    groups = [_group(table, WHOLE, table.number, columns)]
    if by:
        values = _classes(table, by, breaks)
        for name, members in _members(table, by, values, breaks):
            groups.append(_group(table.some(members), name, table.number, columns))
    return Summary(by, tuple(groups), columns)


def _classes(table: Table, by: str, breaks: Sequence[float]) -> npt.NDArray[np.object_]:
    """The class of each feature as a text, "" for none."""
    values = table.column(by)
    if values.dtype.kind == "f":
        if not breaks:
            raise UserError(f"Field {by} holds numbers, not classes; say with --breaks where classes end: 4000,4500.")
        return classed(values, breaks)
    if breaks:
        raise UserError(f"Field {by} holds classes already; leave --breaks out.")
    number = len(set(values.tolist()))
    if number > _MOST_GROUPS:
        raise UserError(f"Field {by} has {number} different values and makes no classes; choose another one.")
    return np.asarray(values, dtype=object)


def _members(
    table: Table, by: str, values: npt.NDArray[np.object_], breaks: Sequence[float]
) -> list[tuple[str, npt.NDArray[np.intp]]]:
    """Groups in their order, those that are empty but known among them; those without a value last."""
    order = np.argsort(values.astype(str), kind="stable")
    names, first = np.unique(values[order].astype(str), return_index=True)
    there = dict(zip(names.tolist(), np.split(order, first[1:]), strict=True)) if len(values) else {}
    without = there.pop("", None)
    known = class_names(breaks) if breaks else _ORDERED.get(by, ())
    listed = [name for name in known if breaks or name in there]
    others = {*there, *(table.subregions if by == "SUBREGION" else ())} - set(listed)
    empty = np.zeros(0, np.intp)
    found = [(name, there.get(name, empty)) for name in (*listed, *sorted(others))]
    return found if without is None else [*found, (NONE, without)]


def _group(table: Table, name: str, of: int, columns: Sequence[str]) -> Group:
    numbers = {column: table.column(column) for column in columns}
    figures = {column: _figures(values) for column, values in numbers.items() if column not in _CIRCULAR}
    return Group(
        name,
        table.number,
        table.number / of if of else None,
        figures,
        tuple(
            Share(each, int(each.holds(numbers[each.column]).sum()), figures[each.column].known)
            for each in CLASSES
            if each.column in numbers
        ),
        tuple(
            _extreme(table, column, which) for column, which in EXTREMES if column in numbers and figures[column].known
        ),
        directions(numbers.get("ASPECT", np.zeros(0))),
    )


def _figures(values: Floats) -> Figures:
    known = values[np.isfinite(values)]
    if not len(known):
        return Figures(0, None, None, None, None, None, dict.fromkeys(PERCENTILES))
    at = np.percentile(known, PERCENTILES)
    return Figures(
        len(known),
        float(known.sum()),
        float(known.mean()),
        float(known.std(ddof=1)) if len(known) > 1 else None,
        float(known.min()),
        float(known.max()),
        dict(zip(PERCENTILES, at.tolist(), strict=True)),
    )


def _extreme(table: Table, column: str, which: str) -> Extreme:
    values = table.column(column)
    at = int(np.nanargmin(values) if which == _LOWEST else np.nanargmax(values))
    return Extreme(
        column,
        which,
        float(values[at]),
        str(table.identifiers[at]),
        float(table.longitude[at]),
        float(table.latitude[at]),
    )
