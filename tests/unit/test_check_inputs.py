"""Files as they come are checked: inventories old and new, other systems, encodings, forms; none of them is changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import engine_here
import numpy as np
import pyogrio
import pytest
import shapely
from checked import NAMES, POINTS, check, checked, counts, markers_of, published, sentence, spoil
from imported import SQUARES, layer_of, make_inventory_at, take
from mapping import ME, candidate_outline, candidate_squares, make_inventory, open_inventory
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.gestures.operations import remain
from rock_glacier_inventory.inventory.schema import SCHEMA_VERSION
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from vector_formats import write_shapefile


@pytest.fixture
def inventory(tmp_path):
    path = make_inventory_at(tmp_path / "own 冰.gpkg")
    take(published(tmp_path), path)
    return path


def test_an_inventory_that_is_right_breaks_no_rule(inventory):
    result = checked(inventory)
    assert (result["inventory"], result["outlines"], result["markers"]) == (True, 4, 4)
    assert counts(result) == {}, result["table"]


INVENTORIES = {
    "stale": "UPDATE rock_glaciers SET STALE = 1 WHERE fid = 2",
    "without_marker": "DELETE FROM primary_markers WHERE fid = 3",
    "unknown_word": "UPDATE rock_glaciers SET PERMAFROST = 'icy' WHERE fid = 1",
    "no_value": "UPDATE rock_glaciers SET MAGT = -9999 WHERE fid = 1",
    "mojibake": "UPDATE rock_glaciers SET ADDI_INF = 'å\x86°å·\x9d' WHERE fid = 1",
    "metadata_missing": "UPDATE rock_glaciers SET MAP_DATE = NULL WHERE fid = 1",
}


@pytest.mark.parametrize("rule", INVENTORIES)
def test_what_other_tools_leave_in_an_inventory_is_found(inventory, rule):
    result = checked(spoil(inventory, INVENTORIES[rule]))
    assert counts(result) == {rule: 1}, result["table"]


def test_contradictions_of_decisions_are_found(tmp_path):
    path = make_inventory(tmp_path / "decided.gpkg", candidate_squares(2))
    with closing(open_inventory(path)) as opened:
        remain(opened, 1, candidate_outline(opened, 1), ME)
    spoil(
        path,
        "UPDATE candidates SET STATE = 'remain' WHERE fid = 2",
        "UPDATE candidates SET STATE = 'undecided' WHERE fid = 1",
    )
    result = checked(path)
    assert (counts(result)["contradiction"], counts(result)["not_decided_so"]) == (1, 1)
    assert "The candidate c1 is not accepted" in sentence(result, "contradiction")
    assert "no rock glacier of it is there" in sentence(result, "not_decided_so")


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_older_inventory_is_read_as_it_is(tmp_path, version):
    path = tmp_path / "old.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        register_functions(connection)
        connection.executescript((Path(__file__).parent / f"schema_{version}.sql").read_text("utf-8"))
    result = checked(path)
    assert counts(result)["schema_old"] == 1 and f"schema version {version}" in sentence(result, "schema_old")


@pytest.mark.parametrize("crs", ["EPSG:32645", "EPSG:3857", "EPSG:4490"])
def test_another_coordinate_system_breaks_no_rule(tmp_path, crs):
    shapes = transform_geometries(np.array(SQUARES, object), "EPSG:4326", crs)
    points = transform_geometries(np.array(POINTS, object), "EPSG:4326", crs)
    result = checked(
        layer_of(tmp_path, list(shapes), crs=crs, ID=NAMES), markers_of(tmp_path, points=list(points), crs=crs)
    )
    assert counts(result) == {}, result["table"]


def test_without_a_coordinate_system_degrees_are_taken_for_degrees_and_metres_are_refused(tmp_path):
    result = checked(layer_of(tmp_path, crs=None, ending="shp", ID=NAMES), markers_of(tmp_path))
    assert counts(result) == {"no_crs": 1} and "set it in QGIS" in sentence(result, "no_crs")
    shapes = transform_geometries(np.array(SQUARES, object), "EPSG:4326", "EPSG:32645")
    done = check(layer_of(tmp_path, list(shapes), crs=None, ending="shp", ID=NAMES))
    assert done.code == 1 and "has no coordinate system; set it in QGIS first." in done.error


def test_coordinates_of_another_system_than_is_told(tmp_path):
    shapes = transform_geometries(np.array(SQUARES, object), "EPSG:4326", "EPSG:32645")
    degrees = checked(layer_of(tmp_path, list(shapes), ID=NAMES), markers_of(tmp_path))
    assert counts(degrees)["outside_crs"] == 4 and "has no ground" in sentence(degrees, "outside_crs")
    zone = checked(layer_of(tmp_path, list(shapes), crs="EPSG:2056", ID=NAMES))
    assert counts(zone)["outside_crs"] == 4 and "is used (Liechtenstein; Switzerland" in zone["table"]


def test_across_180_degrees(tmp_path):
    torn = shapely.Polygon([(179.99, 60.0), (-179.99, 60.0), (-179.99, 60.01), (179.99, 60.01)])
    result = checked(layer_of(tmp_path, [torn, *SQUARES[1:]], ID=["RGU600050N1799999E", *NAMES[1:]]))
    assert counts(result) == {"across_180": 1, "no_markers": 1}, result["table"]


def test_heights_and_curves_are_told_of_the_layer(tmp_path):
    flat = layer_of(tmp_path, ID=NAMES)
    for kind, rule in (("MULTIPOLYGONZM", "z_m"), ("CURVEPOLYGON", "curved"), ("MULTISURFACEZ", "curved")):
        other = tmp_path / f"{kind}.gpkg"
        subprocess.run(["ogr2ogr", "-nlt", kind, other, flat], check=True, capture_output=True)
        result = checked(other, markers_of(tmp_path))
        assert set(counts(result)) - {"z_m"} == {rule} - {"z_m"}, result["table"]
        assert counts(result)[rule] == 1 and sentence(result, rule).endswith(("dimensions.", "as polygons."))


def test_nothing_and_zero_are_not_the_same(tmp_path):
    numbers = {"AP": [597.0, 0.0, np.nan, 597.0], "MAAT": [0.0, -2.0, -2.0, -2.0]}
    result = checked(published(tmp_path, **numbers), markers_of(tmp_path))
    assert counts(result) == {"no_value": 1, "attribute_missing": 1}, result["table"]
    assert NAMES[1] in sentence(result, "no_value") and f"{NAMES[2]} lacks AP" in sentence(result, "attribute_missing")


def test_fields_that_are_missing_or_in_another_case(tmp_path):
    path = published(tmp_path)
    meta, _, wkb, values = pyogrio.raw.read(path)
    columns = dict(zip((str(name) for name in meta["fields"]), values, strict=True))
    columns["ELE_MIN"][3] = 4900.0
    lower = {name.lower(): column for name, column in columns.items() if name not in ("SUBREGION", "REVIEWER")}
    again = tmp_path / "lower.gpkg"
    pyogrio.raw.write(
        again, wkb, list(lower.values()), list(lower), driver="GPKG", geometry_type="Polygon", crs="EPSG:4326"
    )
    result = checked(again, markers_of(tmp_path))
    assert counts(result) == {"field_missing": 1, "order": 1}, result["table"]
    assert "SUBREGION, REVIEWER" in sentence(result, "field_missing")


def test_chinese_names_without_a_word_on_their_encoding(tmp_path):
    names = [f"念青{step}".encode("gbk") for step in range(4)]
    path = write_shapefile(tmp_path / "gbk.shp", SQUARES, names)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    result = checked(path)
    assert set(counts(result)) == {"encoding", "field_missing", "no_markers"}, result["table"]
    assert "念青0" in sentence(result, "encoding")


def test_markers_alone(tmp_path):
    assert counts(checked(markers_of(tmp_path))) == {}
    result = checked(markers_of(tmp_path, [NAMES[0], NAMES[0], "", NAMES[3]]))
    assert (result["outlines"], result["markers"]) == (0, 4)
    assert counts(result) == {"id_double": 2, "id_missing": 1, "id_place": 1}, result["table"]


def test_an_inventory_of_markers_alone_tells_of_them_and_not_of_an_empty_layer(tmp_path):
    path = make_inventory(tmp_path / "a.gpkg")
    result = checked(path)
    assert counts(result) == {"empty_layer": 1}
    assert sentence(result, "empty_layer").endswith("holds no outlines, and no markers are beside it.")
    take(markers_of(tmp_path), path)
    result = checked(path)
    assert (result["outlines"], result["markers"]) == (0, len(NAMES))
    assert counts(result) == {"without_outline": len(NAMES)}, result["table"]
    with sqlite3.connect(path) as connection:
        register_functions(connection)
        connection.execute(
            "UPDATE primary_markers SET ID = (SELECT ID FROM primary_markers WHERE fid = 1) WHERE fid = 2"
        )
    connection.close()
    assert counts(checked(path)) == {"without_outline": len(NAMES), "id_double": 2, "id_place": 1}


def test_an_empty_layer_is_told_and_a_file_of_lines_is_refused(tmp_path):
    path = layer_of(tmp_path, ID=NAMES)
    empty = tmp_path / "empty.gpkg"
    subprocess.run(["ogr2ogr", "-where", "ID = 'none'", empty, path], check=True, capture_output=True)
    result = checked(empty)
    assert (result["outlines"], counts(result)) == (0, {"empty_layer": 1, "no_markers": 1}), result["table"]
    path = tmp_path / "lines.gpkg"
    line = np.array([shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)]))], object)
    pyogrio.raw.write(path, line, [], [], driver="GPKG", geometry_type="LineString", crs="EPSG:4326")
    assert "holds neither outlines nor markers" in check(path).error


def test_several_layers_are_asked_about(tmp_path):
    path = layer_of(tmp_path, ID=NAMES)
    for layer in ("RoGI_GO", "RoGI_MA", "RoGI_AOI", "RGU_MovingAreas_alps"):
        wkb = shapely.to_wkb(np.array(SQUARES, object))
        pyogrio.raw.write(
            path,
            wkb,
            [np.array(NAMES, object)],
            ["PrimaryID"],
            layer=layer,
            driver="GPKG",
            geometry_type="Polygon",
            crs="EPSG:4326",
            append=True,
        )
    assert checked(path)["outlines"] == 4, "the one that is called outlines"
    assert checked(path, layer="umrisse")["outlines"] == 4
    done = check(path, layer="nothing")
    assert done.code == 1 and "has no layer 'nothing' for --layer; it has: umrisse, RoGI_GO" in done.error


def test_restricted_outlines_lie_within_the_extended_ones(tmp_path):
    inner = [square.buffer(-0.0005) for square in SQUARES]
    kinds = ["Extended"] * 4 + ["Restricted "] * 4
    path = layer_of(tmp_path, [*SQUARES, *inner], PrimaryID=NAMES * 2, OutType=kinds)
    result = checked(path, markers_of(tmp_path))
    assert (result["outlines"], counts(result)) == (4, {}), result["table"]


def test_a_folder_is_checked_as_it_was_downloaded(tmp_path):
    folder = tmp_path / "TPRoGI 冰"
    folder.mkdir()
    for made, name in (
        (published(tmp_path), "TPRoGI_Extended_Footprint"),
        (markers_of(tmp_path), "TPRoGI_Primary_Marker"),
    ):
        for part in made.parent.glob(f"{made.stem}.*"):
            shutil.copy(part, folder / f"{name}{part.suffix}")
    done = engine_here.run("check", f"--input={folder}")
    assert (done.code, done.result["outlines"], done.result["markers"], counts(done.result)) == (0, 4, 4, {})


def test_an_output_that_is_the_input_is_refused(tmp_path):
    path = layer_of(tmp_path, ID=NAMES)
    roundabout = path.parent / ".." / path.parent.name / path.name
    for output in (path, roundabout):
        assert "is what is checked; give another output." in check(path, output=output).error


def test_outlines_without_identifiers_are_joined_by_where_their_marker_lies(tmp_path):
    outlines = layer_of(tmp_path, MAPPER=["A"] * 4)
    assert counts(checked(outlines, markers_of(tmp_path))) == {}
    result = checked(outlines, markers_of(tmp_path, [NAMES[1], *NAMES[1:]]))
    assert counts(result) == {"id_double": 2, "id_place": 1}, result["table"]


def test_an_earlier_check_beside_the_files_is_left_alone(tmp_path):
    folder = tmp_path / "all"
    folder.mkdir()
    path = layer_of(folder, ID=NAMES)
    checked(path, output=folder / "problems.gpkg")
    done = engine_here.run("check", f"--input={folder}", f"--output={folder / 'problems.gpkg'}")
    assert "problems.gpkg is what is checked" in done.error
    done = engine_here.run("check", f"--input={folder}", f"--output={tmp_path / 'again.gpkg'}")
    assert (done.code, done.result["outlines"], done.result["markers"]) == (0, 4, 0)


def test_lists_and_objects_of_a_geojson_are_texts(tmp_path):
    """Also where a dialect has a list of words."""
    told = {"PrimaryID": NAMES[0], "Out.Type": ["Extended", "?"], "MAPPER": ["Ann 冰", "Bob"], "AREA": [1, 2]}
    outline = {"type": "Polygon", "coordinates": [[*map(list, SQUARES[0].exterior.coords)]]}
    feature = {"type": "Feature", "properties": told, "geometry": outline}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    result = checked(path)
    assert (result["outlines"], result["dialect"]) == (1, "RGIK's template")
    assert "'Extended, ?', none of Extended, Restricted" in sentence(result, "unknown_word")
    assert "AREA of" in sentence(result, "no_number")
