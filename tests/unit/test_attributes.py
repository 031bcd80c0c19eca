"""The command `attributes`: what it fills, what it leaves, what it says."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess

import engine_here
import numpy as np
import plain_geopackage as geopackage
import pyogrio
import pytest
import shapely
from affine import Affine
from delivering import append_candidates, binaries, write_candidates
from filling_inventories import CELL, NORTH, TERRAIN, UTM, WEST, dem, put, square, table
from identifier_reading import matches
from rasters import write_raster
from rock_glacier_inventory.engine.attributes.markers import assign_identifiers, place_markers
from rock_glacier_inventory.engine.filling import chunks as filling
from rock_glacier_inventory.engine.filling import place
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas, transform_geometries
from rock_glacier_inventory.engine.intake import inventory_file
from rock_glacier_inventory.engine.outlines.candidates import Candidate
from rock_glacier_inventory.engine.runs.run_record import new_run
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.store.geopackage import geometry
from rock_glacier_inventory.store.sources import Sources

__all__ = ["dem"]  # a fixture


def fill_attributes(path, dem, report, **options):
    """Terrain alone; what the other groups fill has tests of its own."""
    return filling.fill_attributes(path, Sources(dem=str(dem)), report, groups=["terrain"], **options)


@pytest.fixture(params=["EPSG:4326", "EPSG:32645", "EPSG:3857"])
def inventory(tmp_path, request):
    path = tmp_path / "inventar é 冰.gpkg"
    inventory_file.create_inventory(path, request.param)
    return path


def test_what_is_filled(inventory, dem):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 10), square(60, 40, 5)])
    report = SilentReport()
    result = fill_attributes(inventory, dem, report)
    assert report.warnings == []
    assert (result["features"], result["identifiers_set"], result["without_elevation"]) == (2, 2, 0)
    assert "assumed" in result["elevation_unit"]
    first, second = table(inventory)
    assert first["ELE_MEAN"] == pytest.approx(6000 - 24.5 * 15, abs=0.5)
    assert first["ELE_MEDIAN"] == pytest.approx(6000 - 24.5 * 15, abs=0.5)
    assert first["ELE_MIN"] == pytest.approx(6000 - 29 * 15, abs=15.1)  # an edge may touch the next cell
    assert first["ELE_MAX"] == pytest.approx(6000 - 20 * 15, abs=15.1)
    # One in two of nominal metres; a UTM zone's middle is drawn 0.9996 times its true size.
    assert first["SLO_MEAN"] == pytest.approx(np.degrees(np.arctan(0.5)), abs=0.02)
    assert first["ASPECT"] == pytest.approx(180, abs=0.1)
    assert first["ASP_R"] == pytest.approx(1, abs=1e-6)
    assert first["AREA"] == pytest.approx(300**2 / 0.9996**2, rel=1e-4)
    assert second["AREA"] == pytest.approx(150**2 / 0.9996**2, rel=1e-4)
    assert first["STALE"] == 0
    assert first["SUBREGION"] is None
    assert first["PISR"] is None
    for row in (first, second):
        assert matches(row["ID"], row["LAT"], row["LON"], 0.0001)


def test_markers_lie_inside_and_are_kept_in_step(inventory, dem):
    outlines = [square(20, 20, 10), square(60, 40, 5)]
    put(inventory, schema.ROCK_GLACIERS, outlines)
    fill_attributes(inventory, dem, SilentReport())
    glaciers, markers = table(inventory), table(inventory, "primary_markers")
    assert [row["ID"] for row in markers] == [row["ID"] for row in glaciers]
    crs = pyogrio.read_info(inventory, layer="primary_markers")["crs"]
    points = shapely.from_wkb([geometry.decode(row["geom"])[0] for row in markers])
    for row, marker, point, outline in zip(
        glaciers, markers, transform_geometries(points, crs, "EPSG:4326"), outlines, strict=True
    ):
        assert (marker["LAT"], marker["LON"]) == (row["LAT"], row["LON"])
        assert (point.y, point.x) == pytest.approx((row["LAT"], row["LON"]), abs=1e-7)
        assert shapely.contains(outline, transform_geometries([point], "EPSG:4326", UTM)[0])
    # All of it a second time changes nothing but adds its run.
    assert fill_attributes(inventory, dem, SilentReport(), everything=True)["features"] == 2
    again = table(inventory)
    assert again == glaciers
    assert table(inventory, "primary_markers") == markers
    assert len(table(inventory, "runs")) == 2


def test_an_identifier_is_kept_when_the_outline_is_refined(inventory, dem):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 10)])
    fill_attributes(inventory, dem, SilentReport())
    (before,) = table(inventory)
    with geopackage.connect(inventory, write=True) as connection, geopackage.transaction(connection):
        reference = geopackage.reference_of(connection, schema.ROCK_GLACIERS)
        (blob,) = binaries([square(30, 35, 8)], UTM, reference.wkt, reference.srs_id)
        geopackage.update_rows(connection, schema.ROCK_GLACIERS, ["geom", "STALE"], [(blob, 1, 1)])
    assert fill_attributes(inventory, dem, SilentReport())["identifiers_set"] == 0
    (after,) = table(inventory)
    assert after["ID"] == before["ID"]
    assert after["STALE"] == 0
    assert after["LAT"] < before["LAT"], "the marker has moved into the new outline"
    (marker,) = table(inventory, "primary_markers")
    assert (marker["ID"], marker["LAT"], marker["LON"]) == (after["ID"], after["LAT"], after["LON"])


def test_a_marker_that_a_person_placed_stays(inventory, dem):
    chosen = transform_geometries([shapely.Point(WEST + 21 * CELL, NORTH - 21 * CELL)], UTM, "EPSG:4326")[0]
    identifier = "RGU301234N0901234E"
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 10)], ID=[identifier], LAT=[chosen.y], LON=[chosen.x])
    fill_attributes(inventory, dem, SilentReport())
    (row,), (marker,) = table(inventory), table(inventory, "primary_markers")
    assert row["ID"] == marker["ID"] == identifier
    assert (row["LAT"], row["LON"]) == pytest.approx((chosen.y, chosen.x), abs=1e-7)


def test_what_people_wrote_is_not_touched(inventory, dem):
    own = {
        "MAPPER": ["Anna"],
        "COMMENT": ["steep front"],
        "OPERATION": ["refine"],
        "CANDIDATE": ["r-000001"],
        "PISR": [1500.0],
        "RGS_ID": ["RGS300000N0900000E"],
    }
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 10)], **own)
    (before,) = table(inventory)
    fill_attributes(inventory, dem, SilentReport())
    (after,) = table(inventory)
    assert {name: after[name] for name in (*own, "geom", "fid")} == {
        name: before[name] for name in (*own, "geom", "fid")
    }


# Where the DEM does not tell


def test_voids_edges_and_small_outlines_get_what_is_known_and_are_named(tmp_path, dem):
    path = tmp_path / "a.gpkg"
    inventory_file.create_inventory(path, UTM)
    names = [f"RGU00000{number}N0000000E" for number in range(6)]
    outlines = [
        square(20, 20, 10),  # 0: wholly known
        square(95, 95, 10),  # 1: partly over the voids
        square(102, 102, 4),  # 2: nothing but voids
        square(195, 50, 10),  # 3: half beyond the edge
        square(300, 50, 10),  # 4: beyond it
        square(30.3, 60.3, 0.2),  # 5: smaller than a cell
    ]
    put(path, schema.ROCK_GLACIERS, outlines, ID=names)
    report = SilentReport()
    result = fill_attributes(path, dem, report)
    rows = table(path)
    assert result["without_elevation"] == 2
    assert [row["ELE_MEAN"] is None for row in rows] == [False, False, True, False, True, False]
    for row in rows:
        assert 0 not in [row[name] for name in TERRAIN], "never a silent zero"
        assert row["AREA"] > 0
        assert row["LAT"] is not None
    assert rows[1]["ELE_MAX"] == 6000 - 95 * 15
    assert rows[3]["SLO_MEAN"] == pytest.approx(rows[0]["SLO_MEAN"], abs=0.01), "the edge keeps its slope"
    assert rows[5]["ELE_MEAN"] == rows[5]["ELE_MIN"] == rows[5]["ELE_MAX"] == 6000 - 60 * 15
    said = {
        words: [text for text in report.warnings if words in text]
        for words in ("have no elevations", "partly beyond", "smaller than one cell")
    }
    assert [len(texts) for texts in said.values()] == [1, 1, 1]
    assert names[2] in said["have no elevations"][0]
    assert names[4] in said["have no elevations"][0]
    assert names[1] in said["partly beyond"][0]
    assert names[3] in said["partly beyond"][0]
    assert names[5] in said["smaller than one cell"][0]
    assert names[0] not in " ".join(report.warnings)


def test_a_dem_that_does_not_reach_an_outline_leaves_what_another_one_told(tmp_path, dem):
    path = tmp_path / "a.gpkg"
    inventory_file.create_inventory(path, UTM)
    put(path, schema.ROCK_GLACIERS, [square(20, 20, 10), square(500, 20, 10)])
    fill_attributes(path, dem, SilentReport())
    first = table(path)[0]
    values = np.full((1, 40, 40), 3000, dtype=np.int16)
    transform = Affine(CELL, 0, WEST + 490 * CELL, 0, -CELL, NORTH)
    other = write_raster(tmp_path / "other.tif", values, transform=transform, crs=UTM)
    with geopackage.connect(path, write=True) as connection, geopackage.transaction(connection):
        geopackage.update_rows(connection, schema.ROCK_GLACIERS, ["STALE"], [(1, 1), (1, 2)])
    fill_attributes(path, other, SilentReport())
    now = table(path)
    assert {name: now[0][name] for name in TERRAIN} == {name: first[name] for name in TERRAIN}
    assert now[0]["STALE"] == 1, "its terrain was not renewed"
    assert now[1]["ELE_MEAN"] == 3000
    assert now[1]["SLO_MEAN"] == 0, "flat ground is known to be flat"
    assert now[1]["ASPECT"] is None
    assert now[1]["STALE"] == 0


def test_a_dem_elsewhere_is_an_error_and_changes_nothing(inventory, tmp_path):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 10)])
    before = table(inventory)
    values = np.full((1, 10, 10), 3000, dtype=np.int16)
    for crs, transform in (
        (UTM, Affine(30, 0, 600_000, 0, -30, 3_400_000)),
        ("EPSG:4326", Affine(0.001, 0, -70, 0, -0.001, -33)),
        ("EPSG:3031", Affine(30, 0, 0, 0, -30, 0)),
    ):
        other = write_raster(tmp_path / "other.tif", values, transform=transform, crs=crs)
        with pytest.raises(UserError, match="No outline lies on the DEM"):
            fill_attributes(inventory, other, SilentReport())
    assert table(inventory) == before
    assert table(inventory, "runs") == []


def test_a_geographic_dem_gives_the_same_as_its_projected_twin(tmp_path, dem):
    if shutil.which("gdalwarp") is None:
        pytest.skip("gdalwarp (gdal-bin) is not installed")
    twin = tmp_path / "twin.tif"
    subprocess.run(["gdalwarp", "-q", "-t_srs", "EPSG:4326", "-r", "bilinear", str(dem), str(twin)], check=True)
    found = []
    for number, raster in enumerate((dem, twin)):
        path = tmp_path / f"{number}.gpkg"
        inventory_file.create_inventory(path)
        put(path, schema.ROCK_GLACIERS, [square(20, 20, 20)])
        fill_attributes(path, raster, SilentReport())
        found.append(table(path)[0])
    assert found[1]["ELE_MEAN"] == pytest.approx(found[0]["ELE_MEAN"], abs=1)
    assert found[1]["SLO_MEAN"] == pytest.approx(found[0]["SLO_MEAN"], abs=0.1)
    assert found[1]["ASPECT"] == pytest.approx(found[0]["ASPECT"], abs=0.2)


# Candidates


def test_candidates_of_a_detections_own_file(tmp_path, dem):
    path = tmp_path / "k.gpkg"
    run = new_run("detect", "scene.tif")
    outline = square(20, 20, 10)
    write_candidates(path, run, [Candidate(outline, 0.6, 0.7, 1.0)], UTM)
    result = fill_attributes(path, dem, SilentReport())
    assert result["layer"] == "candidates"
    (row,) = table(path, "candidates")
    assert row["AREA"] == pytest.approx(ellipsoidal_areas([outline], UTM)[0])
    assert row["SLO_MEAN"] == pytest.approx(26.56, abs=0.02)
    assert row["LAT"] is not None
    assert (row["PROB_MEAN"], row["STATE"]) == (0.6, "undecided")
    assert [(row["COMMAND"], row["FEATURES"]) for row in table(path, "runs")] == [("detect", 1), ("attributes", 1)]


def test_the_layer_is_chosen_or_asked_for(inventory, dem):
    run = new_run("detect", "scene.tif")
    append_candidates(inventory, run, [Candidate(square(20, 20, 9), 0.6, 0.7, 1.0)], UTM)
    put(inventory, schema.ROCK_GLACIERS, [square(60, 40, 5)])
    assert fill_attributes(inventory, dem, SilentReport())["layer"] == "rock_glaciers"
    assert table(inventory, "candidates")[0]["ELE_MEAN"] is None
    assert fill_attributes(inventory, dem, SilentReport(), layer="candidates")["identifiers_set"] == 0
    assert table(inventory, "candidates")[0]["ELE_MEAN"] is not None
    with pytest.raises(UserError, match="not for 'subregions'"):
        fill_attributes(inventory, dem, SilentReport(), layer="subregions")


@pytest.mark.parametrize("without", [(), ("candidates",)])
def test_rock_glaciers_that_were_copied_out_of_an_inventory(inventory, dem, without):
    """Another tool copies the layers, and not what the inventory says of itself."""
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 10)])
    with geopackage.connect(inventory, write=True) as connection:
        for name in ("inventory_info", *without):
            for trigger in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f'DROP TRIGGER "{trigger[0]}"')
            connection.execute(f'DROP TABLE "{name}"')
            for listed in ("gpkg_contents", "gpkg_geometry_columns"):
                connection.execute(f"DELETE FROM {listed} WHERE table_name = '{name}'")
    assert fill_attributes(inventory, dem, SilentReport())["layer"] == "rock_glaciers"
    assert [row["ELE_MEAN"] is not None for row in table(inventory)] == [True]


def test_an_empty_layer_is_told_and_is_no_failure(inventory, dem):
    report = SilentReport()
    assert fill_attributes(inventory, dem, report)["features"] == 0
    assert "holds no outlines" in report.warnings[0]


def test_rows_without_an_outline_are_left_and_told(inventory, dem):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 9), square(40, 40, 9)])
    with geopackage.connect(inventory, write=True) as connection:
        connection.execute("UPDATE rock_glaciers SET geom = NULL WHERE fid = 1")
    report = SilentReport()
    assert fill_attributes(inventory, dem, report)["features"] == 1
    assert "Features without geometry" in report.warnings[0]
    assert [row["AREA"] is None for row in table(inventory)] == [True, False]


# Subregions


def regions(path, names, shapes):
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        [np.array(names, dtype=object)],
        ["NAME"],
        geometry_type="Polygon",
        crs=UTM,
        layer="subregions",
        driver="GPKG",
    )
    return path


def test_the_subregion_is_the_markers_else_the_one_overlapped_most(tmp_path, inventory, dem):
    outlines = [square(20, 20, 10), square(60, 20, 10), square(90, 20, 10), square(140, 20, 10)]
    put(inventory, schema.ROCK_GLACIERS, outlines)
    west = square(0, 0, 45)  # holds the first whole
    left, right = square(60, 20, 4), square(67, 20, 3)  # both miss the second's middle; the left is larger
    file = regions(tmp_path / "s.gpkg", ["Nord é", "links", "rechts"], [west, left, right])
    report = SilentReport()
    fill_attributes(inventory, dem, report, subregions=file)
    assert [row["SUBREGION"] for row in table(inventory)] == ["Nord é", "links", None, None]
    assert [row["SUBREGION"] for row in table(inventory, "primary_markers")] == ["Nord é", "links", None, None]
    assert any("in no subregion (2)" in text for text in report.warnings)


def test_the_inventorys_own_subregions_are_used(inventory, dem):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 10)])
    put(inventory, schema.SUBREGIONS, [square(0, 0, 100)], NAME=["Zentral"])
    fill_attributes(inventory, dem, SilentReport())
    assert table(inventory)[0]["SUBREGION"] == "Zentral"


# Identifiers


def test_markers_in_one_cell_get_different_identifiers_and_stay_inside(inventory, dem):
    same = square(20, 20, 10)
    put(inventory, schema.ROCK_GLACIERS, [same, same, same])
    fill_attributes(inventory, dem, SilentReport())
    rows = table(inventory)
    assert len({row["ID"] for row in rows}) == 3
    for row in rows:
        assert matches(row["ID"], row["LAT"], row["LON"], 0.0001)
        point = transform_geometries([shapely.Point(row["LON"], row["LAT"])], "EPSG:4326", UTM)[0]
        assert shapely.contains(same, point)
    assert len(table(inventory, "primary_markers")) == 3


def test_an_outline_without_a_free_cell_is_told():
    tiny = np.array([shapely.box(90.00001, 30.00001, 90.00002, 30.00002)] * 2)
    markers = place_markers(tiny, "EPSG:4326", np.array([None, None], dtype=object))
    identifiers = [None, None]
    assert assign_identifiers(identifiers, tiny, markers, "EPSG:4326", set()) == [1]
    assert identifiers[0] == "RGU300000N0900000E"
    assert identifiers[1] is None


def test_identifiers_that_are_used_twice_are_told_and_kept(inventory, dem):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 9), square(40, 40, 9)], ID=["RGU300000N0900000E"] * 2)
    report = SilentReport()
    fill_attributes(inventory, dem, report)
    assert any("more than once: RGU300000N0900000E" in text for text in report.warnings)
    assert [row["ID"] for row in table(inventory)] == ["RGU300000N0900000E"] * 2


# Beside other programs


def test_what_someone_changed_meanwhile_is_left_for_the_next_time(inventory, dem, monkeypatch):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 9), square(40, 40, 9), square(60, 60, 9)])
    areas = place.ellipsoidal_areas

    def meanwhile(*arguments):
        with geopackage.connect(inventory, write=True) as connection:
            third = "SELECT geom FROM rock_glaciers WHERE fid = 3"
            connection.execute(f"UPDATE rock_glaciers SET geom = ({third}) WHERE fid = 1")
            connection.execute("DELETE FROM rock_glaciers WHERE fid = 2")
        return areas(*arguments)

    monkeypatch.setattr(place, "ellipsoidal_areas", meanwhile)
    report = SilentReport()
    assert fill_attributes(inventory, dem, report)["features"] == 1
    assert any("changed meanwhile were left (2)" in text for text in report.warnings)
    assert [row["AREA"] is None for row in table(inventory)] == [True, False]


def test_a_locked_inventory_is_told_and_nothing_is_written(inventory, dem, monkeypatch):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 9)])
    monkeypatch.setattr("rock_glacier_inventory.engine.runs.inventories.SECONDS_TO_WAIT", 0.05)
    other = sqlite3.connect(inventory, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="locked"):
        fill_attributes(inventory, dem, SilentReport())
    other.close()
    assert table(inventory)[0]["AREA"] is None


def test_the_run_names_the_dem(inventory, dem):
    put(inventory, schema.ROCK_GLACIERS, [square(20, 20, 9)])
    fill_attributes(inventory, dem, SilentReport())
    (run,) = table(inventory, "runs")
    assert (run["COMMAND"], run["SOURCE"], run["CRS"], run["FEATURES"]) == ("attributes", str(dem), UTM, 1)
    assert "elevation_unit" in run["PARAMETERS"]


def test_on_the_command_line(tmp_path, dem):
    path = tmp_path / "a b é 冰.gpkg"
    assert engine_here.run("create", "--output", path).result["inventory"] == str(path)
    put(path, schema.ROCK_GLACIERS, [square(20, 20, 9), square(300, 20, 9)])
    done = engine_here.run("attributes", "--inventory", path, "--dem", dem)
    assert done.result["features"] == 2
    assert any("have no elevations" in text for text in done.warnings)
    again = engine_here.run("create", "--output", path)
    assert again.code == 1
    assert "not overwritten" in again.error
    wrong = engine_here.run("attributes", "--inventory", dem, "--dem", dem)
    assert wrong.code == 1
    assert "not a GeoPackage" in wrong.error


@pytest.mark.realdata
def test_the_three_rock_glaciers_of_sikkim(shared_data, tmp_path):
    path = tmp_path / "sikkim.gpkg"
    inventory_file.create_inventory(path)
    outlines = shapely.from_wkb(pyogrio.raw.read(shared_data / "sikkim_scene" / "rock_glaciers.gpkg")[2])
    put(path, schema.ROCK_GLACIERS, outlines, "EPSG:4326")
    fill_attributes(path, shared_data / "sikkim_scene" / "dem.tif", SilentReport())
    rows = table(path)
    # Its authors' own table, on the plane of their projection: 59 417 m².
    assert rows[0]["AREA"] == pytest.approx(59_417, rel=1e-3)
    for row in rows:
        assert 4800 < row["ELE_MIN"] < row["ELE_MEAN"] < row["ELE_MAX"] < 5700
        assert 5 < row["SLO_MEAN"] < 35
        assert row["ID"].startswith("RGU278")
