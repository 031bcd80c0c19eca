"""Tables of groups: what they say, of how many, and in which order."""

from __future__ import annotations

import numpy as np
import pytest
from rock_glacier_inventory.engine.statistics.classes import CLASSES, classed
from rock_glacier_inventory.engine.statistics.summaries import NONE, WHOLE, summarise
from rock_glacier_inventory.inventory.errors import UserError
from statistics_tables import table_of

nan = np.nan


def seven():
    """Seven rock glaciers in two of three subregions; one is in none."""
    return table_of(
        np.arange(7) / 10 + 90,
        np.full(7, 30.0),
        subregions=("West", "Empty", "East"),
        SUBREGION=["West", "West", "East", "East", "East", "", "West"],
        PERMAFROST=["sporadic", "continuous", "", "continuous", "sporadic", "sporadic", "sporadic"],
        AREA=[5e4, 1e5, 2.9e5, 3e5, 4.6e6, 9e4, nan],
        ELE_MIN=[4000, 5499, 5500, 3999, nan, nan, nan],
        ASPECT=[350, 10, 0, 180, nan, nan, nan],
    )


def test_figures_are_told_with_of_how_many() -> None:
    whole = summarise(seven()).groups[0]
    area = whole.figures["AREA"]
    assert (whole.name, whole.number, whole.of_all) == (WHOLE, 7, 1.0)
    assert (area.known, area.total) == (6, pytest.approx(5.43e6))
    assert (area.mean, area.median) == pytest.approx((905_000, 195_000))
    assert (area.least, area.most) == (5e4, 4.6e6)
    assert area.deviation == pytest.approx(np.std([5e4, 1e5, 2.9e5, 3e5, 4.6e6, 9e4], ddof=1))
    assert area.percentiles[25] == pytest.approx(92_500)
    assert whole.figures["ELE_MIN"].known == 4
    assert whole.aspect.number == 4


def test_shares_are_of_those_that_have_the_field_and_end_below_their_upper_bound() -> None:
    table = seven()
    shares = {share.of.words: (share.number, share.known) for share in summarise(table).groups[0].shares}
    assert shares["area below 0.1 km²"] == (2, 6), "0.1 km² itself is not below"
    assert shares["area below 0.3 km²"] == (4, 6)
    assert shares["lowest elevation 4000 to 5500 m"] == (2, 4)
    nobody = summarise(table_of([90.0], [30.0], AREA=[nan])).groups[0]
    assert nobody.shares[0].share is None


def test_the_papers_classes_are_all_there() -> None:
    told = [(each.column, each.low, each.high) for each in CLASSES]
    assert told == [
        ("AREA", None, 1e5),
        ("AREA", None, 3e5),
        ("ELE_MIN", 4000, 5500),
        ("SLO_MEAN", 10, 25),
        ("MAAT", -5, 0),
        ("MAGT", -5, 0),
        ("AP", 300, 1000),
        ("PISR", 2500, 3500),
    ]


def test_extremes_are_told_by_identifier_and_place() -> None:
    extremes = {(each.column, each.which): each for each in summarise(seven()).groups[0].extremes}
    assert extremes["AREA", "largest"].identifier == "RG4"
    assert extremes["AREA", "largest"].longitude == pytest.approx(90.4)
    assert extremes["ELE_MIN", "lowest"].identifier == "RG3"
    assert extremes["ELE_MIN", "highest"].identifier == "RG2"
    assert ("ELE_MAX", "highest") not in extremes, "nobody has it"


def test_subregions_have_a_row_each_also_without_a_rock_glacier() -> None:
    summary = summarise(seven(), "SUBREGION")
    assert [(group.name, group.number) for group in summary.groups] == [
        (WHOLE, 7),
        ("East", 3),
        ("Empty", 0),
        ("West", 3),
        (NONE, 1),
    ]
    empty = summary.group("Empty")
    assert (empty.figures["AREA"].known, empty.figures["AREA"].mean, empty.extremes) == (0, None, ())
    assert empty.aspect.number == 0
    assert sum(group.number for group in summary.groups[1:]) == 7
    with pytest.raises(KeyError):
        summary.group("Nowhere")


def test_zones_are_told_from_the_most_permafrost_on() -> None:
    summary = summarise(seven(), "PERMAFROST")
    assert [group.name for group in summary.groups] == [WHOLE, "continuous", "sporadic", NONE]


def test_numbers_make_classes_only_with_breaks() -> None:
    with pytest.raises(UserError, match="ELE_MIN holds numbers, not classes; say with --breaks"):
        summarise(seven(), "ELE_MIN")
    summary = summarise(seven(), "ELE_MIN", [4000, 5500])
    assert [(group.name, group.number) for group in summary.groups[1:]] == [
        ("below 4000", 1),
        ("4000 to 5500", 2),
        ("from 5500", 1),
        (NONE, 3),
    ]
    with pytest.raises(UserError, match="do not rise"):
        classed(np.array([1.0]), [5, 4])
    with pytest.raises(UserError, match="holds classes already"):
        summarise(seven(), "SUBREGION", [1.0])


def test_a_field_of_names_makes_no_classes() -> None:
    table = table_of(np.zeros(201), np.zeros(201), MAPPER=[f"name {number}" for number in range(201)])
    with pytest.raises(UserError, match="201 different values"):
        summarise(table, "MAPPER")


def test_an_empty_table_has_an_empty_group() -> None:
    whole = summarise(table_of([], [])).groups[0]
    assert (whole.number, whole.of_all) == (0, None)
    assert {share.share for share in whole.shares} == {None}
