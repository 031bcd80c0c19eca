"""Names that Windows keeps for itself are refused on every system, wherever a person names a file or a model."""

from __future__ import annotations

from pathlib import Path

import engine_here
import pytest
from rock_glacier_inventory.engine.simulation import write_scene
from rock_glacier_inventory.engine.telling.outputs import finished_folder
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.model_cards import model_files
from rock_glacier_inventory.inventory.naming.reserved_names import check_model_name, check_name
from test_model_files import a_model

REFUSED = (
    "con.gpkg",
    "CON",
    "Nul.tar.gz",
    "aux.json",
    "prn .tif",
    "com1",
    "COM9.zip",
    "lpt1.gpkg",
    "LPT².tif",
    "conin$",
    "rocks.",
    "rocks ",
    "rocks.gpkg. .",
)
GOOD = (
    "conus.gpkg",
    "com.gpkg",
    "com10.gpkg",
    "lpt.tif",
    "a.con",
    "nul-2",
    "aux_1.json",
    ".con.gpkg",
    "冰.gpkg",
    "..",
    "",
)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scene")
    write_scene(folder, 96, 7, SilentReport())
    return folder


@pytest.mark.parametrize("name", REFUSED)
def test_such_a_name_is_refused_in_a_sentence_that_says_why(name: str) -> None:
    with pytest.raises(UserError) as told:
        check_name(Path("/maps") / name)
    said = str(told.value)
    assert said.startswith(f"'/maps/{name}' cannot be used as a name: Windows ")
    assert said.endswith("; choose another.")
    assert told.value.kind == "output"
    with pytest.raises(UserError):
        check_model_name(name)


@pytest.mark.parametrize("name", GOOD)
def test_names_that_only_look_like_it_are_taken(name: str) -> None:
    check_name(Path("/maps", name))
    check_name(Path("/con/nul ") / name if name else Path("/con/a"))  # folders that are there are not named here
    check_model_name(name)


def _commands(folder: Path, scene: Path) -> list[tuple[str, list[object]]]:
    """What each command that names something is given; the name is what is wrong with it."""
    model = ("--model", "simulated-alpine")
    data = ("training-data", "--inventory", scene / "rock_glaciers.gpkg", "--image", scene / "scene.tif")
    detect = ("detect", "--input", scene / "scene.tif", *model)
    good, outlines = ("--output", folder / "good.gpkg"), scene / "rock_glaciers.gpkg"
    return [
        ("con.gpkg", ["create", "--output"]),
        ("nul", ["simulate", "--size", 96, "--seed", 1, "--output"]),
        ("sample.", ["simulate", "--size", 96, "--seed", 1, "--output"]),
        ("prn", [*data, "--output"]),
        ("com1.gpkg", [*detect, "--output"]),
        ("com1.tif", [*detect, *good, "--probability"]),
        ("lpt1", [*detect, *good, "--ledger"]),
        ("aux.gpkg", ["polygonize", "--input", scene / "dem.tif", "--output"]),
        ("aux.png", ["overview", "--input", scene / "scene.tif", "--output"]),
        ("nul.tif", ["solar-radiation", "--dem", scene / "dem.tif", "--output"]),
        ("con.gpkg", ["import", "--input", scene / "rock_glaciers.gpkg", "--inventory"]),
        ("con", ["environment", "--bundle"]),
        (
            "con.json",
            [
                "evaluate",
                "--input",
                scene / "rock_glaciers.gpkg",
                "--reference",
                scene / "rock_glaciers.gpkg",
                "--output",
            ],
        ),
        ("con", ["train", "--data", folder / "none", "--output", folder, "--name"]),
        (
            "aux.2",
            [
                "improve",
                "--inventory",
                outlines,
                "--image",
                scene / "scene.tif",
                *model,
                "--models-folder",
                folder,
                "--name",
            ],
        ),
    ]


def test_every_command_that_names_something_refuses_it(scene: Path, tmp_path: Path) -> None:
    for name, words in _commands(tmp_path, scene):
        given = name if words[-1] == "--name" else tmp_path / name
        done = engine_here.run(*words, given)
        assert done.code == 1, (words, done)
        assert f"'{given}' cannot be used as a name: Windows " in done.error, (words, done)
        assert list(tmp_path.iterdir()) == [], words


def test_a_folder_that_appears_when_it_is_whole(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nul' cannot be used as a name"), finished_folder(tmp_path / "nul"):
        raise AssertionError("there is nothing to write into")
    assert list(tmp_path.iterdir()) == []


def test_a_model_of_such_a_name_neither_comes_in_nor_goes_out(tmp_path: Path) -> None:
    card, models = a_model(tmp_path / "given", "com7"), tmp_path / "models"
    with pytest.raises(UserError, match="'com7' cannot be used as a name"):
        model_files.take_in(card, models)
    assert not models.exists()
    with pytest.raises(UserError, match=r"nul\.zip' cannot be used as a name"):
        model_files.give(a_model(tmp_path / "own"), tmp_path / "nul.zip")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["given", "own"]
