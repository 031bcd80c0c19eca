"""Candidates that go into an inventory while the search goes on: real processes, real files."""

import json
import re
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import plain_geopackage as geopackage
import pytest
import rasterio
from arriving_image import Arriving
from engine_here import run
from kept_pixels import kept_pixels
from mapping import assert_whole
from patchy import patchy_image, patchy_scene, save_patchy
from rasters import NORTH_UP
from ready_engine import start
from rock_glacier_inventory.engine.intake import as_found

pytestmark = pytest.mark.usefixtures("kept_network")

OPTIONS = ("--minimum-area", 2000)


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    return save_patchy(tmp_path_factory.mktemp("Modelle 冰"))


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return patchy_scene(tmp_path_factory.mktemp("Szene 冰") / "s.tif", 500, 420)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("leer") / "leer.gpkg"
    assert run("create", "--output", path).code == 0
    return path.read_bytes()


@pytest.fixture
def inventory(tmp_path, empty):
    path = tmp_path / "Inventar 冰.gpkg"
    path.write_bytes(empty)
    return path


def rows(path, sql="SELECT CANDIDATE_ID, geom, PROB_MEAN, AREA, STATE FROM candidates ORDER BY CANDIDATE_ID"):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def outlines(path):
    """Without the run in their identifiers."""
    return [(row[0].split("-")[-1], *row[1:]) for row in rows(path)]


def runs(path):
    """Candidates and parameters of each run."""
    told = rows(path, "SELECT FEATURES, PARAMETERS, SECONDS FROM runs ORDER BY fid")
    return [(count, json.loads(parameters), seconds) for count, parameters, seconds in told]


def founds(messages):
    return [message["found"] for message in messages if "found" in message]


def detect(source, card, inventory, *options):
    return ("detect", "--input", source, "--model", card, "--inventory", inventory, *OPTIONS, *options)


def test_they_are_those_of_a_plain_run_and_told_as_they_come(tmp_path, scene, card, inventory, empty):
    plain = tmp_path / "plain.gpkg"
    plain.write_bytes(empty)
    first = run(*detect(scene, card, plain)).result
    done = run(*detect(scene, card, inventory, "--as-found", "--output", tmp_path / "c.gpkg"))
    assert outlines(inventory) == outlines(plain) != []
    assert len(rows(tmp_path / "c.gpkg")) == len(outlines(plain))
    told = founds(done.messages)
    assert sum(found["candidates"] for found in told) == told[-1]["total"] == len(outlines(plain))
    assert {found["run_id"] for found in told} == {done.result["run_id"]}
    for result in (first, done.result):
        assert (result["added"], result["known"], result["replaced"]) == (len(outlines(plain)), 0, 0)
    with rasterio.open(scene) as image:
        grid = image.transform, image.height, image.width
    seen = kept_pixels(plain, first["run_id"], *grid)
    np.testing.assert_array_equal(kept_pixels(inventory, done.result["run_id"], *grid), seen)
    assert seen.any()
    ((count, parameters, seconds),) = runs(inventory)
    assert count == len(outlines(plain)) and parameters["complete"] is True and seconds > 0
    assert parameters["tiles"] == runs(plain)[0][1]["tiles"]
    assert_whole(inventory)

    again = run(*detect(scene, card, inventory, "--as-found"))
    assert (again.result["added"], again.result["replaced"]) == (count, count)
    assert founds(again.messages)[-1]["replaced"] == count
    assert {run_id for (run_id,) in rows(inventory, "SELECT RUN_ID FROM kept_probability")} == {again.result["run_id"]}
    assert outlines(inventory) == outlines(plain)
    assert_whole(inventory)


def test_each_can_be_drawn_at_other_levels_as_soon_as_it_is_there(scene, card, inventory, monkeypatch):
    monkeypatch.setattr(as_found, "SECONDS_BETWEEN_WRITES", 0.0)
    known, refused = set(), []

    def heard(_):
        newest = max(rows(inventory), default=("",))[0]
        if newest and newest not in known:
            known.add(newest)
            done = run("levels", "--inventory", inventory, "--candidate", newest)
            refused.extend(done.messages if done.code else ())

    assert run(*detect(scene, card, inventory, "--as-found"), heard=heard).code == 0
    assert len(known) > 5
    assert refused == []


def test_the_first_are_there_before_the_image_is(tmp_path, card, inventory):
    arriving = Arriving(tmp_path / "Ansicht 冰", patchy_image(700, 420))
    arriving.add(500)
    process = start(*detect(arriving.path, card, inventory, "--arrival", arriving.log, "--as-found"))
    said = []
    for line in process.stdout:
        said.append(json.loads(line))
        if "found" in said[-1]:
            break
    early = rows(inventory)
    assert len(early) >= said[-1]["found"]["total"] > 0
    count, parameters, _ = runs(inventory)[0]
    assert count == len(early) and parameters["complete"] is False
    assert arriving.complete == 500
    arriving.add_all()
    rest, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    result = json.loads(rest.splitlines()[-1])["result"]
    whole = arriving.as_tif(tmp_path / "a.tif")
    assert run(*detect(whole, card, inventory, "--output", tmp_path / "b.gpkg")).code == 0
    assert result["added"] == len(rows(tmp_path / "b.gpkg")) > len(early)


@pytest.mark.parametrize("how", ["stop", "kill", "failed"])
def test_what_was_found_before_it_ended_stays_with_a_run_that_says_so(tmp_path, card, inventory, how):
    arriving = Arriving(tmp_path / "Ansicht 冰", patchy_image(700, 420))
    arriving.add(500)
    process = start(*detect(arriving.path, card, inventory, "--arrival", arriving.log, "--as-found"))
    assert any('"found"' in line for line in process.stdout)
    if how == "failed":
        arriving.say("failed The server of tiles is gone; try later.\n")
    else:
        process.send_signal(signal.SIGTERM if how == "stop" else signal.SIGKILL)
    rest, log = process.communicate(timeout=60)
    assert process.returncode == (-signal.SIGKILL if how == "kill" else 1)
    kept = rows(inventory)
    ((count, parameters, _),) = runs(inventory)
    assert (count, parameters["complete"]) == (len(kept), False) and kept
    assert_whole(inventory)
    assert "Traceback" not in log
    if how == "stop":
        assert f"the {count} candidates that were found before are in the inventory" in rest
    # The next run of the whole takes their place.
    whole = arriving.as_tif(tmp_path / "a.tif")
    result = run(*detect(whole, card, inventory)).result
    assert result["replaced"] == count and result["added"] == len(rows(inventory)) > count


def test_a_run_that_found_nothing_has_its_row(scene, card, inventory):
    done = run(*detect(scene, card, inventory, "--as-found", "--minimum-area", 1e9))
    assert (done.result["candidates"], done.result["added"], founds(done.messages)) == (0, 0, [])
    ((count, parameters, _),) = runs(inventory)
    assert (count, parameters["complete"]) == (0, True)


def test_two_at_once_lose_nothing_and_double_nothing(tmp_path, scene, card, inventory):
    there = patchy_scene(tmp_path / "t.tif", 500, 420, transform=NORTH_UP @ NORTH_UP.translation(3000, 0))
    alone = []
    for number, source in enumerate((scene, there)):
        assert run(*detect(source, card, inventory, "--output", tmp_path / f"{number}.gpkg")).code == 0
        alone.append(len(rows(tmp_path / f"{number}.gpkg")))
    ways = ("--as-found",), (), ("--as-found",)
    both = [
        start(*detect(source, card, inventory, *way)) for source, way in zip((scene, there, scene), ways, strict=True)
    ]
    ends = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0, 0], ends
    assert_whole(inventory)
    assert len({row[1] for row in rows(inventory)}) == len(rows(inventory)) == sum(alone)
    told = runs(inventory)
    assert len(told) == 5 and all(parameters["complete"] for _, parameters, _ in told)
    assert sum(count for count, *_ in told) - sum(part["replaced"] for _, part, _ in told) == sum(alone)


def test_a_locked_inventory_is_waited_for_and_the_search_goes_on(tmp_path, scene, card, inventory):
    arriving = Arriving(tmp_path / "Ansicht 冰", patchy_image(700, 420))
    arriving.add(250)
    process = start(*detect(arriving.path, card, inventory, "--arrival", arriving.log, "--as-found"))
    assert any("Waiting for the basemap" in line for line in process.stdout)
    other = sqlite3.connect(inventory, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    held = len(other.execute("SELECT 1 FROM candidates").fetchall())
    arriving.add(500)
    time.sleep(4)
    assert len(other.execute("SELECT 1 FROM candidates").fetchall()) == held
    other.rollback()
    other.close()
    arriving.add_all()
    _, log = process.communicate(timeout=120)
    assert process.returncode == 0, log
    whole = arriving.as_tif(tmp_path / "a.tif")
    assert run(*detect(whole, card, inventory, "--output", tmp_path / "b.gpkg")).code == 0
    assert runs(inventory)[0][0] == len(rows(tmp_path / "b.gpkg"))


def test_one_that_is_locked_to_the_end_leaves_them_in_a_file(tmp_path, scene, card, inventory):
    process = start(*detect(scene, card, inventory, "--as-found"))
    assert any("tiles" in line for line in process.stdout)
    other = sqlite3.connect(inventory, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    rest, _ = process.communicate(timeout=120)
    other.rollback()
    other.close()
    assert process.returncode == 1
    (kept,) = [path for path in tmp_path.iterdir() if " candidates " in path.name]
    assert kept.name in json.loads(rest.splitlines()[-1])["error"]["message"]
    assert len(rows(kept)) >= len(rows(inventory))
    assert_whole(inventory)


def test_a_decided_one_is_not_offered_again_and_is_as_it_was(scene, card, inventory):
    count = run(*detect(scene, card, inventory, "--as-found")).result["added"]
    with geopackage.connect(inventory, write=True) as file, geopackage.own_transaction(file):
        file.execute("UPDATE candidates SET STATE = 'remove', REASON = 'talus' WHERE fid % 2 = 0")
    decided = rows(inventory, "SELECT * FROM candidates WHERE STATE = 'remove' ORDER BY fid")
    for way in (("--as-found",), ()):
        result = run(*detect(scene, card, inventory, *way)).result
        assert (result["known"], result["added"]) == (len(decided), count - len(decided))
        assert result["replaced"] == count - len(decided)
    assert rows(inventory, "SELECT * FROM candidates WHERE STATE = 'remove' ORDER BY fid") == decided
    assert len(rows(inventory)) == count


@pytest.fixture
def small_disk(make_small_disk):
    """A disk of 1 MB of its own."""
    return make_small_disk("kleine Platte", "1m")


@pytest.mark.parametrize("way", [("--as-found",), ()])
def test_a_full_disk_leaves_the_inventory_whole_and_the_candidates_elsewhere(scene, card, empty, small_disk, way):
    inventory = small_disk / "Inventar 冰.gpkg"
    inventory.write_bytes(empty)
    with pytest.raises(OSError, match="No space"), (small_disk / "fill").open("wb", buffering=0) as stream:
        while stream.write(b"x" * 4096):
            pass
    done = run(*detect(scene, card, inventory, *way))
    assert done.code == 1
    assert "disk is full" in done.error
    kept = Path(re.search(r"kept in (/.+\.gpkg)\.$", done.error)[1])
    assert small_disk not in kept.parents and len(rows(kept)) > 1
    (small_disk / "fill").unlink()
    assert_whole(inventory)
    assert rows(inventory) == []
    shutil.rmtree(kept.parent)
