"""What changed from one publication to the next: added, removed, reshaped, other attributes, by identifier."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ..ground.geodesy import LONGITUDE_LATITUDE, ellipsoidal_areas
from .origins import write_csv
from .units import Units

CHANGES, VALUES = "changes.csv", "changed_attributes.csv"
ADDED, REMOVED, RESHAPED, ATTRIBUTES = "added", "removed", "reshaped", "attributes"
_SAME_PLACE = 1e-8
"""Degrees, a millimetre: what programs that write and read coordinates again may lose."""
_SAME_METRES = 0.001
_EXACT = 1e-9
_METRES_PER_DEGREE = 111_320.0
_FROM_SHAPE = ("AREA", "LAT", "LON")


@dataclass(frozen=True)
class Change:
    """Of one rock glacier, or of a marker without outline; areas in m², the distance of the outlines in m.

    `values` are field, before, after.
    """

    name: str
    what: tuple[str, ...]
    before: float | None = None
    after: float | None = None
    distance: float | None = None
    values: tuple[tuple[str, Any, Any], ...] = ()
    is_marker: bool = False


@dataclass
class Changes:
    """All of them, with how many are as they were."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0

    def count(self, what: str, *, markers: bool = False) -> int:
        """How many rock glaciers (or markers without outline) of a kind."""
        return sum(what in one.what for one in self.changes if one.is_marker is markers)

    def sentence(self, version: str) -> str:
        """What changed, in words."""
        since = f"version {version}" if version else "the last publication"
        if not self.changes:
            return (
                f"Since {since} nothing changed{f': {self.same} rock glaciers are as they were' if self.same else ''}."
            )
        told = (
            f"Since {since}: {self.count(ADDED)} rock glaciers were added, {self.count(REMOVED)} removed, "
            f"{self.count(RESHAPED)} reshaped; of {self.count(ATTRIBUTES)} attributes changed; {self.same} are as they "
            "were."
        )
        markers = [
            f"{count} {words}"
            for what, words in ((ADDED, "added"), (REMOVED, "removed"), (RESHAPED, "moved"), (ATTRIBUTES, "changed"))
            if (count := self.count(what, markers=True))
        ]
        return f"{told} Markers without outline: {', '.join(markers)}." if markers else told


class Comparison:
    """Compares form by form: shapes in the first, and each field in the first form that has it."""

    def __init__(self) -> None:
        self.found = Changes()
        self._fields: set[str] = set()

    def add(self, before: tuple[Units, Units], after: tuple[Units, Units]) -> None:
        """Compare in one more form: outlines and markers as they were, and as they are."""
        old, new = _told_once(*before), _told_once(*after)
        seen: set[str] = set()
        for place, is_marker in ((0, False), (1, True)):
            one, other = old[place], new[place]
            fields = [holds for holds in other.columns if holds in one.columns and holds not in self._fields]
            if self._fields:
                _add_fields(self.found, one, other, fields, is_marker)
            else:
                self.found.changes += _compared(self.found, one, other, fields, is_marker)
            seen.update(fields)
        self._fields |= seen


def _told_once(outlines: Units, markers: Units) -> tuple[Units, Units]:
    """Outlines with what their markers say, and markers that have no outline."""
    return outlines.with_fields_of(markers), markers.without(outlines.places)


def _compared(found: Changes, before: Units, after: Units, fields: Sequence[str], is_marker: bool) -> Iterator[Change]:
    """Each that is not as it was, by name; those that are, are counted."""
    there = sorted(name for name in after.places if name in before.places)
    for what, of, other in ((REMOVED, before, after), (ADDED, after, before)):
        for name in sorted(of.places.keys() - other.places.keys()):
            area = None if is_marker else _area(of.wkb[of.places[name]])
            before_it, after_it = (area, None) if what == REMOVED else (None, area)
            yield Change(name, (what,), before_it, after_it, is_marker=is_marker)
    old, new = (np.array([_shape(of.wkb[of.places[name]]) for name in there], dtype=object) for of in (before, after))
    far = {place: _distance(old[place], new[place]) for place in np.flatnonzero(_differ(old, new)).tolist()}
    far = {place: metres for place, metres in far.items() if metres is None or metres > _SAME_METRES}
    sizes = {} if is_marker else _sizes(old, new, list(far))
    for place, name in enumerate(there):
        values = _values(before, after, name, fields, reshaped=place in far)
        kinds = tuple(word for word, holds in ((RESHAPED, place in far), (ATTRIBUTES, values)) if holds)
        if kinds:
            first, second = sizes.get(place, (None, None))
            yield Change(name, kinds, first, second, far.get(place), values, is_marker)
        elif not is_marker:
            found.same += 1


def _add_fields(found: Changes, before: Units, after: Units, fields: Sequence[str], is_marker: bool) -> None:
    known = {one.name: place for place, one in enumerate(found.changes) if one.is_marker is is_marker}
    for name in (name for name in after.places if name in before.places) if fields else ():
        values = _values(before, after, name, fields, reshaped=False)
        if not values:
            continue
        if name not in known:
            found.changes.append(Change(name, (ATTRIBUTES,), values=values, is_marker=is_marker))
            found.same -= not is_marker
            continue
        one = found.changes[known[name]]
        what = one.what if ATTRIBUTES in one.what else (*one.what, ATTRIBUTES)
        found.changes[known[name]] = replace(one, what=what, values=(*one.values, *values))


def _shape(wkb: Any) -> Any:
    return None if wkb is None else shapely.normalize(shapely.from_wkb(wkb))


def _differ(old: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which shapes are not the same, whatever the order of parts and vertices; one of one part is a polygon."""
    one, other = (np.array([_alone(shape) for shape in shapes], dtype=object) for shapes in (old, new))
    same = shapely.equals_exact(one, other, _SAME_PLACE)
    return np.asarray(~same & ~(shapely.is_missing(one) & shapely.is_missing(other)), dtype=bool)


def _alone(shape: Any) -> Any:
    is_one = shape is not None and shape.geom_type.startswith("Multi") and len(shape.geoms) == 1
    return shape.geoms[0] if is_one else shape


def _sizes(old: npt.NDArray[Any], new: npt.NDArray[Any], places: Sequence[int]) -> dict[int, tuple[float, float]]:
    both = [place for place in places if old[place] is not None and new[place] is not None]
    before, after = (ellipsoidal_areas(shapes[both], LONGITUDE_LATITUDE).tolist() for shapes in (old, new))
    return dict(zip(both, zip(before, after, strict=True), strict=True))


def _area(wkb: Any) -> float | None:
    return None if wkb is None else float(ellipsoidal_areas([shapely.from_wkb(wkb)], LONGITUDE_LATITUDE)[0])


def _distance(one: Any, other: Any) -> float | None:
    """How far the outlines are apart at most (Hausdorff), in metres on the ground."""
    if one is None or other is None:
        return None
    middle = shapely.get_coordinates([one, other])[:, 1].mean()
    scale = np.array([_METRES_PER_DEGREE * math.cos(math.radians(middle)), _METRES_PER_DEGREE])
    first, second = (shapely.transform(shape, lambda points: points * scale) for shape in (one, other))
    if first.geom_type != "Point":
        first, second = first.boundary, second.boundary
    return float(shapely.hausdorff_distance(first, second, densify=0.25))


def _values(
    before: Units, after: Units, name: str, fields: Sequence[str], *, reshaped: bool
) -> tuple[tuple[str, Any, Any], ...]:
    old, new = before.places[name], after.places[name]
    found = []
    for holds in fields:
        one, other = before.columns[holds][old], after.columns[holds][new]
        if not _is_same(one, other) and not (reshaped and holds in _FROM_SHAPE):
            found.append((after.labels[holds], _plain(one), _plain(other)))
    return tuple(found)


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value.strip() or None if isinstance(value, str) else value


def _is_same(one: Any, other: Any) -> bool:
    one, other = _plain(one), _plain(other)
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return bool(one == other)
    return math.isclose(one, other, rel_tol=_EXACT, abs_tol=_EXACT)


def write_changes(folder: Path, found: Changes) -> dict[str, str]:
    """Write two tables; name of a file -> what it is."""
    found.changes.sort(key=lambda one: (one.is_marker, one.name))
    rows = [
        [
            one.name,
            "marker" if one.is_marker else "rock glacier",
            " ".join(one.what),
            _rounded(one.before),
            _rounded(one.after),
            _rounded(one.distance),
            " ".join(name for name, _, _ in one.values),
        ]
        for one in found.changes
    ]
    head = ("ID", "KIND", "CHANGE", "AREA_BEFORE_M2", "AREA_AFTER_M2", "OUTLINE_DISTANCE_M", "FIELDS")
    write_csv(folder / CHANGES, head, rows)
    values = [[one.name, *value] for one in found.changes for value in one.values]
    write_csv(folder / VALUES, ("ID", "FIELD", "BEFORE", "AFTER"), values)
    return {
        CHANGES: "what changed since the last publication, a row for each rock glacier",
        VALUES: "each attribute that changed, before and after",
    }


def _rounded(value: float | None) -> float | str:
    return "" if value is None else round(value, 1)
