"""What is asked of a command is written once: command line, ledger and documentation follow from it."""

from __future__ import annotations

import ast
import dataclasses
import runpy
from pathlib import Path

import pytest
from engine_process import ROOT
from rasters import random_image, write_raster
from rock_glacier_inventory.engine.command_line import COMMANDS, WrongUsage, parse
from rock_glacier_inventory.engine.jobs.ledger_facts import FACTS, facts_of
from rock_glacier_inventory.engine.scene.imagery import open_scene
from rock_glacier_inventory.engine.telling.report import SilentReport
from rock_glacier_inventory.engine.warming import WARM_UPS
from rock_glacier_inventory.inventory.requests import REQUESTS
from rock_glacier_inventory.inventory.requests.attributes import COMPUTING_DEVICES
from rock_glacier_inventory.inventory.requests.detection import BACKENDS, DEVICES, PRECISIONS, DetectionRequest
from rock_glacier_inventory.inventory.requests.option import option, options_of, request_of, to_arguments
from rock_glacier_inventory.inventory.requests.small import WARM_COMMANDS
from rock_glacier_inventory.models.networks import hardware
from rock_glacier_inventory.models.networks.registry import load_card
from rock_glacier_inventory.models.prediction import backends
from rock_glacier_inventory.models.prediction.tile_predictor import Hardware

EACH = pytest.mark.parametrize("name", REQUESTS)


def another(option):
    """A value that is not the default."""
    if option.choices:
        value = next(choice for choice in option.choices if choice != option.default)
    else:
        value = {str: "-87.5,a b=冰", Path: Path("-a folder/b=c.gpkg"), int: 41, float: 0.1 + 0.2, bool: True}[
            option.kind
        ]
    return (value, value) if option.repeated else value


def required(name):
    return {option.name: another(option) for option in options_of(REQUESTS[name]) if option.required}


def test_every_command_has_a_record():
    assert list(REQUESTS) == list(dict.fromkeys(REQUESTS))
    assert set(REQUESTS) == set(COMMANDS)


@EACH
def test_every_field_is_an_option_with_the_same_default(name):
    asked = REQUESTS[name](**required(name))
    words = [name, *(f"{option.flag}={another(option)}" for option in options_of(REQUESTS[name]) if option.required)]
    assert parse(words)[1] == asked
    assert to_arguments(asked) == words, "what is as by default is left out"
    types = {field.name: str(field.type) for field in dataclasses.fields(asked)}
    for each in options_of(REQUESTS[name]):
        assert each.required or each.default is not None or "None" in types[each.name], each.name
    assert set(types) == {o.name for o in options_of(REQUESTS[name])}


@EACH
def test_what_is_asked_arrives_as_it_was_asked(name):
    asked = REQUESTS[name](**{option.name: another(option) for option in options_of(REQUESTS[name])})
    words = to_arguments(asked)
    assert {word.partition("=")[0] for word in words[1:]} == {o.flag for o in options_of(REQUESTS[name])}
    assert parse(words)[1] == asked


@EACH
def test_choices_and_what_is_required_are_kept(name):
    for each in options_of(REQUESTS[name]):
        if each.choices:
            with pytest.raises(WrongUsage):
                parse([*to_arguments(REQUESTS[name](**required(name))), f"{each.flag}=nonsense"])
        if each.required:
            given = required(name)
            del given[each.name]
            with pytest.raises(TypeError, match="required"):
                REQUESTS[name](**given)
            with pytest.raises(WrongUsage, match=each.flag):
                parse([name, *(f"--{key}={value}".replace("_", "-") for key, value in given.items())])


def test_values_of_a_dialog_make_a_request():
    values = {"input": "a.tif", "model": "m", "ledger": "", "workers": None, "threshold": 0.5, "output": "c"}
    assert request_of(DetectionRequest, values) == DetectionRequest(
        input="a.tif", model="m", threshold=0.5, output=Path("c")
    )
    with pytest.raises(KeyError):
        request_of(DetectionRequest, {**values, "colour": "red"})


def test_a_command_with_a_ledger_says_of_every_option_whether_it_decides_on_a_block():
    with_ledger = [request for request in REQUESTS.values() if any(o.name == "ledger" for o in options_of(request))]
    assert with_ledger == [DetectionRequest]
    told = {option.name: option.block for option in options_of(DetectionRequest)}
    assert [name for name, block in told.items() if block is None] == []
    assert {block for block in told.values() if isinstance(block, str)} == set(FACTS)


@dataclasses.dataclass(frozen=True)
class Sharpened(DetectionRequest):
    sharpness: float = option("how much the image is sharpened first", 1.0, group="how", block=True)


def test_an_option_that_decides_on_a_block_is_a_fact_of_the_ledger(tmp_path):
    image, card = (write_raster(tmp_path / "a.tif", random_image(64, 64), nodata=0), load_card("simulated-alpine"))
    with open_scene(str(image), card.bands, card.ground_resolution_m, SilentReport()) as scene:
        plain, usual, sharp = (
            facts_of(request, card, scene, None, None, 96, Hardware("cpu", "float32", "torch"))
            for request in (
                DetectionRequest(input=str(image), model=card.name),
                Sharpened(input=str(image), model=card.name),
                Sharpened(input=str(image), model=card.name, sharpness=2.5),
            )
        )
    assert usual["sharpness"] != sharp["sharpness"]
    assert {key: value for key, value in sharp.items() if key != "sharpness"} == plain


def test_domains_are_what_the_engine_knows():
    assert set(DEVICES) == set(hardware.DEVICES)
    assert set(COMPUTING_DEVICES) < set(hardware.DEVICES)
    assert set(PRECISIONS) == set(hardware.PRECISIONS)
    assert set(BACKENDS) == {backends.AUTO, backends.TORCH, backends.OPENVINO}
    assert set(WARM_COMMANDS) == set(WARM_UPS)


def spelled(source):
    """Texts that spell an option of the command line."""
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value[:2] == "--"
        and node.value[2:3].isalpha()
    ]


@pytest.mark.parametrize("folder", ["plugin", "processing_provider"])
def test_nobody_but_the_record_spells_an_option(folder):
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    found = {str(path.relative_to(ROOT)): spelled(path.read_text("utf-8")) for path in files}
    assert {path: texts for path, texts in found.items() if texts} == {}
    assert spelled("a = [f'--input={b}', '--as-found']") == ["--as-found", "--input="]


def test_every_option_is_documented():
    recipe = ROOT / "recipes" / "commands_page.py"
    made = runpy.run_path(str(recipe))
    text = made["PAGE"].read_text("utf-8")
    assert text == made["page"](), f"run {recipe} again"
    for name, request in REQUESTS.items():
        chapter = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0] + text.partition("## All commands")[2]
        for each in options_of(request):
            assert (f"`{each.flag}`" in chapter) != each.hidden, (name, each.flag)
