"""How well two sets of candidates agree."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsVectorLayer,
)


def outlines(path: Path, crs: str, layer: str = "") -> list[QgsGeometry]:
    """The outlines in a file, brought into a system."""
    opened = QgsVectorLayer(f"{path}|layername={layer}" if layer else str(path), "candidates", "ogr")
    to_crs = QgsCoordinateTransform(opened.crs(), QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext())
    found = []
    for feature in opened.getFeatures():
        outline = QgsGeometry(feature.geometry())
        outline.transform(to_crs)
        found.append(outline.buffer(0, 1))
    return found


def iou(first: QgsGeometry, second: QgsGeometry) -> float:
    """Intersection over union of areas."""
    common = first.intersection(second).area()
    return common / (first.area() + second.area() - common)


def agreement(wanted: Path, found: Path, crs: str) -> dict[str, float]:
    """Mean intersection over union of candidates.

    Each is paired with the one that covers it best, once; those that stay alone count as 0. `iou_of_area` is
    that of all the ground that is covered. Areas are measured in `crs`.
    """
    return agreement_of(outlines(wanted, crs), outlines(found, crs))


def agreement_of(wanted: list[QgsGeometry], found: list[QgsGeometry]) -> dict[str, float]:
    """The same for outlines."""
    pairs = sorted(
        ((iou(first, second), i, j) for i, first in enumerate(wanted) for j, second in enumerate(found)),
        key=lambda pair: -pair[0],
    )
    total, used_first, used_second = 0.0, set(), set()
    for value, i, j in pairs:
        if value > 0 and i not in used_first and j not in used_second:
            total += value
            used_first.add(i)
            used_second.add(j)
    count = len(wanted) + len(found) - len(used_first)
    everything = iou(QgsGeometry.unaryUnion(wanted), QgsGeometry.unaryUnion(found)) if found else 0.0
    return {"candidates": len(found), "iou": total / count if count else 1.0, "iou_of_area": everything}
