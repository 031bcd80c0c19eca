"""Help in the real desktop: each Help button, F1 and menu entry opens the right page, from the plugin's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from .desk import Session, check_went_well, make_desk, number_of_colours

FIRST, DOCK, KEYS = "Your first inventory", "The dock: mapping", "The dock: mapping"


@pytest.fixture(scope="module")
def session(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    desk = make_desk(tmp_path_factory, "help é 冰")
    return desk.run("dock_help.py", sample)


def test_nothing_went_wrong(session: Session) -> None:
    check_went_well(session)


def test_the_window_of_help_is_read_as_a_book(session: Session) -> None:
    report = session.report
    assert report["chosen"].startswith("Detect - help")
    title, found, told = report["found"]
    assert found.lower() == "debris-covered" and told == "" and title
    assert report["back"].startswith(FIRST)
    assert report["closed"] == report["header"] == FIRST


def test_f1_on_the_map_is_that_of_the_dock(session: Session) -> None:
    assert session.report["F1 on the map"] == FIRST, "no inventory is open"
    assert session.report["F1 while one writes"] == [FIRST, "Ann"]


def test_dialogs_have_help_and_f1(session: Session) -> None:
    assert session.report["settings"] == {
        "button": DOCK,
        "F1": "Attributes",
        "clicked beside a modal dialog": "Install",
    }
    assert session.report["options"] == "Install"
    assert session.report["models"] == "Models"


def test_the_menu_of_plugins(session: Session) -> None:
    assert session.report["menu"] == [
        "Rock glacier inventory",
        "Finish the inventory",
        "Tools",
        "Models…",
        "Curves of the training",
        "Walk through training outlines",
        "Help",
        "List of keys",
        "About…",
    ]
    assert (session.report["menu help"], session.report["menu keys"]) == (FIRST, KEYS)
    for words in ("Version", "Schema", "Engine", "General Public License", "10.5194/essd-16-5703-2024"):
        assert words in session.report["about"]


def test_a_tool_is_opened_by_the_menu_and_has_help(session: Session) -> None:
    assert "Detect rock glaciers" in session.report["dialog"]
    assert len(session.report["tools"]) == 26
    assert (session.report["tool's button"], session.report["tool's F1"]) == ("Detect", "Detect")


def test_the_dock_of_training_outlines_has_help(session: Session) -> None:
    assert session.report["training outlines"] == ["A model of your own"] * 2


@pytest.mark.parametrize("name", ["help-first", "help-detect", "help-found", "help-keys", "help-about", "help-night"])
def test_screenshots_show_something(session: Session, name: str) -> None:
    assert number_of_colours(session.folder / f"{name}.png") > 10
