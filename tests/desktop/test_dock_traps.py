"""What once spoiled work in silence: names, keys, Esc, other people, models, dates, new files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rock_glacier_inventory.store.geopackage.geometry import register_functions

from .beginnings import engine_python
from .desk import Session, check_went_well, make_desk


@pytest.fixture(scope="module")
def session(large_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "traps é 冰")
    temporary = tmp_path_factory.mktemp("temporary")  # xvfb-run wants a plain name
    inventory = desk.copy("dozen.gpkg", "shared by two.gpkg")
    _add_candidates_of_another_model(inventory)
    variables = {"ROCK_GLACIER_ENGINE_PYTHON": engine_python(), "TMPDIR": str(temporary)}
    return desk.run("dock_traps.py", large_sample, inventory, **variables)


_OTHER = {"RUN_ID": "'other'", "MODEL": "'debris-cover-s2'", "TARGET": "'debris-covered glacier'"}


def _add_candidates_of_another_model(inventory: Path) -> None:
    """The three smallest candidates are said to be from the shipped model for debris-covered glaciers."""
    with closing(sqlite3.connect(inventory)) as connection, connection:
        register_functions(connection)
        (run,) = connection.execute("SELECT RUN_ID FROM runs").fetchone()
        names = [row[1] for row in connection.execute("PRAGMA table_info(runs)") if row[1] != "fid"]
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(_OTHER.get(n, f'"{n}"') for n in names)
        copied = f"SELECT {values} FROM runs WHERE RUN_ID = ?"
        connection.execute(f"INSERT INTO runs ({columns}) {copied}", (run,))
        connection.execute("INSERT INTO inventory_info (KEY, VALUE) VALUES ('writing', '1')")
        connection.execute(
            "UPDATE candidates SET RUN_ID = 'other' WHERE fid IN (SELECT fid FROM candidates ORDER BY AREA LIMIT 3)"
        )
        connection.execute("DELETE FROM inventory_info WHERE KEY = 'writing'")


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)


def test_nothing_is_decided_without_a_name(session: Session) -> None:
    found = session.report["no name"]
    assert (found["written"], found["drawing"]) == (0, False)
    assert "Say who you are" in found["said"]
    assert "⚠" in found["role"]


def test_a_name_is_what_was_written_and_can_be_forgotten(session: Session) -> None:
    assert session.report["beginning of a name"] == "An", "not the longer name of the list"
    assert session.report["mapper"] == [["An"]]
    forgotten = session.report["forgotten"]
    assert (forgotten["name"], forgotten["names"]) == ("", ["Anna Longer-Name"])
    assert (forgotten["written"], forgotten["button"]) == (0, False)
    assert "Say who you are" in forgotten["said"]


def test_the_date_of_an_image_is_asked_once_and_filled_in(session: Session) -> None:
    visible, question = session.report["asked"]
    assert visible and "scene.tif" in question
    before, after, then = session.report["dates"]
    assert before == [["scene.tif", None]]
    assert after == [["scene.tif", "2021-08"]] == then, "one rule for what was there and what comes"
    assert session.report["asked again"] is False
    assert session.report["undone after the date"] == [1, False], "the decision of another name stays"


def test_no_key_acts_while_the_dock_is_closed(session: Session) -> None:
    assert session.report["closed"] == {"visible": False, "decided": 0}


def test_an_outline_out_of_view_is_brought_back_first(session: Session) -> None:
    found = session.report["out of view"]
    assert (found["decided"], found["seen again"], found["decided then"]) == (0, True, 1)
    assert "out of view" in found["said"]
    dot = session.report["a dot"]
    assert (dot["decided"], dot["decided then"]) == (0, 1)
    assert "out of view" in dot["said"] and dot["scale"] < 100_000


def test_a_key_is_not_taken_from_another_tool(session: Session) -> None:
    found = session.report["tool"]
    assert found["in hand"] != "QgsMapToolPan" and found["now"] == "QgsMapToolPan"
    assert (found["decided"], found["decided then"]) == (0, 1)
    assert "Another tool" in found["said"]


def test_an_outline_that_was_given_up_comes_back_once(session: Session) -> None:
    found: dict[str, Any] = session.report["given up"]
    assert (found["active"], found["back"], found["taken back"], found["written"]) == (False, True, 0, 1)
    assert "Bring back the outline" in found["undo"]
    assert "is back" in found["said"]
    assert (found["after a decision"], found["undone"]) == (False, 1)


def test_who_was_faster_is_said_and_one_goes_on(session: Session) -> None:
    found = session.report["faster"]
    assert found["title"] in found["said"] and "Bob 冰" in found["said"] and "remove" in found["said"]
    assert (found["written"], found["went on"]) == (0, True)
    assert found["state"] == [["remove", "talus"]]


def test_a_drawing_outlives_somebody_faster(session: Session) -> None:
    found = session.report["faster than a drawing"]
    assert "Bob 冰" in found["said"] and "still here" in found["said"]
    assert (found["kept"], found["written"]) == (True, 0)
    assert (found["over"], found["written then"], found["state"]) == (True, 1, [["refine"]])


def test_another_landform_is_named_and_asked_about_once(session: Session) -> None:
    found = session.report["landform"]
    assert "debris-covered glacier" in found["warned"] and "debris-cover-s2" in found["warned"]
    assert "debris-covered glacier" in found["said"]
    assert (found["written"], found["same"], found["written then"]) == (0, True, 1)


def test_another_landform_is_removed_by_one_key_and_can_be_left_out(session: Session) -> None:
    found = session.report["removed as found"]
    assert found["title"].startswith("Debris-covered glacier ")
    assert found["button"] == "Remove: debris-covered glacier"
    assert found["asked"] == "reasons"
    assert found["states"] == [["remove", "debris-covered glacier"]]
    assert (found["next"], found["removed"]) == ("reasons", [[1]]), "the second key decided nothing"
    assert found["back"] == [["undecided"]]
    assert found["offered"] == [""]


def test_ground_that_was_looked_at_is_kept(session: Session) -> None:
    found = session.report["looked at"]
    assert len(found["rows"]) > found["before"][0][0] or found["before"][0][0] > 0
    for person, operation, pixel, imagery, _ in found["rows"]:
        assert (operation in ("remain", "remove", "refine", "retrieve"), imagery) == (True, "scene.tif")
        assert person and 0 < pixel <= 10
    assert found["person"] in [row[0] for row in found["rows"]]


def test_models_come_and_go_by_the_docks_menu(session: Session) -> None:
    found = session.report["models"]
    assert "The model colleague was checked and copied into" in found["imported"]
    assert "97.00° E – 97.50° E, 28.00° N – 28.40° N" in found["text"]
    assert (found["on the map"], found["in view"]) == (1, True)
    below = ["Replace what nobody has decided on", "Improve the model with this inventory…"]
    below += ["Stretch the image to what is in view\tB", "Models…"]
    assert found["offered"] == ["colleague", "debris-cover-s2", "simulated-alpine", *below]
    assert found["deleted"] == "Deleted: colleague.json, colleague.safetensors."
    assert found["offered then"] == ["debris-cover-s2", "simulated-alpine", *below]


def test_a_new_inventory_is_never_temporary_and_overwrites_nothing(session: Session) -> None:
    temporary, existing, good = (session.report["new"][name] for name in ("temporary", "existing", "good"))
    assert "temporary files" in temporary["said"] and not temporary["is there"]
    assert "exists already" in existing["said"] and existing["is there"]
    assert temporary["still open"] and existing["still open"]
    assert (good["open"], good["candidates"], good["title"]) == (True, 0, [["new one 冰"]])
