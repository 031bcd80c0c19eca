"""From pixel edges to smooth outlines that stay within a stated distance of them.

All in pixel coordinates. With the tolerance t (in pixels), four steps share it:

1. *Cut*: the ring goes from middle to middle of its straight edges, where a corner does not lie farther
   than ``min(t, 1) / 2`` from the cut. A digital straight line, whatever its slope, becomes almost straight.
2. *Simplify* (Douglas and Peucker 1973, doi:10.3138/FM57-6770-U75U-7727).
3. *Round* the corners that this leaves, where t is more than one pixel.
4. *Shift* the outline along its normals, as far as t still allows, until its area is that of the pixels:
   the steps before cut more from a landform, which is mostly convex, than they add.

Each step keeps ring and result within its share of each other, so the Hausdorff distance between the
pixel edges and the result is at most t. A polygon that is not valid after that is simplified with its
topology kept, and where even that fails it gets the *chamfered* outline: every corner cut at half a pixel
at most. Chamfered outlines are always valid and never meet those of other components, because each runs
through the middle of its own pixel edges and cuts only the pixels' own corners.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from .rings import Rings

_SIMPLIFYING, _ROUNDING, _SHIFTING = (0.7, 0.4), (0.0, 0.4), (0.3, 0.2)
"""Shares in what the cut leaves of the first pixel of tolerance, and in all that is beyond it."""
_TURN = 0.35
"""Corners whose half angle has a smaller cosine (41 degrees of turn) are not rounded."""
_CORNER_DISTANCE = 0.5
"""Most that a corner of the pixel edges may lie off the outline after the cut, in pixels."""

_Floats = npt.NDArray[np.float64]
Polygons = npt.NDArray[Any]


def build_polygons(rings: Rings) -> Polygons:
    """Shapely polygons of the rings, one per component, in their order."""
    sizes = rings.sizes
    offsets = rings.offsets + np.arange(len(sizes) + 1)
    first_rings = np.append(np.flatnonzero(rings.is_exterior), len(sizes))
    points = rings.points[_closed(rings)].astype(np.float64)
    polygons: Polygons = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (offsets, first_rings))
    return polygons


def _closed(rings: Rings) -> npt.NDArray[np.intp]:
    """Indices of the points of all rings, with each ring's first once more at its end."""
    return np.insert(np.arange(len(rings.points)), rings.offsets[1:], rings.offsets[:-1])


def chamfer(rings: Rings, tolerance: _Floats) -> Rings:
    """Cut every corner at half a pixel from it, or at less where the tolerance is below one pixel.

    Parameters
    ----------
    rings
        On pixel edges.
    tolerance
        In pixels, one per ring.
    """
    if not np.any(tolerance > 0):
        return rings
    cut = 0.5 * np.minimum(tolerance, 1.0)
    per_point = np.repeat(cut, rings.sizes)
    return _cut(rings, per_point, per_point)


def smooth(rings: Rings, tolerance: _Floats) -> Polygons:
    """Smooth polygons, one per component, each valid and within the tolerance of its pixel edges.

    Parameters
    ----------
    rings
        On pixel edges.
    tolerance
        In pixels, one per ring; 0 keeps the pixel edges.

    Returns
    -------
    ndarray of shapely Polygon
    """
    if not np.any(tolerance > 0):
        return build_polygons(rings)
    distance = _CORNER_DISTANCE * np.minimum(tolerance, 1.0)
    rest = np.stack([np.minimum(tolerance, 1.0) - distance, np.maximum(tolerance - 1.0, 0.0)])
    cut = _cut(rings, *_cut_lengths(rings, np.repeat(distance, rings.sizes)))
    simple, is_whole = _simplify(_from_corner(cut), _SIMPLIFYING @ rest)
    rounded = _round(simple, _ROUNDING @ rest)
    polygons = build_polygons(_shift(rounded, rings.signed_areas(), _SHIFTING @ rest))
    good = shapely.is_valid(polygons)
    good[rings.components[~is_whole]] = False
    if not good.all():
        again = ~good[rings.components]
        polygons[~good] = _simplify_with_topology(rings.select(again), tolerance[again])
    return polygons


def _simplify_with_topology(rings: Rings, tolerance: _Floats) -> Polygons:
    """Chamfered outlines, simplified with what is left of the tolerance where they stay valid."""
    exact = build_polygons(chamfer(rings, tolerance))
    rest = (tolerance - np.minimum(tolerance, 1.0) / np.sqrt(8))[rings.is_exterior]
    # GEOS may take the start of a ring away afterwards, which adds the same distance once more.
    simple: Polygons = shapely.simplify(exact, rest / 2, preserve_topology=True)
    good = shapely.is_valid(simple)
    good &= shapely.get_num_interior_rings(simple) == shapely.get_num_interior_rings(exact)
    return np.where(good, simple, exact)


def _cut_lengths(rings: Rings, distance: _Floats) -> tuple[_Floats, _Floats]:
    """How far from each corner the ring is cut, towards the previous and towards the next corner.

    At most half of either edge, and so that the corner is at most `distance` from the cut (for a right
    angle with legs p and q that is p q / sqrt(p^2 + q^2)).
    """
    following = rings.next_point
    after = np.abs(rings.points[following] - rings.points).sum(axis=1) / 2.0
    before = np.empty_like(after)
    before[following] = after
    short, long = np.minimum(before, after), np.maximum(before, after)
    both = distance * np.sqrt(2.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        fitting = distance * short / np.sqrt(short**2 - distance**2)
    long_cut = np.where(short >= both, both, np.where(short > distance, np.minimum(long, fitting), long))
    short_cut = np.minimum(short, both)
    is_short_before = before <= after
    return (np.where(is_short_before, short_cut, long_cut), np.where(is_short_before, long_cut, short_cut))


def _cut(rings: Rings, before: _Floats, after: _Floats) -> Rings:
    """Replace each corner by a point `before` it and one `after` it; two that meet become one."""
    following = rings.next_point
    edge = (rings.points[following] - rings.points).astype(np.float64)
    length = np.abs(edge).sum(axis=1)
    direction = edge / length[:, np.newaxis]
    points = np.empty((len(edge), 2, 2))
    points[:, 0] = rings.points + direction * after[:, np.newaxis]
    points[:, 1] = rings.points[following] - direction * before[following][:, np.newaxis]
    keep = np.ones((len(edge), 2), np.bool_)
    keep[:, 1] = after + before[following] < length - 1e-9
    return _replace(rings, points, keep)


def _replace(rings: Rings, points: _Floats, keep: npt.NDArray[np.bool_]) -> Rings:
    """Rings whose every point is replaced by those of its two that are kept."""
    counts = np.concatenate([[0], np.cumsum(keep.sum(axis=1))])
    return Rings(points[keep], counts[rings.offsets], rings.owners)


def _from_corner(rings: Rings) -> Rings:
    """Let each ring start at an outermost point (by column + row): simplifying keeps the start."""
    key = rings.points.sum(axis=1)
    lowest = np.minimum.reduceat(key, rings.offsets[:-1])
    index = np.arange(len(key))
    index[key != np.repeat(lowest, rings.sizes)] = len(key)
    turn = np.minimum.reduceat(index, rings.offsets[:-1]) - rings.offsets[:-1]
    first, sizes = np.repeat(rings.offsets[:-1], rings.sizes), np.repeat(rings.sizes, rings.sizes)
    turned = first + (np.arange(len(key)) - first + np.repeat(turn, rings.sizes)) % sizes
    return Rings(rings.points[turned], rings.offsets, rings.owners)


def _simplify(rings: Rings, distance: _Floats) -> tuple[Rings, npt.NDArray[np.bool_]]:
    """Simplify each ring by itself; also whether it is still a ring that goes the same way around.

    A ring that is not is left as it was.
    """
    number = np.repeat(np.arange(len(rings.sizes)), rings.sizes + 1)
    # Closed lines, not rings: of those GEOS would move the start, beyond the distance.
    lines = np.asarray(shapely.linestrings(rings.points[_closed(rings)], indices=number))
    simple = shapely.simplify(lines, distance, preserve_topology=False)
    lost = shapely.get_num_coordinates(simple) < 4
    simple[lost] = lines[lost]
    sizes = shapely.get_num_coordinates(simple)
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    points = np.delete(shapely.get_coordinates(simple), offsets[1:] - 1, axis=0)
    result = Rings(points, offsets - np.arange(len(offsets)), rings.owners)
    turned = np.sign(result.signed_areas()) != np.sign(rings.signed_areas())
    return result, ~(lost | turned)


def _directions(rings: Rings) -> tuple[_Floats, _Floats, _Floats, _Floats]:
    """Lengths and directions of the edges before, and after, each point."""
    following = rings.next_point
    edge = rings.points[following] - rings.points
    after = np.hypot(*edge.T)
    forward = edge / np.maximum(after, 1e-12)[:, np.newaxis]  # at the tip of a spike two points may be one
    before, back = np.empty_like(after), np.empty_like(forward)
    before[following], back[following] = after, forward
    return before, back, after, forward


def _round(rings: Rings, distance: _Floats) -> Rings:
    """Cut corners so that none lies farther than `distance` (one per ring) from the cut."""
    if not np.any(distance > 0):
        return rings
    before, back, after, forward = _directions(rings)
    cosine = np.sqrt(np.maximum(1 - (forward * back).sum(axis=1), 0) / 2)
    keep = np.ones((len(cosine), 2), np.bool_)
    keep[:, 1] = cosine > _TURN
    leg = np.repeat(distance, rings.sizes) / np.maximum(cosine, _TURN)
    leg = np.where(keep[:, 1], np.minimum(leg, np.minimum(before, after) / 3), 0.0)[:, np.newaxis]
    points = np.stack([rings.points - back * leg, rings.points + forward * leg], axis=1)
    return _replace(rings, points, keep)


def _shift(rings: Rings, areas: _Floats, limit: _Floats) -> Rings:
    """Move each ring along its normals so that it has the area again, no point by more than the limit.

    Parameters
    ----------
    rings
        Exteriors clockwise on the screen, holes the other way around: the outside is on the left.
    areas
        Signed area that each ring should have.
    limit
        One per ring.
    """
    _, back, length, forward = _directions(rings)
    perimeter = np.add.reduceat(length, rings.offsets[:-1])
    distance = np.clip((areas - rings.signed_areas()) / perimeter, -limit, limit)
    sum_of_normals = np.column_stack([forward[:, 1] + back[:, 1], -forward[:, 0] - back[:, 0]])
    # Offset edges meet on the bisector, at distance / cos(half turn), where the sum is 2 cos(half turn) long.
    size = np.maximum(np.hypot(*sum_of_normals.T), 1e-9)
    wanted = 2 * np.repeat(distance, rings.sizes) / size
    most = np.repeat(limit, rings.sizes)
    move = np.clip(wanted, -most, most) / size
    return Rings(rings.points + sum_of_normals * move[:, np.newaxis], rings.offsets, rings.owners)
