"""Model cards: what they hold, what is refused, where they are found."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rock_glacier_inventory.models.cards.card import OPTIONAL, BandRange, ModelCard, Scaling
from rock_glacier_inventory.models.cards.card_file import read_card
from rock_glacier_inventory.models.errors import ModelError
from rock_glacier_inventory.models.networks.registry import FOLDER_VARIABLE, list_cards, load_card

ROOT = Path(__file__).resolve().parents[2]


def make_card(**changes: Any) -> ModelCard:
    values: dict[str, Any] = {
        "name": "tiny",
        "title": "A tiny one",
        "description": "For tests: ice, 冰, é.",
        "target": "rock glacier",
        "architecture": "DeepLabV3Plus",
        "encoder": "tu-test_efficientnet",
        "decoder_channels": 16,
        "bands": ("red", "green", "blue"),
        "scaling": Scaling(
            {"uint8": BandRange((0.0,) * 3, (255.0,) * 3), "float": BandRange((0.0, 0.0, 0.1), (1.0, 1.0, 0.9))},
            (0.5,) * 3,
            (0.25,) * 3,
        ),
        "ground_resolution_m": 4.77,
        "tile_size": 96,
        "overlap": 32,
        "threshold": 0.5,
        "training_data": "none",
        "metrics": {"iou": 0.1},
        "licence": "GPL-2.0-or-later",
        "citation": "",
        "not_for": "anything",
        "created": "2026-11-22",
        "weights": "tiny.safetensors",
        "sha256": "0" * 64,
        "parameters": 7,
    }
    return ModelCard(**{**values, **changes})


def content_of(card: ModelCard) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(card.to_json())
    return content


def write(folder: Path, content: Any, name: str = "tiny") -> Path:
    path = folder / f"{name}.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def assert_one_sentence(error: pytest.ExceptionInfo[ModelError], path: Path) -> None:
    text = str(error.value)
    assert str(path) in text
    assert "\n" not in text
    assert text.endswith(".")


def test_round_trip(tmp_path: Path) -> None:
    card = make_card()
    path = write(tmp_path, card.to_json())
    again = read_card(path)
    assert again == card
    assert again.path == path
    assert again.to_json() == card.to_json()
    assert again.weights_path == tmp_path / "tiny.safetensors"


def test_a_card_that_was_never_saved_has_no_weights() -> None:
    with pytest.raises(ModelError, match="has no weights yet"):
        _ = make_card(weights="", sha256="").weights_path


TERRAIN = {
    "bands": ("red", "green", "blue", "slope", "curvature"),
    "scaling": Scaling(
        {"uint8": BandRange((0.0,) * 3, (255.0,) * 3)}, (0.5,) * 5, (0.25,) * 5, BandRange((0.0, -0.1), (60.0, 0.1))
    ),
}
MORE: dict[str, Any] = {
    **TERRAIN,
    "architecture": "Unet",
    "detection_tile": 160,
    "mirrored": True,
    "mirrored_tile": 192,
    "members": 3,
    "temperature": 1.4,
    "shift": -0.3,
    "start_weights": "efficientnet-lite0 (Apache-2.0)",
    "imagery_terms": "© Planet Labs",
    "training_areas": ((80.1, 30.0, 80.5, 30.25),),
    "software": {"torch": "2.14.1"},
    "openvino": {"network": "tiny.xml", "weights": "tiny.bin", "network_sha256": "a" * 64, "weights_sha256": "b" * 64},
}


def test_what_a_card_may_leave_out_makes_a_round_trip_too(tmp_path: Path) -> None:
    card = make_card(**MORE)
    again = read_card(write(tmp_path, card.to_json()))
    assert again == card
    assert (again.tile, dataclasses.replace(again, mirrored=False).tile) == (192, 160)
    assert (again.image_bands, again.terrain_bands) == (("red", "green", "blue"), ("slope", "curvature"))
    plain = make_card()
    assert not set(OPTIONAL) & set(content_of(plain))
    assert plain.tile == plain.tile_size


@pytest.mark.parametrize("key", sorted(OPTIONAL))
def test_what_a_card_may_leave_out_has_a_type_too(tmp_path: Path, key: str) -> None:
    path = write(tmp_path, {**content_of(make_card(**MORE)), key: None})
    with pytest.raises(ModelError, match=f"'{key}' must be") as error:
        read_card(path)
    assert_one_sentence(error, path)


@pytest.mark.parametrize("key", sorted(content_of(make_card())))
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    content = content_of(make_card())
    del content[key]
    path = write(tmp_path, content)
    with pytest.raises(ModelError, match=f"lacks {key};") as error:
        read_card(path)
    assert_one_sentence(error, path)


@pytest.mark.parametrize("key", sorted(content_of(make_card())))
def test_a_value_of_another_type_is_named(tmp_path: Path, key: str) -> None:
    path = write(tmp_path, {**content_of(make_card()), key: True})
    with pytest.raises(ModelError, match=f"'{key}' must be") as error:
        read_card(path)
    assert_one_sentence(error, path)


SCALING = content_of(make_card())["scaling"]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("name", "../etc", "'name' is '../etc'"),
        ("title", " ", "'title' is empty"),
        ("not_for", "", "'not_for' is empty"),
        ("architecture", "UNet", "'architecture' is UNet"),
        ("bands", ["slope", "red", "green", "blue"], "bands of the image first"),
        ("bands", ["slope"], "bands of the image first"),
        ("bands", ["red", "green", "blue", "slope"], "'scaling.terrain' must be there"),
        ("scaling", {**SCALING, "terrain": SCALING["uint8"]}, "'scaling.terrain' must be there"),
        ("detection_tile", 100, "'detection_tile' is 100"),
        ("mirrored_tile", 72, "'mirrored_tile' is 72"),
        ("mirrored_tile", 16, "'mirrored_tile' is 16"),
        ("members", 0, "'members' is 0"),
        ("temperature", 0, "'temperature' is 0"),
        ("temperature", float("nan"), "'temperature' is nan"),
        ("shift", float("inf"), "'shift' is inf"),
        ("training_areas", [[1, 2, 3]], "'training_areas' must be boxes"),
        ("openvino", {"network": "a.xml"}, "'openvino' must have network"),
        ("openvino", {**MORE["openvino"], "network": "../a.xml"}, "plain files beside the card"),
        ("openvino", {**MORE["openvino"], "weights_sha256": "x"}, "a SHA-256 of 64"),
        ("bands", [], "'bands' must name"),
        ("bands", ["red", "red", "blue"], "'bands' must name each band once"),
        ("ground_resolution_m", 0, "'ground_resolution_m' is 0"),
        ("ground_resolution_m", float("inf"), "'ground_resolution_m' is inf"),
        ("tile_size", 100, "'tile_size' is 100"),
        ("tile_size", 32, "'tile_size' is 32"),
        ("overlap", 49, "'overlap' is 49"),
        ("overlap", -1, "'overlap' is -1"),
        ("threshold", 1, "'threshold' is 1"),
        ("threshold", 0.0, "'threshold' is 0"),
        ("encoder_depth", 2, "'encoder_depth' is 2"),
        ("decoder_channels", 0, "'decoder_channels' must be"),
        ("weights", "../tiny.safetensors", "must be a plain file name"),
        ("weights", "tiny.pt", "must be a plain file name"),
        ("weights", "", "'sha256' must be"),
        ("sha256", "abc", "'sha256' must be"),
        ("scaling", {"mean": [0, 0, 0], "std": [1, 1, 1]}, "at least one of uint8"),
        ("scaling", {**SCALING, "int32": SCALING["uint8"]}, "and no other"),
        ("scaling", {**SCALING, "mean": [0.5]}, "'scaling.mean' has 1 values for 3 bands"),
        ("scaling", {**SCALING, "std": [1, 1, 0]}, "'scaling.std' must be above 0"),
        ("scaling", {**SCALING, "std": [1, 1, float("nan")]}, "not a finite number"),
        ("scaling", {**SCALING, "uint8": {"low": [0, 0, 9], "high": [9, 9, 9]}}, "must lie below"),
        ("scaling", {**SCALING, "uint8": {"low": [0, 0], "high": [9, 9, 9]}}, "'scaling.uint8.low' has 2"),
        ("scaling", {**SCALING, "uint8": {"low": [0, 0, 0]}}, "'scaling' must be a list of numbers"),
    ],
)
def test_a_value_that_cannot_be_right_is_named(tmp_path: Path, key: str, value: Any, words: str) -> None:
    path = write(tmp_path, {**content_of(make_card()), key: value})
    with pytest.raises(ModelError) as error:
        read_card(path)
    assert words in str(error.value)
    assert_one_sentence(error, path)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "not json"])
def test_a_file_that_is_no_card(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ModelError) as error:
        read_card(path)
    assert_one_sentence(error, path)


def test_a_card_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read") as error:
        read_card(tmp_path / "none.json")
    assert_one_sentence(error, tmp_path / "none.json")


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, {**content_of(make_card()), "treshold": 0.4})
    with pytest.raises(ModelError, match="treshold"):
        read_card(path)


def test_an_unknown_model_names_the_known_ones(tmp_path: Path) -> None:
    write(tmp_path, make_card().to_json())
    with pytest.raises(ModelError) as error:
        load_card("tini", tmp_path)
    for name in ("'tini'", "tiny", "simulated-alpine", "debris-cover-s2"):
        assert name in str(error.value)


def test_a_model_is_found_by_folder_by_variable_and_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, make_card().to_json())
    assert load_card("tiny", tmp_path).path == path
    assert load_card(str(path)).path == path
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert load_card("tiny").path == path
    assert [card.name for card in list_cards()] == ["debris-cover-s2", "simulated-alpine", "tiny"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not exist"):
        list_cards(tmp_path / "none")


def test_a_damaged_card_does_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path, make_card().to_json())
    write(tmp_path, "{", "broken")
    write(tmp_path, make_card().to_json(), "renamed")
    problems: list[str] = []
    assert "tiny" in [card.name for card in list_cards(tmp_path, problems)]
    assert len(problems) == 2
    assert "broken.json" in problems[0]
    assert "renamed.json" in problems[1]
    with pytest.raises(ModelError, match="is not JSON"):
        load_card("broken", tmp_path)
    with pytest.raises(ModelError, match="rename the file"):
        load_card("renamed", tmp_path)


def test_cards_are_listed_without_torch() -> None:
    program = (
        "import sys, conftest\n"
        "from rock_glacier_inventory.models.networks.registry import list_cards\n"
        "import rock_glacier_inventory.models.cards.card\n"
        "assert len(list_cards()) >= 2\n"
        "print([name for name in ('torch', 'numpy', 'timm', 'safetensors') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "tests", capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_changed_card_is_checked_too() -> None:
    with pytest.raises(ModelError, match="'threshold' is 2"):
        dataclasses.replace(make_card(), threshold=2)
