"""What the engine says of options is told of parameters."""

from __future__ import annotations

import re

from qgis.core import QgsApplication
from rock_glacier_inventory.inventory.environment import PLUGIN_FOLDER
from rock_glacier_inventory.processing_provider.adapters.algorithm import words_of
from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider


def told(name: str, sentence: str) -> str:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{name}")
    return words_of(algorithm)(sentence)


def test_an_option_is_called_as_the_dialog_calls_it(provider: RockGlacierProvider) -> None:
    assert told("attributes", "say so with --maat-unit '0.1 °C'.") == ("say so with 'Air temperature: unit' '0.1 °C'.")
    assert told("attributes", "give a source (--dem, --maat).") == (
        "give a source ('Elevation model', 'Air temperature')."
    )
    assert told("detect", "give --unheard-of; a -- b, x--y.") == "give --unheard-of; a -- b, x--y."


def test_all_options_that_sentences_of_the_climate_name_are_parameters(provider: RockGlacierProvider) -> None:
    kinds = (PLUGIN_FOLDER / "engine" / "attributes" / "climate_opening.py").read_text("utf-8")
    stems = set(re.findall(r'Kind\("[^"]+", "(--[a-z]+)"', kinds))
    assert stems >= {"--maat", "--magt", "--precipitation"}
    for stem in stems:
        for end in ("", "-variable", "-unit"):
            assert "--" not in told("attributes", f"Give {stem}{end}.")
