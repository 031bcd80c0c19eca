"""The captured pixels against the ellipsoid: as large on the ground as they say, and in their place."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from osgeo import gdal, osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
)

from .conftest import RunAlgorithm
from .test_capture_tiles import capture
from .test_capture_tiles import server as server
from .tile_server import TileServer

DEGREES = QgsCoordinateReferenceSystem("EPSG:4326")
A, E2 = 6378137.0, 0.00669437999014


def metres_of_pixel(raster: gdal.Dataset, column: float, row: float) -> tuple[float, float]:
    """Ground width and height of a pixel, by the ellipsoid's radii of curvature, with no code of ours."""
    source, target = osr.SpatialReference(), osr.SpatialReference()
    source.ImportFromWkt(raster.GetProjection())
    target.ImportFromEPSG(4326)
    for system in (source, target):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(source, target)
    left, width, _, top, _, height = raster.GetGeoTransform()

    def place(column: float, row: float) -> tuple[float, float]:
        return transform.TransformPoint(left + column * width, top + row * height)[:2]

    def metres(first: tuple[float, float], second: tuple[float, float]) -> float:
        latitude = math.radians((first[1] + second[1]) / 2)
        flat = 1 - E2 * math.sin(latitude) ** 2
        east = math.radians(second[0] - first[0]) * math.cos(latitude) * A / math.sqrt(flat)
        north = math.radians(second[1] - first[1]) * A * (1 - E2) / flat**1.5
        return math.hypot(east, north)

    here = place(column, row)
    return metres(here, place(column + 1, row)), metres(here, place(column, row + 1))


def worst(path: Path, wanted: float) -> float:
    """Largest relative error of the ground size of pixels, over corners, edges and middle."""
    raster = gdal.Open(str(path))
    assert raster is not None
    return max(
        abs(metres / wanted - 1)
        for column in range(3)
        for row in range(3)
        for metres in metres_of_pixel(raster, raster.RasterXSize * column / 2, raster.RasterYSize * row / 2)
    )


def around(latitude: float, degrees: float, longitude: float = 88.7) -> QgsReferencedRectangle:
    rectangle = QgsRectangle(longitude, latitude, longitude, latitude).buffered(degrees / 2)
    return QgsReferencedRectangle(rectangle, DEGREES)


@pytest.mark.parametrize("crs", ["", "EPSG:3857", "EPSG:4326", "EPSG:32645"])
@pytest.mark.parametrize("latitude", [0, 35, -35, 65])
def test_a_pixel_is_as_large_as_it_says(
    run: RunAlgorithm, server: TileServer, tmp_path: Path, latitude: float, crs: str
) -> None:
    capture(run, server, tmp_path / "a.tif", EXTENT=around(latitude, 0.02), CRS=crs or None, RESOLUTION=4.77)
    assert worst(tmp_path / "a.tif", 4.77) < 0.005
    if not crs:
        assert QgsRasterLayer(str(tmp_path / "a.tif")).crs().authid() == "EPSG:3857"
    zoom = {tile[0] for tile in server.asked}
    assert zoom == {0: {15}, 35: {15}, -35: {15}, 65: {14}}[latitude]


@pytest.mark.parametrize(
    ("extent", "kind"),
    [
        (around(35, 2), "UTM"),
        (around(65, 1), "UTM"),
        (QgsReferencedRectangle(QgsRectangle(75, 29, 100, 38), DEGREES), "Lambert"),
    ],
)
def test_a_tall_extent_gets_a_system_that_keeps_the_scale(
    run: RunAlgorithm, server: TileServer, tmp_path: Path, extent: QgsReferencedRectangle, kind: str
) -> None:
    """The last one is the Tibetan Plateau."""
    done = capture(run, server, tmp_path / "a.tif", EXTENT=extent, RESOLUTION=2000)
    assert worst(tmp_path / "a.tif", 2000) < 0.005
    assert kind in gdal.Open(str(tmp_path / "a.tif")).GetProjection()
    assert done.feedback.warnings == []


def test_a_system_that_changes_the_scale_is_told(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    done = capture(run, server, tmp_path / "a.tif", EXTENT=around(65, 1), RESOLUTION=500, CRS="EPSG:3857")
    (warning,) = done.feedback.warnings
    assert "490." in warning or "491." in warning
    assert "500.00 m" in warning


def test_the_pixels_lie_where_they_are_on_the_server(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """The landscape's colours tell their place: through a zone of UTM and back, within a pixel or so."""
    capture(run, server, tmp_path / "a.tif", EXTENT=around(27.5, 0.03), RESOLUTION=4.2, CRS="EPSG:32645")
    raster = gdal.Open(str(tmp_path / "a.tif"))
    where = gdal.Warp("", raster, format="MEM", dstSRS="EPSG:3857", xRes=4.77731426782, yRes=4.77731426782)
    left, width = where.GetGeoTransform()[:2]
    half = 20037508.342789244
    for column in range(100, where.RasterXSize - 100, 97):
        x = (left + (column + 0.5) * width + half) / 4.777314267823516
        row = where.RasterYSize // 2
        red = sum(where.GetRasterBand(1).ReadRaster(column - 6, row - 6, 12, 12)) / 144
        wanted = (x // 8) % 160 + 31.5  # the noise is 0 to 63
        assert abs(red - wanted) < 4 or x // 8 % 160 in (0, 1, 158, 159), (column, red, wanted)


def test_the_resolution_of_a_model_card(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    capture(run, server, tmp_path / "a.tif", EXTENT=around(27, 0.05), RESOLUTION=None, MODEL="debris-cover-s2")
    assert worst(tmp_path / "a.tif", 10) < 0.005
    capture(run, server, tmp_path / "b.tif", EXTENT=around(27, 0.02), RESOLUTION=None)
    assert worst(tmp_path / "b.tif", 4.77) < 0.005
    with pytest.raises(QgsProcessingException, match="no-such"):
        capture(run, server, tmp_path / "c.tif", RESOLUTION=None, MODEL="no-such")


def test_tiles_that_are_coarser_than_asked_for_are_told(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    done = capture(run, server, tmp_path / "a.tif", EXTENT=around(27, 0.0005), RESOLUTION=0.1)
    assert any("enlarged" in warning for warning in done.feedback.warnings)
