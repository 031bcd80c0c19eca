"""What a check has found becomes ways through an inventory, rule by rule."""

from __future__ import annotations

from rock_glacier_inventory.gestures.finishing.checked import broken_rules, rule_in
from rock_glacier_inventory.inventory.schema import CANDIDATES, PRIMARY_MARKERS, ROCK_GLACIERS

FOUND = {
    "rules": [
        {"rule": "overlap", "count": 3, "first": "One overlaps."},
        {"rule": "without_outline", "count": 1, "first": "A marker is alone."},
        {"rule": "not_decided_so", "count": 1, "first": "A candidate is."},
    ],
    "listed": [
        ["overlap", "rock_glaciers", 4, "RGU", "One overlaps two."],
        ["overlap", "rock_glaciers", 4, "RGU", "One overlaps three."],
        ["overlap", "rock_glaciers", 2, "", "Two overlaps three."],
        ["without_outline", "primary_markers", 9, "RGU", "A marker is alone."],
        ["not_decided_so", "candidates", 7, "", "A candidate is."],
    ],
}


def test_each_rule_is_a_way_with_its_sentences():
    overlap, alone, candidate = broken_rules(FOUND)
    assert (overlap.count, alone.count) == (3, 1)
    walk = overlap.walk()
    assert (len(walk), walk.current(), rule_in(walk.kind)) == (2, (ROCK_GLACIERS, 4), "overlap")
    assert walk.told(ROCK_GLACIERS, 4) == "One overlaps two. One overlaps three."
    assert walk.told(CANDIDATES, 4) == ""
    assert (alone.walk().current(), alone.walk().told(PRIMARY_MARKERS, 9)) == (
        (PRIMARY_MARKERS, 9),
        "A marker is alone.",
    ), "markers are gone through one by one"
    assert candidate.walk().current() == (CANDIDATES, 7)


def test_other_ways_are_of_no_rule():
    assert [rule_in(kind) for kind in ("overlaps", "stale", "")] == ["", "", ""]
