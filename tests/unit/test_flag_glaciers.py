"""The share of candidates inside glacier outlines: of any file, once where outlines overlap."""

from __future__ import annotations

import json

import engine_here
import numpy as np
import plain_geopackage as geopackage
import pyogrio
import pytest
import shapely
from delivering import write_candidates
from filling_inventories import column, fill, make, put, table
from rock_glacier_inventory.engine.attributes import glacier_share
from rock_glacier_inventory.engine.attributes.glacier_share import GlacierOutlines
from rock_glacier_inventory.engine.filling import due
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError

DEGREES = "EPSG:4326"


def cell(column, row, width=1.0, height=1.0, west=88.0, north=28.0, side=0.01):
    """A rectangle in steps of a hundredth of a degree, east and south of a corner."""
    left, top = west + column * side, north - row * side
    return shapely.box(left, top - height * side, left + width * side, top)


def glaciers(path, shapes, crs=DEGREES, kind="MultiPolygon", layer="outlines", **options):
    """A file of glacier outlines."""
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [],
        [],
        geometry_type=kind,
        crs=crs,
        layer=layer,
        **options,
    )
    return path


def candidates(path, shapes, crs=DEGREES):
    """An inventory with candidates."""
    make(path, crs)
    put(path, schema.CANDIDATES, shapes, DEGREES)
    return path


def flag(path, file, report=None, **options):
    """The shares after filling."""
    fill(path, report or SilentReport(), "glaciers", layer="candidates", glaciers=file, **options)
    return column(path, "GLAC_FRAC", layer="candidates")


@pytest.mark.parametrize("inventory_crs", [DEGREES, "EPSG:32645", "EPSG:3857"])
@pytest.mark.parametrize("glacier_crs", [DEGREES, "EPSG:32645", "EPSG:3857", "ESRI:102025"])
def test_shares_in_any_coordinate_system(tmp_path, inventory_crs, glacier_crs):
    ours = [cell(0, 0), cell(2, 0), cell(4, 0), cell(6, 0)]
    ice = [cell(-1, 0, 1.5), cell(1.9, -0.1, 1.2, 1.2), cell(4.25, 0, 0.5, 0.5)]
    file = glaciers(tmp_path / "g é 冰.gpkg", transform_geometries(ice, DEGREES, glacier_crs), glacier_crs)
    shares = flag(candidates(tmp_path / "a.gpkg", ours, inventory_crs), file)
    assert shares == pytest.approx([0.5, 1.0, 0.25, 0.0], abs=2e-4)
    assert (shares[1], shares[3]) == (1.0, 0.0)


def test_ground_under_several_outlines_counts_once(tmp_path):
    """Overlapping, mapped twice, in parts, with a hole, and a neighbour that shares the border."""
    hole = shapely.difference(cell(8, 0), cell(8.25, 0.25, 0.5, 0.5))
    parts = shapely.MultiPolygon([cell(12, 0, 0.25), cell(12.5, 0, 0.25), cell(14, 0)])
    ice = [cell(0, 0, 0.6), cell(0.4, 0, 0.6), cell(4, 0, 0.5), cell(4, 0, 0.5), hole, parts]
    ours = [cell(0, 0), cell(4, 0), cell(8, 0), cell(12, 0), cell(15, 0)]
    shares = flag(candidates(tmp_path / "a.gpkg", ours), glaciers(tmp_path / "g.gpkg", ice))
    assert shares == pytest.approx([1.0, 0.5, 0.75, 0.5, 0.0], abs=1e-5)


def test_pieces_and_chunks_do_not_show(tmp_path, monkeypatch):
    random = np.random.default_rng(4)
    ours = [cell(x, y, 0.7, 0.7) for x, y in random.uniform(0, 12, (60, 2))]
    ice = [cell(x, y, 1.3, 0.9) for x, y in random.uniform(0, 12, (90, 2))]
    file = glaciers(tmp_path / "g.gpkg", ice)
    path = candidates(tmp_path / "a.gpkg", ours)
    at_once = flag(path, file)
    whole = shapely.union_all(ice)
    assert at_once == pytest.approx([shapely.intersection(whole, shape).area / shape.area for shape in ours], abs=1e-4)
    monkeypatch.setattr(due, "CHUNK", 7)
    monkeypatch.setattr(glacier_share, "AT_A_TIME", 3)
    assert flag(path, file, everything=True) == pytest.approx(at_once, abs=1e-9)


def test_invalid_outlines_are_repaired_and_told_once(tmp_path, monkeypatch):
    monkeypatch.setattr(due, "CHUNK", 1)
    bowtie = shapely.Polygon([(88.0, 28.0), (88.01, 27.99), (88.01, 28.0), (88.0, 27.99)])
    ice = [bowtie, cell(4, 0), None]
    report = SilentReport()
    path = candidates(tmp_path / "a.gpkg", [cell(0, 0), cell(0.5, 0), cell(4, 0)])
    shares = flag(path, glaciers(tmp_path / "g.gpkg", ice, kind="Unknown"), report)
    assert shares == pytest.approx([0.5, 0.25, 1.0], abs=1e-4)
    assert [text for text in report.warnings if "repaired" in text] == [
        f"Invalid outlines repaired in layer 'outlines' of {tmp_path / 'g.gpkg'}: 1."
    ]


@pytest.mark.parametrize("inventory_crs", [DEGREES, "EPSG:32660", "EPSG:3995"])
@pytest.mark.parametrize("how", ["cut in two", "from 0 to 360", "beyond 180", "projected"])
def test_at_the_antimeridian(tmp_path, inventory_crs, how):
    def there(*place):
        return cell(*place, west=180.0, north=67.0)

    ice, crs = [there(-0.5, 0, 1.0), there(-5, 0), there(5, 0)], DEGREES
    if how == "cut in two":
        west, east = shapely.box(170, 60, 180, 70), shapely.box(180, 60, 190, 70)
        parts = [shapely.intersection(ice[0], half) for half in (west, east)]
        parts[1] = shapely.transform(parts[1], lambda points: points - (360, 0))
        ice = [shapely.MultiPolygon(parts), ice[1], shapely.transform(ice[2], lambda p: p - (360, 0))]
    elif how == "projected":
        crs = "EPSG:3571"
        ice = transform_geometries(ice, DEGREES, crs)
    elif how == "beyond 180":
        ice[1:] = [shapely.transform(shape, lambda points: points - (360, 0)) for shape in ice[1:]]
    ours = [there(-1, 0), there(0, 0), there(-0.25, 0, 0.5), there(-5, 0), there(4.5, 0)]
    file = glaciers(tmp_path / "g.gpkg", ice, crs)
    shares = flag(candidates(tmp_path / "a.gpkg", ours, inventory_crs), file)
    assert shares == pytest.approx([0.5, 0.5, 1.0, 1.0, 0.5], abs=2e-3)


# What is due


def test_only_candidates_without_a_share_unless_all(tmp_path):
    path = candidates(tmp_path / "a.gpkg", [cell(0, 0), cell(2, 0)])
    small, large = (glaciers(tmp_path / f"{width}.gpkg", [cell(0, 0, width)]) for width in (0.5, 3))
    assert flag(path, small) == pytest.approx([0.5, 0.0], abs=1e-5)
    put(path, schema.CANDIDATES, [cell(0, 0, 0.5)], DEGREES)
    assert flag(path, large) == pytest.approx([0.5, 0.0, 1.0], abs=1e-5)
    assert flag(path, large, everything=True) == [1.0, 1.0, 1.0]


def test_a_detections_own_file(tmp_path):
    path = tmp_path / "k.gpkg"
    run = new_run("detect", "scene.tif")
    write_candidates(path, run, [Candidate(cell(0, 0), 0.6, 0.7, 1.0)], DEGREES)
    assert flag(path, glaciers(tmp_path / "g.gpkg", [cell(0.5, 0)])) == pytest.approx([0.5], abs=1e-5)


def test_a_file_of_another_place_is_an_error_and_one_beside_it_a_warning(tmp_path):
    path = candidates(tmp_path / "a.gpkg", [cell(0, 0), cell(20, 0)])
    before = table(path, "candidates")
    with pytest.raises(UserError, match=r"No candidate lies near the glaciers of .*far\.gpkg"):
        flag(path, glaciers(tmp_path / "far.gpkg", [cell(0, 0, west=-70, north=-33)]))
    assert table(path, "candidates") == before
    report = SilentReport()
    assert flag(path, glaciers(tmp_path / "g.gpkg", [cell(1, 0)]), report) == [0.0, 0.0]
    (warning,) = report.warnings
    assert "beyond all glaciers of g.gpkg, taken as free of glaciers if it covers them (1)" in warning
    put(path, schema.CANDIDATES, [cell(500, 0)], DEGREES)
    report = SilentReport()
    assert flag(path, tmp_path / "g.gpkg", report) == [0.0, 0.0, None], "never a silent zero"
    assert "more than 1° beyond all glaciers of g.gpkg; theirs was left as it was (1)" in report.warnings[0]


# Files that cannot be used


def test_files_that_hold_no_outlines_are_told(tmp_path):
    path = candidates(tmp_path / "a.gpkg", [cell(0, 0)])
    middle = [shapely.Point(88, 28)]
    two = glaciers(tmp_path / "two.gpkg", [cell(0, 0)], layer="a")
    glaciers(two, [cell(0, 0)], layer="b", append=True)
    text = tmp_path / "text.gpkg"
    text.write_text("no GeoPackage")
    cases = {
        glaciers(tmp_path / "points.gpkg", middle, kind="Point"): "holds no polygons but Point",
        glaciers(tmp_path / "points.geojson", middle, kind="Point"): "holds no polygons but Point",
        glaciers(tmp_path / "none.gpkg", []): "holds no outlines",
        tmp_path / "gone.gpkg": "There is no file",
        two: r"several layers \(a, b\); say which with --glaciers-layer",
        text: "not a vector file",
    }
    with pytest.warns(UserWarning, match="crs"):
        cases[glaciers(tmp_path / "nowhere.shp", [cell(0, 0)], None)] = "no coordinate system"
    for file, words in cases.items():
        with pytest.raises(UserError, match=words):
            flag(path, file)
    with pytest.raises(UserError, match="no layer 'c'; it has: a, b"):
        GlacierOutlines(two, "c")
    assert GlacierOutlines(two, "b").layer == "b"
    assert column(path, "GLAC_FRAC", layer="candidates") == [None]


def test_on_the_command_line(tmp_path):
    path = candidates(tmp_path / "a b é 冰.gpkg", [cell(0, 0), cell(2, 0)])
    file = glaciers(tmp_path / "g.gpkg", [cell(0.5, 0)], layer="rgi")
    done = engine_here.run("flag-glaciers", "--inventory", path, "--glaciers", file, "--remember")
    assert (done.result["layer"], done.result["filled"]) == ("candidates", {"glaciers": 2})
    assert column(path, "GLAC_FRAC", layer="candidates") == pytest.approx([0.5, 0.0], abs=1e-5)
    (run,) = table(path, "runs")
    assert (run["COMMAND"], run["SOURCE"], run["CRS"]) == ("flag-glaciers", str(file), DEGREES)
    assert json.loads(run["PARAMETERS"])["groups"]["glaciers"]["layer"] == "rgi"
    with geopackage.connect(path, write=True) as connection:
        connection.execute("UPDATE candidates SET GLAC_FRAC = NULL WHERE fid = 1")
    again = engine_here.run("flag-glaciers", "--inventory", path)
    assert again.result["features"] == 1
    assert column(path, "GLAC_FRAC", layer="candidates") == pytest.approx([0.5, 0.0], abs=1e-5)


@pytest.mark.realdata
def test_on_real_glaciers(shared_data, tmp_path):
    """Against the union of all outlines in an equal-area projection, made by GEOS alone."""
    file = shared_data / "everest_landsat" / "15_rgi60_glacier_outlines.gpkg"
    real = shapely.from_wkb(pyogrio.raw.read(file, columns=[])[2])
    west, south, east, north = shapely.total_bounds(real)
    random = np.random.default_rng(2)
    middles = random.uniform((west, south), (east, north), (400, 2))
    ours = shapely.buffer(shapely.points(middles), random.uniform(0.001, 0.006, 400))
    shares = flag(candidates(tmp_path / "a.gpkg", ours), file)
    plane = "+proj=laea +lat_0=28 +lon_0=87 +datum=WGS84"
    ice = shapely.union_all(shapely.make_valid(transform_geometries(real, DEGREES, plane)))
    flat = transform_geometries(ours, DEGREES, plane)
    expected = shapely.area(shapely.intersection(flat, ice)) / shapely.area(flat)
    assert 40 < (expected > 0.5).sum() < 360
    assert shares == pytest.approx(expected, abs=5e-4)
