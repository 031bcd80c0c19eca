"""Attributes in the dock, in the real desktop: they come from the warm engine while one maps."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from .desk import Session, check_went_well, make_desk, number_of_colours

SHOTS = (
    "settings",
    "settings-glaciers",
    "settings-1366x768",
    "settings-1600x900",
    "settings-narrow",
    "settings-night",
    "settings-inventory-narrow",
    "attributes-refined",
    "attributes-retrieved",
    "attributes-narrow",
    "attributes-narrow-night",
)


@pytest.fixture(scope="module")
def session(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "attributes é 冰")
    inventory = desk.copy("many.gpkg", "inventory.gpkg")
    session = desk.run("dock_attributes.py", sample, inventory)
    report = session.report
    for one in (
        *report.get("refined", ()),
        report.get("retrieved", {}),
        report.get("split", {}),
        report.get("back", {}),
    ):
        print({name: round(value, 3) for name, value in one.items() if isinstance(value, float)})
    return session


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)


def test_without_sources_nothing_is_asked(session: Session) -> None:
    found = session.report["without sources"]
    assert (found["engine"], found["process"], found["stale"]) == ("off", 0, [[1]])


def test_sources_are_set_in_the_dialog_and_kept_in_the_inventory(session: Session) -> None:
    sources = session.report["sources"]
    sources.pop("source_data", None)  # the name of the imagery is another fact
    assert sources.pop("source_glaciers") == '"RGI; 冰/first.shp";"RGI; 冰/others.shp"'
    shown, whole, source = session.report["glaciers"]
    assert shown == whole > 1, "on the map all of them are one layer"
    assert source.endswith("inventory_glaciers.vrt")
    zones = ["source_permafrost", "source_permafrost_classes"]
    assert sorted(sources) == ["source_dem", "source_maat", "source_maat_unit", *zones]
    assert (sources["source_permafrost"], sources["source_permafrost_classes"]) == ("zones é.tif", "2=sporadic")
    assert session.report["chosen at once"]
    tiles = [f'"DEM; 3 tiles/tile {number} é.tif"' for number in range(3)]
    assert sources["source_dem"] == ";".join(tiles), "as they lie beside the inventory"
    assert sources["source_maat"] == "air temperature é.tif", "as it lies beside the inventory"
    assert "era5_land_total_precipitation_monthly.nc" in session.report["said of a slip"]
    assert "ready" in session.report["dot"]
    assert session.report["external after the dialog"] == 0
    assert session.report["narrow dialog"] <= 310


def test_a_refined_outline_gets_its_attributes_while_the_dock_goes_on(session: Session) -> None:
    assert len(session.report["refined"]) == 2
    for one in session.report["refined"]:
        identifier, elevation, slope, radiation, air, stale = one["row"]
        assert 0 < elevation < 9000 and 0 < slope < 90 and 100 < radiation < 4000 and -40 < air < 30
        assert stale == 0
        assert elevation == pytest.approx(one["elevation in the whole raster"], abs=1.0)
        assert one["line"].startswith(identifier) and "PISR" in one["line"] and "MAAT" in one["line"]
        assert (one["went on"], one["stayed"]) == (True, True), "the place in the queue"
        assert one["gesture"] < one["attributes on disk"]


def test_what_is_shown_gets_its_attributes_in_panel_and_layer(session: Session) -> None:
    found = session.report["retrieved"]
    assert "slope" in found["ground"] and "faces" in found["ground"]
    assert "PISR" in found["climate"] and "°C" in found["climate"]
    assert "sporadic permafrost" in found["climate"].replace("\u00a0", " ")
    assert found["layer shows"] == [True, found["row"][0]]


def test_pieces_get_their_own(session: Session) -> None:
    assert session.report["split"]["units"] == [2, 2]
    assert session.report["merged"] == 1


def test_undo_and_redo_over_what_was_filled(session: Session) -> None:
    undone, redone = session.report["after undo"], session.report["after redo"]
    assert all(text.startswith("Taken back") for text in undone["said"])
    assert len(undone["left"]) == 1, "the one that was refined before there were sources"
    assert all(text.startswith("Done again") for text in redone["said"])
    assert redone["equal"] is True
    assert redone["noted"] == 0, "nothing of it counts as a change by another tool"
    # Keys can be faster than the engine, which then finds an outline that was split meanwhile, or none.
    log, faster = session.report["log of the undo"], ("changed meanwhile were left", "does not have (")
    assert all(any(words in text for words in faster) for text in log), log


def test_a_comment_that_is_being_written_stays(session: Session) -> None:
    assert session.report["comment of"] is True, "the dock has gone on to another candidate"
    assert session.report["comment being written"] == "front in shadow"


def test_a_killed_engine_comes_back(session: Session) -> None:
    assert session.report["killed"]["again"] is True
    assert "fault" not in session.report["killed"]["said"]


def test_a_source_that_is_gone_is_one_sentence_once(session: Session) -> None:
    (first, said), (second, after) = session.report["gone"]
    assert first == second == [[1]], "the gestures are there, and marked as stale"
    assert "air temperature é.tif" in said and "not filled" in said
    assert "not filled" not in after
    assert len(session.report["log of the gone"]) == 2


def test_no_process_stays(session: Session) -> None:
    end = session.report["at the end"]
    assert (end["was there"], end["is gone"], end["off with the project"]) == (True, True, True)
    assert not Path(f"/proc/{end['left to QGIS']}").exists()
    assert not os.path.exists(f"/proc/{end['warm again']}")


def test_the_file_is_whole_afterwards(session: Session) -> None:
    connection = sqlite3.connect(session.folder / "inventory.gpkg")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*) FROM inventory_info WHERE KEY = 'writing'").fetchone() == (0,)
    runs = connection.execute("SELECT count(*) FROM runs WHERE COMMAND = 'attributes'").fetchone()[0]
    connection.close()
    assert runs >= 5, "what filled them is in the file"


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 5
