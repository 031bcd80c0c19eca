"""Polygon layers as people have them."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely
from rock_glacier_inventory.engine.gathering.regions import read_regions
from rock_glacier_inventory.engine.ground.geodesy import ellipsoidal_areas
from rock_glacier_inventory.engine.ground.vectors import read_polygons
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError


def write(path, wkts, crs="EPSG:4326", kind="Unknown", layer="a", **columns):
    shapes = np.array([None if text is None else shapely.to_wkb(shapely.from_wkt(text)) for text in wkts], dtype=object)
    data = [np.array(values, dtype=object) for values in columns.values()]
    options = {"layer": layer, "driver": "GPKG"} if path.suffix == ".gpkg" else {}
    if crs is None:
        with pytest.warns(UserWarning, match="crs"):
            pyogrio.raw.write(path, shapes, data, list(columns), geometry_type=kind, crs=None, **options)
    else:
        pyogrio.raw.write(path, shapes, data, list(columns), geometry_type=kind, crs=crs, **options)
    return path


def test_what_is_read(tmp_path):
    path = write(
        tmp_path / "É 冰 a.gpkg",
        [
            "POLYGON ((0 0, 1 0, 1 1, 0 0))",
            "POLYGON Z ((5 5 9, 6 5 9, 6 6 9, 5 5 9))",
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((7 7, 8 7, 8 8, 7 7)))",
        ],
        Name=["é", None, "c"],
    )
    report = SilentReport()
    layer = read_polygons(path, columns=("Name",), report=report)
    assert len(layer) == 3
    assert layer.crs.to_epsg() == 4326
    assert layer.name == "a"
    assert layer.fids.tolist() == [1, 2, 3]
    assert layer.columns["Name"].tolist() == ["é", None, "c"]
    assert not shapely.has_z(layer.geometries).any()
    assert layer.in_crs("EPSG:3857")[0].area > 1e9
    assert report.warnings == []


def test_what_is_no_valid_polygon_is_repaired_or_left_out_and_counted(tmp_path):
    path = write(
        tmp_path / "a.gpkg",
        [
            "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))",
            "POINT (1 1)",
            None,
            "POLYGON EMPTY",
            "LINESTRING (0 0, 1 1)",
            "GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((0 0, 1 0, 1 1, 0 0)))",
            "POLYGON ((0 0, 1 0, 2 0, 0 0))",
        ],
        Name=list("abcdefg"),
    )
    report = SilentReport()
    layer = read_polygons(path, columns=("Name",), report=report)
    assert layer.columns["Name"].tolist() == ["a", "f"]
    assert shapely.is_valid(layer.geometries).all()
    assert layer.geometries[0].area == pytest.approx(2)
    place = f"'a' of {path}"
    assert report.warnings == [
        f"Invalid outlines repaired in layer {place}: 1.",
        f"Features that are no polygons, left out in layer {place}: 3.",
        f"Features without geometry, left out in layer {place}: 2.",
    ]


def test_polygons_across_the_antimeridian_keep_their_size(tmp_path):
    whole = "POLYGON ((179.9 10, 180.1 10, 180.1 10.2, 179.9 10.2, 179.9 10))"
    jumping = "POLYGON ((179.9 10, -179.9 10, -179.9 10.2, 179.9 10.2, 179.9 10))"
    halves = (
        "MULTIPOLYGON (((179.9 10, 180 10, 180 10.2, 179.9 10.2, 179.9 10)),"
        "((-180 10, -179.9 10, -179.9 10.2, -180 10.2, -180 10)))"
    )
    world = "POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))"
    layer = read_polygons(write(tmp_path / "a.gpkg", [whole, jumping, halves, world]))
    areas = ellipsoidal_areas(layer.geometries[:3], layer.crs)
    assert areas == pytest.approx([areas[0]] * 3, rel=1e-5)
    assert 4e8 < areas[0] < 6e8
    for outline in layer.geometries[:3]:
        assert outline.bounds == pytest.approx((179.9, 10, 180.1, 10.2))
    assert layer.geometries[3].bounds == (-180, -90, 180, 90)


def test_a_small_polygon_that_jumps_at_the_antimeridian_is_not_taken_for_the_whole_earth(tmp_path):
    jumping = "POLYGON ((179.998 10, -179.998 10, -179.998 10.004, 179.998 10.004, 179.998 10))"
    layer = read_polygons(write(tmp_path / "a.gpkg", [jumping]))
    assert layer.geometries[0].bounds == pytest.approx((179.998, 10, 180.002, 10.004))
    assert 1.5e5 < ellipsoidal_areas(layer.geometries, layer.crs)[0] < 2.5e5


def test_features_are_left_out_by_an_attribute(tmp_path):
    path = write(tmp_path / "a.gpkg", ["POLYGON ((0 0, 1 0, 1 1, 0 0))"] * 2, STATE=["remove", None])
    assert read_polygons(path, without=("STATE", "remove")).fids.tolist() == [2]


def test_bad_files_are_told(tmp_path):
    text = tmp_path / "notes é.gpkg"
    text.write_text("x", "utf-8")
    square = "POLYGON ((0 0, 1 0, 1 1, 0 0))"
    two = write(tmp_path / "two.gpkg", [square], layer="a")
    write(two, [square], layer="b")
    cases = [
        (tmp_path / "none.gpkg", {}, "There is no file"),
        (text, {}, "not a vector file"),
        (tmp_path, {}, "not a vector file"),
        (write(tmp_path / "p.gpkg", ["POINT (1 1)"]), {}, "no polygons but Point"),
        (write(tmp_path / "e.gpkg", []), {}, "holds no polygons;"),
        (write(tmp_path / "n.gpkg", [square], crs=None), {}, "no coordinate system"),
        (two, {}, "several layers"),
        (two, {"layer": "c"}, "has no layer 'c'; it has: a, b"),
        (two, {"layer": "a", "columns": ("NAME",)}, "no field 'NAME'"),
        (two, {"layer": "a", "without": ("STATE", "remove")}, "no field 'STATE'"),
    ]
    for path, options, words in cases:
        with pytest.raises(UserError, match=words) as told:
            read_polygons(path, **options)
        assert str(path) in told.value.message
    assert len(read_polygons(tmp_path / "e.gpkg", allow_empty=True)) == 0
    assert len(read_polygons(two, preferred=("rock_glaciers", "b"))) == 1


def test_subregions_of_one_name_are_one_and_the_field_is_found(tmp_path):
    squares = ["POLYGON ((0 0, 1 0, 1 1, 0 0))", "POLYGON ((5 0, 6 0, 6 1, 5 0))", "POLYGON ((9 0, 10 0, 10 1, 9 0))"]
    for field in ("NAME", "name", "Subregion", "anything"):
        path = write(tmp_path / f"{field}.gpkg", squares, **{field: ["Nord", " Nord", None]})
        regions = read_regions(path)
        assert regions.names == ["(no name)", "Nord"]
        assert shapely.area(regions.geometries) == pytest.approx([0.5, 1.0])
    both = write(tmp_path / "both.gpkg", squares, A=["a", "b", "c"], B=["a", "b", "c"])
    with pytest.raises(UserError, match="no field NAME"):
        read_regions(both)


@pytest.mark.realdata
def test_a_real_shapefile_with_invalid_outlines(shared_data):
    report = SilentReport()
    layer = read_polygons(shared_data / "oetztal" / "rgi_oetztal.shp", columns=("RGIId",), report=report)
    assert len(layer) == 20
    assert shapely.is_valid(layer.geometries).all()
    assert "Invalid outlines repaired" in report.warnings[0]
