"""The picture of the house shows the house as it is."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "recipes"))

from house_picture import PICTURE, picture, ranks_of, reduced
from test_imports import ROOMS


def test_the_picture_is_fresh() -> None:
    assert PICTURE.read_text("utf-8") == picture(), "run recipes/house_picture.py"


def test_every_room_is_in_it() -> None:
    drawn = PICTURE.read_text("utf-8")
    assert drawn.count('class="room"') == len(ROOMS)


def test_an_arrow_that_another_way_replaces_is_not_drawn() -> None:
    arrows = {("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")}
    assert reduced(arrows) == {("a", "b"), ("b", "c"), ("a", "d")}
    assert ranks_of("abcd", arrows) == {"a": 2, "b": 1, "c": 0, "d": 0}
