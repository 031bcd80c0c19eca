"""The list of models for menus."""

from __future__ import annotations

import json
from pathlib import Path

from rock_glacier_inventory.inventory.model_cards.cards import (
    SHIPPED_CARDS,
    card_resolution,
    default_card,
    list_card_titles,
)
from rock_glacier_inventory.models.networks.registry import list_cards


def write(folder: Path, name: str, **content: object) -> None:
    (folder / f"{name}.json").write_text(json.dumps(content), "utf-8")


def test_the_shipped_cards_as_the_engine_reads_them() -> None:
    seen = [(card.name, card.title, card.target) for card in list_card_titles()]
    assert seen == [(card.name, card.title, card.target) for card in list_cards(SHIPPED_CARDS)]
    assert default_card(list_card_titles()) == "simulated-alpine"


def test_own_cards_come_too_and_hide_shipped_ones(tmp_path: Path) -> None:
    write(tmp_path, "simulated-alpine", title="Mine", target="rock glacier")
    write(tmp_path, "tibet", title="冰", target="Rock glacier")
    cards = {card.name: card.title for card in list_card_titles(tmp_path)}
    assert cards["simulated-alpine"] == "Mine"
    assert cards["tibet"] == "冰"
    assert "debris-cover-s2" in cards


def test_a_file_that_is_no_card_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_bytes(b"\xff{")
    write(tmp_path, "other", target="no title")
    (tmp_path / "list.json").write_text("[1]", "utf-8")
    assert [card.name for card in list_card_titles(tmp_path)] == [card.name for card in list_card_titles()]
    assert list_card_titles(tmp_path / "none") == list_card_titles()


def test_the_default_finds_rock_glaciers_where_one_does(tmp_path: Path) -> None:
    assert default_card([]) == ""
    write(tmp_path, "a", title="A", target="debris-covered glacier")
    cards = [card for card in list_card_titles(tmp_path) if card.name == "a"]
    assert default_card(cards) == "a"


def test_the_resolution_of_a_card_by_name_or_path(tmp_path: Path) -> None:
    for card in list_cards(SHIPPED_CARDS):
        assert card_resolution(card.name) == card.ground_resolution_m
        assert card_resolution(str(SHIPPED_CARDS / f"{card.name}.json")) == card.ground_resolution_m
    write(tmp_path, "a", title="A", ground_resolution_m=3)
    write(tmp_path, "b", title="B", ground_resolution_m="3")
    assert card_resolution("a", tmp_path) == 3
    assert card_resolution("b", tmp_path) is None
    assert card_resolution("none") is None
    assert card_resolution(str(tmp_path / "none.json")) is None


def test_a_card_says_whether_it_reads_the_ground_beside_the_image(tmp_path):
    content = json.loads((SHIPPED_CARDS / "simulated-alpine.json").read_text("utf-8"))
    content["scaling"]["terrain"] = {"low": [0.0], "high": [60.0]}
    (tmp_path / "ground.json").write_text(json.dumps(content), "utf-8")
    reads = {card.name: card.reads_dem for card in list_card_titles(tmp_path)}
    assert reads["ground"] and not reads["simulated-alpine"]
