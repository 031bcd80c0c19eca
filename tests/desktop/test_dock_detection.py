"""Detect in view, in the real desktop, on tiles that a server on loopback takes its time over."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
    QgsRasterLayer,
)
from rock_glacier_inventory.inventory.environment import networks_folder

from ..qgis.loopback import Answer
from ..qgis.scene_tiles import share_networks, tile_of
from ..qgis.tile_server import KEY, WORLD, Tile, tile_server
from .desk import Session, check_went_well, make_desk, number_of_colours

PART = (256, 100, 768, 768)
"""Of the large scene: with rock glaciers in the part that arrives first, and in the one that is held back."""
HELD_BACK = 0.68
"""How far down that one begins: the network looks at 480 rows at once."""
LONGEST_S = 20
"""For which a tile is held back where the session does not say sooner that it may come."""
SHOTS = (
    "detect-before",
    "detect-waiting",
    "detect-first",
    "detect-after",
    "detect-running",
    "detect-gap",
    "detect-narrow",
    "detect-narrow-night",
)


def place_in(scene: Path, share: float) -> tuple[float, float]:
    """How far across and down the world it is in Web Mercator, 0 to 1: in the middle, a share of the way down."""
    layer = QgsRasterLayer(str(scene))
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    change = QgsCoordinateTransform(layer.crs(), mercator, QgsCoordinateTransformContext())
    extent = layer.extent()
    place = change.transform(QgsPointXY(extent.center().x(), extent.yMaximum() - share * extent.height()))
    return (WORLD + place.x()) / (2 * WORLD), (WORLD - place.y()) / (2 * WORLD)


@pytest.fixture(scope="module")
def session(large_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "detection é 冰")
    folder, scene = desk.folder, desk.base / "scene"
    scene.mkdir()
    gdal.Translate(str(scene / "scene.tif"), str(large_sample / "scene.tif"), srcWin=PART)
    inventory = desk.copy("empty.gpkg", "inventory.gpkg")
    tiles: dict[Tile, bytes] = {}
    middle, low = place_in(scene / "scene.tif", 0.5), place_in(scene / "scene.tif", HELD_BACK)
    lock = threading.Lock()

    def answer(tile: Tile, _number: int) -> Answer:
        with lock:
            tiles[tile] = tiles.get(tile) or tile_of(scene / "scene.tif", tile)
        zoom, column, row = tile
        if (folder / "missing").exists() and (column, row) == tuple(int(at * 2**zoom) for at in middle):
            return Answer(b"", 404)
        end = time.monotonic() + LONGEST_S
        while row / 2**zoom > low[1] and (folder / "slow").exists() and time.monotonic() < end:
            time.sleep(0.05)
        return Answer(tiles[tile])

    share_networks(networks_folder(), desk.base / "cache")
    with tile_server() as server:
        server.answer = answer
        variables = {"ROCK_GLACIER_DESKTOP_TILES": server.source, "ROCK_GLACIER_CACHE": str(desk.base / "cache")}
        return desk.run("dock_detection.py", scene, inventory, **variables)


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session, is_log_empty=False)


def test_the_button_says_what_it_does_or_why_not(session: Session) -> None:
    enabled, why_not = session.report["without an inventory"]
    assert (enabled, "Open an inventory" in why_not) == (False, True)
    enabled, tip = session.report["can begin"]
    assert (enabled, "simulated-alpine" in tip) == (True, True)


def test_candidates_come_while_tiles_still_arrive(session: Session) -> None:
    first = session.report["first"]
    assert first["still arriving"] is True
    assert first["shown"] is True and first["in the file"] > 0


def test_they_are_reviewed_at_once(session: Session) -> None:
    assert session.report["decided meanwhile"] == {"busy": True, "state": [["remain"]]}


def test_the_search_outlives_its_layer_and_is_recorded(session: Session) -> None:
    whole = session.report["whole"]
    assert "found" in whole["told"] and whole["in the file"] > 1
    assert whole["queue"] == whole["in the file"] == whole["on the map"]
    ((command, model, source),) = whole["runs"]
    assert (command, model) == ("detect", "simulated-alpine")
    assert source == "Served scene, 127.0.0.1"


def test_a_second_search_adds_nothing_twice(session: Session) -> None:
    again = session.report["again"]
    assert again["after"] == again["before"] == again["queue"]
    assert again["decided as before"] is True
    assert "1 known already" in again["told"]
    assert again["runs"] == 2, "it is recorded all the same"
    assert again["shown is there"] is True
    assert again["external"] == 0, "nothing of it counts as a change by another tool"


def test_an_outline_outlives_the_candidate_it_was_drawn_from(session: Session) -> None:
    found = session.report["outlived"]
    assert (found["candidate"], found["drawing"], found["units"]) == (0, True, 1)
    assert found["operation"] == [["retrieve"]]


def test_a_stop_is_quick_and_leaves_no_files(session: Session) -> None:
    assert session.report["while it runs"] == {"stop": True, "button": False}
    stopped = session.report["stopped"]
    assert "Stopped" in stopped["told"] and stopped["button"] is True
    assert stopped["temporary"] == []


def test_a_gap_is_told_and_shown(session: Session) -> None:
    gap = session.report["gap"]
    assert "not found (the server has nothing here): 1" in gap["said"] and "layer of gaps" in gap["said"]
    assert gap["layers"] == 1, "that of the search before made room"
    assert gap["reasons"].count("not found") == 1
    assert set(gap["reasons"]) == {"not found", "transparent"}, "around the scene there is nothing"


def test_what_cannot_be_searched_is_one_sentence(session: Session) -> None:
    busy, said = session.report["no image"]
    assert (busy, "shows no image" in said) == (False, True)
    busy, said = session.report["too large"]
    assert (busy, "limit of 5,000" in said) == (False, True)


def test_a_file_is_searched_without_a_capture(session: Session) -> None:
    found = session.report["file"]
    assert found["capture"] is False and "found" in found["told"]
    assert found["source"][0][0].endswith("scene.tif")


def test_it_fits_a_narrow_dock(session: Session) -> None:
    assert session.report["narrow"] <= 310


def test_no_process_stays_behind(session: Session) -> None:
    assert session.report["reloaded"]["pid"] > 0
    assert session.report["reloaded"]["gone"] is True


def test_the_file_is_whole_and_holds_no_key(session: Session) -> None:
    path = session.folder / "inventory.gpkg"
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    for file in (path, *Path(session.folder.parent).rglob("*.log")):
        assert KEY.encode() not in file.read_bytes(), file
    assert KEY not in "".join(session.report["log"])


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 5
