"""Which image of the map is searched, and how the engine gets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from osgeo import gdal, osr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsMapThemeCollection,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtGui import QPainter
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.plugin.map.basemap import image_on_top, view_of
from rock_glacier_inventory.processing_provider.capture.running import CaptureRun

from .conftest import Feedback

UTM = QgsCoordinateReferenceSystem("EPSG:32645")
TILES = "type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png?api_key%3DsEcrEt&zmin=0&zmax=19"


def raster(path: Path, left: float, bands: int = 3, width: int = 100) -> QgsRasterLayer:
    """100 rows of 10 m from y = 3 080 000 down."""
    made = gdal.GetDriverByName("GTiff").Create(str(path), width, 100, bands, gdal.GDT_Byte)
    made.SetGeoTransform((left, 10, 0, 3_080_000, 0, -10))
    system = osr.SpatialReference()
    system.ImportFromEPSG(32645)
    made.SetProjection(system.ExportToWkt())
    made.GetRasterBand(1).Fill(50)
    made = None
    layer = QgsRasterLayer(str(path), path.stem)
    assert layer.isValid()
    return layer


@pytest.fixture
def canvas(qgis_app: object) -> QgsMapCanvas:
    canvas = QgsMapCanvas()
    canvas.resize(400, 400)
    canvas.setDestinationCrs(UTM)
    canvas.setExtent(QgsRectangle(600_200, 3_079_400, 600_600, 3_079_800))
    return canvas


def show(canvas: QgsMapCanvas, *layers: QgsMapLayer) -> QgsProject:
    project = QgsProject.instance()
    project.addMapLayers(list(layers))
    canvas.setLayers(list(layers))
    return project


@pytest.fixture(autouse=True)
def tidy(canvas: QgsMapCanvas):
    yield
    canvas.setLayers([])
    QgsProject.instance().clear()


def test_what_covers_the_view_hides_what_is_below(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    outlines = QgsVectorLayer("Polygon?crs=EPSG:32645", "outlines", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromRect(canvas.extent()))
    outlines.dataProvider().addFeature(feature)
    heights = raster(tmp_path / "heights.tif", 600_000, bands=1)
    upper, lower = raster(tmp_path / "upper.tif", 600_000), raster(tmp_path / "lower.tif", 600_000)
    project = show(canvas, outlines, heights, upper, lower)
    assert view_of(canvas, project).layers == [upper]


def test_images_side_by_side_are_searched_together(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    west = raster(tmp_path / "west.tif", 600_000, width=40)
    east = raster(tmp_path / "east.tif", 600_400)
    far = raster(tmp_path / "far.tif", 700_000)
    project = show(canvas, west, far, east)
    view = view_of(canvas, project)
    assert view.layers == [west, east]
    assert view.engine_options() is None, "two files are captured as they are drawn"
    capture = view.capture(5.0, project)
    assert capture.grid.extent.contains(canvas.extent())
    assert len(capture.painters) > 0


def test_a_file_alone_is_read_by_the_engine(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    scene = raster(tmp_path / "scène.tif", 600_000)
    project = show(canvas, scene)
    options = view_of(canvas, project).engine_options() or {}
    assert options["input"] == str(tmp_path / "scène.tif")
    edges = [float(edge) for edge in options["extent"].split(",")]
    seen = canvas.extent()
    assert edges == [seen.xMinimum(), seen.xMaximum(), seen.yMinimum(), seen.yMaximum()]
    assert options["extent_crs"] == "EPSG:32645"


def test_a_basemap_below_a_file_is_not_searched_with_it(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    scene = raster(tmp_path / "scene.tif", 600_000, width=40)
    street_map = QgsRasterLayer("type=xyz&url=https://tile.osm.org/{z}/{x}/{y}.png", "OSM", "wms")
    project = show(canvas, street_map, scene, QgsRasterLayer(TILES, "Basemap", "wms"))
    view = view_of(canvas, project)
    assert view.layers == [scene]
    assert view.engine_options() is not None


def test_a_basemap_above_a_file_hides_it(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    tiles = QgsRasterLayer(TILES, "Basemap", "wms")
    project = show(canvas, tiles, raster(tmp_path / "scene.tif", 600_000))
    assert view_of(canvas, project).layers == [tiles]


def test_a_basemap_of_the_world_in_another_system(canvas: QgsMapCanvas) -> None:
    tiles = QgsRasterLayer(TILES, "Basemap", "wms")
    project = show(canvas, tiles)
    view = view_of(canvas, project)
    assert view.layers == [tiles]
    assert view.engine_options() is None
    capture = view.capture(4.77, project)
    smallest, largest = capture.range
    assert 4.74 < smallest <= largest < 4.80
    assert "sEcrEt" not in capture.name and "127.0.0.1" in capture.name


@pytest.mark.parametrize("bands", [1, 2])
def test_a_height_model_is_no_image(canvas: QgsMapCanvas, tmp_path: Path, bands: int) -> None:
    project = show(canvas, raster(tmp_path / "heights.tif", 600_000, bands=bands))
    with pytest.raises(UserError, match="shows no image"):
        view_of(canvas, project)


def test_a_view_of_half_the_world_is_refused(canvas: QgsMapCanvas) -> None:
    tiles = QgsRasterLayer(TILES, "Basemap", "wms")
    project = show(canvas, tiles)
    canvas.setDestinationCrs(tiles.crs())
    canvas.setExtent(QgsRectangle(-1e7, -1e7, 1e7, 1e7))
    with pytest.raises(UserError, match="limit of 5,000"):
        view_of(canvas, project).capture(4.77, project)


def test_terms_that_forbid_it_are_kept(canvas: QgsMapCanvas) -> None:
    source = "type=xyz&url=https://tile.openstreetmap.org/{z}/{x}/{y}.png&zmin=0&zmax=19"
    project = show(canvas, QgsRasterLayer(source, "OSM", "wms"))
    with pytest.raises(UserError, match=r"tile\.openstreetmap\.org"):
        view_of(canvas, project).capture(4.77, project)


def test_an_outline_rests_on_the_uppermost_image_by_its_file(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    """As candidates name it, whatever the layer is called; heights above it count only alone."""
    heights = raster(tmp_path / "heights.tif", 600_000, bands=1)
    image, elsewhere = raster(tmp_path / "scene é 冰.tif", 600_000), raster(tmp_path / "far.tif", 700_000)
    image.setName("Summer image")
    project = show(canvas, elsewhere, heights, image)
    assert image_on_top(canvas, project) == "scene é 冰.tif"
    canvas.setLayers([elsewhere, heights])
    assert image_on_top(canvas, project) == "heights.tif"
    canvas.setLayers([elsewhere])
    assert image_on_top(canvas, project) == ""


def test_an_outline_rests_on_a_basemap_by_its_name_without_the_key(canvas: QgsMapCanvas) -> None:
    project = show(canvas, QgsRasterLayer(TILES, "Basemap; summer", "wms"))
    assert image_on_top(canvas, project) == "Basemap, summer"


# ---- what is seen is searched, or a sentence says what differs


def test_a_see_through_image_is_searched_with_what_shows_through(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    upper, lower = raster(tmp_path / "upper.tif", 600_000), raster(tmp_path / "lower.tif", 600_000)
    tiles = QgsRasterLayer(TILES, "Basemap", "wms")
    project = show(canvas, upper, tiles, lower)
    assert view_of(canvas, project).layers == [upper]
    upper.setOpacity(0.7)
    view = view_of(canvas, project)
    assert view.layers == [upper, tiles]
    assert view.engine_options() is None
    assert "2 of" not in view.capture(5.0, project).name
    upper.setOpacity(1.0)
    upper.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)
    assert view_of(canvas, project).layers == [upper, tiles]


def test_what_is_hidden_at_the_maps_scale_is_not_searched(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    upper, lower = raster(tmp_path / "upper.tif", 600_000), raster(tmp_path / "lower.tif", 600_000)
    project = show(canvas, upper, lower)
    upper.setScaleBasedVisibility(True)
    upper.setMinimumScale(canvas.scale() * 0.9)  # shown only from nearer by
    assert view_of(canvas, project).layers == [lower]
    assert image_on_top(canvas, project) == "lower.tif"
    upper.setMinimumScale(canvas.scale() * 1.1)
    assert view_of(canvas, project).layers == [upper]


def test_a_kept_layer_does_not_vanish_at_the_scale_of_the_capture(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    """Two files are drawn, at another scale than that of the map, at which one of them would be hidden."""
    west = raster(tmp_path / "west.tif", 600_000, width=40)
    east = raster(tmp_path / "east.tif", 600_400)
    for layer in (west, east):
        layer.setScaleBasedVisibility(True)
        layer.setMaximumScale(canvas.scale() * 0.9)
    project = show(canvas, west, east)
    capture = view_of(canvas, project).capture(1.0, project)
    assert CaptureRun(capture, QgsProcessingFeedback(False)).to_file(tmp_path / "a.tif") is not None
    captured = gdal.Open(str(tmp_path / "a.tif"))
    size = captured.RasterXSize, captured.RasterYSize
    assert captured.GetRasterBand(4).ReadRaster().count(b"\xff") == size[0] * size[1]


def test_a_turned_map_is_told(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    scene = raster(tmp_path / "scene.tif", 600_000)
    project = show(canvas, scene)
    assert view_of(canvas, project).remarks == []
    canvas.setRotation(30)
    view = view_of(canvas, project)
    (remark,) = view.remarks
    assert "turned" in remark
    seen = QgsRectangle(canvas.mapSettings().visiblePolygon().boundingRect())
    assert view.extent.contains(seen.scaled(0.999))


def test_changed_colours_and_layers_above_are_told(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    scene, shade = raster(tmp_path / "scene.tif", 600_000), raster(tmp_path / "shade.tif", 600_000, bands=1)
    project = show(canvas, shade, scene)
    (remark,) = view_of(canvas, project).remarks
    assert "shade" in remark
    canvas.setLayers([scene])
    scene.hueSaturationFilter().setColorizeStrength(50)
    assert view_of(canvas, project).remarks == [], "nothing is colourised"
    scene.brightnessFilter().setBrightness(20)
    (remark,) = view_of(canvas, project).remarks
    assert "scene" in remark and "changed colours" in remark


def test_tiles_with_changed_colours_are_told(canvas: QgsMapCanvas) -> None:
    tiles = QgsRasterLayer(TILES, "Basemap", "wms")
    project = show(canvas, tiles)
    feedback = Feedback()
    view_of(canvas, project).capture(4.77, project).describe(feedback)
    assert feedback.warnings == []
    tiles.hueSaturationFilter().setSaturation(-40)
    tiles.setOpacity(0.5)
    view_of(canvas, project).capture(4.77, project).describe(feedback)
    colours, opacity = feedback.warnings
    assert "as the server has it" in colours and "see-through" in opacity


def test_a_theme_of_the_map_is_followed(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    upper, lower = raster(tmp_path / "upper.tif", 600_000), raster(tmp_path / "lower.tif", 600_000)
    project = show(canvas, upper, lower)
    record = QgsMapThemeCollection.MapThemeRecord()
    record.addLayerRecord(QgsMapThemeCollection.MapThemeLayerRecord(lower))
    project.mapThemeCollection().insert("winter", record)
    canvas.setTheme("winter")
    assert view_of(canvas, project).layers == [lower]
    canvas.setTheme("")


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 32400, reason="groups are drawn as one from QGIS 3.24 on")
def test_an_image_in_a_group_that_is_drawn_as_one(canvas: QgsMapCanvas, tmp_path: Path) -> None:
    from qgis.core import QgsGroupLayer

    upper, lower = raster(tmp_path / "upper.tif", 600_000), raster(tmp_path / "lower.tif", 600_000)
    project = QgsProject.instance()
    project.addMapLayers([upper, lower])
    group = project.layerTreeRoot().addGroup("images")
    for layer in (upper, lower):
        group.addLayer(layer)
    made = group.convertToGroupLayer(QgsGroupLayer.LayerOptions(project.transformContext()))
    assert made.childLayers()
    canvas.setLayers([made])
    assert view_of(canvas, project).layers == [upper]
    assert view_of(canvas, project).remarks == []
    made.setOpacity(0.5)
    (remark,) = view_of(canvas, project).remarks
    assert "group" in remark
