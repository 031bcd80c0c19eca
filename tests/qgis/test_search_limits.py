"""A second image, and limits by elevation and slope, from the toolbox."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsPointXY, QgsProcessingException, QgsRasterLayer

from .conftest import MODEL, RunAlgorithm


def dem_of(scene: Path, path: Path) -> None:
    """A DEM of 8 x 8 cells over a scene: 3000 m in the western half, 5000 m in the eastern."""
    image = QgsRasterLayer(str(scene))
    extent = image.extent()
    dem = gdal.GetDriverByName("GTiff").Create(str(path), 8, 8, 1, gdal.GDT_Float32)
    across, down = extent.width() / 8, -extent.height() / 8
    dem.SetGeoTransform((extent.xMinimum(), across, 0, extent.yMaximum(), 0, down))
    dem.SetProjection(image.crs().toWkt())
    row = array("f", [3000.0] * 4 + [5000.0] * 4).tobytes()
    dem.WriteRaster(0, 0, 8, 8, row * 8, buf_type=gdal.GDT_Float32)
    dem.FlushCache()


def searched(path: Path) -> list[bool]:
    """Whether the west and the east have probabilities."""
    layer = QgsRasterLayer(str(path))
    extent, provider = layer.extent(), layer.dataProvider()
    middle = extent.center().y()
    places = (extent.xMinimum() + share * extent.width() for share in (0.25, 0.75))
    return [provider.sample(QgsPointXY(x, middle), 1)[1] for x in places]


def test_elevation_and_slope(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    scene, dem = sample / "scene.tif", tmp_path / "Höhe 冰.tif"
    dem_of(scene, dem)
    common = {"INPUT": str(scene), "MODEL": MODEL, "DEM": str(dem)}
    for number, (limits, expected) in enumerate(
        (
            ({"ELEVATION": "4000,", "SLOPE": "0,10"}, [False, True]),  # the slope lets either half pass
            ({"ELEVATION": ",4000", "SLOPE": "0,10"}, [True, False]),
        )
    ):
        probability = tmp_path / f"p{number}.tif"
        run("detect", PROBABILITY=str(probability), **common, **limits)
        assert searched(probability) == expected
    with pytest.raises(QgsProcessingException, match="'high' is no range of elevations"):
        run("detect", PROBABILITY=str(tmp_path / "p.tif"), **common, ELEVATION="high")
    with pytest.raises(QgsProcessingException, match="need a DEM"):
        run("detect", PROBABILITY=str(tmp_path / "p.tif"), INPUT=str(scene), MODEL=MODEL, SLOPE="5,")


def copy_without_west(scene: Path, path: Path) -> None:
    """A copy whose western third is lost."""
    image = gdal.GetDriverByName("GTiff").CreateCopy(str(path), gdal.Open(str(scene)))
    width, height = image.RasterXSize, image.RasterYSize
    for band in range(1, image.RasterCount + 1):
        image.GetRasterBand(band).SetNoDataValue(0)
        zeros = bytes(width // 3 * height)
        image.GetRasterBand(band).WriteRaster(0, 0, width // 3, height, zeros, buf_type=gdal.GDT_Byte)
    image.FlushCache()


def test_a_second_image_fills_the_first(run: RunAlgorithm, sample: Path, tmp_path: Path) -> None:
    scene, holed = sample / "scene.tif", tmp_path / "Lücke 冰.tif"
    copy_without_west(scene, holed)
    common = {"INPUT": str(holed), "MODEL": MODEL}
    done = []
    for name, more in (("without.tif", {}), ("with.tif", {"FILL": str(scene)})):
        done.append(run("detect", PROBABILITY=str(tmp_path / name), **common, **more))
    assert searched(tmp_path / "without.tif") == [False, True]
    assert searched(tmp_path / "with.tif") == [True, True]
    assert any("km² without data" in text for text in done[1].feedback.steps + done[1].feedback.infos)
