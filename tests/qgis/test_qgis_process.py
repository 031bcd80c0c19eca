"""The real qgis_process program, with the plugin in a profile of its own."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ..qgis_profile import ROOT, Profile, make_profile
from .conftest import MODEL

# Debian 12's wrapper passes an option that the program does not know; the program itself is right.
PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    return make_profile(tmp_path_factory.mktemp("qgis"))


def call(profile: Profile, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert PROGRAM is not None
    environment = {**profile.environment, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [PROGRAM, *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def run(profile: Profile, algorithm: str, **parameters: object) -> dict[str, Any]:
    done = call(profile, "--json", "run", algorithm, "--", *(f"{key}={value}" for key, value in parameters.items()))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FutureWarning" not in done.stderr, "GDAL's bindings were not told what they do with errors"
    return json.loads(done.stdout)["results"]


def test_lists_the_algorithms(profile: Profile) -> None:
    done = call(profile, "list")
    for name in (
        "createinventory",
        "capturebasemap",
        "detect",
        "polygonize",
        "attributes",
        "flagglaciers",
        "importinventory",
        "checkinventory",
        "solarradiation",
        "evaluate",
        "scenetoinventory",
    ):
        assert f"rockglacier:{name}\t" in done.stdout
    assert "Traceback" not in done.stderr


def test_help_names_every_parameter(profile: Profile) -> None:
    done = call(profile, "help", "rockglacier:detect")
    assert done.returncode == 0
    for key in ("INPUT", "MODEL", "EXTENT", "AREA", "THRESHOLD", "MINIMUM_AREA", "INVENTORY", "OUTPUT"):
        assert f"\n{key}: " in done.stdout


def test_the_whole_job(profile: Profile, sample: Path, tmp_path: Path) -> None:
    """Create, detect into it, fill attributes: each program start finds what the one before left.

    Where there is no engine the inventory is made all the same, and what needs numbers says where to get one.
    """
    environment = {**profile.environment, "ROCK_GLACIER_ENGINE_PYTHON": str(tmp_path / "python")}
    without = Profile(profile.folder, profile.base, environment)
    inventory = tmp_path / "Inventar é 冰.gpkg"
    assert run(without, "rockglacier:createinventory", OUTPUT=inventory, TITLE="Test")["OUTPUT"] == str(inventory)
    refused = call(without, "run", "rockglacier:attributes", "--", f"INVENTORY={inventory}")
    assert refused.returncode != 0
    assert "Rock glacier inventory" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stdout + refused.stderr
    found = run(
        profile,
        "rockglacier:detect",
        INPUT=sample / "scene.tif",
        MODEL=MODEL,
        INVENTORY=inventory,
        OUTPUT=tmp_path / "candidates.shp",
        DEVICE="cpu",
    )
    assert found["COUNT"] > 0
    assert (tmp_path / "candidates.shp").is_file()
    filled = run(
        profile,
        "rockglacier:attributes",
        INVENTORY=inventory,
        LAYER="candidates",
        DEM=sample / "dem.tif",
        GROUPS="terrain",
    )  # all that a DEM gives comes with the model below
    assert filled["OUTPUT"].endswith("layername=candidates")


def test_the_model(profile: Profile, sample: Path, tmp_path: Path) -> None:
    """The shipped processing model, by its file: all three steps in one run."""
    inventory = tmp_path / "model.gpkg"
    done = run(
        profile,
        str(ROOT / "resources" / "models" / "scene_to_inventory.model3"),
        INPUT=sample / "scene.tif",
        DEM=sample / "dem.tif",
        SUBREGIONS=sample / "subregions.gpkg",
        MODEL=MODEL,
        TITLE="Test",
        **{"create:Inventory": inventory},
    )
    assert done["create:Inventory"] == str(inventory)
    connection = sqlite3.connect(inventory)
    filled = connection.execute(
        "SELECT count(*), count(ELE_MEAN), count(SLO_MEAN), count(SUBREGION) FROM candidates"
    ).fetchone()
    connection.close()
    assert filled[0] > 0
    assert len(set(filled)) == 1


def test_a_users_error_is_one_sentence(profile: Profile, tmp_path: Path) -> None:
    done = call(profile, "run", "rockglacier:createinventory", "--", f"OUTPUT={tmp_path}/none/inventory.gpkg")
    assert done.returncode == 1
    assert "does not exist" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
