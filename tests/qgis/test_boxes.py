"""Boxes in another system: the same answer to what has no place there, on every QGIS."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsRectangle,
)
from rock_glacier_inventory.processing_provider.adapters.boxes import transformed

TO_MERCATOR = QgsCoordinateTransform(
    QgsCoordinateReferenceSystem("EPSG:4326"),
    QgsCoordinateReferenceSystem("EPSG:3857"),
    QgsCoordinateTransformContext(),
)


@pytest.mark.parametrize("south", [-89.99, 89.9])
def test_ground_beyond_the_poles_is_an_error_of_projections_or_a_box(qgis_app: object, south: float) -> None:
    try:
        box = transformed(TO_MERCATOR, QgsRectangle(-178.8, south, 166.1, south + 0.09))
    except QgsCsException:
        return
    assert abs(box.center().y()) > 20_037_508 or not box.isFinite()


def test_a_box_with_a_place_is_where_qgis_puts_it(qgis_app: object) -> None:
    box = QgsRectangle(88.5, 27.5, 88.7, 27.6)
    assert transformed(TO_MERCATOR, box) == TO_MERCATOR.transformBoundingBox(box)
