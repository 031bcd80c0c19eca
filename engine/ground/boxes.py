"""What two boxes in different coordinate systems share, on a round Earth.

A box that is forced through a projection that does not hold it comes out as a part of itself: the whole
world on a UTM grid is that grid's eastern half. So the thing that is small (a scene, the ground that is
searched) is taken into the system of the large one and asked whether it lies in it; of the large one's edges
only what is near is taken back, and only what comes back to where it was. What has no place in the other
system is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from .geodesy import LONGITUDE_LATITUDE, to_pyproj, transform_what_can_be, transformer_between

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_NODES = 32
"""Pieces along a side of the small box, at whose ends its places are asked for."""
_SAMPLES = 256
"""Pieces of each edge of the large box where it passes the small one."""
_HALVINGS = 40
_SAME_DEGREES, _SAME_METRES = 1e-6, 0.1
"""Places that are so near each other after a way there and back are the same."""
_CYLINDERS = (
    "Mercator",
    "Popular Visualisation Pseudo Mercator",
    "Equidistant Cylindrical",
    "Plate Carree",
    "Lambert Cylindrical Equal Area",
    "Miller",
)
"""Beginnings of the projections whose x goes round the Earth."""


def part_in_box(box: Box, box_crs: Any, own: Box, own_crs: Any) -> Box | None:
    """Bounds of the part of `own` that lies in another box, in the system of `own`; None where none does.

    Parameters
    ----------
    box, box_crs
        The box, and its coordinate system; longitudes may go beyond 180 degrees.
    own, own_crs
        Bounds of what is asked about, and its system.

    Raises
    ------
    UserError
        A coordinate system is on no Earth.
    """
    if to_pyproj(box_crs) == to_pyproj(own_crs):
        found = [_shared(_turned(box, turn), own) for turn in turns_of(own_crs)]
        kept = [piece for piece in found if piece is not None]
        return _around(kept) if kept else None
    there, back = transformer_between(own_crs, box_crs), transformer_between(box_crs, own_crs)
    turns = turns_of(box_crs)

    def in_box(x: Floats, y: Floats) -> Bools:
        x, y = _moved(there, x, y)
        return np.asarray(np.any([_within(x - turn, y, box) for turn in turns], axis=0))

    def in_own(x: Floats, y: Floats) -> Bools:
        found = _moved(back, x, y)
        again = _moved(there, *found)
        return _within(*found, own) & _same_place((x, y), again, tolerance, turns)

    x, y = _net(own)
    inside = in_box(x, y)
    places = [(x[inside], y[inside]), _where(*_edges(own), in_box)]
    near = _near(own, there, turns)
    reach = near if np.isfinite(near).all() else box
    tolerance = 1e-6 * max(reach[2] - reach[0], reach[3] - reach[1])
    for turn in turns:
        piece = _shared(_turned(box, turn), near)
        if piece is not None and np.isfinite(piece).all():
            places.append(_moved(back, *_where(*_edges(piece), in_own)))
    east, north = (np.concatenate(values) for values in zip(*places, strict=True))
    if not east.size:
        return None
    return float(east.min()), float(north.min()), float(east.max()), float(north.max())


def polygons_near(polygons: npt.NDArray[Any], crs: Any, own: Box, own_crs: Any) -> npt.NDArray[Any]:
    """The parts of polygons that lie around a box, in the box's system; straight edges bend as they must.

    Parameters
    ----------
    polygons
        Valid (multi)polygons of any size, shape (n,): half a globe has no place in UTM as a whole.
    crs
        Their system.
    own, own_crs
        The box, and its system.

    Returns
    -------
    ndarray of object, shape (m,)
        Valid polygons; those that lie elsewhere are left out.
    """
    pieces, _ = _pieces_near(polygons, crs, own, own_crs)
    return np.asarray(pieces[~shapely.is_empty(pieces)], dtype=object)


def areas_near(polygons: npt.NDArray[Any], crs: Any, own: Box, own_crs: Any) -> npt.NDArray[Any]:
    """As `polygons_near`, one for each of the n polygons; empty where it lies elsewhere."""
    pieces, owner = _pieces_near(polygons, crs, own, own_crs)
    areas = np.full(len(polygons), shapely.Polygon(), dtype=object)
    for index in np.unique(owner).tolist():
        areas[index] = shapely.union_all(pieces[owner == index])
    return areas


def _pieces_near(
    polygons: npt.NDArray[Any], crs: Any, own: Box, own_crs: Any
) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
    """Pieces of polygons around a box, in the box's system, and the polygon that each is of."""
    turns = turns_of(crs)
    if to_pyproj(crs) == to_pyproj(own_crs):
        pieces, owner = _clipped(polygons, _wider(own), turns)
        return _polygonal(pieces), owner
    near = _near(own, transformer_between(own_crs, crs), turns)
    pieces, owner = _clipped(polygons, near, turns)
    if np.isfinite(near).all():
        step = max(near[2] - near[0], near[3] - near[1]) / _SAMPLES
        pieces = np.asarray(shapely.segmentize(pieces, step), dtype=object)
    return _polygonal(transform_what_can_be(pieces, crs, own_crs)), owner


def has_room_for(geometries: npt.NDArray[Any], crs: Any, target: Any) -> bool:
    """Whether all vertices of geometries, shape (n,), have a place in another system, and come back from it.

    What is far outside a projection may be moved to a place there that is another one's.
    """
    if to_pyproj(crs) == to_pyproj(target) or not len(geometries):
        return True
    there, back = transformer_between(crs, target), transformer_between(target, crs)
    x, y = shapely.get_coordinates(geometries).T
    tolerance = _SAME_DEGREES if to_pyproj(crs).is_geographic else _SAME_METRES
    again = _moved(back, *_moved(there, x, y))
    return bool(_same_place((x, y), again, tolerance, turns_of(crs)).all())


def bounds_around(own: Box, own_crs: Any, crs: Any) -> Box | None:
    """Bounds in another system that hold a box, a little too large; None where it has no place there."""
    turns = turns_of(crs)
    there, back = transformer_between(own_crs, crs), transformer_between(crs, own_crs)
    x, y = _net(own)
    found = _moved(there, x, y)
    tolerance = 1e-6 * max(own[2] - own[0], own[3] - own[1])
    if not _same_place((x, y), _moved(back, *found), tolerance, turns_of(own_crs)).all():
        return None
    near = _near(own, there, turns)
    return near if np.isfinite(near).all() else None


def _wider(box: Box) -> Box:
    """A box with a mesh around it."""
    across, along = (box[2] - box[0]) / _NODES, (box[3] - box[1]) / _NODES
    return box[0] - across, box[1] - along, box[2] + across, box[3] + along


def _clipped(
    polygons: npt.NDArray[Any], near: Box, turns: list[float]
) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
    """What of polygons lies in a box, wherever on the round Earth they count their x from; of which it is."""
    if not np.isfinite(near).all():
        return polygons, np.arange(len(polygons))
    found, owners, window = [], [], shapely.box(*near)
    shapely.prepare(window)
    for turn in turns:
        turned = polygons if not turn else shapely.transform(polygons, partial(np.add, [turn, 0.0]))
        owner = np.flatnonzero(shapely.intersects(window, turned))
        touching = turned[owner]
        whole = shapely.contains_properly(window, touching)
        pieces = touching.copy()
        pieces[~whole] = shapely.intersection(touching[~whole], window)
        found.append(pieces)
        owners.append(owner)
    return np.concatenate(found), np.concatenate(owners)


def _polygonal(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Valid (multi)polygons of what clipping and moving leave, empty ones among them."""
    array = shapes.copy()
    invalid = ~shapely.is_valid(array)
    if invalid.any():
        array[invalid] = shapely.make_valid(array[invalid], method="structure", keep_collapsed=False)
    for index in np.flatnonzero(~np.isin(shapely.get_type_id(array), (3, 6))):
        parts = shapely.get_parts(shapely.get_parts(array[index]))
        array[index] = shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])
    return array


def turns_of(crs: Any) -> list[float]:
    """What may be added to x without leaving the place: whole circles where x goes round the Earth."""
    system = to_pyproj(crs)
    if system.is_geographic:
        around = 2 * np.pi / (system.axis_info[0].unit_conversion_factor or np.pi / 180)
    else:
        around = _circumference(system)
    return [0.0] if not around else [0.0, -around, around]


def _circumference(system: pyproj.CRS) -> float:
    """Length of the equator in a cylindrical projection, in its units; 0 for other projections."""
    operation = system.coordinate_operation
    if operation is None or not operation.method_name.startswith(_CYLINDERS):
        return 0.0
    named = (float(one.value) for one in operation.params if one.name.startswith("Longitude of"))
    middle = next(named, 0.0)
    x, _ = transformer_between(LONGITUDE_LATITUDE, system).transform([middle, middle + 90], [0.0, 0.0])
    quarter = abs(x[1] - x[0])
    return float(4 * quarter) if np.isfinite(quarter) else 0.0


def _near(own: Box, there: pyproj.Transformer, turns: list[float]) -> Box:
    """Bounds of a box in another system, a mesh larger; endless where a part of it has no place there."""
    x, y = _moved(there, *_net(own))
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return -np.inf, -np.inf, np.inf, np.inf
    around = turns[-1]
    if around:
        middle = x[x.size // 2]
        x = middle + (x - middle + around / 2) % around - around / 2
    across, along = (max(np.ptp(values) / _NODES, 1e-9) for values in (x, y))
    near = [x.min() - across, y.min() - along, x.max() + across, y.max() + along]
    if around and there.target_crs is not None and there.target_crs.is_geographic:
        for pole in (-around / 4, around / 4):
            x, y = map(np.atleast_1d, there.transform(0.0, pole, direction="INVERSE"))
            if _within(x, y, own).all():
                near = [-around / 2, min(near[1], pole), around / 2, max(near[3], pole)]
        near[1], near[3] = max(near[1], -around / 4), min(near[3], around / 4)
    return near[0], near[1], near[2], near[3]


def _moved(transformer: pyproj.Transformer, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Places in the other system, infinite where they have none."""
    if not np.size(x):
        return np.empty(0), np.empty(0)
    east, north = transformer.transform(x, y)
    return np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)


def _net(box: Box) -> tuple[Floats, Floats]:
    """Places all over a box, its edges included."""
    left, bottom, right, top = box
    x, y = np.meshgrid(np.linspace(left, right, _NODES + 1), np.linspace(bottom, top, _NODES + 1))
    return x.ravel(), y.ravel()


def _edges(box: Box) -> tuple[Floats, Floats]:
    """Places along a box's edges, once round."""
    left, bottom, right, top = box
    across, along = np.linspace(left, right, _SAMPLES + 1), np.linspace(bottom, top, _SAMPLES + 1)
    x = np.concatenate([across, np.full(_SAMPLES + 1, right), across[::-1], np.full(_SAMPLES + 1, left)])
    y = np.concatenate([np.full(_SAMPLES + 1, bottom), along, np.full(_SAMPLES + 1, top), along[::-1]])
    return x, y


def _where(x: Floats, y: Floats, holds: Callable[[Floats, Floats], Bools]) -> tuple[Floats, Floats]:
    """Places on a line for which something holds, and those at which it begins and ends to hold."""
    good = holds(x, y)
    change = np.flatnonzero(good[1:] != good[:-1])
    first, last = np.where(good[change], change, change + 1), np.where(good[change], change + 1, change)
    x_in, y_in, x_out, y_out = x[first], y[first], x[last], y[last]
    for _ in range(_HALVINGS if change.size else 0):
        x_mid, y_mid = (x_in + x_out) / 2, (y_in + y_out) / 2
        inside = holds(x_mid, y_mid)
        x_in, y_in = np.where(inside, x_mid, x_in), np.where(inside, y_mid, y_in)
        x_out, y_out = np.where(inside, x_out, x_mid), np.where(inside, y_out, y_mid)
    return np.concatenate([x[good], x_in]), np.concatenate([y[good], y_in])


def _same_place(one: tuple[Floats, Floats], other: tuple[Floats, Floats], within: float, turns: list[float]) -> Bools:
    with np.errstate(invalid="ignore"):
        apart = np.abs(one[0] - other[0])
        if turns[-1]:
            apart = np.abs((apart + turns[-1] / 2) % turns[-1] - turns[-1] / 2)
        same = (apart <= within) & (np.abs(one[1] - other[1]) <= within)
    return np.asarray(same, dtype=bool)


def _within(x: Floats, y: Floats, box: Box) -> Bools:
    with np.errstate(invalid="ignore"):
        return np.asarray((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3]))


def _turned(box: Box, turn: float) -> Box:
    return box[0] + turn, box[1], box[2] + turn, box[3]


def _shared(one: Box, other: Box) -> Box | None:
    """What two boxes of the same system share; None where they touch at most."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    return (left, bottom, right, top) if left < right and bottom < top else None


def _around(boxes: list[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)
