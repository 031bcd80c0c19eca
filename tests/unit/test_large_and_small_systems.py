"""Outlines in a small system with areas, references and rasters in one that holds the whole Earth."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely
from affine import Affine
from filling_inventories import make, put, table
from rasters import write_raster
from rock_glacier_inventory.engine.accuracy.evaluation import evaluate_files
from rock_glacier_inventory.engine.attributes.glacier_share import GlacierOutlines
from rock_glacier_inventory.engine.attributes.markers import assign_subregions
from rock_glacier_inventory.engine.filling.chunks import fill_attributes
from rock_glacier_inventory.engine.gathering.regions import FileRegions
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas, to_pyproj, transform_geometries
from rock_glacier_inventory.engine.ground.vectors import read_polygons
from rock_glacier_inventory.engine.limits.terrain_limits import TerrainLimits
from rock_glacier_inventory.engine.scene.grid import Grid
from rock_glacier_inventory.engine.scene.ranges import Range
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.terrain.dem import open_dem
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.store.sources import Sources

DEGREES = "EPSG:4326"
CHUKOTKA = "EPSG:32660"


def write(path, outlines, crs, **columns):
    wkb = np.array([shapely.to_wkb(shape) for shape in outlines], dtype=object)
    values = [np.array(column, dtype=object) for column in columns.values()]
    pyogrio.raw.write(path, wkb, values, list(columns), driver="GPKG", crs=crs, geometry_type="Unknown")
    return path


def degrees(*edges):
    return shapely.box(*edges)


def test_scores_of_a_small_system_against_the_whole_world(tmp_path):
    """References all over the Earth have no place in UTM; an area or subregion of the world has neither."""
    here, missed = degrees(9.0, 46.0, 9.01, 46.01), degrees(9.1, 46.0, 9.11, 46.01)
    far = degrees(-110, 40, -109.99, 40.01)
    candidates = write(tmp_path / "c.gpkg", transform_geometries([here], DEGREES, "EPSG:32632"), "EPSG:32632")
    world = write(tmp_path / "r.gpkg", [here, missed, far], DEGREES)
    halves = write(
        tmp_path / "s.gpkg", [degrees(-180, -90, 0, 90), degrees(0, -90, 180, 90)], DEGREES, NAME=["West", "Ost"]
    )
    area = write(tmp_path / "a.gpkg", [degrees(0, -90, 180, 90)], DEGREES)

    def scores(**options):
        output = tmp_path / "e.json"
        return evaluate_files(candidates, world, output, SilentReport(), **options), output.read_text("utf-8")

    whole, _ = scores()
    assert whole["precision"] == pytest.approx(1, abs=1e-4)
    assert whole["recall"] == pytest.approx(0.32, abs=0.02)
    counts = {
        "candidates": 1,
        "references": 3,
        "matched_candidates": 1,
        "matched_references": 1,
        "split": 0,
        "merged": 0,
        "precision": 1.0,
        "recall": pytest.approx(1 / 3),
        "f1": 0.5,
    }
    assert {name: whole["counts"][name] for name in counts} == counts
    judged, _ = scores(area=area)
    assert judged["counts"]["references"] == 2
    parts, text = scores(subregions=halves)
    assert '"name": "West"' in text
    assert "outside" not in text
    by_outline = parts["table"].split("\n\n")[1]
    rows = {line.split()[0]: line.split() for line in by_outline.splitlines()}
    assert rows["Ost"][1:3] == ["1", "2"]
    assert rows["West"][1:3] == ["0", "1"]


def test_scores_over_the_antimeridian(tmp_path):
    """One side is on both sides of 180 degrees, the other wholly on the western."""
    over, west = degrees(179.99, 66, 180.01, 66.01), degrees(-180, 66, -179.99, 66.01)
    candidates = write(tmp_path / "c.gpkg", [over], DEGREES)
    result = evaluate_files(
        candidates, write(tmp_path / "r.gpkg", [west], DEGREES), tmp_path / "e.json", SilentReport()
    )
    assert (result["precision"], result["recall"]) == (pytest.approx(0.5, abs=1e-3), pytest.approx(1, abs=1e-3))


REGIONS = FileRegions(
    np.array([degrees(-180, 0, 180, 90), degrees(-180, -90, 180, 0), degrees(170, 60, 190, 70)], dtype=object),
    ["north", "south", "over"],
    to_pyproj(DEGREES),
)


@pytest.mark.parametrize(
    ("crs", "outline", "name"),
    [
        ("EPSG:32632", degrees(9, 46, 9.01, 46.01), "north"),
        ("EPSG:32719", degrees(-70, -30, -69.99, -29.99), "south"),
        ("EPSG:32701", degrees(-179.99, -17, -179.98, -16.99), "south"),
        ("EPSG:3031", degrees(100, -75, 100.1, -74.9), "south"),
        ("EPSG:3995", degrees(-100, 88, -99, 88.5), "north"),
        (DEGREES, degrees(-110, 40, -109.99, 40.01), "north"),
    ],
)
def test_a_subregion_may_be_half_the_earth(crs, outline, name):
    outlines = transform_geometries([outline], DEGREES, crs)
    assert assign_subregions(outlines, shapely.centroid(outlines), crs, REGIONS) == [name]


def test_a_subregion_over_the_antimeridian():
    only = FileRegions(REGIONS.geometries[2:], ["over"], REGIONS.crs)
    for crs in (CHUKOTKA, DEGREES):
        outlines = transform_geometries(
            [degrees(-179.5, 66, -179.4, 66.1), degrees(179.5, 66, 179.6, 66.1)], DEGREES, crs
        )
        assert assign_subregions(outlines, shapely.centroid(outlines), crs, only) == ["over", "over"]


def tilted(path, west):
    """A DEM over the antimeridian whose elevations tell the longitude: 1000 m and 100 m for each degree."""
    longitudes = 178 + (np.arange(400) + 0.5) / 100
    values = np.tile((1000 + 100 * (longitudes - 178)).astype(np.float32), (1, 100, 1))
    return write_raster(path, values, transform=Affine(0.01, 0, west, 0, -0.01, 66.5), crs=DEGREES)


@pytest.mark.parametrize("west", [178.0, -182.0])
def test_outlines_on_both_sides_of_the_antimeridian_have_their_elevations(tmp_path, west):
    dem = tilted(tmp_path / "dem.tif", west)
    inventory = make(tmp_path / "i.gpkg", CHUKOTKA)
    middles = 179.0, 179.995, 181.0
    shapes = [degrees(middle - 0.05, 66, middle + 0.05, 66.05) for middle in middles]
    put(inventory, schema.ROCK_GLACIERS, shapes, DEGREES)
    fill_attributes(inventory, Sources(dem=str(dem)), SilentReport())
    found = [row["ELE_MEAN"] for row in table(inventory, "rock_glaciers")]
    assert found == pytest.approx([1100, 1199.5, 1300], abs=0.5)


@pytest.mark.parametrize("west", [178.0, -182.0])
def test_limits_by_elevation_go_on_over_the_antimeridian(tmp_path, west):
    """Between two places on both sides of it lies no way round the Earth."""
    grid = Grid(Affine(500, 0, 600_000, 0, -500, 7_370_000), 200, 100, CHUKOTKA)
    with open_dem(tilted(tmp_path / "dem.tif", west), SilentReport()) as dem:
        inside = TerrainLimits(dem, Range(1150, 1250), Range(), grid).mask(0, 100)
    x, y = np.meshgrid(600_250 + 500 * np.arange(200), 7_369_750 - 500 * np.arange(100))
    points = transform_geometries(shapely.points(x.ravel(), y.ravel()), CHUKOTKA, DEGREES)
    longitudes = shapely.get_x(points).reshape(100, 200) % 360
    true = (longitudes >= 179.5) & (longitudes <= 180.5)
    assert 0.2 < true.mean() < 0.8
    assert (inside != true).mean() < 0.03


def ring(around, outer, inner):
    """An outline with a hole, around a place in metres."""
    return shapely.Point(around).buffer(outer).difference(shapely.Point(around).buffer(inner))


@pytest.mark.parametrize("crs", [DEGREES, "EPSG:3857", CHUKOTKA])
def test_an_outline_with_a_hole_over_the_antimeridian_keeps_its_area(tmp_path, crs):
    """Its rings are torn at the map's edge; a repair of that would close them the wrong way."""
    (middle,) = transform_geometries([shapely.Point(180, 66)], DEGREES, CHUKOTKA)
    outline = ring(middle, 500, 100)
    true = ellipsoidal_areas([outline], CHUKOTKA)[0]
    inventory = make(tmp_path / "i.gpkg", crs)
    put(inventory, schema.ROCK_GLACIERS, [outline], CHUKOTKA)
    dem = tilted(tmp_path / "dem.tif", 178.0)
    report = SilentReport()
    fill_attributes(inventory, Sources(dem=str(dem)), report)
    (row,) = table(inventory, "rock_glaciers")
    assert row["AREA"] == pytest.approx(true, rel=1e-6)
    assert row["ELE_MEAN"] == pytest.approx(1200, abs=1)
    assert not [warning for warning in report.warnings if "repaired" in warning]
    read = read_polygons(inventory, "rock_glaciers")
    assert ellipsoidal_areas(read.geometries, read.crs) == pytest.approx(true, rel=1e-6)


def test_a_glacier_with_a_hole_over_the_antimeridian(tmp_path):
    (middle,) = transform_geometries([shapely.Point(180, 66)], DEGREES, CHUKOTKA)
    glacier = ring(middle, 500, 100)
    ours = np.array([shapely.Point(middle).buffer(200)])
    torn = transform_geometries([glacier], CHUKOTKA, DEGREES)  # as other programs write it
    for shape, crs in ((glacier, CHUKOTKA), (torn[0], DEGREES)):
        outlines = GlacierOutlines(write(tmp_path / f"{crs[5:]}.gpkg", [shape], crs))
        shares, _ = outlines.shares(ours, CHUKOTKA, SilentReport())
        assert shares == pytest.approx([0.75], abs=1e-3)
