"""Geometry of an open inventory: between its file, QGIS and true metres on the ground."""

from __future__ import annotations

from contextlib import suppress

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)

from . import outlines
from .outline_geometry import true_area

WGS84 = "EPSG:4326"


class Ground(outlines.OutlineMaker):
    """Makes what the inventory writes, and measures what it holds.

    All geometries are in the inventory's system unless another is named.

    Parameters
    ----------
    crs
        That system.
    project
        How it wants coordinates transformed.
    """

    def __init__(self, crs: QgsCoordinateReferenceSystem, project: QgsProject) -> None:
        super().__init__(crs, project.transformContext())
        self._project = project

    def geometry(self, wkb: bytes) -> QgsGeometry:
        """A geometry of the file."""
        return outlines.geometry_of(wkb)

    def area(self, geometry: QgsGeometry) -> float:
        """True area in m²."""
        return true_area(geometry, self.crs, self._project.transformContext())

    def problem(self, geometry: QgsGeometry) -> str:
        """What is wrong with a geometry; empty where nothing is."""
        found = outlines.problems(geometry)
        return found[0] if found else ""

    def split(self, geometry: QgsGeometry, line: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> list[QgsGeometry]:
        """Pieces of a polygon of the inventory, cut along a line in `crs`."""
        here = QgsGeometry(line)
        here.transform(QgsCoordinateTransform(crs, self.crs, self._project.transformContext()))
        return outlines.split(geometry, here)

    def share_inside(self, geometry: QgsGeometry, layer: QgsVectorLayer | None) -> float | None:
        """Share of a polygon inside the polygons of a layer; None where there is no such layer."""
        if layer is None:
            return None
        return outlines.share_inside(geometry, self.crs, layer, self._project.transformContext())

    def marker_place(self, geometry: QgsGeometry) -> tuple[float, float] | None:
        """Latitude and longitude that the marker of a polygon would get."""
        with suppress(QgsCsException):
            return self.place_of(geometry)
        return None
