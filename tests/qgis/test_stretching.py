"""A 16-bit image is stretched to what is in view, when it is asked for; an 8-bit one is left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.plugin.map.stretching import stretch_to_view

SIDE = 200


def image(path: Path, kind: int) -> QgsRasterLayer:
    """Three bands: values up to 120 in the left half, up to 60 000 in the right one where there is room for them."""
    file = gdal.GetDriverByName("GTiff").Create(str(path), SIDE, SIDE, 3, kind)
    file.SetGeoTransform((500_000, 10, 0, 3_400_000, 0, -10))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32645)
    file.SetProjection(system.ExportToWkt())
    values = np.tile(np.linspace(1, 120, SIDE), (SIDE, 1))
    values[:, SIDE // 2 :] *= 500 if kind == gdal.GDT_UInt16 else 1
    for band in (1, 2, 3):
        file.GetRasterBand(band).WriteArray(values)
    del file
    return QgsRasterLayer(str(path), path.stem)


@pytest.fixture
def canvas(qgis_app: QgsApplication) -> Iterator[QgsMapCanvas]:
    canvas = QgsMapCanvas()
    canvas.resize(400, 400)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32645"))
    yield canvas
    canvas.setLayers([])
    QgsProject.instance().clear()
    canvas.deleteLater()


def show(canvas: QgsMapCanvas, layer: QgsRasterLayer, part: QgsRectangle) -> None:
    QgsProject.instance().addMapLayer(layer)
    canvas.setLayers([layer])
    canvas.setExtent(part)


def limits(layer: QgsRasterLayer) -> tuple[float, float]:
    enhancement = layer.renderer().redContrastEnhancement()
    return enhancement.minimumValue(), enhancement.maximumValue()


def test_dark_ground_is_seen(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    layer = image(tmp_path / "dark é.tif", gdal.GDT_UInt16)
    show(canvas, layer, QgsRectangle(500_100, 3_398_600, 500_800, 3_399_300))
    told = stretch_to_view(canvas, QgsProject.instance())
    assert "dark é" in told
    low, high = limits(layer)
    assert 1 <= low < high < 120, "the bright half is not in view"
    canvas.setExtent(QgsRectangle(501_200, 3_398_600, 501_900, 3_399_300))
    stretch_to_view(canvas, QgsProject.instance())
    assert limits(layer)[0] > 10_000


def test_eight_bits_are_left_as_they_are(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    layer = image(tmp_path / "bright.tif", gdal.GDT_Byte)
    show(canvas, layer, layer.extent())
    before = limits(layer) if layer.renderer().redContrastEnhancement() else None
    with pytest.raises(UserError, match="8 bits"):
        stretch_to_view(canvas, QgsProject.instance())
    assert (limits(layer) if layer.renderer().redContrastEnhancement() else None) == before


def test_without_an_image_it_says_so(canvas: QgsMapCanvas) -> None:
    canvas.setExtent(QgsRectangle(0, 0, 10, 10))
    with pytest.raises(UserError, match="no image"):
        stretch_to_view(canvas, QgsProject.instance())
