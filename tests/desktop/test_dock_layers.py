"""The layers in the desktop: an inventory before its images, their order, the map, a project opened again.

And the dock on files that other programs have been at: copied, merged, overwritten.
"""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS, SCHEMA_VERSION
from rock_glacier_inventory.store.geopackage.geometry import register_functions
from rock_glacier_inventory.store.geopackage.watching import BEGIN_OWN, END_OWN, watched_events

from ..qgis.inventories import make_inventory
from ..unit.plain_geopackage import transaction
from .desk import Session, check_went_well, make_desk


def _change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection, transaction(connection):
        register_functions(connection)
        for sql in (BEGIN_OWN, *statements, END_OWN):
            connection.execute(sql)


def _prepare_copies(folder: Path) -> None:
    original = make_inventory(folder / "original.gpkg")
    facts = f"INSERT INTO inventory_info (KEY, VALUE) VALUES ('schema_version', '{SCHEMA_VERSION}')"
    names = ", ".join(f'"{name}"' for name in ("geom", *ROCK_GLACIERS.field_names))
    _change(
        original,
        facts,
        "DELETE FROM journal",
        "UPDATE rock_glaciers SET STALE = 0",
        f"INSERT INTO rock_glaciers ({names}) SELECT {names} FROM rock_glaciers WHERE fid = 2",
        "UPDATE rock_glaciers SET MAPPER = 'Ann' WHERE fid = 2",
        "UPDATE rock_glaciers SET MAPPER = 'Bob' WHERE fid = 4",
    )
    subprocess.run(["ogr2ogr", "-f", "GPKG", folder / "copy.gpkg", original], check=True)


@pytest.fixture(scope="module")
def layers(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """One session (`dock_layers.py`, then `dock_copies.py`), whose profile remembers the inventory."""
    desk = make_desk(tmp_path_factory, "layers")
    inventory = desk.copy("few.gpkg", "tibet.gpkg")
    _prepare_copies(desk.folder)
    with (desk.profile.folder / "QGIS" / "QGIS3.ini").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[rock_glacier_inventory]\nrecent={inventory}\nperson=Ada Mapper\npeople=Ada Mapper\n")
    return desk.run("dock_layers.py", sample)


def test_it_went_through(layers: Session) -> None:
    check_went_well(layers)


def test_the_first_candidate_fills_the_map_at_once_and_still_does_later(layers: Session) -> None:
    at_once, later = layers.report["at once"], layers.report["later"]
    assert at_once["whole"] and later["whole"]
    assert later["scale"] == pytest.approx(at_once["scale"], rel=1e-6)
    assert later["scale"] < 30_000
    assert 0.05 < later["share"] < 0.5


def test_an_empty_project_becomes_metric(layers: Session) -> None:
    """The sample lies in one UTM zone; in degrees it would be sheared."""
    assert layers.report["at once"]["crs"] == layers.report["later"]["crs"] == "EPSG:32645"


OURS = ["tibet", "Primary markers", "Rock glaciers", "Candidates", "Subregions", "Reviewed ground"]


def test_images_that_come_afterwards_lie_below(layers: Session) -> None:
    assert layers.report["tree at first"] == [OURS]
    images = ["Tiles", "Image three", "Image two", "Image one"]
    assert layers.report["tree with images"] == [OURS, *images]
    assert layers.report["drawn with images"] == OURS[1:-1] + images, "reviewed ground is switched off"
    before, after = layers.report["view with images"]
    assert before == after


def test_what_the_person_drags_stays(layers: Session) -> None:
    assert layers.report["tree after dragging"] == ["Image two", OURS, "Image four", "Image three", "Image one"]


def test_the_zoom_of_the_wheel_is_kept(layers: Session) -> None:
    first, zoomed, afterwards = layers.report["zoomed"]
    assert zoomed["scale"] > 1.5 * first["scale"]
    assert afterwards["scale"] == pytest.approx(zoomed["scale"], rel=1e-3)
    assert afterwards["whole"]


def test_a_project_that_is_opened_again_has_the_same_layers(layers: Session) -> None:
    """Three times with the dock open, twice with the dock opened afterwards, each time saved."""
    assert len(layers.report["reopened"]) == 5
    for names, tree in zip(layers.report["reopened"], layers.report["reopened trees"]):
        assert names == layers.report["before saving"]
        assert tree[0] == OURS


def test_a_project_that_is_closed_took_no_layer_out(layers: Session) -> None:
    """No sentence says that the inventory stays open."""
    assert layers.report["said of a closed project"] == ""


def test_an_inventory_of_the_toolbox_has_each_layer_once(layers: Session) -> None:
    made = layers.report["made in the toolbox"]
    assert made["names"] == sorted(OURS[1:])
    assert made["crs"] == "EPSG:3857"  # it is empty, and may become of anywhere
    ours = [place for place, name in enumerate(made["tree"]) if name in OURS[1:4]]
    assert made["tree"].index("Image") > max(ours)


def _proposed(inventory: str, dem: str) -> dict[str, str]:
    """What dialogs propose while an inventory is open."""
    candidates, rock_glaciers = (f"{inventory}|layername={name}" for name in ("candidates", "rock_glaciers"))
    return {
        "detect INVENTORY": inventory,
        "detect DEM": dem,
        "polygonize INVENTORY": inventory,
        "attributes INVENTORY": inventory,
        "attributes DEM": dem,
        "flagglaciers INVENTORY": inventory,
        "sources INVENTORY": inventory,
        "importinventory INPUT": "rock_glaciers.gpkg",
        "importinventory INVENTORY": inventory,
        "evaluate INPUT": candidates,
        "evaluate REFERENCE": rock_glaciers,
        "improve INVENTORY": rock_glaciers,
        "trainingdata INVENTORY": rock_glaciers,
        "solarradiation DEM": dem,
        "scenetoinventory DEM": dem,
    }


def test_dialogs_propose_the_inventory_that_is_open_now(layers: Session) -> None:
    proposed = layers.report["proposed"]
    assert proposed["first"] == _proposed("new.gpkg", "dem.tif")
    assert proposed["second"] == _proposed("tibet.gpkg", "dem.tif")
    assert set(proposed["none"].values()) == {""}


def test_what_qgis_chooses_in_a_field_of_ours_is_a_layer(layers: Session) -> None:
    """And not its title, which no tool could open."""
    assert layers.report["proposed"]["QGIS's own"] == {
        "solarradiation DEM": "scene.tif",
        "importinventory INPUT": "rock_glaciers.gpkg",
        "detect DEM": "",
    }


def test_a_model_gets_nothing_of_what_is_open_while_it_is_designed(layers: Session) -> None:
    beside = layers.report["proposed"]["beside a designer"]
    chosen_by_qgis = (
        "importinventory INPUT",
        "evaluate INPUT",
        "evaluate REFERENCE",
        "solarradiation DEM",
        "scenetoinventory DEM",
    )
    assert {value for key, value in beside.items() if key not in chosen_by_qgis} == {""}
    assert "tibet.gpkg" in layers.report["proposed"]["second"]["detect INVENTORY"]


def test_what_a_person_chose_in_a_dialog_stays(layers: Session) -> None:
    stayed = layers.report["proposed"]["in the dialog that stayed open"]
    assert stayed == {"INPUT": "rock_glaciers.gpkg", "INVENTORY": "chosen é.gpkg"}


def test_nothing_is_filled_while_an_outline_is_drawn(layers: Session) -> None:
    """The map is as good as the image beside it; the rims are there."""
    assert set(layers.report["fills"]) == {0}
    assert layers.report["tint"]["while drawing"] == layers.report["tint"]["without outlines"]
    assert layers.report["tint"]["before"] != layers.report["tint"]["without outlines"]
    assert layers.report["tint"]["afterwards"] == layers.report["tint"]["before"]


def test_a_vertex_is_marked_when_the_outline_is_indexed_and_can_be_moved_then(layers: Session) -> None:
    """Who presses before that catches nothing; the outline was moved when it was marked."""
    assert layers.report["marked before it is indexed"] is False


def test_a_copy_is_made_complete_and_the_person_is_told(layers: Session) -> None:
    opened = layers.report["opened"]
    assert opened["triggers"] == len(watched_events())
    assert opened["stale"] == 4
    for words in (
        "copy.gpkg lacked what notes the changes of other tools",
        "is not in the journal",
        "Outlines that the journal does not know: 4.",
        "2 rock glaciers have the identifier RGU299025N0800125E",
    ):
        assert words in opened["said"]


def test_a_twin_is_settled_by_a_click_and_undone_by_a_key(layers: Session) -> None:
    twin = layers.report["twin"]
    people = ("Ann", "Bob") if twin["shown"] == 2 else ("Bob", "Ann")
    assert "2 rock glaciers have the identifier" in twin["warning"]
    assert f"This one is by {people[0]}, the other by {people[1]}." in twin["warning"]
    assert {twin["shown"], twin["other"]} == {2, 4}
    assert twin["back"] == twin["shown"]
    assert twin["label"] == "Keep this one"
    assert twin["before"] == [2, 4]
    assert twin["kept"] == [twin["shown"]]
    assert twin["warnings afterwards"] == ["Put it inside"], "these inventories have no primary markers"
    assert twin["undone"] == [2, 4]
    assert twin["kept in the end"] == [twin["shown"]]


def test_a_layer_that_is_overwritten_while_the_dock_is_open(layers: Session) -> None:
    overwritten = layers.report["overwritten"]
    assert overwritten["triggers before"] == len(watched_events()) - 3
    assert overwritten["triggers"] == len(watched_events())
    assert "lacked what notes the changes of other tools" in overwritten["said"]
    assert overwritten["noted"] == 1
