"""Models as files: taken in after a check, given away, deleted; and what a card says for people."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.model_cards import card_facts, model_files
from rock_glacier_inventory.inventory.model_cards.card_facts import all_cards
from rock_glacier_inventory.inventory.model_cards.cards import SHIPPED_CARDS
from rock_glacier_inventory.inventory.model_cards.targets import finds_rock_glaciers, reason_of
from rock_glacier_inventory.models.cards import card as model_card
from rock_glacier_inventory.models.networks.registry import load_card

CARD = json.loads((SHIPPED_CARDS / "simulated-alpine.json").read_text("utf-8"))
del CARD["openvino"]  # files that only some models have


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def a_model(folder: Path, name: str = "mine", weights: bytes = b"weights", openvino: bool = False, **more) -> Path:
    """A card with its files; no network is read here, so any bytes are weights."""
    folder.mkdir(parents=True, exist_ok=True)
    file = more.pop("weights_name", f"{name}.safetensors")
    content = {**CARD, "name": name, "title": f"Model {name}", "weights": file, "sha256": hashed(weights), **more}
    (folder / Path(file).name).write_bytes(weights)
    if openvino:
        for ending, text in (("xml", b"<net/>"), ("bin", b"numbers")):
            (folder / f"{name}.{ending}").write_bytes(text)
        content["openvino"] = {
            "network": f"{name}.xml",
            "weights": f"{name}.bin",
            "network_sha256": hashed(b"<net/>"),
            "weights_sha256": hashed(b"numbers"),
        }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_model_goes_out_and_comes_in_as_it_was(tmp_path):
    card = a_model(tmp_path / "Modelle é 冰", openvino=True)
    whole = {"mine.json", "mine.safetensors", "mine.xml", "mine.bin"}
    archive = tmp_path / "given.zip"
    assert model_files.give(card, archive) == [archive]
    assert set(zipfile.ZipFile(archive).namelist()) == whole
    for source, own in ((archive, tmp_path / "a" / "b"), (card, tmp_path / "c")):
        assert model_files.take_in(source, own) == "mine"
        assert files(own) == whole
        assert all((own / name).read_bytes() == card.with_name(name).read_bytes() for name in whole)
    assert {path.name for path in model_files.give(card, tmp_path / "d")} == files(tmp_path / "d") == whole
    assert load_card("mine", tmp_path / "c").title == "Model mine"
    model_files.give(card, archive)  # over an earlier one, as the dialog has asked
    assert files(tmp_path) == {"Modelle é 冰", "given.zip", "a", "c", "d"}, "nothing is left behind"


def test_a_shipped_model_can_be_given_away_and_taken_in(tmp_path):
    model_files.give(SHIPPED_CARDS / "simulated-alpine.json", tmp_path / "x.zip")
    assert model_files.take_in(tmp_path / "x.zip", tmp_path / "own") == "simulated-alpine"


def test_a_zip_of_a_folder_is_taken_too(tmp_path):
    card = a_model(tmp_path / "a")
    members = {f"folder/{name}": card.with_name(name).read_bytes() for name in files(card.parent)}
    assert model_files.take_in(zipped(tmp_path / "x.zip", members), tmp_path / "own") == "mine"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"weights_name": "../mine.safetensors"}, "plain file name"),
        ({"weights_name": "mine.pt"}, "ending in .safetensors"),
        ({"name": "../mine"}, "'name' must be of"),
        ({"name": "Mine"}, "'name' must be of"),
        ({"sha256": "00" * 32}, "SHA-256 differs"),
        ({"sha256": ""}, "a SHA-256 of its files is missing"),
        ({"title": ""}, "'title' is missing"),
        ({"licence": None}, "'licence' is missing"),
        ({"weights": b"PK\x03\x04 torch.save"}, "is a Python pickle"),
        ({"weights": b"\x80\x04 pickle"}, "is a Python pickle"),
        ({"openvino": {"network": "../../x.xml", "weights": "x.bin"}}, "plain files ending in .xml"),
    ],
)
def test_what_is_no_model_is_refused_in_a_sentence_and_nothing_is_written(tmp_path, changes, told):
    changes = dict(changes)
    if "openvino" in changes:
        beside = changes.pop("openvino")
        card = a_model(tmp_path / "a")
        content = json.loads(card.read_text("utf-8"))
        card.write_text(json.dumps({**content, "openvino": beside}), "utf-8")
    elif "name" in changes:
        card = a_model(tmp_path / "a")
        content = json.loads(card.read_text("utf-8"))
        card.write_text(json.dumps({**content, **changes}), "utf-8")
    else:
        card = a_model(tmp_path / "a", **changes)
    archive = zipped(tmp_path / "x.zip", {path.name: path.read_bytes() for path in card.parent.iterdir()})
    for source in (card, archive):
        with pytest.raises(UserError, match=told) as caught:
            model_files.take_in(source, tmp_path / "own")
        assert caught.value.kind == "model"
        assert files(tmp_path / "own") == set()


def test_a_zip_that_reaches_outside_writes_nothing(tmp_path):
    card = a_model(tmp_path / "a")
    whole = {path.name: path.read_bytes() for path in card.parent.iterdir()}
    outside = {f"../../{name}": content for name, content in whole.items()}
    many = {"a.json": whole["mine.json"], "b.json": whole["mine.json"]}
    for members, told in (
        (outside, "not a model as it is exported"),
        (many, "holds 2 model cards"),
        ({"x.txt": b"x"}, "holds 0 model cards"),
        ({"mine.json": whole["mine.json"]}, "lacks the file mine.safetensors"),
        ({"mine.json": b"[]"}, "is not a model card"),
    ):
        with pytest.raises(UserError, match=told):
            model_files.take_in(zipped(tmp_path / "x.zip", members), tmp_path / "own")
    assert files(tmp_path / "own") == set()
    assert files(tmp_path) <= {"a", "x.zip", "own"}


def test_a_file_larger_than_any_model_is_given_up(tmp_path, monkeypatch):
    card = a_model(tmp_path / "a", weights=b"x" * 3000)
    monkeypatch.setattr(model_files, "LARGEST_FILE", 2000)
    with pytest.raises(UserError, match="larger than any model"):
        model_files.take_in(card, tmp_path / "own")
    assert files(tmp_path / "own") == set()


def test_a_damaged_zip(tmp_path):
    model_files.give(a_model(tmp_path / "a", weights=b"x" * 5000), tmp_path / "x.zip")
    content = bytearray((tmp_path / "x.zip").read_bytes())
    content[content.index(b"x" * 100) + 50] ^= 255
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(UserError, match="is damaged: Bad CRC"):
        model_files.take_in(tmp_path / "x.zip", tmp_path / "own")
    assert files(tmp_path / "own") == set()


def test_what_is_there_is_not_overwritten(tmp_path):
    own = tmp_path / "own"
    model_files.take_in(a_model(tmp_path / "a"), own)
    with pytest.raises(UserError, match=r"mine\.json already, so the model mine is not taken in"):
        model_files.take_in(a_model(tmp_path / "b", weights=b"others"), own)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "mine.safetensors").write_bytes(b"of something else")
    with pytest.raises(UserError, match=r"mine\.safetensors already"):
        model_files.take_in(a_model(tmp_path / "b"), tmp_path / "c")
    assert (tmp_path / "c" / "mine.safetensors").read_bytes() == b"of something else"


def test_files_that_another_card_names_stay(tmp_path):
    one = a_model(tmp_path, "one", weights_name="shared.safetensors", openvino=True)
    other = a_model(tmp_path, "other", weights_name="shared.safetensors")
    assert {path.name for path in model_files.delete(one)} == {"one.json", "one.xml", "one.bin"}
    assert files(tmp_path) == {"other.json", "shared.safetensors"}
    model_files.delete(other)
    assert files(tmp_path) == set()


def test_a_damaged_card_is_deleted_alone(tmp_path):
    card = a_model(tmp_path)
    card.write_text(json.dumps({**json.loads(card.read_text("utf-8")), "weights": "../../../etc/passwd"}), "utf-8")
    assert model_files.delete(card) == [card]
    assert files(tmp_path) == {"mine.safetensors"}


# What a card says


def test_the_shipped_cards_say_what_people_need():
    cards = {card.name: card for card in all_cards(None)}
    other = cards["debris-cover-s2"]
    assert (other.own, other.target, other.resolution_m) == (False, "debris-covered glacier", 10.0)
    assert 0 < other.iou < 1 and len(other.iou_folds) == 3
    assert 0 < other.calibration_error <= max(other.calibration_error_folds) < 0.3
    assert other.licence and other.training_data and other.not_for
    assert not cards["simulated-alpine"].needs_dem


def test_a_card_of_ones_own_with_all_that_it_can_say(tmp_path):
    more = {
        "bands": ["red", "green", "blue", "slope"],
        "metrics": {"iou": 0.9, "iou_cross_validated": 0.5, "iou_cross_validated_interval": [0.4, 0.6]},
        "training_areas": [[97, 28, 98, 29], ["a", 1, 2, 3], [179, 60, -179, 61]],
        "start_weights": "ImageNet (Apache-2.0)",
    }
    a_model(tmp_path, "simulated-alpine", **more)
    (tmp_path / "broken.json").write_text("{", "utf-8")
    own, *_ = [card for card in all_cards(tmp_path) if card.name == "simulated-alpine"]
    assert own.own, "it hides the shipped one"
    assert own.needs_dem
    assert (own.iou, own.iou_interval) == (0.5, (0.4, 0.6))
    assert own.areas == ((97, 28, 98, 29), (179, 60, -179, 61))
    assert "broken" not in [card.name for card in all_cards(tmp_path)]


def test_bands_of_a_dem_are_those_of_the_models():
    assert card_facts.TERRAIN_BANDS == model_card.TERRAIN_BANDS


@pytest.mark.parametrize(
    ("target", "is_one", "reason"),
    [
        ("rock glacier", True, ""),
        ("Rock glaciers, intact", True, ""),
        ("rockglacier", True, ""),
        ("rock-glaciers", True, ""),
        ("", True, ""),
        (None, True, ""),
        ("debris-covered glacier", False, "debris-covered glacier"),
        ("Moraine ridges", False, "moraine"),
        ("Thermokarst lake", False, ""),
        ("Blockgletscher", False, ""),
        ("another thing", False, ""),
    ],
)
def test_what_a_target_means_for_a_candidate(target, is_one, reason):
    assert (finds_rock_glaciers(target), reason_of(target)) == (is_one, reason)
