"""Capturing layers that QGIS draws: raster files, vectors, the visible map, WMS and WMTS."""

from __future__ import annotations

from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from .conftest import Feedback, Run, RunAlgorithm
from .loopback import Answer
from .test_capture_ground import worst
from .test_capture_tiles import KEY, gaps_of
from .test_capture_tiles import server as server
from .tile_server import TileServer
from .wms_server import WmsServer, wms_server


@pytest.fixture
def raster(shared_data: Path) -> QgsRasterLayer:
    return QgsRasterLayer(str(shared_data / "sikkim_scene" / "rgb_u16.tif"), "Sikkim")


def pixel(path: Path, column: int, row: int) -> tuple[int, ...]:
    return tuple(gdal.Open(str(path)).ReadRaster(column, row, 1, 1))


@pytest.mark.realdata
def test_a_raster_file_as_it_is_drawn(run: RunAlgorithm, raster: QgsRasterLayer, tmp_path: Path) -> None:
    run.project.addMapLayer(raster)
    done = run("capturebasemap", INPUT=raster.id(), RESOLUTION=10, OUTPUT=str(tmp_path / "a.tif"))
    assert done.results["GAP_COUNT"] == 0
    assert done.results["REQUESTS"] == 0
    image = gdal.Open(str(tmp_path / "a.tif"))
    assert image.RasterXSize == pytest.approx(raster.width(), abs=2)
    assert worst(tmp_path / "a.tif", 10) < 0.005
    inside = QgsRasterLayer(str(tmp_path / "a.tif"), "captured")
    assert inside.crs().authid() == "EPSG:32645"
    reds = set(image.GetRasterBand(1).ReadRaster(100, 100, 200, 200))
    assert len(reds) > 50
    assert min(image.GetRasterBand(4).ReadRaster(5, 5, 400, 400)) == 255


def square(run: RunAlgorithm, colour: str, west: float, name: str = "square") -> QgsVectorLayer:
    """A layer with a square of 2 x 2 km, in one colour without an outline."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:32645", name, "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(west, 3_000_000, west + 2000, 3_002_000)))
    layer.dataProvider().addFeature(feature)
    symbol = layer.renderer().symbol()
    symbol.setColor(QColor(colour))
    symbol.symbolLayer(0).setStrokeColor(QColor(colour))
    run.project.addMapLayer(layer)
    return layer


def extent() -> QgsReferencedRectangle:
    from qgis.core import QgsCoordinateReferenceSystem

    utm = QgsCoordinateReferenceSystem("EPSG:32645")
    return QgsReferencedRectangle(QgsRectangle(500_000, 2_999_000, 508_000, 3_003_000), utm)


def test_a_vector_layer(run: RunAlgorithm, tmp_path: Path) -> None:
    layer = square(run, "#ff0000", 501_000)
    done = run(
        "capturebasemap",
        INPUT=layer.id(),
        EXTENT=extent(),
        RESOLUTION=5,
        OUTPUT=str(tmp_path / "a.tif"),
        GAPS="memory:",
    )
    assert pixel(tmp_path / "a.tif", 400, 400) == (255, 0, 0, 255)
    assert pixel(tmp_path / "a.tif", 100, 400)[3] == 0
    assert {reason for reason, _ in gaps_of(done)} == {"transparent"}


def test_the_visible_map_in_its_order(run: RunAlgorithm, tmp_path: Path) -> None:
    """The one that was added last lies on top; one is switched off."""
    square(run, "#ff0000", 501_000)
    square(run, "#00ff00", 502_000)
    hidden = square(run, "#0000ff", 501_000)
    run.project.layerTreeRoot().findLayer(hidden.id()).setItemVisibilityChecked(False)
    run("capturebasemap", EXTENT=extent(), RESOLUTION=5, OUTPUT=str(tmp_path / "a.tif"))
    order = [layer.name() for layer in run.project.layerTreeRoot().layerOrder()]
    assert len(order) == 3
    on_top = pixel(tmp_path / "a.tif", 500, 400)  # where the two overlap
    first = run.project.layerTreeRoot().checkedLayers()[0]
    assert on_top[:3] == QColor(first.renderer().symbol().color()).getRgb()[:3]
    assert pixel(tmp_path / "a.tif", 250, 400) == (255, 0, 0, 255)


def test_a_map_without_layers(run: RunAlgorithm, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="no layer"):
        run("capturebasemap", EXTENT=extent(), OUTPUT=str(tmp_path / "a.tif"))


def test_a_basemap_under_a_vector_layer(run: RunAlgorithm, server: TileServer, tmp_path: Path) -> None:
    """As the map shows it; a tile that is missing makes a gap of the blocks it is in."""
    run.project.addMapLayer(QgsRasterLayer(server.source, "Basemap", "wms"))
    square(run, "#ff0000", 501_000)
    broken: list[tuple] = []

    def answer(tile: tuple, number: int) -> Answer | None:
        if not broken:
            broken.append(tile)
        return Answer(b"", 404) if tile in broken else None

    server.answer = answer
    done = run(
        "capturebasemap", EXTENT=extent(), RESOLUTION=4, OUTPUT=str(tmp_path / "a.tif"), GAPS="memory:", RETRIES=1
    )
    reasons = gaps_of(done)
    assert {reason for reason, _ in reasons} == {"not found"}
    assert 1 <= len(reasons) < done.results["TILES"]


# ---- WMS and WMTS


@pytest.fixture
def wms(server: TileServer) -> WmsServer:
    with wms_server() as wms:
        yield wms


def captured(run: RunAlgorithm, source: str, path: Path, **parameters: object) -> Run:
    layer = QgsRasterLayer(source, "Web", "wms")
    assert layer.isValid()
    run.project.addMapLayer(layer)
    given = {"INPUT": layer.id(), "EXTENT": extent(), "RESOLUTION": 4, "OUTPUT": str(path), "GAPS": "memory:"}
    return run("capturebasemap", **{**given, **parameters})


def test_wms(run: RunAlgorithm, wms: WmsServer, tmp_path: Path) -> None:
    done = captured(run, wms.source, tmp_path / "a.tif", CRS="EPSG:32645", PARALLEL=3)
    assert done.results["GAP_COUNT"] == 0
    assert len(wms.maps) == done.results["TILES"] == done.results["REQUESTS"]
    assert wms.most_at_once <= 3
    assert worst(tmp_path / "a.tif", 4) < 0.005
    again = captured(run, wms.source, tmp_path / "b.tif", CRS="EPSG:32645")
    assert again.results["FROM_CACHE"] == done.results["TILES"]
    assert len(wms.maps) == done.results["TILES"]
    assert (tmp_path / "a.tif").stat().st_size == (tmp_path / "b.tif").stat().st_size


def test_wms_in_another_system(run: RunAlgorithm, wms: WmsServer, tmp_path: Path) -> None:
    """QGIS draws the layer, which the server gives in UTM, into Web Mercator."""
    captured(run, wms.source, tmp_path / "a.tif", CRS="EPSG:3857")
    assert worst(tmp_path / "a.tif", 4) < 0.005


def test_wms_with_an_exception_for_an_image(run: RunAlgorithm, wms: WmsServer, tmp_path: Path) -> None:
    wms.broken = 1
    done = captured(run, wms.source, tmp_path / "a.tif", CRS="EPSG:32645", RETRIES=0)
    assert gaps_of(done) == [("not an image", 200)]


def test_the_key_of_a_wms_is_nowhere(run: RunAlgorithm, wms: WmsServer, tmp_path: Path) -> None:
    done = captured(run, wms.source, tmp_path / "a.tif", CRS="EPSG:32645", GAPS=str(tmp_path / "g.gpkg"))
    assert all(KEY in path for path in wms.maps)
    said = done.feedback
    assert not [text for text in (*said.warnings, *said.infos, *said.debug, *said.steps) if KEY in text]
    for path in tmp_path.rglob("*"):
        assert KEY not in str(path)
        assert path.is_dir() or KEY.encode() not in path.read_bytes()


def test_wmts(run: RunAlgorithm, wms: WmsServer, tmp_path: Path) -> None:
    done = captured(run, wms.wmts_source, tmp_path / "a.tif", PARALLEL=4)
    assert done.results["GAP_COUNT"] == 0
    assert wms.most_at_once <= 6
    assert worst(tmp_path / "a.tif", 4) < 0.005
    asked = len(wms.tiles)
    again = captured(run, wms.wmts_source, tmp_path / "b.tif")
    assert again.results["FROM_CACHE"] == again.results["TILES"]
    assert len(wms.tiles) == asked


def test_in_a_project_that_nobody_else_holds(tmp_path: Path, provider: object) -> None:
    """As a script does it: the context is gone before the results are looked at."""
    project = QgsProject()
    context = QgsProcessingContext()
    context.setProject(project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("rockglacier:capturebasemap")
    well, problem = algorithm.checkParameterValues({"OUTPUT": str(tmp_path / "a.jpg")}, context)
    assert not well
    assert ".tif" in problem
    feedback = Feedback()
    assert algorithm.run({"OUTPUT": str(tmp_path / "a.tif")}, context, feedback, {}, False)[1] is False
