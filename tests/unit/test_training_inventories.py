"""Training data of inventories: rock glaciers, removed candidates, and the ground that somebody looked at."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import plain_geopackage as geopackage
import pytest
from mapping import ME, candidate_outline, encode, make_inventory, open_inventory, outline_of
from rock_glacier_inventory.engine.ground.geodesy import transform_geometries
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.training_data.given.sources import sources_of
from rock_glacier_inventory.gestures.operations import remain, remove, retrieve
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from test_training_quality import label_at
from training_ground import MANY, UTM, image, layer, make, place, refused

ALONE = ("--split", "none")
KEPT, REMOVED, UNDECIDED, DRAWN = MANY[0], MANY[3], MANY[5], MANY[12]


def in_degrees(shapes):
    return transform_geometries(np.array([None, *shapes], object)[1:], UTM, "EPSG:4326")


@pytest.fixture
def inventory(tmp_path):
    """Candidates: one remains, one was removed, one is undecided; and a rock glacier that somebody drew."""
    shapes = in_degrees([place(*at) for at in (KEPT, REMOVED, UNDECIDED)])
    path = make_inventory(tmp_path / "Inventar 冰.gpkg", list(shapes), RUN_ID=["r1", "r1", "r2"])
    with closing(open_inventory(path)) as store:
        remain(store, 1, candidate_outline(store, 1), ME)
        remove(store, 2, "moraine", ME)
        retrieve(store, outline_of(in_degrees([place(*DRAWN)])[0]), ME)
    return path


def add_run(path, run, bounds, **told):
    values = {"RUN_ID": run, "COMMAND": "detect", "CRS": UTM, "PARAMETERS": "{}", **told}
    values["EXTENT"] = ", ".join(map(str, bounds))
    row = tuple(values.get(field) for field in schema.RUNS.field_names)
    with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
        geopackage.insert_rows(connection, schema.RUNS, [row])


def add_reviewed(path, shapes):
    rows = [(encode(shape), *(None for _ in schema.REVIEWED_GROUND.field_names)) for shape in in_degrees(shapes)]
    with geopackage.connect(path, write=True) as connection, geopackage.own_transaction(connection):
        geopackage.insert_rows(connection, schema.REVIEWED_GROUND, rows)


def test_rock_glaciers_are_targets_and_removed_candidates_negatives(inventory, tmp_path):
    made, done = make(tmp_path, "--inventory", inventory, "--image", image(tmp_path / "i.tif"), *ALONE)
    roles = [(row["ROLE"], row["REASON"], row["FAULT"]) for row in made.polygons]
    assert roles == [("target", "", ""), ("target", "", ""), ("negative", "moraine", "")]
    assert made.data["sources"] == [
        {"name": "Inventar 冰.gpkg", "kind": "inventory", "polygons": 3, "keeps_reviewed_ground": False}
    ]
    (told,) = [told for told in done.warnings if "looked at" in told]
    assert told.startswith("Inventar 冰.gpkg does not say what ground was looked at; all within 400 m")
    assert label_at(made, KEPT[0] + 120, KEPT[1] + 120) == {1}
    assert label_at(made, KEPT[0] - 100, KEPT[1] + 120) == {0}
    assert label_at(made, DRAWN[0] + 120, DRAWN[1] + 120) == {1}
    assert label_at(made, REMOVED[0] + 120, REMOVED[1] + 120) == {0}
    assert label_at(made, UNDECIDED[0] + 120, UNDECIDED[1] + 120) <= {255}


def test_only_ground_that_somebody_looked_at_is_background(inventory, tmp_path):
    x, y = KEPT
    add_reviewed(inventory, [place(x - 200, y - 200, 240, 240)])
    made, done = make(tmp_path, "--inventory", inventory, "--image", image(tmp_path / "i.tif"), *ALONE)
    assert made.data["sources"][0]["keeps_reviewed_ground"] is True
    assert not [told for told in done.warnings if "looked at" in told]
    assert label_at(made, x - 100, y - 100) == {0}
    assert label_at(made, x + 120, y + 120) == {1}
    assert label_at(made, x - 100, y + 120) == {255}
    assert label_at(made, REMOVED[0] + 120, REMOVED[1] + 120) == {0}
    assert label_at(made, REMOVED[0] + 300, REMOVED[1] + 120) == {255}
    everywhere, _ = make(
        tmp_path, "--replace", "--inventory", inventory, "--image", tmp_path / "i.tif", *ALONE, "--background", "buffer"
    )
    assert label_at(everywhere, x - 100, y + 120) == {0}


def test_what_nobody_has_decided_on_is_unknown(inventory, tmp_path):
    x, y = UNDECIDED
    add_reviewed(inventory, [place(x - 600, y - 600, 1_400, 1_400)])
    beside = layer(tmp_path / "b.gpkg", [place(x + 400, y)])
    made, _ = make(
        tmp_path, "--inventory", inventory, "--inventory", beside, "--image", image(tmp_path / "i.tif"), *ALONE
    )
    assert label_at(made, x + 120, y + 120) == {255}
    assert label_at(made, x + 300, y + 120) == {0}


def test_a_run_whose_candidates_are_all_decided_has_looked_at_its_ground(inventory, tmp_path):
    (x, y), (west, south) = KEPT, UNDECIDED
    add_run(inventory, "r1", place(x - 200, y - 200, 240, 640).bounds)
    add_run(inventory, "r2", place(west - 600, south - 600, 1_400, 1_400).bounds)  # one is undecided
    beside = layer(tmp_path / "b.gpkg", [place(west + 400, south)])
    words = ("--inventory", inventory, "--inventory", beside, "--image", image(tmp_path / "i.tif"), *ALONE)
    made, _ = make(tmp_path, *words, "--background", "reviewed")
    assert label_at(made, x - 100, y + 120) == {0}
    assert label_at(made, x + 350, y + 120) == {255}
    assert label_at(made, west + 300, south + 120) == {255}


@pytest.mark.parametrize(
    "told",
    [
        {"PARAMETERS": '{"slope": ",35"}'},
        {"PARAMETERS": None},
        {"CRS": "nowhere"},
        {"COMMAND": "import"},
        {"TARGET": "debris-covered glacier"},
    ],
)
def test_a_run_that_may_have_left_out_ground_says_nothing(inventory, tmp_path, told):
    add_run(inventory, "r1", place(KEPT[0] - 200, KEPT[1] - 200, 240, 640).bounds, **told)
    (source,) = sources_of(str(inventory), None, SilentReport())
    assert source.reviewed == []
    assert source.keeps_record is False


def test_a_rock_glacier_counts_where_its_candidate_was_removed(inventory, tmp_path):
    x, y = REMOVED
    with closing(open_inventory(inventory)) as store:
        retrieve(store, outline_of(in_degrees([place(x + 60, y)])[0]), ME)
    made, _ = make(tmp_path, "--inventory", inventory, "--image", image(tmp_path / "i.tif"), *ALONE)
    assert {row["FAULT"] for row in made.polygons} == {""}
    assert label_at(made, x + 30, y + 120) == {0}
    assert label_at(made, x + 120, y + 120) == {1}


def test_a_layer_of_an_inventory_can_be_named(inventory, tmp_path):
    words = ("--image", image(tmp_path / "i.tif"), *ALONE)
    for name in (f"{inventory}|rock_glaciers", f"{inventory}|layername=rock_glaciers"):
        made, _ = make(tmp_path, "--inventory", name, *words, "--replace")
        assert [(row["ROLE"], row["SOURCE"]) for row in made.polygons] == [
            ("target", "Inventar 冰.gpkg|rock_glaciers")
        ] * 2
    told = refused_layer(tmp_path / "x", inventory, words)
    assert "has no layer 'moraines'" in told


def refused_layer(folder, inventory, words):
    folder.mkdir()
    return refused(folder, "--inventory", f"{inventory}|moraines", *words)


def test_a_detection_alone_is_no_truth(tmp_path):
    """Its candidates are what a network says; those that somebody has kept are targets."""
    path = make_inventory(tmp_path / "i.gpkg", list(in_degrees([place(*KEPT), place(*REMOVED)])))
    told = refused(tmp_path, "--inventory", path, "--image", image(tmp_path / "i.tif"), *ALONE)
    assert told == "There is no target among the outlines; give an inventory with rock glaciers, or polygons."


def test_an_inventory_of_an_older_version_is_read_as_it_is(tmp_path):
    path = tmp_path / "alt.gpkg"
    with closing(sqlite3.connect(path)) as connection:
        register_functions(connection)
        connection.executescript((Path(__file__).parent / "schema_1.sql").read_text("utf-8"))
        (candidates,) = connection.execute("SELECT count(*) FROM candidates WHERE STATE = 'remove'").fetchone()
        (rock_glaciers,) = connection.execute("SELECT count(*) FROM rock_glaciers").fetchone()
    before = path.read_bytes()
    (source,) = sources_of(str(path), None, SilentReport())
    assert [one.role for one in source.given].count("target") == rock_glaciers > 0
    assert [one.role for one in source.given].count("negative") == candidates > 0
    assert source.reviewed == []
    assert path.read_bytes() == before
