"""Somebody new at the dock: a new inventory, names, keys that are pressed while nothing can be seen."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtGui import QImage

from ..qgis_profile import make_profile
from .conftest import MODEL, SETTINGS, Session, run_desktop, run_engine

SHOTS = ("empty", "made", "nameless", "measuring", "elsewhere", "a dot", "date")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    base = tmp_path_factory.mktemp("new_user")
    folder, sample, temporary = base / "seen", base / "scene", base / "tmp"
    folder.mkdir()
    temporary.mkdir()  # what is thrown away, so that the rest of the disk is not
    run_engine("simulate", "--output", sample, "--size", 1024, "--seed", 3)
    inventory = folder / "full.gpkg"
    run_engine("create", "--output", inventory)
    run_engine("detect", "--input", sample / "scene.tif", "--model", MODEL, "--inventory", inventory,
               "--threshold", 0.1, "--minimum-area", 1000)  # fmt: skip
    return run_desktop(
        "dock_new_user.py", make_profile(base, SETTINGS), folder, TMPDIR=str(temporary),
        ROCK_GLACIER_DESKTOP_SAMPLE=str(sample),
    )  # fmt: skip


def test_nothing_went_wrong(session: Session) -> None:
    assert "error" not in session.report, session.report["error"]
    assert "Traceback" not in session.errors
    assert "died on signal" not in session.errors, "also not while it closes"


def test_a_new_inventory_is_not_put_where_it_would_be_lost(session: Session) -> None:
    refused = session.report["new"]["temporary"]
    assert (refused["open"], refused["exists"]) == ("", False)
    assert "thrown away" in refused["said"]


def test_a_new_inventory_overwrites_none(session: Session) -> None:
    refused = session.report["new"]["there already"]
    assert refused["open"] == "" and "full.gpkg exists already" in refused["said"]
    assert session.report["new"]["left as it was"] is True


def test_a_new_inventory_opens_at_once(session: Session) -> None:
    assert session.report["new"]["made"]["open"] == "brand new é.gpkg"
    assert session.report["new"]["layers"] == ["Candidates", "Primary markers", "Rock glaciers", "Subregions"]


def test_nothing_is_decided_without_a_name(session: Session) -> None:
    assert [count for count, _ in session.report["without a name"]] == [0, 0, 0, 0]
    assert all("name" in said or "who you are" in said for _, said in session.report["without a name"][:2])
    assert session.report["drawing without a name"] is False, "not when the outline is done"
    assert session.report["the same is shown"] is True
    assert session.report["journal without a name"] == 0


def test_a_name_is_what_was_written(session: Session) -> None:
    names = session.report["names"]
    assert (names["shorter"], names["shortest"]) == ("Ada Mapper", "Ada"), "and no longer one of the list"
    assert names["list"] == ["Ada", "Ada Mapper", "Ada Mapper-Longname"]


def test_a_name_can_be_forgotten(session: Session) -> None:
    names = session.report["names"]
    forgotten = {"list": ["Ada Mapper", "Ada Mapper-Longname"], "who": "", "field": ""}
    assert names["forgotten"] == forgotten
    assert names["in the end"] == "Ada Mapper"


def test_no_key_decides_with_the_dock_closed(session: Session) -> None:
    assert session.report["unseen"]["dock is closed"] == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [("measuring", "Another tool was in hand"), ("elsewhere", "out of view"), ("a dot", "out of view")],
)
def test_a_key_first_brings_back_what_is_to_be_seen(session: Session, name: str, words: str) -> None:
    seen = session.report["unseen"][name]
    assert (seen["decided"], seen["same"], seen["then"]) == (0, True, 1)
    assert words in seen["said"]


def test_the_tool_in_hand_is_put_away(session: Session) -> None:
    assert session.report["unseen"]["a tool in hand"] is True
    assert session.report["unseen"]["pan again"] is True


def test_one_undo_brings_back_what_escape_gave_up(session: Session) -> None:
    given_up = session.report["given up"]
    assert (given_up["gone"], given_up["back"], given_up["as before"]) == (False, True, True)
    assert given_up["accepted"] == 1


def test_the_date_of_an_image_is_asked_once(session: Session) -> None:
    date = session.report["date"]
    assert date["asked"] is True and "scene.tif" in date["question"]
    assert date["asked again"] is False
    assert date["kept"] == [["2021-08"]], "also what was decided before the answer"
    assert (date["the next"], date["decided"]) == ([["2021-08"]], 1)


@pytest.mark.parametrize("name", SHOTS)
def test_screenshots_show_something(session: Session, name: str) -> None:
    picture = QImage(str(session.folder / f"new-user-{name}.png"))
    assert not picture.isNull()
    places = [(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)]
    assert len({picture.pixel(x, y) for x, y in places}) > 5
