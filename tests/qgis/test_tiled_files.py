"""Tiles in a file (MBTiles) that QGIS opens as a map from the web."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer
from qgis.PyQt.QtGui import QImage
from rock_glacier_inventory.processing_provider.capture.asking.looks import pixels_of
from rock_glacier_inventory.processing_provider.capture.tiled.decoding import decoded
from rock_glacier_inventory.processing_provider.capture.tiled.origins import finest_units
from rock_glacier_inventory.processing_provider.capture.tiled.source import is_tile_layer

from .conftest import RunAlgorithm
from .test_capture_tiles import SIDE, X, Y, capture, gaps_of, is_landscape, pixel_at
from .test_capture_tiles import server as server
from .tile_server import TileServer, encoded, landscape


def webp(image: QImage) -> bytes:
    """Without loss, by GDAL: not every Qt writes it."""
    raster = gdal.GetDriverByName("MEM").Create("", image.width(), image.height(), 4)
    raster.WriteRaster(
        0,
        0,
        image.width(),
        image.height(),
        pixels_of(image),
        buf_pixel_space=4,
        buf_line_space=4 * image.width(),
        buf_band_space=1,
    )
    gdal.GetDriverByName("WEBP").CreateCopy("/vsimem/a.webp", raster, options=["LOSSLESS=YES", "EXACT=1"])
    stream = gdal.VSIFOpenL("/vsimem/a.webp", "rb")
    content = bytes(gdal.VSIFReadL(1, gdal.VSIStatL("/vsimem/a.webp").size, stream))
    gdal.VSIFCloseL(stream)
    gdal.Unlink("/vsimem/a.webp")
    return content


def mbtiles(path: Path, kind: str = "png", **metadata: str) -> str:
    """A file with the tiles around X, Y of zoom 15; its source."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE metadata (name text, value text)")
        connection.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", [("format", kind), *metadata.items()])
        for column in range(X, X + 4):
            for row in range(Y, Y + 3):
                image = landscape((15, column, row))
                body = webp(image) if kind == "webp" else encoded(image, kind)
                connection.execute("INSERT INTO tiles VALUES (15, ?, ?, ?)", (column, 2**15 - 1 - row, body))
    connection.close()
    return f"type=mbtiles&url=file://{path}"


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_file_of_tiles(run: RunAlgorithm, server: TileServer, tmp_path: Path, kind: str) -> None:
    done = capture(run, server, tmp_path / "a.tif", INPUT=mbtiles(tmp_path / "a b.mbtiles", kind))
    assert done.results["GAP_COUNT"] == 0
    assert done.results["TILES"] == 12
    assert done.results["REQUESTS"] == 0
    for column, row in ((0.4, 0.5), (1.5, 1.5), (3.6, 2.3)):
        assert is_landscape(tmp_path / "a.tif", column, row)
    assert not list((tmp_path / "cache").rglob("*.png"))
    capture(run, server, tmp_path / "web.tif")
    assert gdal.Open(str(tmp_path / "a.tif")).ReadRaster() == gdal.Open(str(tmp_path / "web.tif")).ReadRaster()


def test_what_the_file_says_of_itself(tmp_path: Path) -> None:
    layer = QgsRasterLayer(mbtiles(tmp_path / "a.mbtiles", minzoom="3", maxzoom="15"), "Tiles", "wms")
    assert is_tile_layer(layer)
    assert finest_units(layer) == pytest.approx(SIDE / 256)


def test_a_tile_that_is_not_in_the_file(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    source = mbtiles(tmp_path / "a.mbtiles")
    with sqlite3.connect(tmp_path / "a.mbtiles") as connection:
        connection.execute("DELETE FROM tiles WHERE tile_column = ? AND tile_row = ?", (X, 2**15 - 1 - Y))
        connection.execute("UPDATE tiles SET tile_data = 'x' WHERE tile_column = ?", (X + 3,))
    connection.close()
    done = capture(run, server, tmp_path / "a.tif", INPUT=source)
    assert [reason for reason, _ in gaps_of(done)] == ["not an image"] * 3 + ["not found"]
    assert pixel_at(tmp_path / "a.tif", 0.5, 0.5)[3] == 0


def test_only_tiles_inside_the_bounds_are_looked_for(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    west, east = (360 * column / 2**15 - 180 for column in (X + 1.1, X + 2.9))
    source = mbtiles(tmp_path / "a.mbtiles", bounds=f"{west},20,{east},40", minzoom="15", maxzoom="15")
    done = capture(run, server, tmp_path / "a.tif", INPUT=source)
    assert done.results["TILES"] == 6


def test_vectors_are_drawn(tmp_path: Path) -> None:
    layer = QgsRasterLayer(mbtiles(tmp_path / "a.mbtiles"), "Tiles", "wms")
    assert is_tile_layer(layer)
    with sqlite3.connect(tmp_path / "a.mbtiles") as connection:
        connection.execute("UPDATE metadata SET value = 'pbf' WHERE name = 'format'")
    connection.close()
    assert not is_tile_layer(layer)


def test_a_file_that_is_gone(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    layer = QgsRasterLayer(mbtiles(tmp_path / "a.mbtiles"), "Tiles", "wms")
    run.project.addMapLayer(layer)
    (tmp_path / "a.mbtiles").unlink()
    with pytest.raises(QgsProcessingException, match=r"'Tiles' cannot be read.*there"):
        capture(run, server, tmp_path / "a.tif", INPUT=layer.id())
    assert not (tmp_path / "a.mbtiles").exists()


# ---- bytes as pictures


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_pictures_of_all_kinds_are_the_same(kind: str) -> None:
    image, fault = decoded(encoded(landscape((15, X, Y)), kind))
    assert fault is None
    assert pixels_of(image) == pixels_of(landscape((15, X, Y)))


def test_webp_and_what_is_no_picture() -> None:
    picture = landscape((15, X, Y))
    image, fault = decoded(webp(picture))
    assert fault is None
    assert pixels_of(image) == pixels_of(picture)
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    for content in (b"", b"<html></html>", b'{"error": "no"}', drawing):
        image, fault = decoded(content)
        assert image is None
        assert fault.reason == "not an image"
    whole = encoded(picture)
    assert decoded(whole[: len(whole) // 2])[1].reason == "half loaded"
