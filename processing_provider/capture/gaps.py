"""The gaps of a capture as features: where nothing could be had, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsFillSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

from ..adapters.translation import tr
from .asking.fetching import Got
from .capture import Capture
from .plan.pieces import outline_in

REASON, STATUS = "REASON", "STATUS"
_COLOUR = "#b05010"


def gap_fields() -> QgsFields:
    """Reason, and the status of the server's answer where there was one."""
    fields = QgsFields()
    if Qgis.QGIS_VERSION_INT >= 33800:
        from qgis.PyQt.QtCore import QMetaType

        fields.append(QgsField(REASON, QMetaType.Type.QString))
        fields.append(QgsField(STATUS, QMetaType.Type.Int))
    else:
        fields.append(QgsField(REASON, QVariant.String))
        fields.append(QgsField(STATUS, QVariant.Int))
    return fields


def gap_features(
    capture: Capture, gaps: Sequence[Got], transform_context: QgsCoordinateTransformContext
) -> Iterator[QgsFeature]:
    """Polygons in the capture's own system."""
    fields = gap_fields()
    for got in gaps:
        if got.fault is None:
            continue
        feature = QgsFeature(fields)
        extent, crs = capture.source.extent_of(got.piece), capture.source.crs_of(got.piece)
        feature.setGeometry(outline_in(extent, crs, capture.grid.crs, transform_context))
        feature.setAttributes([got.fault.reason, got.fault.status])
        yield feature


def gaps_layer(
    capture: Capture, gaps: Sequence[Got], transform_context: QgsCoordinateTransformContext
) -> QgsVectorLayer:
    """A layer in memory. Main thread only, as it is for the project."""
    layer = QgsVectorLayer("Polygon", tr("Gaps of {}").format(capture.source.title), "memory")
    layer.setCrs(capture.grid.crs)
    provider = layer.dataProvider()
    provider.addAttributes(list(gap_fields()))
    layer.updateFields()
    provider.addFeatures(list(gap_features(capture, gaps, transform_context)))
    layer.updateExtents()
    # What is there must still be seen: a candidate of an earlier search may lie in it.
    layer.renderer().setSymbol(
        QgsFillSymbol.createSimple(
            {"color": _COLOUR, "style": "b_diagonal", "outline_color": _COLOUR, "outline_style": "dash"}
        )
    )
    return layer
