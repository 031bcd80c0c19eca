"""Examples in the report: which ones by the rule, each at its true place on the image, on relief, or on nothing."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from judging import DEGREES, decide, detected, squares
from rasterio.features import rasterize
from reported import Page, csv_of, refused, report
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.report.examples.reading import ground_around, lines_on
from rock_glacier_inventory.engine.report.examples.told import operations_picture, refined_picture
from rock_glacier_inventory.engine.report.reading import read_found
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.requests.report import ReportRequest

ZONES = {"north": "EPSG:32644", "south": "EPSG:32719", "antimeridian": "EPSG:32601"}
RED, GREEN = (200, 30, 30), (30, 160, 30)
SCENE = "scene 冰.tif"
"""As the runs of `judging.detected` call it."""


def painted(path, shapes, crs, size=20.0, kind="uint8"):
    """An image in which the ground of some shapes is red and the rest green."""
    moved = transform_geometries(np.array(shapes, object), DEGREES, crs)
    west, south, east, north = shapely.total_bounds(moved) + np.array([-900, -900, 900, 900])
    width, height = int((east - west) / size), int((north - south) / size)
    transform = Affine(size, 0, west, 0, -size, north)
    inside = rasterize(list(moved), (height, width), transform=transform).astype(bool)
    bands = [np.where(inside, red, green) for red, green in zip(RED, GREEN, strict=True)]
    options = {"driver": "GTiff", "count": 3, "dtype": kind, "crs": crs, "transform": transform}
    with rasterio.open(path, "w", width=width, height=height, **options) as dataset:
        dataset.write(np.array(bands).astype(kind) * (1 if kind == "uint8" else 30))
    return path


def found_in(inventory, **details):
    request = ReportRequest(inventory=inventory, output=inventory.with_suffix(".html"), **details)
    return read_found(request, SilentReport())


def inside_of(shown, rings):
    """Which pixels of a panel lie in some rings, away from their edges."""
    west, _, _, north = shown.ground.box
    across = shown.below.shape[0]
    transform = Affine(shown.ground.width / across, 0, west, 0, -shown.ground.height / across, north)
    shape = shapely.union_all([shapely.Polygon(ring) for ring in rings])
    deep, wide = (shapely.buffer(shape, edge) for edge in (-40, 40))
    return (rasterize([each], (across, across), transform=transform).astype(bool) for each in (deep, wide))


@pytest.mark.parametrize("place", ZONES)
@pytest.mark.parametrize("kind", ["uint8", "uint16"])
def test_the_image_lies_below_its_outline(tmp_path, place, kind):
    shapes = squares([0, 3, 6], place=place)  # so far from each other that no panel has two
    inventory = tmp_path / "inventory.gpkg"
    detected(inventory, shapes)
    painted(tmp_path / SCENE, shapes, ZONES[place], kind=kind)
    decide(inventory, {1: "remain", 2: "talus", 3: shapes[2].buffer(0.0005), 0: squares([9], place=place)})
    of_operations = found_in(inventory).examples.of_operations
    for operation in ("remain", "remove", "refine"):
        (shown,) = of_operations[operation][1]
        assert shown.name.endswith(SCENE)
        inside, around = inside_of(shown, shown.before)
        red = shown.below[..., 0].astype(int) > shown.below[..., 1].astype(int)
        assert inside.sum() > 2000
        assert red[inside].all()
        assert not red[~around].any(), "beside it is no other"
    (retrieved,) = of_operations["retrieve"][1]
    assert not retrieved.before and retrieved.after


def test_one_that_lies_on_both_sides_of_180_degrees_has_a_panel_of_its_size():
    both = shapely.MultiPolygon([shapely.box(179.998, 66, 180, 66.004), shapely.box(-180, 66, -179.998, 66.004)])
    ground = ground_around([both])
    assert pytest.approx(ground.width, rel=0.01) == 446 * 1.7
    edges = lines_on(np.array([both], object), ground)
    assert np.ptp(np.concatenate(edges), axis=0) == pytest.approx([181, 446], rel=0.01)


def sized(count, step=0.0002):
    """Squares side by side, each larger than the last."""
    return [
        shapely.box(west, south, west + 0.002 + step * number, south + 0.002 + step * number)
        for number, (west, south, *_) in enumerate(shape.bounds for shape in squares(range(count)))
    ]


def test_examples_are_those_in_the_middle_of_equal_parts(tmp_path):
    inventory = tmp_path / "inventory.gpkg"
    shapes = sized(12)[::-1]
    detected(inventory, shapes)
    decide(inventory, dict.fromkeys(range(1, 13), "remain"))
    number, shown = found_in(inventory).examples.of_operations["remain"]
    areas = sorted(shape.area for shape in shapes)
    got = [each.of.before[0].area for each in shown]
    assert number == 12
    assert got == pytest.approx([areas[1], areas[4], areas[7], areas[10]], rel=1e-6)
    assert [each.of.mapped for each in shown] == pytest.approx([each.of.area for each in shown])


def test_refined_ones_go_from_the_worst_to_the_best(tmp_path):
    inventory = tmp_path / "inventory.gpkg"
    shapes = squares(range(11))
    detected(inventory, shapes)
    order = [5, 0, 9, 3, 1, 10, 2, 8, 4, 7, 6]  # not that of the features
    refined = {
        fid + 1: shapely.box(*shape.bounds[:3], shape.bounds[3] + 0.0004 * (order[fid] + 1))
        for fid, shape in enumerate(shapes)
    }
    decide(inventory, refined)
    found = found_in(inventory)
    of = [0.004 / (0.004 + 0.0004 * (more + 1)) for more in range(11)][::-1]
    wanted = [of[place] for place in (0, 1, 3, 4, 6, 7, 9, 10)]
    assert [each.of.iou for each in found.examples.refined] == pytest.approx(wanted, abs=2e-3)
    assert "11 refined candidates: of them those with the lowest and the highest" in refined_picture(found).caption


def test_neighbours_are_shown_and_the_own_one_once(tmp_path):
    inventory = tmp_path / "inventory.gpkg"
    shapes = [shapely.box(80 + 0.005 * n, 28, 80.004 + 0.005 * n, 28.004) for n in range(3)]
    detected(inventory, shapes)
    decide(inventory, {1: "remain", 2: "moraine", 3: "remain"})
    (removed,) = found_in(inventory).examples.of_operations["remove"][1]
    assert len(removed.around) == 2 and not removed.after and len(removed.before) == 1
    kept = found_in(inventory).examples.of_operations["remain"][1]
    assert [len(each.after) for each in kept] == [1, 1] and not kept[0].around


def sloping(path, shapes):
    """A DEM that falls to the south-east; in degrees."""
    west, south, _, _ = shapely.total_bounds(shapes)
    transform = Affine(0.0003, 0, west - 0.02, 0, -0.0003, south + 0.03)
    row, column = np.mgrid[:200, :300]
    options = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": DEGREES, "transform": transform}
    with rasterio.open(path, "w", width=300, height=200, **options) as dataset:
        dataset.write((5000 - 10 * row - 10 * column).astype("float32"), 1)
    return path


def test_relief_where_no_image_is_and_nothing_where_nothing_is(tmp_path):
    inventory = tmp_path / "inventory.gpkg"
    shapes = squares([0, 1])
    detected(inventory, shapes)
    decide(inventory, {1: "remain", 2: "talus"})
    bare = operations_picture(found_in(inventory))
    assert "Nothing lies below, for no image of the ground, nor a DEM, can be read." in bare.caption
    dem = sloping(tmp_path / "dem.tif", shapes)
    over_relief = found_in(inventory, dem=dem)
    (shown,) = over_relief.examples.of_operations["remain"][1]
    assert shown.below.ndim == 2 and np.median(shown.below) < 0.5, "the slope looks away from the light"
    assert "Shaded relief: light from the north-west." in operations_picture(over_relief).caption
    painted(tmp_path / SCENE, shapes, ZONES["north"])
    over_image = found_in(inventory, dem=dem)
    assert f"Image: {SCENE}." in operations_picture(over_image).caption
    assert str(tmp_path) not in operations_picture(over_image).caption
    kept_out = found_in(inventory, dem=dem, no_imagery=True)
    assert kept_out.examples.of_operations["remain"][1][0].below.ndim == 2


def test_an_image_that_lies_elsewhere_or_cannot_be_read(tmp_path):
    inventory = tmp_path / "inventory.gpkg"
    shapes = squares([0])
    detected(inventory, shapes)
    decide(inventory, {1: "remain"})
    painted(tmp_path / SCENE, squares([0], place="south"), ZONES["south"])
    assert found_in(inventory).examples.of_operations["remain"][1][0].below is None
    (tmp_path / SCENE).write_bytes(b"II*\0 no picture")
    found = found_in(inventory)
    assert found.examples.of_operations["remain"][1][0].below is None
    (told,) = [warning for warning in found.warnings if "The examples lie on no image" in warning]
    assert SCENE in told and str(tmp_path) not in told
    (tmp_path / SCENE).unlink()
    whole = painted(tmp_path / SCENE, shapes, ZONES["north"], size=2.0).read_bytes()
    (tmp_path / SCENE).write_bytes(whole[: len(whole) // 4])
    cut_off = found_in(inventory)
    assert cut_off.examples.of_operations["remain"][1][0].below is None
    assert any("The examples lie on no image" in warning for warning in cut_off.warnings)
    assert "gone.tif" in refused(inventory, tmp_path / "r.html", "--image", tmp_path / "gone.tif")
    mine = painted(tmp_path / "mine.tif", shapes, ZONES["north"])
    assert found_in(inventory, image=str(mine)).examples.of_operations["remain"][1][0].name == str(mine)


def test_page_and_pdf_hold_small_images_and_true_vectors(tmp_path):
    inventory = tmp_path / "inventory.gpkg"
    shapes = squares(range(12))
    detected(inventory, shapes)
    random = np.random.default_rng(1)
    painted(tmp_path / SCENE, shapes, ZONES["north"], size=4.0)
    with rasterio.open(tmp_path / SCENE, "r+") as dataset:  # what no format makes small
        dataset.write(random.integers(1, 256, (3, dataset.height, dataset.width)).astype("uint8"))
    decisions = dict.fromkeys(range(1, 5), "remain") | dict.fromkeys(range(5, 9), "talus")
    decisions |= {number: shapes[number - 1].buffer(0.0004) for number in range(9, 13)}
    decide(inventory, decisions)
    output, pdf = tmp_path / "r.html", tmp_path / "r.pdf"
    found = report(inventory, output, "--pdf", pdf)
    assert {"examples", "refined-examples"} <= set(found["figures"])
    assert output.stat().st_size < 4_000_000 and pdf.stat().st_size < 3_000_000
    assert pdf.read_bytes().count(b"/DCTDecode") == 16
    (of_operations,) = [image for image in Page(output).images if image.count("data:image/jpeg") == 12]
    assert "<path" in of_operations and "data:image/png" not in of_operations
    rows = csv_of(tmp_path / "r_tables", "examples")
    assert [row["operation"] for row in rows] == ["remain"] * 4 + ["refine"] * 4 + ["remove"] * 4 + ["refine"] * 4
    assert rows[0]["panel"] == "a" and rows[8]["reason"] == "talus"


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_each_alone(tmp_path, kind):
    inventory = tmp_path / "inventory.gpkg"
    shapes = squares([0, 1])
    detected(inventory, shapes)
    decide(inventory, {1: shapes[0].buffer(0.0004)})
    for name in ("examples", "refined-examples"):
        report(inventory, tmp_path / f"{name}.{kind}", "--figure", name)
        assert (tmp_path / f"{name}.{kind}").stat().st_size > 5000


def test_examples_of_nothing_are_refused(tmp_path):
    alone = tmp_path / "undecided.gpkg"
    detected(alone, squares([0, 1]))
    told = refused(alone, tmp_path / "x.svg", "--figure", "examples")
    assert told.endswith("nobody has decided on a candidate yet.")
