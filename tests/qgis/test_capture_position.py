"""Captured ground lies where it is: squares of 100 m and waves, in any system and from any kind of layer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFillSymbol,
    QgsMapLayer,
    QgsProcessingFeedback,
    QgsProperty,
    QgsRasterLayer,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from rock_glacier_inventory.processing_provider.capture.arriving import ArrivingImage
from rock_glacier_inventory.processing_provider.capture.asking.fetching import Fetched
from rock_glacier_inventory.processing_provider.capture.asking.piece_store import CacheLimits
from rock_glacier_inventory.processing_provider.capture.capture import Capture, CaptureRequest
from rock_glacier_inventory.processing_provider.capture.running import BackgroundCapture, CaptureRun

from ..whole import ALL
from .ground_pattern import Place
from .pattern_server import pattern_server

METRES = 4.77
HALF = METRES / 2
PLACES = [Place(0.5), Place(30.6), Place(62), Place(-45)]
CODES = ["", "utm", "EPSG:3857", "EPSG:4326"]
"""Systems of the capture; empty: none asked for."""
LEVELS = 3.0
"""Of the waves: half a pixel is 2.5 of them, and bytes are rounded twice."""


def planned(layers: Sequence[QgsMapLayer], place: Place, code: str = "", **more: Any) -> Capture:
    crs = QgsCoordinateReferenceSystem(place.utm if code == "utm" else code) if code else None
    limits = more.pop("limits", CacheLimits(90, 0))
    request = CaptureRequest(
        list(layers), place.extent, place.extent.crs(), METRES, crs=crs, limits=limits, retries=0, **more
    )
    capture = Capture(request, QgsCoordinateTransformContext())
    capture.take_layers()
    return capture


def captured(
    layers: Sequence[QgsMapLayer], place: Place, path: Path, code: str = "", **more: Any
) -> tuple[Capture, Fetched]:
    capture = planned(layers, place, code, **more)
    fetched = CaptureRun(capture, QgsProcessingFeedback(False)).to_file(path)
    assert fetched is not None
    return capture, fetched


def check_squares(place: Place, path: Path) -> None:
    found = place.measure(path)
    assert (found.lost, found.doubled) == ([], []), str(found)
    assert found.worst <= HALF, str(found)


def squares_layer(place: Place, folder: Path) -> QgsVectorLayer:
    place.write_squares(folder / "squares.geojson")
    layer = QgsVectorLayer(str(folder / "squares.geojson"), "squares", "ogr")
    assert layer.isValid()
    symbol = QgsFillSymbol.createSimple({"outline_style": "no"})
    kinds = QgsSymbolLayer.Property
    fill = getattr(kinds, "FillColor", None) or kinds.PropertyFillColor
    symbol.symbolLayer(0).setDataDefinedProperty(fill, QgsProperty.fromField("colour"))
    layer.renderer().setSymbol(symbol)
    return layer


@pytest.fixture(autouse=True)
def _qgis(qgis_app: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROCK_GLACIER_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.latitude:g}")
def test_a_vector_layer(place: Place, code: str, tmp_path: Path) -> None:
    capture, fetched = captured([squares_layer(place, tmp_path)], place, tmp_path / "a.tif", code)
    assert not fetched.gaps
    check_squares(place, tmp_path / "a.tif")
    assert 0.995 * METRES < capture.range[0] < capture.range[1] < 1.005 * METRES


@pytest.mark.parametrize("own", ["utm", "EPSG:3857", "EPSG:4326"])
@pytest.mark.parametrize(
    ("place", "code"),
    [*((place, "") for place in (PLACES if ALL else PLACES[2:3])), *([(PLACES[1], "EPSG:4326")] if ALL else [])],
)
def test_a_file_in_its_own_system_and_in_another(place: Place, own: str, code: str, tmp_path: Path) -> None:
    own = place.utm if own == "utm" else own
    place.write_raster(tmp_path / "ground.tif", own, 2.0, "squares")
    captured([QgsRasterLayer(str(tmp_path / "ground.tif"), "file")], place, tmp_path / "a.tif", code)
    check_squares(place, tmp_path / "a.tif")


@pytest.mark.parametrize("metres", [1.1, 3.1, 11.0] if ALL else [3.1])
def test_no_seam_in_files_of_any_resolution(metres: float, tmp_path: Path) -> None:
    place = Place(30.6)
    place.write_raster(tmp_path / "ground.tif", "EPSG:3857", metres, "waves")
    captured([QgsRasterLayer(str(tmp_path / "ground.tif"), "file")], place, tmp_path / "a.tif", "utm")
    assert place.worst_level(tmp_path / "a.tif") <= LEVELS


@pytest.mark.parametrize(
    ("place", "own", "code", "version"),
    [
        *((place, "EPSG:4326", "", "1.3.0") for place in (PLACES if ALL else PLACES[2:])),
        *((place, "EPSG:3857", "", "1.3.0") for place in (PLACES if ALL else PLACES[:1])),
        (PLACES[1], "EPSG:4326", "EPSG:4326", "1.1.1"),
        (PLACES[2], "EPSG:4326", "EPSG:3857", "1.1.1"),
        (PLACES[1], "utm", "", "1.3.0"),
        (PLACES[2], "utm", "EPSG:3857", "1.3.0"),
    ],
)
def test_a_map_server(place: Place, own: str, code: str, version: str, tmp_path: Path) -> None:
    own = place.utm if own == "utm" else own
    with pattern_server(place, "waves") as server:
        layer = QgsRasterLayer(server.wms(own, version), "WMS", "wms")
        assert layer.isValid()
        _, fetched = captured([layer], place, tmp_path / "a.tif", code)
    assert not fetched.gaps
    assert place.worst_level(tmp_path / "a.tif") <= LEVELS


@pytest.mark.parametrize("place", PLACES[1:3], ids=lambda place: f"{place.latitude:g}")
def test_squares_of_a_map_server_in_degrees(place: Place, tmp_path: Path) -> None:
    with pattern_server(place) as server:
        layer = QgsRasterLayer(server.wms("EPSG:4326"), "WMS", "wms")
        capture, _ = captured([layer], place, tmp_path / "a.tif")
    assert capture.grid.crs.authid() == place.utm
    check_squares(place, tmp_path / "a.tif")


@pytest.mark.parametrize(
    ("place", "code"), [(PLACES[2], "EPSG:4326"), *([(PLACES[1], ""), (PLACES[3], "")] if ALL else [])]
)
def test_several_layers(place: Place, code: str, tmp_path: Path) -> None:
    """Squares, waves of a tile server, waves of a map server: all lie where they are, without a seam."""
    squares = squares_layer(place, tmp_path)
    squares.setSubsetString("\"colour\" <> '20,20,20'")
    with pattern_server(place, "waves") as tiles, pattern_server(place, "waves") as maps:
        above = QgsRasterLayer(maps.wms("EPSG:4326"), "WMS", "wms")
        above.setOpacity(0.5)
        below = QgsRasterLayer(tiles.xyz, "tiles", "wms")
        _, fetched = captured([above, below], place, tmp_path / "a.tif", code)
        assert not fetched.gaps
        assert place.worst_level(tmp_path / "a.tif") <= LEVELS
        black = QgsRasterLayer(tiles.xyz, "tiles", "wms")
        black.brightnessFilter().setBrightness(-255)
        captured([squares, black], place, tmp_path / "b.tif", code)
    check_squares(place, tmp_path / "b.tif")


def rewritten(kind: str, place: Place, folder: Path) -> str:
    """The waves as another kind of file; what QGIS opens it by."""
    source = folder / "ground.tif"
    place.write_raster(source, place.utm, 3.0, "waves")
    target = folder / f"ground.{kind.partition(' ')[2] or 'vrt'}"
    if kind == "tiles gpkg":
        options = ["TILING_SCHEME=GoogleMapsCompatible", "TILE_FORMAT=PNG", "RESAMPLING=CUBIC"]
        made = gdal.Translate(str(target), str(source), format="GPKG", creationOptions=options)
        made.BuildOverviews("AVERAGE", [2, 4])
    elif kind == "warped vrt":
        made = gdal.Warp(str(target), str(source), format="VRT", dstSRS="EPSG:4326", resampleAlg="cubic", dstAlpha=True)
    elif kind == "mosaic vrt":
        made = gdal.BuildVRT(str(target), [str(source)])
    else:
        assert kind == "oblong tif"
        made = gdal.Warp(str(target), str(source), xRes=2.0, yRes=3.5, resampleAlg="cubic", dstAlpha=True)
    made = None
    return str(target)


@pytest.mark.parametrize("kind", ["tiles gpkg", "warped vrt", "mosaic vrt", "oblong tif"])
def test_other_kinds_of_files(kind: str, tmp_path: Path) -> None:
    place = Place(30.6)
    layer = QgsRasterLayer(rewritten(kind, place, tmp_path), "file")
    assert layer.isValid()
    captured([layer], place, tmp_path / "a.tif", "utm")
    assert place.worst_level(tmp_path / "a.tif") <= LEVELS + 1, "it was resampled before"


def test_a_map_that_arrives_has_the_pixels_of_a_whole_one(tmp_path: Path) -> None:
    """Strip by strip, with blocks that lie across two strips."""
    place = Place(30.6)
    with pattern_server(place, "waves") as server:

        def layers() -> list[QgsMapLayer]:
            above = QgsRasterLayer(server.wms("EPSG:4326"), "WMS", "wms")
            above.setOpacity(0.5)
            return [squares_layer(place, tmp_path), above, QgsRasterLayer(server.xyz, "tiles", "wms")]

        captured(layers(), place, tmp_path / "a.tif")
        capture = planned(layers(), place)
        image = ArrivingImage(tmp_path / "arriving", "map", capture.grid)
        background = BackgroundCapture(capture, image)
        background.start()
        while background.is_running:
            time.sleep(0.02)
    assert background.failure is None and background.fetched is not None
    assert capture.grid.height > 512
    assert gdal.Open(str(image.path)).ReadRaster() == gdal.Open(str(tmp_path / "a.tif")).ReadRaster()
    image.remove()
