"""Steps through the outlines that a place has at other thresholds, as the dock goes."""

from __future__ import annotations

from typing import Any

import pytest
from rock_glacier_inventory.inventory.levels import GROW, NEARLY, SHARP, SHRINK, SOFT, STEEPEST, VAGUE, read_levels

EDGES = (0.02, 0.4, 0.6, 1.0, 0.92, 0.2)


def answer(**other: Any) -> dict[str, Any]:
    levels = [
        {
            "level": 0.1 * place,
            "outline": "POLYGON ((0 0, 1 0, 1 1, 0 0))",
            "area_m2": 1000.0 / (place + 1),
            "edge": edge,
            "joins": ["run-1"] if place == 0 else [],
            "parts": 1,
        }
        for place, edge in enumerate(EDGES)
    ]
    return {"candidate": "c-1", "found": 2, "steepest": 3, "imagery": "scene.tif", "levels": levels, **other}


def test_an_answer_is_read_as_it_is() -> None:
    read = read_levels(answer())
    assert (read.candidate, read.imagery, read.found, read.steepest, len(read)) == ("c-1", "scene.tif", 2, 3, 6)
    assert (read[0].joins, read[1].joins, read[5].parts) == (("run-1",), (), 1)
    assert read[0].area > read[5].area


def test_plus_grows_and_minus_shrinks_as_far_as_it_goes() -> None:
    read = read_levels(answer())
    assert (read.after(2, GROW), read.after(2, SHRINK), read.after(2, STEEPEST)) == (1, 3, 3)
    assert (read.after(0, GROW), read.after(5, SHRINK)) == (0, 5), "there is nothing further"
    assert read[read.after(2, GROW)].area > read[2].area > read[read.after(2, SHRINK)].area


def test_an_edge_has_a_word_by_the_sharpest_one() -> None:
    read = read_levels(answer())
    assert [read.edge_word(place) for place in range(6)] == [VAGUE, SOFT, SOFT, SHARP, SHARP, VAGUE]
    flat = [{**answer()["levels"][0], "edge": 0.0}]
    assert read_levels(answer(levels=flat, found=0, steepest=0)).edge_word(0) == VAGUE
    levels = answer()["levels"]
    levels[1]["edge"] = 0.8
    assert read_levels(answer(levels=levels)).edge_word(1) == NEARLY


def test_a_place_may_have_no_outline_at_the_threshold_of_the_run() -> None:
    assert read_levels(answer(candidate="", found=-1)).found is None


@pytest.mark.parametrize("wrong", [{"found": 6}, {"steepest": 6}, {"steepest": -1}])
def test_a_level_that_is_not_there_is_a_fault(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="of 6"):
        read_levels(answer(**wrong))


def test_an_answer_without_levels_is_a_fault() -> None:
    with pytest.raises(ValueError, match="without a level"):
        read_levels(answer(levels=[]))
