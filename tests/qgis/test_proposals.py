"""Dialogs propose what the dock knows; scripts get nothing that they did not give. Models are offered by title."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingException
from rock_glacier_inventory.inventory.cards import CardTitle, default_card, in_order, list_card_titles
from rock_glacier_inventory.processing_provider.adapters.parameters.model_choice import label_of
from rock_glacier_inventory.processing_provider.adapters.parameters.proposals import PROPOSALS, Proposal
from rock_glacier_inventory.processing_provider.provider import RockGlacierProvider

from .conftest import RunAlgorithm

OPEN = Proposal("/maps/open é.gpkg", "/maps/dem.tif", "debris-cover-s2")
WITH_INVENTORY = ("detect", "polygonize", "attributes", "flagglaciers")


@pytest.fixture
def known() -> Iterator[None]:
    PROPOSALS.come_from(lambda: OPEN)
    yield
    PROPOSALS.come_from(None)


def parameter(tool: str, key: str) -> object:
    """A copy of what a dialog gets, which makes a tool of its own."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"rockglacier:{tool}")
    return made.parameterDefinition(key).clone()


def test_dialogs_propose_the_open_inventory(provider: RockGlacierProvider, known: None) -> None:
    for tool in WITH_INVENTORY:
        assert parameter(tool, "INVENTORY").defaultValueForGui() == OPEN.inventory, tool
        assert not parameter(tool, "INVENTORY").defaultValue(), "not in scripts"
    assert parameter("solarradiation", "DEM").defaultValueForGui() == OPEN.dem
    assert parameter("detect", "MODEL").defaultValueForGui() == OPEN.model
    assert parameter("detect", "MODEL").defaultValue() == "simulated-alpine"
    assert parameter("improve", "MODEL").defaultValueForGui() == "simulated-alpine", "the other finds no rock glaciers"


def test_without_a_dock_nothing_is_proposed(provider: RockGlacierProvider) -> None:
    for tool in WITH_INVENTORY:
        assert not parameter(tool, "INVENTORY").defaultValueForGui()
    assert parameter("detect", "MODEL").defaultValueForGui() == "simulated-alpine"


def test_a_script_gets_no_proposal(run: RunAlgorithm, known: None) -> None:
    with pytest.raises(QgsProcessingException):
        run("attributes")


def test_models_are_offered_by_title_the_demonstration_last(tmp_path: Path) -> None:
    for name, target in (("zz", "rock glacier"), ("aa", "talus slope")):
        (tmp_path / f"{name}.json").write_text(json.dumps({"title": f"Of {name}", "target": target}), "utf-8")
    cards = list_card_titles(tmp_path)
    assert [card.name for card in in_order(cards)] == ["zz", "debris-cover-s2", "aa", "simulated-alpine"]
    assert default_card(cards) == "zz"
    assert default_card(list_card_titles()) == "simulated-alpine"
    assert label_of(CardTitle("zz", "Of zz", "rock glacier")) == "Of zz - finds rock glacier (zz)"
