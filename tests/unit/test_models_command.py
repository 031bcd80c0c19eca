"""The command `models`: lists the cards and checks their weights."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from engine_here import run
from engine_process import ROOT
from rock_glacier_inventory.engine.commands import small
from rock_glacier_inventory.models.networks.network import build_network
from rock_glacier_inventory.models.networks.registry import FOLDER_VARIABLE, save_model
from test_models_card import make_card

NO_FOLDER = {FOLDER_VARIABLE: ""}


@pytest.fixture
def own_models(tmp_path: Path) -> Path:
    folder = tmp_path / "meine Modelle é"
    folder.mkdir()
    save_model(folder, make_card(), build_network("tu-test_efficientnet", 3, 16))
    return folder


def test_shipped_cards_are_listed() -> None:
    result = run("models", environment=NO_FOLDER).result
    assert [card["name"] for card in result["models"]] == ["debris-cover-s2", "simulated-alpine"]
    assert result["problems"] == []
    for card in result["models"]:
        for word in (card["title"], card["target"], card["encoder"], card["licence"], card["not_for"]):
            assert word in result["table"]
        assert Path(card["weights"]).is_file()
        assert card["check"] == ""


def test_shipped_cards_pass_their_check() -> None:
    result = run("models", "--check", environment=NO_FOLDER).result
    assert result["table"].count("checked: whole, and the ones of this card") == 2


def test_models_of_ones_own_are_listed_too(own_models: Path) -> None:
    names = [card["name"] for card in run("models", "--folder", own_models).result["models"]]
    assert "tiny" in names
    assert len(names) == 3
    only = run("models", "--model", "tiny", "--check", environment={FOLDER_VARIABLE: str(own_models)}).result
    assert [card["name"] for card in only["models"]] == ["tiny"]


def test_a_damaged_card_is_a_warning_and_fails_the_check(own_models: Path) -> None:
    (own_models / "broken.json").write_text("{", "utf-8")
    listed = run("models", "--folder", own_models)
    assert len(listed.result["models"]) == 3
    assert "broken.json is not JSON" in listed.warnings[0]
    assert run("models", "--folder", own_models, "--check").code == 1


def test_wrong_weights_fail_the_check(own_models: Path) -> None:
    with (own_models / "tiny.safetensors").open("ab") as stream:
        stream.write(b"x")
    assert run("models", "--folder", own_models, "--model", "tiny").code == 0
    checked = run("models", "--folder", own_models, "--model", "tiny", "--check")
    assert checked.code == 1
    assert "is not the one its model card vouches for" in checked.error


def test_an_unknown_model_is_a_users_error() -> None:
    finished = run("models", "--model", "nonesuch", environment=NO_FOLDER)
    assert finished.code == 1
    assert "known are debris-cover-s2, simulated-alpine" in finished.error


def test_listing_needs_no_torch() -> None:
    program = (
        "import sys, json, conftest\n"
        "from rock_glacier_inventory.engine.commands import small\n"
        "from rock_glacier_inventory.engine.telling.report import SilentReport\n"
        "from rock_glacier_inventory.inventory.requests.small import ModelsRequest\n"
        "small.models(ModelsRequest(), SilentReport())\n"
        "print(json.dumps([name for name in ('torch', 'numpy', 'rasterio') if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "tests", capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
    assert small.models.__doc__
