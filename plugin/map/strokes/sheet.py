"""The scratch layer as a sheet to draw on: what is done to it is one step each of QGIS's undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ....inventory.errors import UserError
from ....processing_provider.adapters.translation import tr
from ...geometry.hand_lines import Point
from ...geometry.outline_geometry import POLYGON
from ...geometry.outlines import sound
from ...geometry.redrawing import reshaped, smoother

_MOST_COMMON = 0.5
"""What covers more of an outline than this share is the same rock glacier, and no neighbour."""


class Sheet:
    """Outlines or lines being drawn.

    Parameters
    ----------
    layer
        The scratch layer, which is being edited.
    neighbours
        Layers whose outlines may share a border with what is drawn.
    """

    def __init__(self, layer: QgsVectorLayer, neighbours: Sequence[QgsVectorLayer]) -> None:
        self._layer, self._neighbours = layer, neighbours

    def add(self, geometry: QgsGeometry, in_place: bool = False) -> None:
        """Add an outline or a line; in place of all others where that is wanted."""
        before = [feature.id() for feature in self._layer.getFeatures()] if in_place else []
        feature = QgsFeature(self._layer.fields())
        if QgsWkbTypes.isMultiType(self._layer.wkbType()):
            geometry.convertToMultiType()
        feature.setGeometry(geometry)

        def change() -> None:
            self._layer.deleteFeatures(before)
            self._layer.addFeature(feature)

        self._edit(tr("Draw"), change)

    def keep_only(self, fid: int) -> None:
        """Delete all but one."""
        others = [feature.id() for feature in self._layer.getFeatures() if feature.id() != fid]
        self._edit(tr("Draw"), self._layer.deleteFeatures, others)

    def reshape(self, line: list[Point], reach: float) -> None:
        """Reshape the first part that a stroke changes; `reach` is how near to a rim it is taken to end on that.

        Raises
        ------
        UserError
            It changes none of them: what is wrong with the last.
        """
        failed = UserError(tr("There is no outline to reshape yet; draw one first."))
        for feature in self._layer.getFeatures():
            try:
                geometry = reshaped(feature.geometry(), line, reach)
            except UserError as error:
                failed = error
                continue
            self._edit(tr("Reshape"), self._layer.changeGeometry, feature.id(), geometry)
            return
        raise failed

    def smooth(self) -> None:
        """Smooth all that is drawn, once more.

        Raises
        ------
        UserError
            There is nothing, or it cannot be smoothed.
        """
        crs, context = self._layer.crs(), QgsProject.instance().transformContext()
        found = {
            feature.id(): smoother(feature.geometry(), crs, context, self._beside(feature.geometry()))
            for feature in self._layer.getFeatures()
        }
        if not found:
            raise UserError(tr("There is no outline to smooth yet; draw one first."))

        def change() -> None:
            for fid, geometry in found.items():
                self._layer.changeGeometry(fid, geometry)

        self._edit(tr("Smooth"), change)

    def _beside(self, outline: QgsGeometry) -> list[QgsGeometry]:
        """Outlines of the inventory that may share a border with this one."""
        found, whole = [], sound(outline)
        for layer in self._neighbours:
            way = QgsCoordinateTransform(layer.crs(), self._layer.crs(), QgsProject.instance())
            with suppress(QgsCsException):
                box = way.transformBoundingBox(whole.boundingBox(), Qgis.TransformDirection.Reverse)
                for feature in layer.getFeatures(QgsFeatureRequest().setFilterRect(box).setNoAttributes()):
                    other = sound(feature.geometry())
                    other.transform(way)
                    if not _is_the_same(other, whole):
                        found.append(other)
        return found

    def is_beside(self, layer: QgsVectorLayer | None, fid: int) -> bool:
        """Whether a feature is another landform than what is drawn."""
        if layer is None or layer.id() == self._layer.id():
            return False
        drawn = [sound(feature.geometry()) for feature in self._layer.getFeatures()]
        if not drawn or layer.geometryType() != POLYGON:
            return True
        other = sound(layer.getGeometry(fid))
        other.transform(QgsCoordinateTransform(layer.crs(), self._layer.crs(), QgsProject.instance()))
        return not any(_is_the_same(other, outline) for outline in drawn)

    def _edit(self, name: str, change: Callable[..., object], *values: object) -> None:
        """One step for QGIS's undo."""
        self._layer.beginEditCommand(name)
        change(*values)
        self._layer.endEditCommand()
        self._layer.triggerRepaint()


def _is_the_same(one: QgsGeometry, other: QgsGeometry) -> bool:
    """Whether two outlines are of one landform."""
    return one.intersection(other).area() >= _MOST_COMMON * min(one.area(), other.area())
