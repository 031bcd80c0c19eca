"""The visible map: several layers, each fetched by itself, seen as the map shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QPainter
from rock_glacier_inventory.processing_provider.capture.drawn.stack import StackedSource
from rock_glacier_inventory.processing_provider.capture.plan.pieces import Piece
from rock_glacier_inventory.processing_provider.capture.running import CaptureRun

from .conftest import Feedback
from .ground_pattern import Image, Place
from .pattern_server import PatternServer, pattern_server
from .test_capture_position import LEVELS, captured, planned
from .test_capture_position import _qgis as _qgis

PLACE = Place(30.6)


@pytest.fixture
def below() -> PatternServer:
    with pattern_server(PLACE, "waves") as server:
        yield server


@pytest.fixture
def above() -> PatternServer:
    with pattern_server(PLACE, "squares") as server:
        yield server


def tiles(server: PatternServer, name: str = "tiles") -> QgsRasterLayer:
    layer = QgsRasterLayer(server.xyz, name, "wms")
    assert layer.isValid()
    return layer


def maps(server: PatternServer, crs: str = "EPSG:4326") -> QgsRasterLayer:
    layer = QgsRasterLayer(server.wms(crs), "maps", "wms")
    assert layer.isValid()
    return layer


def rectangle(colour: str, share: float) -> QgsVectorLayer:
    """The west of the extent, so much of it."""
    layer = QgsVectorLayer(f"Polygon?crs={PLACE.utm}", "cover", "memory")
    extent = PLACE.extent
    feature = QgsFeature()
    east = extent.xMinimum() + share * extent.width()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(extent.xMinimum() - 500, extent.yMinimum() - 500, east, 1e7)))
    layer.dataProvider().addFeature(feature)
    layer.renderer().symbol().setColor(QColor(colour))
    layer.renderer().symbol().symbolLayer(0).setStrokeColor(QColor(colour))
    return layer


def test_every_server_is_asked_for_its_own_pieces_once(
    below: PatternServer, above: PatternServer, tmp_path: Path
) -> None:
    """By tiles where it has tiles; and they are found in the cache when the layer is captured alone."""
    from rock_glacier_inventory.processing_provider.capture.asking.piece_store import CacheLimits

    layers, limits = [maps(above), tiles(below)], CacheLimits(90, 1)
    layers[0].setOpacity(0.3)
    capture, _ = captured(layers, PLACE, tmp_path / "a.tif", limits=limits)
    hosts = {capture.source.host_of(piece) for piece in capture.pieces if piece.layer < 2}
    assert hosts == {"127.0.0.1"}
    assert all("/xyz/" in path for path in below.asked)
    assert all("/wms" in path for path in above.asked)
    asked = len(below.asked), len(above.asked)
    assert asked == tuple(sum(p.layer == n for p in capture.pieces) for n in (1, 0))
    _, again = captured(layers, PLACE, tmp_path / "b.tif", limits=limits)
    _, alone = captured([tiles(below)], PLACE, tmp_path / "c.tif", "utm", limits=limits)
    assert (len(below.asked), len(above.asked)) == asked
    assert again.from_cache == sum(asked)
    assert gdal.Open(str(tmp_path / "a.tif")).ReadRaster() == gdal.Open(str(tmp_path / "b.tif")).ReadRaster()
    assert alone.from_cache > 0.8 * asked[0]


def test_the_layers_lie_in_their_order(below: PatternServer, tmp_path: Path) -> None:
    """A vector layer between two images hides the lower one and is hidden by the upper one."""
    PLACE.write_raster(tmp_path / "upper.tif", PLACE.utm, 4.0, "squares")
    gdal.Translate(str(tmp_path / "north.tif"), str(tmp_path / "upper.tif"), srcWin=[0, 0, 1000, 500], format="GTiff")
    upper = QgsRasterLayer(str(tmp_path / "north.tif"), "upper")
    captured([upper, rectangle("#0000ff", 0.5), tiles(below)], PLACE, tmp_path / "a.tif", "utm")
    image = Image.of(tmp_path / "a.tif")
    height, width = image.known.shape
    assert image.known.all()
    north, south = image.pixels[: height // 3], image.pixels[2 * height // 3 :]
    assert (north[..., :3] != (0, 0, 255)).any(axis=-1).all(), "the upper image"
    assert (south[:, : width // 3, :3] == (0, 0, 255)).all(), "the rectangle over the tiles"
    assert (south[:, 2 * width // 3 :, :3] != (0, 0, 255)).any(axis=-1).all(), "the tiles beside it"


def test_opacity_blend_mode_and_colours_are_those_of_the_map(below: PatternServer, tmp_path: Path) -> None:
    """Half of a blue rectangle multiplied over tiles that are grey and darker."""
    layer, cover = tiles(below), rectangle("#0000ff", 2.0)
    layer.hueSaturationFilter().setSaturation(-100)
    layer.brightnessFilter().setBrightness(-50)
    captured([cover, layer], PLACE, tmp_path / "covered.tif", "utm")
    cover.setBlendMode(QPainter.CompositionMode.CompositionMode_Multiply)
    captured([cover, layer], PLACE, tmp_path / "multiplied.tif", "utm")
    cover.setOpacity(0.0)
    captured([cover, layer], PLACE, tmp_path / "grey.tif", "utm")
    covered, multiplied, grey = (
        Image.of(tmp_path / f"{name}.tif").pixels for name in ("covered", "multiplied", "grey")
    )
    assert (covered[..., :3] == (0, 0, 255)).all()
    assert abs(grey[..., 0] - grey[..., 2]).max() <= 3, "no saturation"
    assert grey[..., 0].max() < 220 - 40 + 12, "darker: the waves reach 228"
    assert (multiplied[..., :2] == 0).all()
    assert abs(multiplied[..., 2] - grey[..., 2]).max() <= 1


def test_what_is_missing_is_no_ground_of_the_layer_below(
    below: PatternServer, above: PatternServer, tmp_path: Path
) -> None:
    """A tile of the upper layer is not found: what lies below must not be taken for it."""
    upper = tiles(above, "upper")
    capture = planned([upper, tiles(below)], PLACE, "utm")
    columns = sorted({p.column for p in capture.pieces if p.layer == 0})
    rows = sorted({p.row for p in capture.pieces if p.layer == 0})
    lost = Piece(columns[1], rows[1])
    above.broken = {f"{capture.source.sources[0].zoom}/{lost.column}/{lost.row}"}
    capture, fetched = captured([upper, tiles(below)], PLACE, tmp_path / "a.tif", "utm")
    (gap,) = fetched.gaps
    assert (gap.piece.layer, gap.fault.reason) == (0, "not found")
    image = Image.of(tmp_path / "a.tif")
    side = 40075016.685578488 / 2 ** capture.source.sources[0].zoom
    x, y = (lost.column + 0.5) * side - 20037508.34, 20037508.34 - (lost.row + 0.5) * side
    back = PLACE.transform("EPSG:3857", PLACE.utm).TransformPoint(x, y)
    left, dx, _, top, _, dy = image.where
    column, row = int((back[0] - left) / dx), int((back[1] - top) / dy)
    assert not image.known[row - 60 : row + 60, column - 60 : column + 60].any()
    lost_share = 1 - image.known.mean()
    true_size = side * 0.86 / dx  # the scale of Web Mercator at this latitude
    assert 0.9 < lost_share * image.known.size / true_size**2 < 1.15, "the tile and no more"


def test_what_is_missing_below_an_image_that_hides_it_is_no_gap(below: PatternServer, tmp_path: Path) -> None:
    PLACE.write_raster(tmp_path / "upper.tif", PLACE.utm, 4.0, "waves")
    upper, lower = QgsRasterLayer(str(tmp_path / "upper.tif"), "upper"), tiles(below)
    capture = planned([upper, lower], PLACE, "utm")
    some = [p for p in capture.pieces if p.layer == 1][3]
    below.broken = {f"{capture.source.sources[1].zoom}/{some.column}/{some.row}"}
    captured([upper, lower], PLACE, tmp_path / "a.tif", "utm")
    assert Image.of(tmp_path / "a.tif").known.all()
    assert PLACE.worst_level(tmp_path / "a.tif") <= LEVELS
    upper.setOpacity(0.6)
    captured([upper, lower], PLACE, tmp_path / "b.tif", "utm")
    assert not Image.of(tmp_path / "b.tif").known.all(), "it shows through"


def test_a_layer_that_is_elsewhere_is_no_trouble(below: PatternServer, tmp_path: Path) -> None:
    """Files of another part of the world lie in many projects."""
    far = Place(62, 12.3)
    far.write_raster(tmp_path / "far.tif", far.utm, 50.0, "waves")
    captured([QgsRasterLayer(str(tmp_path / "far.tif"), "far"), tiles(below)], PLACE, tmp_path / "a.tif", "utm")
    assert PLACE.worst_level(tmp_path / "a.tif") <= LEVELS


def test_the_file_says_how_it_was_drawn(below: PatternServer, above: PatternServer, tmp_path: Path) -> None:
    def record() -> str:
        return gdal.Open(str(tmp_path / "a.tif")).GetMetadataItem("DRAWN_IN")

    captured([maps(above)], PLACE, tmp_path / "a.tif")
    assert record().startswith("drawn in EPSG:4326 with pixels of") and record().endswith("once (cubic)")
    captured([maps(above, PLACE.utm)], PLACE, tmp_path / "a.tif")
    assert record() == f"drawn in {PLACE.utm} with pixels of 4.7681329 map units"
    captured([maps(above), tiles(below)], PLACE, tmp_path / "a.tif", "utm")
    first, second, third = record().split("; ")
    assert "EPSG:4326" in first and "tiles of zoom" in second and PLACE.utm in third
    assert "127.0.0.1" not in record()


def test_the_map_leaves_out_what_it_hides_at_the_scale_of_the_pixels(
    below: PatternServer, above: PatternServer, tmp_path: Path
) -> None:
    """1:18,028 for pixels of 4.77 m; one layer is shown from nearer by only, one is shown always."""
    hidden = maps(above)
    hidden.setScaleBasedVisibility(True)
    hidden.setMinimumScale(10_000)
    feedback = Feedback()
    capture = planned([hidden, tiles(below)], PLACE, "utm", is_map=True)
    capture.describe(feedback)
    assert [layer.name() for layer in capture.request.layers] == ["tiles"]
    (warning,) = feedback.warnings
    assert "'maps'" in warning and "1:18,028" in warning
    with pytest.raises(QgsProcessingException, match="1:18,028"):
        planned([hidden], PLACE, "utm", is_map=True)
    _, fetched = captured([hidden], PLACE, tmp_path / "a.tif", "utm")
    assert not [got for got in fetched.gaps if got.fault.reason != "one colour"], "chosen, it is captured"


def test_a_plain_layer_of_the_map_is_drawn_alone(below: PatternServer) -> None:
    assert not isinstance(planned([tiles(below)], PLACE, is_map=True).source, StackedSource)


def test_a_server_that_is_gone_stops_no_other(below: PatternServer, tmp_path: Path) -> None:
    """The layer above is from a server that has died; what the other one has is fetched all the same."""
    with pattern_server(PLACE, "squares") as other:
        source = other.wms("EPSG:3857").replace("127.0.0.1", "localhost")
        upper = QgsRasterLayer(source, "gone", "wms")
        assert upper.isValid()
    upper.setOpacity(0.5)
    capture = planned([upper, tiles(below)], PLACE, "utm")
    lower = [piece for piece in capture.pieces if piece.layer == 1]
    with pytest.raises(QgsProcessingException, match="connection lost"):
        CaptureRun(capture, QgsProcessingFeedback(False)).to_file(tmp_path / "a.tif")
    assert len(below.asked) == len(lower) > 8
    north = rectangle("#00ff00", 2.0)
    _, fetched = captured([north, tiles(below)], PLACE, tmp_path / "b.tif", "utm")
    assert not fetched.gaps
