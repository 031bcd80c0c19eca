"""Boxes in another system, on every QGIS."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsRectangle


def transformed(transform: QgsCoordinateTransform, box: QgsRectangle, *direction: Any, **more: Any) -> QgsRectangle:
    """The box around a box in the other system.

    Raises
    ------
    QgsCsException
        Wherever it has no place there. QGIS 3.44 throws an error without a name at ground beyond the poles,
        which is none of a projection (`plugin/map/previews.py`).
    """
    try:
        return transform.transformBoundingBox(box, *direction, **more)
    except QgsCsException:
        raise
    except Exception as error:  # what C++ throws has no name in Python
        raise QgsCsException("no such box") from error
