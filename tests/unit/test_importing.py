"""Inventories as they come: outlines of any layer become rock glaciers, or candidates, of an inventory."""

from __future__ import annotations

import json
import shutil
from contextlib import closing

import engine_here
import numpy as np
import pyogrio
import pytest
import shapely
from affine import Affine
from imported import (
    CLIMATE,
    NAMES,
    SOUTH,
    SQUARES,
    WEST,
    layer_of,
    make_inventory_at,
    of,
    published,
    refused,
    square_metres,
    take,
)
from mapping import ME, assert_whole, candidate_outline, decode, journal, open_inventory, outline_of, snapshot, square
from rasters import write_raster
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.importing import importing
from rock_glacier_inventory.gestures.operations import refine_rock_glacier, remain, remove_rock_glacier
from rock_glacier_inventory.gestures.undoing import undo
from rock_glacier_inventory.inventory.identifiers import place_of
from rock_glacier_inventory.inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS, RUNS
from vector_formats import FORMATS, write

# What is published


def test_the_published_shapefile_needs_no_mapping(tmp_path):
    inventory = tmp_path / "tibet.gpkg"
    done = take(published(tmp_path), inventory)
    assert done.warnings == []
    assert (done.result["features"], done.result["identifiers_kept"], done.result["identifiers_set"]) == (4, 4, 0)
    found = of(ROCK_GLACIERS, inventory)
    assert [row["ID"] for row in found] == NAMES
    assert [decode(row["geom"]).geoms[0].equals(shape) for row, shape in zip(found, SQUARES, strict=True)] == [True] * 4
    second = found[1]
    assert second["SUBREGION"] == "Nyainqêntanglha 念青"
    assert (second["ELE_MEAN"], second["ASPECT"], second["ADDI_INF"]) == (4701.0, 350.0, "a false identification?")
    assert {name: second[name] for name in CLIMATE} == CLIMATE
    assert (second["STALE"], second["OPERATION"], second["CANDIDATE"]) == (0, None, None)
    assert (second["LAT"], second["LON"]) == (SOUTH + 0.001, pytest.approx(WEST + 0.021))
    assert second["AREA"] == pytest.approx(square_metres(SQUARES[1]), rel=1e-9)
    markers = of(PRIMARY_MARKERS, inventory)
    assert [row["ID"] for row in markers] == NAMES
    assert decode(markers[0]["geom"]).equals(shapely.Point(WEST + 0.001, SOUTH + 0.001))
    (run,) = of(RUNS, inventory)
    assert (run["COMMAND"], run["FEATURES"], run["RUN_ID"]) == ("import", 4, done.result["run"])
    (told,) = journal(inventory)
    note = {"run": run["RUN_ID"], "count": 4}
    assert (told["OPERATION"], told["TOUCHED"]) == ("append", {"rock_glaciers": note, "primary_markers": note})
    assert_whole(inventory)
    with closing(open_inventory(inventory)) as store:
        assert store.contradictions() == []


def test_its_outlines_may_be_decided_again(tmp_path):
    inventory = tmp_path / "tibet.gpkg"
    take(published(tmp_path), inventory, "--as=candidates")
    found = of(CANDIDATES, inventory)
    assert {row["STATE"] for row in found} == {"undecided"}
    assert len({row["CANDIDATE_ID"] for row in found}) == 4
    assert found[1]["COMMENT"] == f"ID {NAMES[1]}; a false identification?"
    assert found[1]["ELE_MEAN"] == 4701.0
    assert of(ROCK_GLACIERS, inventory) == of(PRIMARY_MARKERS, inventory) == []


def test_what_cannot_be_in_its_unit_is_left_empty_and_told(tmp_path):
    wrong = {"MAAT": [270.1, 271.0, -2.7, np.nan], "ELE_MIN": [-9999.0, 4700.0, 4700.0, 4700.0], "AREA": [0.19] * 4}
    done = take(published(tmp_path, **wrong), tmp_path / "i.gpkg")
    found = of(ROCK_GLACIERS, tmp_path / "i.gpkg")
    assert [row["MAAT"] for row in found] == [None, None, -2.7, None]
    assert [row["ELE_MIN"] for row in found] == [None, 4700.0, 4700.0, 4700.0]
    assert [row["AREA"] for row in found] == pytest.approx([square_metres(shape) for shape in SQUARES], rel=1e-9)
    told = "\n".join(done.warnings)
    assert "MAAT: values outside -70 to 50 °C were left empty" in told
    assert "(2); the first is '270.1' of feature 0 of" in told
    assert "ELE_MIN: values outside -500 to 9000 m" in told
    assert "AREA: the outline's own in m² was kept where the file's differs from it by more than 10 % (4)" in told
    assert len(done.warnings) == 3


# Any layer


@pytest.mark.parametrize("ending", FORMATS)
def test_any_format(tmp_path, ending):
    source = write(tmp_path, ending, SQUARES, Nr=["a 1", "b 冰", "c", "d"], Autor=["Ann"] * 4)
    inventory = tmp_path / "i.gpkg"
    names = pyogrio.read_info(source)["fields"]
    fields = {name.lower(): name for name in names}
    take(source, inventory, f"--map=ID={fields['nr']}", f"--map=MAPPER={fields['autor']}")
    found = of(ROCK_GLACIERS, inventory)
    assert {row["MAPPER"] for row in found} == {"Ann"}
    assert sorted(row["ADDI_INF"] for row in found) == ["ID a 1", "ID b 冰", "ID c", "ID d"]
    assert all(place_of(row["ID"]) for row in found)
    assert {row["STALE"] for row in found} == {1}, "terrain is to be computed"


def test_an_inventory_has_the_system_of_the_outlines_that_make_it(tmp_path):
    moved = transform_geometries(np.array(SQUARES), "EPSG:4326", "EPSG:32646")
    source = layer_of(tmp_path, moved, "EPSG:32646")
    inventory = tmp_path / "i.gpkg"
    take(source, inventory)
    found = of(ROCK_GLACIERS, inventory)
    assert decode(found[0]["geom"]).geoms[0].equals_exact(moved[0], 1e-6) or decode(found[0]["geom"]).equals(moved[0])
    assert found[0]["AREA"] == pytest.approx(square_metres(SQUARES[0]), rel=1e-6)
    place = place_of(found[0]["ID"])
    assert place == pytest.approx((SOUTH + 0.002, WEST + 0.002), abs=1e-3)
    with closing(open_inventory(inventory)) as store:
        assert store.reference(ROCK_GLACIERS).code == 32646


def test_many_files_are_one_source_and_differ_in_systems_and_fields(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    moved = transform_geometries(np.array(SQUARES[2:]), "EPSG:4326", "EPSG:32646")
    for name, shapes, crs, column in (("a", SQUARES[:2], "EPSG:4326", "MAPPER"), ("b", moved, "EPSG:32646", "Comment")):
        shutil.move(layer_of(tmp_path, shapes, crs, **{column: ["x", "y"]}), folder / f"{name}.gpkg")
    inventory = tmp_path / "i.gpkg"
    done = take(folder, inventory)
    assert any("several kinds" in line for line in done.warnings)
    found = of(ROCK_GLACIERS, inventory)
    assert [(row["MAPPER"], row["COMMENT"]) for row in found] == [("x", None), ("y", None), (None, "x"), (None, "y")]
    with closing(open_inventory(inventory)) as store:
        assert store.reference(ROCK_GLACIERS).code == 4326


# Which field is which


def test_a_mapping_is_remembered_for_files_with_the_same_fields(tmp_path):
    inventory = tmp_path / "i.gpkg"
    first = layer_of(tmp_path, SQUARES[:2], Autor=["Ann", "Bob"], Nr=["1", "2"], Höhe=[4700.0, 4800.0])
    take(first, inventory, "--map=MAPPER=Autor;ELE_MEAN=Höhe")
    (tmp_path / "b").mkdir()
    second = layer_of(tmp_path / "b", SQUARES[2:], Nr=["3", "4"], Höhe=[4900.0, 5000.0], Autor=["Cem", "Dan"])
    done = take(second, inventory)
    found = of(ROCK_GLACIERS, inventory)
    assert [row["MAPPER"] for row in found] == ["Ann", "Bob", "Cem", "Dan"]
    assert [row["ELE_MEAN"] for row in found] == [4700.0, 4800.0, 4900.0, 5000.0]
    assert {row["STALE"] for row in found} == {0}
    assert done.warnings == [
        f"Fields of 'umrisse' of {second} that are not taken (1): Nr; name those that are wanted with --map."
    ]


def test_a_field_may_be_left_out_and_a_remembered_one_replaced(tmp_path):
    inventory = tmp_path / "i.gpkg"
    source = layer_of(tmp_path, COMMENT=["a"] * 4, MAPPER=["b"] * 4)
    take(source, inventory, "--map=COMMENT=", "--map=REVIEWER=mapper")
    assert [(row["COMMENT"], row["MAPPER"], row["REVIEWER"]) for row in of(ROCK_GLACIERS, inventory)] == [
        (None, "b", "b")
    ] * 4


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("MAPPER", "'MAPPER' is no mapping; write --map OURS=THEIRS, such as --map ID=Nr."),
        (
            "MAPER=Autor",
            "'MAPER' of --map is no field of 'rock_glaciers' that a file can fill; there are: ID, SUBREGION",
        ),
        ("STALE=Autor", "'STALE' of --map is no field"),
        ("MAPPER=Author", "has no field 'Author', which --map asks for; it has: Autor."),
        ("Autor=MAPPER", "The inventory's field comes first in --map Autor=MAPPER; write --map MAPPER=Autor."),
    ],
)
def test_a_field_that_is_not_there_is_told_with_those_that_are(tmp_path, given, said):
    error = refused(layer_of(tmp_path, Autor=["Ann"] * 4), tmp_path / "i.gpkg", f"--map={given}")
    assert said in error
    assert not (tmp_path / "i.gpkg").exists()


def test_numbers_with_a_unit_are_not_taken_by_their_name_alone(tmp_path):
    done = take(layer_of(tmp_path, ELE_MEAN=[15_000.0] * 4, Mapper=["Ann"] * 4), tmp_path / "i.gpkg")
    assert {(row["ELE_MEAN"], row["MAPPER"]) for row in of(ROCK_GLACIERS, tmp_path / "i.gpkg")} == {(None, "Ann")}
    assert "not taken (1): ELE_MEAN;" in done.warnings[0]


def test_a_look_tells_the_mapping_and_the_first_rows_and_writes_nothing(tmp_path):
    source = layer_of(tmp_path, Autor=["Ann", "Bob", "Cem", "Dan"], area=[1.0] * 4)
    done = take(source, tmp_path / "i.gpkg", "--look", "--map=MAPPER=Autor")
    assert "MAPPER = Autor (given): Ann, Bob, Cem" in done.result["table"]
    assert "not taken: area\ncould be told, as OURS=THEIRS: ID, SUBREGION, " in done.result["table"]
    assert "MAPPER" not in done.result["table"].partition("OURS=THEIRS:")[2], "which is taken already"
    assert not (tmp_path / "i.gpkg").exists()
    inventory = make_inventory_at(tmp_path / "j.gpkg")
    before = inventory.read_bytes()
    take(source, inventory, "--look")
    assert inventory.read_bytes() == before


# Nothing twice, nothing lost


@pytest.mark.parametrize("becomes", ["rock-glaciers", "candidates"])
def test_what_is_there_is_not_taken_again(tmp_path, becomes, monkeypatch):
    monkeypatch.setattr(importing, "_BATCH", 3)
    inventory = tmp_path / "i.gpkg"
    again = [shapely.Polygon(SQUARES[0].exterior.coords[2:-1] + SQUARES[0].exterior.coords[:3])]  # another beginning
    done = take(layer_of(tmp_path, [*SQUARES[:3], *again]), inventory, f"--as={becomes}")
    assert (done.result["features"], done.result["known"]) == (3, 1)
    assert (
        "Outlines: those that are in the inventory already were left out (1); the first is feature 4"
        in done.warnings[0]
    )
    before = snapshot(inventory)
    moved = transform_geometries(np.array(SQUARES), "EPSG:4326", "EPSG:32646")
    (tmp_path / "b").mkdir()
    done = take(layer_of(tmp_path / "b", moved, "EPSG:32646"), inventory, f"--as={becomes}")
    assert (done.result["features"], done.result["known"]) == (1, 3)
    after = snapshot(inventory)
    assert all(rows.items() <= after[name].items() for name, rows in before.items())


def test_a_neighbour_of_the_same_box_is_another_outline(tmp_path):
    west, south, east, north = SQUARES[0].bounds
    other = shapely.Polygon([(west, south), (east, south), (east, north), (west, north), (west + 0.001, south + 0.002)])
    assert other.bounds == SQUARES[0].bounds
    assert take(layer_of(tmp_path, [SQUARES[0], other]), tmp_path / "i.gpkg").result["known"] == 0


def test_rock_glaciers_do_not_come_back_as_candidates(tmp_path):
    source, inventory = layer_of(tmp_path), tmp_path / "i.gpkg"
    take(source, inventory)
    assert take(source, inventory, "--as=candidates").result["known"] == 4
    assert of(CANDIDATES, inventory) == []


def test_invalid_outlines_are_mended_and_empty_ones_left_out(tmp_path):
    bow = shapely.Polygon([(91, 32), (91.01, 32.01), (91.01, 32), (91, 32.01)])
    two = shapely.MultiPolygon([SQUARES[0], SQUARES[2]])
    done = take(layer_of(tmp_path, [bow, two, shapely.Polygon(), None, SQUARES[1]]), tmp_path / "i.gpkg")
    assert (done.result["features"], done.result["mended"], done.result["left_out"]) == (3, 1, 2)
    shapes = [decode(row["geom"]) for row in of(ROCK_GLACIERS, tmp_path / "i.gpkg")]
    assert [len(shape.geoms) for shape in shapes] == [2, 2, 1]
    assert all(shape.is_valid for shape in shapes)
    assert any("repaired" in line for line in done.warnings)


def test_attributes_of_an_outline_that_was_mended_are_stale(tmp_path):
    bow = shapely.Polygon([(91, 32), (91.01, 32.01), (91.01, 32), (91, 32.01)])
    take(layer_of(tmp_path, [bow, SQUARES[0]], h=[4700.0] * 2), tmp_path / "i.gpkg", "--map=ELE_MEAN=h")
    assert [row["STALE"] for row in of(ROCK_GLACIERS, tmp_path / "i.gpkg")] == [1, 0]


def test_a_file_that_is_no_good_leaves_all_as_it_was(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    shutil.move(layer_of(tmp_path), folder / "a.gpkg")
    shutil.move(layer_of(tmp_path, [square(4e5, 3e6)]), folder / "b.gpkg")  # metres that are called degrees
    new, inventory = tmp_path / "new.gpkg", make_inventory_at(tmp_path / "i.gpkg")
    before = inventory.read_bytes()
    for path in (new, inventory):
        assert "beyond the poles" in refused(folder, path)
    assert not new.exists()
    assert inventory.read_bytes() == before


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: layer_of(folder, [shapely.LineString([(90, 30), (91, 30)])]), "holds no polygons"),
        (lambda folder: layer_of(folder, [shapely.Polygon(), None]), "holds no polygons"),
        (lambda folder: layer_of(folder, crs=None), "has no coordinate system"),
        (lambda folder: folder / "none.gpkg", "There is no file"),
    ],
)
def test_what_cannot_be_imported_is_told(tmp_path, make, said):
    assert said in refused(make(tmp_path), tmp_path / "i.gpkg")
    assert not (tmp_path / "i.gpkg").exists()


def test_what_is_no_inventory_is_told(tmp_path):
    source = layer_of(tmp_path)
    assert "inventory" in refused(source, source)
    assert ".gpkg" in refused(source, tmp_path / "i.shp")


def test_a_mapping_that_was_damaged_is_forgotten(tmp_path):
    inventory = tmp_path / "i.gpkg"
    take(layer_of(tmp_path, SQUARES[:1], MAPPER=["Ann"]), inventory)
    with closing(open_inventory(inventory)) as store:
        (key,) = (name for name in store.facts() if name.startswith("import_"))
        assert json.loads(store.facts()[key]) == {"MAPPER": "MAPPER"}
        store.remember({key: "{"})
    take(layer_of(tmp_path, SQUARES[1:2], MAPPER=["Bob"]), inventory)
    assert [row["MAPPER"] for row in of(ROCK_GLACIERS, inventory)] == ["Ann", "Bob"]


# Afterwards


def test_a_person_goes_on_with_what_was_imported(tmp_path):
    """Rock glaciers are refined and removed, candidates remain, and all of it is taken back."""
    inventory = tmp_path / "i.gpkg"
    take(published(tmp_path), inventory)
    (tmp_path / "b").mkdir()
    take(layer_of(tmp_path / "b", [square(91, 32)], ID=["RG-7"]), inventory, "--as=candidates")
    before = snapshot(inventory)
    with closing(open_inventory(inventory)) as store:
        refine_rock_glacier(store, 1, outline_of(square(WEST, SOUTH, 0.003)), ME)
        remove_rock_glacier(store, 2, "talus", ME)
        fid = remain(store, 1, candidate_outline(store, 1), ME)
        assert place_of(store.row(ROCK_GLACIERS, fid)["ID"]) == pytest.approx((32.002, 91.002), abs=1e-3)
        assert store.row(ROCK_GLACIERS, 1)["STALE"] == 1
        for _ in range(3):
            undo(store, ME.person)
    assert snapshot(inventory) == before


def test_attributes_leave_what_came_along_and_need_no_new_identifier(tmp_path):
    inventory = tmp_path / "i.gpkg"
    take(published(tmp_path), inventory)
    before = snapshot(inventory)
    index = write_raster(
        tmp_path / "pzi.tif",
        np.full((1, 20, 20), 0.5, np.float32),
        crs="EPSG:4326",
        transform=Affine(0.1, 0, 89.5, 0, -0.1, 32.5),
    )
    done = engine_here.run("attributes", f"--inventory={inventory}", f"--pzi={index}")
    assert (done.code, done.result["features"], done.result["identifiers_set"]) == (0, 4, 0)
    after = snapshot(inventory)
    assert after["primary_markers"] == before["primary_markers"]
    for fid, row in before["rock_glaciers"].items():
        assert after["rock_glaciers"][fid] == {**row, "PZI": 0.5}


def test_the_published_folder_holds_markers_too_which_are_taken(tmp_path):
    folder = tmp_path / "TPRoGI"
    folder.mkdir()
    published(folder)
    points = [shape.centroid for shape in SQUARES]
    pyogrio.raw.write(
        folder / "TPRoGI_Primary_Marker.shp",
        shapely.to_wkb(np.array(points, object)),
        [np.array(NAMES, object)],
        ["ID"],
        driver="ESRI Shapefile",
        geometry_type="Point",
        crs="EPSG:4326",
    )
    done = take(folder, tmp_path / "i.gpkg")
    assert (done.result["features"], done.result["identifiers_kept"]) == (4, 4)
    assert (done.warnings, done.result["markers"]) == ([], 0)
    found = [decode(row["geom"]) for row in of(PRIMARY_MARKERS, tmp_path / "i.gpkg")]
    assert [one.equals(point) for one, point in zip(found, points, strict=True)] == [True] * 4
