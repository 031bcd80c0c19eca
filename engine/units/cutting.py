"""From cells to lines: an outline in pieces whose outer edge is the outline's own, point by point."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from rasterio.features import shapes
from scipy import ndimage

from .ground import Ground
from .parting import Labels

_BEYOND = 3
"""Cells by which cuts go on beyond the outline, so that they meet it."""
_SIMPLER = 2.0
"""Cells: corners of a line that cut off less ground than such a square are left out."""


def cut_lines(labels: Labels, ground: Ground) -> list[Any]:
    """The borders between labels as smooth lines, in the ground's local system; they reach beyond the outline."""
    nearest = ndimage.distance_transform_edt(labels == 0, return_distances=False, return_indices=True)
    wide = ndimage.binary_dilation(labels > 0, np.ones((3, 3), bool), _BEYOND)
    filled = np.where(wide, labels[nearest[0], nearest[1]], 0).astype(np.int32)
    found: dict[int, list[Any]] = {}
    for shape, value in shapes(filled, wide, transform=ground.transform):
        found.setdefault(int(value), []).append(shapely.geometry.shape(shape))
    areas = [shapely.union_all(parts) for parts in found.values()]
    simple = shapely.coverage_simplify(areas, _SIMPLER * ground.cell, simplify_boundary=False)
    lines = []
    for index, one in enumerate(simple):
        for other in simple[index + 1 :]:
            shared = shapely.intersection(one.boundary, other.boundary)
            lines += [line for line in shapely.get_parts(merged(shared)) if line.geom_type == "LineString"]
    return [shapely.LineString(_rounded(shapely.get_coordinates(line))) for line in lines]


def merged(shared: Any) -> Any:
    """Lines that go on in each other as one."""
    parts = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString" and not part.is_empty]
    return shapely.line_merge(shapely.MultiLineString(parts))


def _rounded(points: npt.NDArray[np.float64], times: int = 2) -> npt.NDArray[np.float64]:
    """Corners cut twice (Chaikin); the ends stay."""
    for _ in range(times):
        near = 0.75 * points[:-1] + 0.25 * points[1:]
        far = 0.25 * points[:-1] + 0.75 * points[1:]
        between = np.stack([near, far], 1).reshape(-1, 2)
        points = np.concatenate([points[:1], between[1:-1], points[-1:]]) if len(points) > 2 else points
    return points


def pieces_of(outline: Any, lines: list[Any], labels: Labels, ground: Ground) -> list[Any]:
    """The outline cut at lines, a polygon for each label, in the outline's own coordinate system.

    Parameters
    ----------
    outline
        As it came.
    lines
        In its coordinate system.
    labels
        1, 2, ... on the ground's cells.
    ground
        Of the outline.
    """
    faces = [
        face
        for face in shapely.get_parts(shapely.polygonize([shapely.union_all([outline.boundary, *lines])]))
        if outline.contains(face.representative_point())
    ]
    nearest = ndimage.distance_transform_edt(labels == 0, return_distances=False, return_indices=True)
    filled = labels[nearest[0], nearest[1]]
    owners = [_label_at(face.representative_point(), filled, ground) for face in faces]
    owners = _without_slivers(faces, owners)
    return [
        shapely.union_all([face for face, owner in zip(faces, owners, strict=True) if owner == label])
        for label in range(1, int(labels.max()) + 1)
    ]


def _label_at(point: Any, filled: Labels, ground: Ground) -> int:
    x, y = ground.to_local.transform(point.x, point.y)
    column, row = ~ground.transform @ (x, y)
    rows, columns = filled.shape
    return int(filled[int(np.clip(row, 0, rows - 1)), int(np.clip(column, 0, columns - 1))])


def _without_slivers(faces: list[Any], owners: list[int]) -> list[int]:
    """Each unit keeps its largest face; another one goes to the neighbour that it shares most border with."""
    largest = {
        owner: max((face.area, index) for index, face in enumerate(faces) if owners[index] == owner)[1]
        for owner in set(owners)
    }
    found = list(owners)
    for index, face in enumerate(faces):
        if index in largest.values():
            continue
        shared = {other: face.intersection(faces[place]).length for other, place in largest.items()}
        best = max(shared, key=lambda other: shared[other])
        if shared[best] > 0:
            found[index] = best
    return found
