"""Every option of every command is a parameter of its algorithm, or stands here with the reason why not."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)
from rock_glacier_inventory.inventory.requests import REQUESTS
from rock_glacier_inventory.inventory.requests.option import Option, options_of
from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider

COMMAND_LINE_ONLY = {
    "levels": "the dock asks it of the candidate that is shown",
    "migrate": "the dock offers it where it opens an inventory that is older",
    "simulate": "the dock makes the sample by one click",
    "models": "'Check' among the plugin's settings runs it",
    "overview": "QGIS itself shows a scene with outlines on it",
    "environment": "it builds the Python that the algorithms run in",
    "serve": "the dock starts it",
    "--progress": "whoever starts the engine from QGIS asks for JSON",
    "create --replace": "an inventory holds work, and no dialog throws it away",
    "detect --image-name": "a capture is called after its layer, a file after itself",
    "detect --image-note": "a capture tells how it was drawn",
    "detect --arrival": "a capture tells where it arrives",
    "detect --models-folder": "it stands among the plugin's settings",
    "detect --extent-crs": "the extent brings it",
    "detect --area-layer": "the layer brings it",
    "detect --as-found": "the dock shows what is found; a layer of the toolbox is opened at the end",
    "detect --discard-ledger": "what a long run has computed is removed by a person, with its folder",
    "detect --scheduler": "a cluster is set up in a terminal",
    "detect --block-strides": "for tests",
    "polygonize --model": "the raster says what made it",
    "import --layer": "the layer brings it",
    "publish --models-folder": "it stands among the plugin's settings",
    "training-data --replace": "training data took hours, and no dialog throws it away",
    "training-data --models-folder": "it stands among the plugin's settings",
    "plan --models-folder": "it stands among the plugin's settings",
    "train --models-folder": "it stands among the plugin's settings",
    "train --replace": "a model took hours, and no dialog throws it away",
    "improve --models-folder": "it stands among the plugin's settings",
    "attributes --features": "the dock asks for single features",
    "attributes --subregions-layer": "the layer brings it",
    "attributes --glaciers-layer": "the layer brings it",
    "flag-glaciers --glaciers-layer": "the layer brings it",
    "solar-radiation --area-layer": "the layer brings it",
    "solar-radiation --device": "it takes the graphics card where there is one",
    "evaluate --layer": "the layer brings it",
    "evaluate --reference-layer": "the layer brings it",
    "grid-statistics --layer": "the layer brings it",
    "compare --layer": "the layer brings it",
    "compare --reference-layer": "the layer brings it",
    "report --models-folder": "it stands among the plugin's settings",
    "report --figure": "the page has them all; one alone is asked for in a terminal",
    "report --format": "it is that of one figure alone",
    "evaluate --models-folder": "it stands among the plugin's settings, and a box says whether it is used",
}
"""Command, option of all commands, or option of one -> why no parameter asks for it."""

FROM_THE_SETTINGS = ("train --output",)
"""Required by the command; a dialog that leaves it out takes what the plugin's settings say."""

THE_OTHER_WAY_ROUND = {"attributes --all": "ONLY_DUE", "flag-glaciers --all": "ONLY_DUE"}
"""Option -> the parameter that says its opposite, and is on by default."""

OTHER_DEFAULTS: dict[str, Any] = {
    "attributes --layer": "rock_glaciers",  # an inventory always has them
    "units --layer": "rock_glaciers",
    "detect --model": "simulated-alpine",  # the first card there is
    "improve --model": "simulated-alpine",
    "publish --dialect": "tprogi",  # which it takes where none is named
}
"""Option -> what the dialog suggests where the command says nothing."""


def definitions() -> dict[str, dict[str, QgsProcessingParameterDefinition]]:
    """Command -> key -> parameter."""
    provider = QgsApplication.processingRegistry().providerById("rockglacier")
    return {
        algorithm.REQUEST.COMMAND: {each.name(): each for each in algorithm.parameterDefinitions()}
        for algorithm in provider.algorithms()
        if hasattr(algorithm, "REQUEST")
    }


def reason(command: str, option: Option) -> str:
    """The word under which it is listed, empty where it is not."""
    words = (command, option.flag, f"{command} {option.flag}")
    return next((word for word in words if word in COMMAND_LINE_ONLY), "")


def test_every_option_is_a_parameter_or_is_excused(provider: RockGlacierProvider) -> None:
    there, used = definitions(), set()
    for command, request in REQUESTS.items():
        for option in options_of(request):
            name = f"{command} {option.flag}"
            key = THE_OTHER_WAY_ROUND.get(name, option.key)
            excused = reason(command, option)
            used.add(excused)
            assert (key in there.get(command, {})) != bool(excused), name
    assert set(COMMAND_LINE_ONLY) == used - {""}, "an excuse that nobody needs"
    for name, key in THE_OTHER_WAY_ROUND.items():
        assert there[name.split()[0]][key].defaultValue() is True


@pytest.mark.parametrize("command", REQUESTS)
def test_defaults_and_domains_are_those_of_the_request(provider: RockGlacierProvider, command: str) -> None:
    there = definitions().get(command, {})
    for option in options_of(REQUESTS[command]):
        parameter = there.get(option.key)
        if parameter is None:
            continue
        name = f"{command} {option.flag}"
        default = OTHER_DEFAULTS.get(name, option.default)
        assert (parameter.defaultValue() or None) == (default or None), name
        optional = bool(parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional)
        assert not (option.required and optional) or name in FROM_THE_SETTINGS, name
        if isinstance(parameter, QgsProcessingParameterEnum):
            assert parameter.options() == list(option.choices or option.words), name
            assert parameter.allowMultiple() is bool(option.words)
        else:
            assert not option.choices, name
        if isinstance(parameter, QgsProcessingParameterNumber):
            integer = parameter.dataType() == QgsProcessingParameterNumber.Type.Integer
            assert option.kind is (int if integer else float), name
            assert option.least == parameter.minimum(), name
            assert option.most in (None, parameter.maximum()), name
        assert isinstance(parameter, QgsProcessingParameterBoolean) == (option.kind is bool), name
