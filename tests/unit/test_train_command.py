"""From training data to a model: plan, train, judge, stop, go on."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import time

import engine_here
import numpy as np
import pytest
import torch
from ready_engine import start
from rock_glacier_inventory.engine.training.building import network_of_plan
from rock_glacier_inventory.engine.training.dataset import open_dataset
from rock_glacier_inventory.engine.training.plan import read_plan
from rock_glacier_inventory.engine.training.planning import propose
from rock_glacier_inventory.engine.training.stages import stages_of
from rock_glacier_inventory.inventory.requests.training import ARCHITECTURES, PlanRequest
from rock_glacier_inventory.models.cards import card as cards
from rock_glacier_inventory.models.networks.registry import load_card
from training_ground import MANY, PATCH, PIXEL, SIDE, image, layer, make, place

NETWORK = ("--encoder", "tu-test_efficientnet")


def picture() -> np.ndarray:
    """Noise, and the outlines of `MANY` are bright."""
    values = np.random.default_rng(0).normal(70, 20, (3, SIDE, SIDE))
    for x, y in MANY:
        rows, columns = slice(int(y / PIXEL), int((y + 240) / PIXEL)), slice(int(x / PIXEL), int((x + 240) / PIXEL))
        values[:, rows, columns] += 110
    return values.clip(1, 254).astype(np.uint8)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lehre")
    outlines = layer(folder / "umrisse 冰.gpkg", [place(*at) for at in MANY])
    made, _ = make(folder, "--inventory", outlines, "--image", image(folder / "bild 冰.tif", picture()), "--folds", 3)
    return made.folder


@pytest.fixture(scope="module")
def plan(data, tmp_path_factory):
    """The plan that is proposed, and one for a network that a test has time for."""
    folder = tmp_path_factory.mktemp("plan")
    done = engine_here.run("plan", "--data", data, *NETWORK, "--device", "cpu", "--output", folder / "plan.json")
    assert done.code == 0, done
    content = json.loads((folder / "plan.json").read_text("utf-8"))
    small = json.loads(json.dumps(content))
    small["network"]["decoder_channels"] = 16
    small["steps"] |= {"steps": 32, "batch_size": 4, "crop": 64, "learning_rate": 0.01, "validate_every": 16}
    small["steps"] |= {"checkpoint_every": 4, "judged": 4}
    (folder / "klein 冰.json").write_text(json.dumps(small), "utf-8")
    return folder / "klein 冰.json", content, done


@pytest.fixture(scope="module")
def model(data, plan, tmp_path_factory):
    folder = tmp_path_factory.mktemp("modelle 冰")
    done = engine_here.run("train", "--data", data, "--plan", plan[0], "--name", "mine", "--output", folder)
    assert done.code == 0, done
    return folder, done


def edited(plan, folder, **changes):
    """The small plan with other values, such as `steps__crop`."""
    content = json.loads(plan[0].read_text("utf-8"))
    for name, value in changes.items():
        part, _, key = name.partition("__")
        if key:
            content[part][key] = value
        else:
            content[part] = value
    path = folder / "anders.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def train(data, plan, folder, *words, name="mine"):
    return engine_here.run("train", "--data", data, "--plan", plan, "--name", name, "--output", folder, *words)


def curve(folder, name="mine", stage="sides"):
    return (folder / f"{name}.training" / stage / "log.jsonl").read_text("utf-8")


# The plan


def test_the_plan_says_what_was_found(plan):
    _, content, done = plan
    found, network, steps = content["found"], content["network"], content["steps"]
    assert (found["bands"], found["type"], found["terrain"]) == (["red", "green", "blue"], "uint8", False)
    assert found["outlines"] == 16
    assert found["outline_km2"]["50 %"] == pytest.approx(0.0576, rel=0.01)
    assert sum(found["patches"]["folds"].values()) == found["patches"]["training"] + found["patches"]["validation"]
    assert 0 < found["share_of_target"] < 0.3
    assert (network["architecture"], network["encoder"]) == ("DeepLabV3Plus", NETWORK[1])
    assert content["scaling"]["low"] == [0, 0, 0] and content["scaling"]["high"] == [255, 255, 255]
    assert content["scaling"]["mean"] == pytest.approx([0.3, 0.3, 0.3], abs=0.06)
    assert steps["batch_size"] == 8 and steps["crop"] % 32 == 0
    estimate = content["estimate"]
    assert estimate["device"] == "cpu" and estimate["seconds_a_step"] > 0
    steps = content["steps"]
    alone = estimate["seconds_a_step"] * steps["steps"] / 3600
    judging = 2 * steps["judged"] * PATCH**2 / (3 * steps["batch_size"] * steps["crop"] ** 2 * steps["validate_every"])
    assert 0.1 < judging <= 1 / 3, "validations take a part of the time, and not most of it"
    assert estimate["hours"] == pytest.approx(alone * (1 + judging), rel=0.02, abs=0.006)
    assert "random weights" in done.result["table"]


def test_xception71_is_proposed(data):
    proposed = propose(open_dataset(data), PlanRequest(data=data, output=data))
    assert proposed.network.encoder == "tu-xception71"
    assert tuple(cards.ARCHITECTURES) == ARCHITECTURES


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"steps__crop": 100}, "'crop' must be a multiple of 32"),
        ({"steps__crop": "big"}, "'steps.crop' must be a whole number"),
        ({"steps__learning_rate": float("nan")}, "'learning_rate' must be a finite number"),
        ({"steps__learning_rate": 0}, "'learning_rate' must be above 0"),
        ({"steps__steps": 0}, "'steps' must be at least 1"),
        ({"steps__parts": 3}, "must fall into 'parts' \\(3\\)"),
        ({"steps__batch_size": 1}, "of at least 2 windows"),
        ({"steps__positive_share": 1.5}, "'positive_share' must lie between 0 and 1"),
        ({"steps__more": 1}, "'steps' must have steps, batch_size"),
        ({"augmentation__noise": -1}, "'noise' must not be negative"),
        ({"network__bands": ["red", "red", "blue"]}, "'bands' must name each band once"),
        ({"network__bands": ["blue", "green", "red"]}, "reads the bands blue, green, red and the images .* red, green"),
        ({"network__bands": ["red", "green", "blue", "slope"]}, "'terrain_low' has 0 values for 1 bands"),
        ({"network__architecture": "Net"}, "'architecture' must be one of"),
        ({"network__encoder": "no-such"}, "The encoder 'no-such' is not known"),
        ({"network__start": "no-such-card"}, "There is no model 'no-such-card'"),
        ({"scaling__high": [255, 255]}, "'high' has 2 values for 3 bands"),
        ({"scaling__low": [300, 0, 0]}, "'low' must lie below 'high'"),
        ({"scaling__std": [0, 1, 1]}, "'std' must be above 0"),
        ({"detection__overlap": 900}, "'overlap' must lie between"),
        ({"folds": 7}, "have 3 folds, not 7"),
        ({"format": 9}, "is no plan of this program"),
        ({"device": "abacus"}, "'device' must be one of"),
    ],
)
def test_a_plan_edited_into_nonsense_is_one_sentence(data, plan, tmp_path, changes, words):
    done = train(data, edited(plan, tmp_path, **changes), tmp_path)
    assert done.code == 1
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(done.error)
    assert "\n" not in done.error and done.error.endswith(".")
    assert not (tmp_path / "mine.json").exists()


# Training


def test_a_model_comes_out_with_a_whole_card(data, model):
    folder, done = model
    card = load_card("mine", folder)
    assert card.target == "rock glacier"
    assert card.ground_resolution_m == pytest.approx(PIXEL, rel=1e-3)
    assert (card.tile_size, card.tile, card.overlap, card.bands) == (96, 128, 32, ("red", "green", "blue"))
    assert card.metrics["iou"] > 0.4
    low, high = card.metrics["iou_interval_95"]
    assert low <= card.metrics["iou"] <= high
    assert card.metrics["calibration_error"] < 0.1
    low, high = card.metrics["calibration_error_interval_95"]
    assert 0 < low <= card.metrics["calibration_error"] <= high < 1
    assert "calibration_error_folds" not in card.metrics
    assert len(card.training_areas) == 16
    assert "umrisse 冰.gpkg" in card.training_data and "16 outlines" in card.training_data
    assert set(card.software) >= {"torch", "timm", "computed on"}
    assert done.result["threshold"] == card.threshold
    whole = folder / "mine.training"
    for name in ("curves.svg", "reliability.svg"):
        assert (whole / name).read_text("utf-8").startswith("<svg")
    assert "each fold alone" not in (whole / "reliability.svg").read_text("utf-8")
    assert read_plan(whole / "plan.json").steps.steps == 32
    assert engine_here.run("models", "--folder", folder, "--check").code == 0


def test_the_ground_that_judges_neither_trained_nor_chose(data):
    dataset = open_dataset(data)
    (stage,) = stages_of(dataset, 0)
    assert set(dataset.sides[stage.scored]) == {"validation"}
    assert set(dataset.sides[stage.training]) == set(dataset.sides[stage.choosing]) == {"training"}
    parts = [set(dataset.blocks[numbers]) for numbers in (stage.training, stage.choosing, stage.scored)]
    assert all(parts) and not (parts[0] & parts[1] or parts[0] & parts[2] or parts[1] & parts[2])
    many = dataclasses.replace(dataset, folds=dataset.blocks % 4)
    for folds in (stages_of(dataset, 3), stages_of(many, 4)):
        assert sorted(np.concatenate([stage.scored for stage in folds])) == list(range(len(dataset)))
        for stage in folds:
            parts = [set(dataset.blocks[numbers]) for numbers in (stage.training, stage.choosing, stage.scored)]
            assert parts[0] and parts[2] and bool(parts[1]) == (len(folds) == 4)
            assert not (parts[0] & parts[1] or parts[0] & parts[2] or parts[1] & parts[2])


def test_the_model_detects(model, data, tmp_path):
    folder, _ = model
    done = engine_here.run(
        "detect",
        *("--input", data.parent / "bild 冰.tif", "--model", "mine", "--models-folder", folder, "--device", "cpu"),
        *("--minimum-area", 10_000, "--output", tmp_path / "c.gpkg"),
    )
    assert done.code == 0, done
    assert 8 <= done.result["candidates"] <= 24


def test_the_calibration_stands_in_the_weights(model, data):
    """To apply the card's once more would calibrate twice."""
    from rock_glacier_inventory.models.networks.network import load_network
    from rock_glacier_inventory.models.networks.weights import read_tensors
    from rock_glacier_inventory.models.training.validation import logits_of

    folder, _ = model
    card = load_card("mine", folder)
    assert abs(card.temperature - 1) > 0.01 and abs(card.shift) > 0.01
    dataset = open_dataset(data)
    sample = dataset.samples(np.arange(3), False)[0]
    raw = network_of_plan(read_plan(folder / "mine.training" / "plan.json"), None).eval()
    raw.load_state_dict(read_tensors(folder / "mine.training" / "sides" / "best.safetensors"))
    expected = (logits_of(raw, card, sample) - card.shift) / card.temperature
    np.testing.assert_allclose(logits_of(load_network(card), card, sample), expected, atol=0.05)


def test_the_same_command_again_changes_nothing(model, data, plan):
    folder, _ = model
    before = (folder / "mine.safetensors").read_bytes(), curve(folder)
    done = train(data, plan[0], folder)
    assert done.code == 0, done
    assert ((folder / "mine.safetensors").read_bytes(), curve(folder)) == before


def test_a_training_by_another_plan_is_not_mixed_in(model, data, plan, tmp_path):
    done = train(data, edited(plan, tmp_path, steps__learning_rate=0.02), model[0])
    assert done.code == 1
    assert "holds a training by another plan" in done.error


def test_a_training_on_other_data_is_not_mixed_in(model, data, plan, tmp_path):
    other = shutil.copytree(data, tmp_path / "other")
    facts = json.loads((other / "data.json").read_text("utf-8"))
    (other / "data.json").write_text(json.dumps({**facts, "created": "2020-01-01T00:00:00Z"}), "utf-8")
    done = train(other, plan[0], model[0])
    assert done.code == 1
    assert "holds a training on other data" in done.error


def test_a_model_that_was_not_trained_here_stays(model, data, plan, tmp_path):
    (tmp_path / "mine.json").write_bytes((model[0] / "mine.json").read_bytes())
    done = train(data, plan[0], tmp_path)
    assert done.code == 1
    assert "was not trained here" in done.error
    assert os.listdir(tmp_path) == ["mine.json"]


def training(data, plan, folder, when):
    """A process that trains, when `when` says yes to its log."""
    process = start("train", "--data", data, "--plan", plan[0], "--name", "mine", "--output", folder)
    log = folder / "mine.training" / "sides" / "log.jsonl"
    while not log.exists() or not when(log.read_text("utf-8")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    return process


def test_stopped_and_killed_it_goes_on_to_the_same_curve(model, data, plan, tmp_path):
    """A stop keeps the best so far."""
    process = training(data, plan, tmp_path, lambda log: "iou" in log)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=60)
    said = json.loads(out.splitlines()[-1])["error"]["message"]
    assert process.returncode == 1
    assert "The best so far (IoU " in said and "is the model mine, not judged yet" in said
    best = load_card("mine", tmp_path)
    assert "flatters" in best.metrics["words"] and not best.openvino and load_card("mine", model[0]).openvino
    begun = curve(tmp_path).count("\n")
    kept = (tmp_path / "mine.json").read_bytes()
    process = training(data, plan, tmp_path, lambda log: log.count("\n") > begun)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (tmp_path / "mine.json").read_bytes() == kept
    done = train(data, plan[0], tmp_path)
    assert done.code == 0, done
    assert curve(tmp_path) == curve(model[0])
    assert (tmp_path / "mine.safetensors").read_bytes() == (model[0] / "mine.safetensors").read_bytes()


def test_folds_are_one_model(data, plan, tmp_path):
    few = edited(
        plan, tmp_path, folds=3, steps__steps=4, steps__validate_every=4, steps__judged=2, detection__tile=PATCH
    )
    folder = tmp_path / "models"
    done = train(data, few, folder, name="folds")
    assert done.code == 0, done
    card = load_card("folds", folder)
    assert card.members == 3
    assert len(card.metrics["iou_folds"]) == len(card.metrics["calibration_error_folds"]) == 3
    assert (folder / "folds.training" / "reliability.svg").read_text("utf-8").count("each fold alone") == 1
    assert "chosen on the other folds" in card.metrics["words"]
    assert card.metrics["blocks_of_ground"] == len(np.unique(open_dataset(data).blocks))
    assert engine_here.run("models", "--folder", folder, "--check").code == 0


# Start weights


def test_it_starts_from_a_card(model, data, plan, tmp_path):
    from rock_glacier_inventory.models.networks.weights import read_weights

    folder, _ = model
    first = load_card("mine", folder)
    request = PlanRequest(data=data, start="mine", models_folder=folder, output=tmp_path / "p.json")
    began = propose(open_dataset(data), request)
    assert (began.network.encoder, began.network.decoder_channels) == (first.encoder, 16)
    assert tuple(began.scaling.mean) == first.scaling.mean
    state, given = network_of_plan(began, folder).state_dict(), read_weights(first)
    assert all(torch.equal(state[name], given[name]) for name in given if given[name].ndim)
    once = edited(plan, tmp_path, steps__steps=1, steps__judged=1, network__start="mine")
    done = train(data, once, tmp_path / "second", "--models-folder", folder, name="second")
    assert done.code == 0, done
    assert load_card("second", tmp_path / "second").start_weights.startswith("mine (not decided")


@pytest.mark.parametrize("kind", ["safetensors", "pth", "names"])
def test_it_starts_from_a_file(model, plan, tmp_path, kind):
    """Of the encoder alone, by name or by order, into a network with a band more."""
    from rock_glacier_inventory.models.networks.weights import read_weights, write_weights

    given, start = read_weights(load_card("mine", model[0])), "encoder.model."
    order = network_of_plan(read_plan(plan[0]), None).state_dict()  # safetensors forgets it
    encoder = {name.removeprefix(start): given[name] for name in order if name.startswith(start)}
    path = tmp_path / ("start.pth" if kind != "safetensors" else "start.safetensors")
    if kind == "names":
        encoder = {f"layer {number}": value for number, value in enumerate(encoder.values())}
    if kind == "safetensors":
        write_weights(path, encoder, half=False)
    else:
        torch.save({"state_dict": encoder}, path)
    content = read_plan(plan[0])
    network = dataclasses.replace(content.network, start=str(path), bands=["red", "green", "blue", "nir"])
    state = network_of_plan(dataclasses.replace(content, network=network), None).state_dict()
    first = "encoder.model.conv_stem.weight"
    assert torch.equal(state[first][:, :3], given[first])
    assert not state[first][:, 3].any()
    others = [name for name in given if name.startswith(start) and name != first and given[name].ndim]
    assert len(others) > 50
    assert all(torch.equal(state[name], given[name]) for name in others)


def test_a_file_that_could_run_a_program_is_not_opened(data, plan, tmp_path):
    class Program:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "ran"),))

    torch.save({"state_dict": Program()}, tmp_path / "start.pth")
    done = train(data, edited(plan, tmp_path, network__start=str(tmp_path / "start.pth")), tmp_path)
    assert done.code == 1
    assert "may hold a program, so it was not opened" in done.error
    assert not (tmp_path / "ran").exists()


def test_weights_of_another_architecture_are_refused(model, data, plan, tmp_path):
    weights = model[0] / "mine.safetensors"
    changed = edited(plan, tmp_path, network__start=str(weights), network__encoder="tu-test_byobnet")
    done = train(data, changed, tmp_path)
    assert done.code == 1
    assert "are those of another network" in done.error
