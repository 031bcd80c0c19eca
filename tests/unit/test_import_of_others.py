"""Inventories of others as they really are: columns that lack, codes nobody knows, identifiers that nearly agree."""

from __future__ import annotations

import json
import os
import warnings

import numpy as np
import pyogrio
import pytest
import shapely
from dialect_twins import NAMES, POINTS, RESTRICTED, SHAPES, TWINS, rgik, square_metres, write
from exchanged import give, tables_in
from imported import layer_of, of, published, refused, take
from mapping import decode
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.inventory.identifiers import format_identifier, place_of
from rock_glacier_inventory.inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS

GO, PM = "RGU_GeomorphologicalOutlines_a_b.gpkg", "RGU_PrimaryMarkers_a_b.gpkg"
OUTLINES = {"PrimaryID": NAMES[:5], "Out.Type": ["Extended"] * 5}
MARKERS = {"PrimaryID": NAMES, "Landform": [1] * 6}


def template(
    folder,
    outlines=OUTLINES,
    markers=MARKERS,
    shapes=SHAPES,
    points=POINTS,
    crs="EPSG:4326",
    kind="Unknown",
    points_kind="Point",
):
    """Markers and outlines as RGIK's template has them, some columns only."""
    folder.mkdir(exist_ok=True)
    if outlines is not None:
        write(folder / GO, "go", shapes, "Unknown", outlines, crs)
    if markers is not None:
        write(folder / PM, "pm", points, points_kind, markers, crs)
    return folder


def found_in(folder, *more):
    """What an import of a folder makes: its end, rock glaciers and markers by identifier."""
    path = folder / "i.gpkg"
    done = take(folder / "in", path, *more)
    rows = [{row["ID"]: row for row in of(layer, path)} for layer in (ROCK_GLACIERS, PRIMARY_MARKERS)]
    return done, *rows


# Columns and words


def test_few_columns_do(tmp_path):
    template(tmp_path / "in", {"PrimaryID": NAMES[:5], "OutType": ["Extended"] * 5}, {"PrimaryID": NAMES})
    done, outlines, markers = found_in(tmp_path)
    assert (done.result["dialect"], done.warnings) == ("rgik-released", [])
    assert sorted(outlines) == NAMES[:5] and sorted(markers) == NAMES


def test_further_columns_are_kept_and_told(tmp_path):
    template(tmp_path / "in", {**OUTLINES, "Operator": ["Ann 冰"] * 5}, {**MARKERS, "CLU_NUM": [0, 0, 3, 3, 0, 0]})
    _, outlines, markers = found_in(tmp_path)
    kept = json.loads(outlines[NAMES[2]]["RGIK"])
    assert (kept["GO"]["Operator"], kept["PM"]["CLU_NUM"]) == ("Ann 冰", 3)
    assert json.loads(markers[NAMES[5]]["RGIK"])["PM"] == {"CLU_NUM": 0}
    lost = give(tmp_path / "i.gpkg", "rgik", tmp_path / "out").result["not_held"]
    assert (lost["Operator"], lost["CLU_NUM"]) == (5, 6)


def test_other_case_stray_blanks_and_names_that_a_shapefile_has_cut(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    go = {"PM_PID": NAMES[:5] + NAMES[:1], "OU_TYPE": ["extended "] * 5 + [" Restricted "]}
    names = [f" {name.lower()} " for name in NAMES]
    pm = {"pm_pid": names, "pm_type": ["Rock_Glacier"] * 6, "rgu_morpho": ["simple"] * 6}
    write(folder / "ous.shp", None, [*SHAPES, RESTRICTED[0]], "Polygon", go)
    write(folder / "pms.shp", None, POINTS, "Point", pm)
    done, outlines, markers = found_in(tmp_path)
    assert done.result["dialect"] == "rogi-ch"
    assert sorted(outlines) == NAMES[:5] and sorted(markers) == NAMES
    kept = json.loads(outlines[NAMES[0]]["RGIK"])
    assert kept["PM"] == {"rgu_morphology": "simple"} and len(kept["further outlines"]) == 1


def test_a_code_that_nobody_knows_is_kept_and_goes_out_as_it_came(tmp_path):
    template(tmp_path / "in", OUTLINES, {**MARKERS, "Landform": [7, 1, 1, 1, 1, 9], "Acti.Cl.": ["sleeping"] * 6})
    done, _, markers = found_in(tmp_path)
    assert markers[NAMES[0]]["LANDFORM"] is None
    told = "LANDFORM: codes that the dialect does not have were left empty (2); the first is '7'"
    assert any(told in one for one in done.warnings)
    give(tmp_path / "i.gpkg", "rgik", tmp_path / "out")
    rows = {row["PrimaryID"]: row for row in tables_in(tmp_path / "out")["PM"]}
    assert [rows[name]["Landform"] for name in NAMES] == [7, 1, 1, 1, 1, 9]
    assert rows[NAMES[3]]["Acti.Cl."] == "sleeping"
    done = give(tmp_path / "i.gpkg", "rogi-ch", tmp_path / "ch")
    assert any("rgu_activity_class has no word for values, which were left empty (6)" in one for one in done.warnings)


def test_an_aspect_by_codes_is_refused_where_nothing_says_which(tmp_path):
    columns = {"ASPECT": [1, 3, 5, 7, 8], "ID": NAMES[:5]}
    source = tmp_path / "a.gpkg"
    write(source, "a", SHAPES, "Unknown", columns)
    error = refused(source, tmp_path / "i.gpkg", "--map=ASPECT=ASPECT")
    assert "whether 1 is north (RGI 7, PyRogi) or east (the global inventory)" in error
    assert not (tmp_path / "i.gpkg").exists()
    take(source, tmp_path / "i.gpkg", "--map=ASPECT=")
    columns["ASPECT"] = [1.0, 3.0, 5.0, 7.0, 8.5]
    write(tmp_path / "b.gpkg", "b", SHAPES, "Unknown", columns)
    take(tmp_path / "b.gpkg", tmp_path / "degrees.gpkg", "--map=ASPECT=ASPECT")
    assert sorted(row["ASPECT"] for row in of(ROCK_GLACIERS, tmp_path / "degrees.gpkg")) == [1.0, 3.0, 5.0, 7.0, 8.5]


def test_codes_of_the_global_inventory_that_are_none(tmp_path):
    names = ("longitude", "latitude", "elevation", "slope", "maat", "magt", "precipitation", "pzi")
    columns = {name: [1.0] * 5 for name in names}
    write(tmp_path / "g.gpkg", "g", SHAPES, "Unknown", {**columns, "aspect": [1, 12, None, 0, 8]})
    done = take(tmp_path / "g.gpkg", tmp_path / "i.gpkg")
    assert [row["ASPECT"] for row in of(ROCK_GLACIERS, tmp_path / "i.gpkg")] == [90.0, None, None, None, 45.0]
    assert any("ASPECT: codes that the dialect does not have were left empty (2)" in one for one in done.warnings)


def test_a_dialect_that_a_file_is_not_is_told(tmp_path):
    write(tmp_path / "p.gpkg", "p", POINTS, "Point", {"nr": [1] * 6})
    error = refused(tmp_path / "p.gpkg", tmp_path / "i.gpkg", "--dialect=rgik")
    assert "holds nothing that could be RGIK's template" in error


# Identifiers and joins


def moved(name, digits):
    """The same identifier some ten-thousandths of a degree to the north."""
    north, east = place_of(name)
    return format_identifier(round(north + digits / 10_000, 4), east)


def test_identifiers_that_were_rounded_join(tmp_path):
    ours = [NAMES[0], *(moved(name, 1) for name in NAMES[1:4]), moved(NAMES[4], 10)]
    template(tmp_path / "in", {**OUTLINES, "PrimaryID": ours})
    done, outlines, markers = found_in(tmp_path)
    assert sorted(outlines) == sorted(ours), "the outline's own are kept"
    assert sorted(markers) == sorted([*ours, NAMES[5]])
    assert done.result["markers"] == 1


def test_markers_are_not_taken_from_those_that_have_them_by_name(tmp_path):
    """Two neighbours: an outline without a marker of its own comes first, and lies nearly where the other's is."""
    near = moved(NAMES[1], 1)
    names = {**OUTLINES, "PrimaryID": [near, NAMES[1], NAMES[2], NAMES[3], NAMES[4]]}
    template(tmp_path / "in", names, {**MARKERS, "PrimaryID": [None, *NAMES[1:]]})
    _, outlines, markers = found_in(tmp_path)
    assert decode(markers[NAMES[1]]["geom"]).equals(POINTS[1])
    assert decode(markers[near]["geom"]).equals(POINTS[0]), "by where it lies"
    assert sorted(outlines) == sorted([near, *NAMES[1:5]])


def test_without_identifiers_markers_join_where_they_lie(tmp_path):
    template(tmp_path / "in", {"PrimaryID": [None] * 5, "Out.Type": ["Extended"] * 5})
    _, outlines, markers = found_in(tmp_path)
    assert sorted(outlines) == NAMES[:5] and sorted(markers) == NAMES


def test_several_markers_in_one_outline_stay_and_are_told(tmp_path):
    points = [POINTS[0], shapely.Point(POINTS[0].x + 0.001, POINTS[0].y), *POINTS[2:]]
    names = [format_identifier(point.y, point.x) for point in points]
    template(tmp_path / "in", {**OUTLINES, "PrimaryID": [None] * 5}, {**MARKERS, "PrimaryID": names}, points=points)
    done, outlines, markers = found_in(tmp_path)
    assert names[0] in outlines and names[1] not in outlines and names[1] in markers
    assert any("outlines with several markers took the first" in one for one in done.warnings)


@pytest.mark.parametrize("which", ["outlines", "markers"])
def test_one_without_the_other(tmp_path, which):
    more = {"markers": None} if which == "outlines" else {"outlines": None}
    template(tmp_path / "in", **more)
    done, outlines, markers = found_in(tmp_path)
    if which == "outlines":
        assert sorted(outlines) == sorted(markers) == NAMES[:5], "each gets one"
    else:
        assert outlines == {} and sorted(markers) == NAMES and done.result["markers"] == 6
    again = take(tmp_path / "in", tmp_path / "i.gpkg")
    assert (again.result["features"], again.result["markers"]) == (0, 0), "nothing comes twice"


def test_identifiers_doubled_empty_and_of_another_place(tmp_path):
    far = "RGU010000N0010000E"
    names = [NAMES[0], NAMES[0], None, far, "17"]
    template(tmp_path / "in", {**OUTLINES, "PrimaryID": names}, None)
    done, outlines, _ = found_in(tmp_path)
    assert len(outlines) == 5 and NAMES[0] in outlines and far in outlines
    told = "\n".join(done.warnings)
    assert "identifiers that are of another rock glacier stand in ADDI_INF" in told
    assert "are none of RGIK's" in told and "name a place more than 0.1 degrees" in told


def test_a_marker_that_is_not_where_its_identifier_says_is_told(tmp_path):
    points = [shapely.Point(POINTS[0].x + 0.0025, POINTS[0].y), *POINTS[1:]]
    template(tmp_path / "in", points=points)
    done, _, markers = found_in(tmp_path)
    assert decode(markers[NAMES[0]]["geom"]).equals(points[0])
    assert any("name a place more than 0.001 degrees from their marker were kept (1)" in one for one in done.warnings)


# Geometry, systems, texts


def test_another_system_mixed_polygons_and_heights(tmp_path):
    moved_shapes, moved_points = (
        shapely.force_3d(transform_geometries(np.array(some), "EPSG:4326", "EPSG:32647"), 4700.0)
        for some in (SHAPES, POINTS)
    )
    assert {shape.geom_type for shape in moved_shapes} == {"Polygon", "MultiPolygon"}
    template(
        tmp_path / "in", shapes=list(moved_shapes), points=list(moved_points), crs="EPSG:32647", points_kind="Unknown"
    )
    done, outlines, markers = found_in(tmp_path)
    assert done.warnings == [] and sorted(outlines) == NAMES[:5] and sorted(markers) == NAMES
    assert not decode(outlines[NAMES[0]]["geom"]).has_z
    give(tmp_path / "i.gpkg", "rgik", tmp_path / "out")
    rows = {row["PrimaryID"]: row["shape"] for row in tables_in(tmp_path / "out")["GO"]}
    for name, shape in zip(NAMES, SHAPES, strict=False):
        assert rows[name].symmetric_difference(shape).area < 1e-6 * shape.area


def test_over_180_degrees(tmp_path):
    shapes = [shapely.MultiPolygon([shapely.box(179.998, 66, 180, 66.004), shapely.box(-180, 66, -179.998, 66.004)])]
    points = [shapely.Point(-179.999, 66.002)]
    names = [format_identifier(66.002, -179.999)]
    template(
        tmp_path / "in",
        {"PrimaryID": names, "Out.Type": ["Extended"]},
        {"PrimaryID": names, "Landform": [1]},
        shapes,
        points,
    )
    done, outlines, markers = found_in(tmp_path)
    assert (list(outlines), list(markers), done.warnings) == (names, names, [])
    assert (outlines[names[0]]["LON"], outlines[names[0]]["AREA"]) == (
        -179.999,
        pytest.approx(sum(map(square_metres, shapes[0].geoms)), rel=1e-6),
    )


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
def test_texts_of_a_table_that_names_no_encoding(tmp_path, encoding):
    folder = tmp_path / "in"
    folder.mkdir()
    TWINS["tprogi"](folder)
    texts = ["念青唐古拉山脉的石冰川"] * 5
    source = folder / "T_Extended_Footprint.shp"
    _, _, wkb, values = pyogrio.raw.read(source)
    fields = pyogrio.read_info(source)["fields"].tolist()
    values[fields.index("SUBREGION")] = np.array(texts, object)
    values[fields.index("SOUR_DATA")] = np.array(["Planet"] * 5, object)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            source,
            wkb,
            values,
            fields,
            driver="ESRI Shapefile",
            geometry_type="Polygon",
            crs="EPSG:4326",
            encoding=encoding,
        )
    source.with_suffix(".cpg").unlink()
    _, outlines, _ = found_in(tmp_path)
    assert {row["SUBREGION"] for row in outlines.values()} == {texts[0]}


def test_a_shapefile_of_two_gigabytes_is_read_as_far_as_it_says(tmp_path):
    """Sparse: nothing of that size is on the disk, and nothing of it comes into memory."""
    source = published(tmp_path)
    size = source.stat().st_size
    os.truncate(source, 2**31 + 4_096)
    assert source.stat().st_blocks * 512 < 2**20 < source.stat().st_size and size < 10_000
    done = take(source, tmp_path / "i.gpkg")
    assert (done.result["features"], done.warnings) == (4, [])


def test_nothing_is_not_zero(tmp_path):
    nothing = {"RelFr": [0, None, 2, 0, None], "WorkingID": ["0", None, "", " ", "a"]}
    template(tmp_path / "in", {**OUTLINES, **nothing})
    _, outlines, _ = found_in(tmp_path)
    kept = [json.loads(outlines[name]["RGIK"]).get("GO", {}) for name in NAMES[:5]]
    assert [row.get("RelFr") for row in kept] == [0, None, 2, 0, None]
    assert [row.get("WorkingID") for row in kept] == ["0", None, None, None, "a"]


def test_what_is_said_counts_before_what_is_remembered(tmp_path):
    template(tmp_path / "in")
    take(tmp_path / "in" / GO, tmp_path / "i.gpkg", "--layer=go", "--map=ID=;COMMENT=PrimaryID")
    (tmp_path / "i.gpkg").rename(tmp_path / "j.gpkg")
    again = take(tmp_path / "in" / GO, tmp_path / "j.gpkg", "--layer=go")
    assert again.result["map"] == {"COMMENT": "PrimaryID"}
    assert take(tmp_path / "in" / GO, tmp_path / "j.gpkg", "--dialect=rgik").result["map"] == {"ID": "PrimaryID"}


@pytest.mark.parametrize("dialect", ["rgik", "tprogi"])
def test_an_inventory_of_ours_comes_into_another_whole(tmp_path, dialect):
    (tmp_path / "in").mkdir()
    TWINS[dialect](tmp_path / "in")
    take(tmp_path / "in", tmp_path / "i.gpkg")
    done = take(tmp_path / "i.gpkg", tmp_path / "other.gpkg")
    assert (done.result["features"], done.result["markers"]) == (5, 1)
    assert ["that are not taken (2): CANDIDATE, STALE" in one for one in done.warnings] == [True]
    for layer in (ROCK_GLACIERS, PRIMARY_MARKERS):
        first, second = (of(layer, tmp_path / name) for name in ("i.gpkg", "other.gpkg"))
        assert first == second


# Points and tables of nobody's dialect


def test_any_points_become_markers_with_what_they_say(tmp_path):
    source = layer_of(tmp_path, POINTS, Nr=[f"RG {n}" for n in range(6)], Autor=["Ann 冰"] * 6)
    done = take(source, tmp_path / "i.gpkg")
    assert done.result["markers"] == 6
    found = of(PRIMARY_MARKERS, tmp_path / "i.gpkg")
    assert sorted(row["ID"] for row in found) == NAMES
    assert json.loads(found[2]["RGIK"])["PM"] == {"Nr": "RG 2", "Autor": "Ann 冰"}
    assert of(ROCK_GLACIERS, tmp_path / "i.gpkg") == []


def test_two_points_in_one_cell_get_two_identifiers(tmp_path):
    points = [POINTS[0], shapely.Point(POINTS[0].x + 1e-5, POINTS[0].y)]
    take(layer_of(tmp_path, points, a=["1", "2"]), tmp_path / "i.gpkg")
    found = of(PRIMARY_MARKERS, tmp_path / "i.gpkg")
    assert len({row["ID"] for row in found}) == 2
    assert [decode(row["geom"]).equals(point) for row, point in zip(found, points, strict=True)] == [True, True]


def test_markers_cannot_become_candidates(tmp_path):
    error = refused(layer_of(tmp_path, POINTS, a=["1"] * 6), tmp_path / "i.gpkg", "--as=candidates")
    assert "only outlines can become candidates" in error


def test_of_a_dialect_the_outlines_become_candidates(tmp_path):
    (tmp_path / "in").mkdir()
    rgik(tmp_path / "in")
    take(tmp_path / "in", tmp_path / "i.gpkg", "--as=candidates")
    assert of(ROCK_GLACIERS, tmp_path / "i.gpkg") == of(PRIMARY_MARKERS, tmp_path / "i.gpkg") == []
    assert len(of(CANDIDATES, tmp_path / "i.gpkg")) >= 5


def test_a_look_at_markers_writes_nothing(tmp_path):
    source = layer_of(tmp_path, POINTS, name=NAMES)
    done = take(source, tmp_path / "i.gpkg", "--look")
    assert " = name (as its values show)" in done.result["table"]
    assert not (tmp_path / "i.gpkg").exists()
    take(source, tmp_path / "i.gpkg")
    assert [row["ID"] for row in of(PRIMARY_MARKERS, tmp_path / "i.gpkg")] == NAMES


@pytest.mark.realdata
def test_the_la_sal_mountains_come_in_whole(shared_data, tmp_path):
    done = take(shared_data / "la_sal" / "LaSal_UT_active_RoGI_subset.csv", tmp_path / "i.gpkg")
    assert (done.result["markers"], done.result["identifiers_kept"]) == (35, 35)
    found = {row["ID"]: row for row in of(PRIMARY_MARKERS, tmp_path / "i.gpkg")}
    assert (found["RGU384455N1092526W"]["LAT"], found["RGU384455N1092526W"]["LON"]) == (38.4455317, -109.2526045)
    without = found["RGU384564N1092345W"]
    assert (without["LAT"], without["LON"]) == (38.4564, -109.2345), "where its identifier says"
    kept = json.loads(found["RGS384056N1092710W"]["RGIK"])["PM"]
    assert (kept["Morphology"], kept["Up_connect"]) == ("Tongue", "TC")
