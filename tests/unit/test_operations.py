"""The operations of a mapper: what each writes, and that it writes all or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
import shapely
from identifier_reading import matches
from mapping import (
    ME,
    SOUTH,
    WEST,
    add_candidates,
    assert_whole,
    candidate_outline,
    candidate_squares,
    decode,
    journal,
    make_inventory,
    open_inventory,
    outline_of,
    rows_of,
    snapshot,
    square,
    stored,
)
from rock_glacier_inventory.gestures import operations, reshaping, undoing
from rock_glacier_inventory.gestures.operations import By
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.schema import CANDIDATES, GEOMETRY, PRIMARY_MARKERS, ROCK_GLACIERS

TERRAIN = {
    "ELE_MEAN": [4812.5, 4700.0, None, None],
    "ASPECT": [315.0, 0.5, None, None],
    "PISR": [1500.25, None, None, None],
    "SUBREGION": ["West é", "Ost", None, None],
}


@pytest.fixture
def path(tmp_path):
    return make_inventory(tmp_path / "inventory é 冰 100%?#.gpkg", candidate_squares(4), **TERRAIN)


@pytest.fixture
def inventory(path):
    opened = open_inventory(path)
    yield opened
    opened.close()
    assert_whole(path)


def keep(inventory, candidate, by=ME):
    return operations.remain(inventory, candidate, candidate_outline(inventory, candidate), by)


def glacier(inventory, fid):
    return rows_of(inventory.path, ROCK_GLACIERS)[fid]


def marker_of(inventory, fid):
    """The one marker of a rock glacier, which must lie where the rock glacier says, and in its outline."""
    row = glacier(inventory, fid)
    found = [m for m in rows_of(inventory.path, PRIMARY_MARKERS).values() if m["ID"] == row["ID"]]
    assert len(found) == 1
    point = decode(found[0][GEOMETRY])
    assert (found[0]["LAT"], found[0]["LON"]) == (row["LAT"], row["LON"]) == (point.y, point.x)
    assert decode(row[GEOMETRY]).contains(point)
    return found[0]


def state(inventory, fid):
    row = rows_of(inventory.path, CANDIDATES)[fid]
    return row["STATE"], row["REASON"], row["COMMENT"]


@contextmanager
def nothing_changes(inventory, words):
    """The block is refused in a sentence, and the file is as before, the journal included."""
    before = snapshot(inventory.path), journal(inventory.path)
    with pytest.raises(UserError, match=words):
        yield
    assert (snapshot(inventory.path), journal(inventory.path)) == before


# Remain


def test_remain_writes_all_it_should(inventory):
    outline = candidate_outline(inventory, 1)
    fid = operations.remain(inventory, 1, outline, replace(ME, comment=" steep front "))
    row = glacier(inventory, fid)
    candidate = rows_of(inventory.path, CANDIDATES)[1]
    assert row[GEOMETRY] == candidate[GEOMETRY] == stored(outline)
    assert row["AREA"] == outline.area
    assert (row["OPERATION"], row["CANDIDATE"], row["RGS_ID"]) == ("remain", "c1", None)
    assert (row["MAPPER"], row["SOUR_DATA"], row["MAP_DATE"]) == ("Ann Mapper", "Basemap é 冰", "2021-08")
    assert (row["COMMENT"], row["ADDI_INF"], row["REVIEWER"]) == ("steep front", None, None)
    assert (row["ELE_MEAN"], row["ASPECT"], row["PISR"]) == (4812.5, 315.0, 1500.25)
    assert row["STALE"] == 0, "the terrain of the candidate is that of the same outline"
    assert row["ID"].startswith("RGU28")
    assert matches(row["ID"], row["LAT"], row["LON"], 0.0001)
    marker = marker_of(inventory, fid)
    assert (marker["SUBREGION"], row["SUBREGION"]) == ("West é", "West é")
    assert state(inventory, 1) == ("remain", None, "steep front")


def test_remain_without_terrain_is_stale(inventory):
    assert glacier(inventory, keep(inventory, 3))["STALE"] == 1


def test_the_journal_tells_who_did_what(inventory):
    fid = keep(inventory, 1)
    (row,) = journal(inventory.path)
    assert (row["PERSON"], row["OPERATION"], row["UNDOES"]) == ("Ann Mapper", "remain", None)
    assert row["TIME"].endswith("Z")
    assert row["TOUCHED"] == {"rock_glaciers": [fid], "primary_markers": [1], "candidates": [1]}
    assert row["ATT_BEFORE"] == {"candidates": {"1": {"STATE": "undecided"}}}
    assert row["ATT_AFTER"]["candidates"] == {"1": {"STATE": "remain"}}
    assert row["ATT_AFTER"]["rock_glaciers"][str(fid)]["ID"] == glacier(inventory, fid)["ID"]
    assert row["GEO_BEFORE"] == {}
    told = row["GEO_AFTER"]["rock_glaciers"][str(fid)]
    assert bytes.fromhex(told) == glacier(inventory, fid)[GEOMETRY]


def test_what_is_in_the_inventory_is_not_added_again(inventory):
    keep(inventory, 1)
    with nothing_changes(inventory, "c1 is in the inventory already"):
        keep(inventory, 1)


def test_the_extent_in_the_contents_holds_what_is_drawn(inventory):
    keep(inventory, 1)
    operations.retrieve(inventory, outline_of(square(-60, -20)), ME)
    with closing(sqlite3.connect(inventory.path)) as connection:
        box = connection.execute(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'rock_glaciers'"
        ).fetchone()
    assert box == (-60, -20, WEST + 0.002, SOUTH + 0.002)


# Remove


@pytest.mark.parametrize("reason", schema.REMOVAL_REASONS)
def test_remove_keeps_the_candidate_with_its_reason(inventory, reason):
    before = rows_of(inventory.path, CANDIDATES)[2]
    operations.remove(inventory, 2, reason, replace(ME, comment="ice cliffs"))
    after = rows_of(inventory.path, CANDIDATES)[2]
    assert after == {**before, "STATE": "remove", "REASON": reason, "COMMENT": "ice cliffs"}
    assert rows_of(inventory.path, ROCK_GLACIERS) == {}
    (row,) = journal(inventory.path)
    assert (row["OPERATION"], row["TOUCHED"]) == ("remove", {"candidates": [2]})


def test_a_removal_needs_one_of_the_reasons(inventory):
    with nothing_changes(inventory, "'ugly' is no reason"):
        operations.remove(inventory, 1, "ugly", ME)


# Refine, retrieve


def test_refine_draws_another_outline_and_leaves_the_candidate_its_own(inventory):
    before = rows_of(inventory.path, CANDIDATES)[1]
    drawn = outline_of(square(WEST - 0.001, SOUTH, 0.003))
    fid = operations.refine(inventory, 1, drawn, ME)
    row = glacier(inventory, fid)
    assert (row[GEOMETRY], row["AREA"], row["OPERATION"], row["CANDIDATE"], row["STALE"]) == (
        stored(drawn),
        drawn.area,
        "refine",
        "c1",
        1,
    )
    marker_of(inventory, fid)
    assert rows_of(inventory.path, CANDIDATES)[1] == {**before, "STATE": "refine"}


def test_refine_of_a_rock_glacier_keeps_its_marker_where_it_can(inventory):
    fid = keep(inventory, 1)
    before, marker = glacier(inventory, fid), marker_of(inventory, fid)
    drawn = outline_of(square(WEST, SOUTH, 0.006))  # its own middle is elsewhere
    operations.refine_rock_glacier(inventory, fid, drawn, replace(ME, person="Ben", comment="lobe"))
    after = glacier(inventory, fid)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {GEOMETRY, "AREA", "OPERATION", "STALE", "MAPPER", "COMMENT"}
    assert (after["OPERATION"], after["MAPPER"], after["COMMENT"]) == ("refine", "Ben", "lobe")
    assert marker_of(inventory, fid) == marker
    assert state(inventory, 1)[0] == "refine"


def test_a_marker_moves_only_when_it_would_lie_outside(inventory):
    fid = keep(inventory, 1)
    before = glacier(inventory, fid)
    drawn = outline_of(square(WEST + 0.01, SOUTH, 0.006))
    operations.refine_rock_glacier(inventory, fid, drawn, ME)
    after = glacier(inventory, fid)
    assert after["ID"] == before["ID"], "an identifier is set once"
    assert (after["LAT"], after["LON"]) == (drawn.latitude, drawn.longitude)
    marker_of(inventory, fid)


def test_retrieve_adds_what_no_candidate_shows(inventory):
    drawn = outline_of(square(WEST + 0.5, SOUTH))
    fid = operations.retrieve(inventory, drawn, ME)
    row = glacier(inventory, fid)
    assert (row["OPERATION"], row["CANDIDATE"], row["STALE"], row[GEOMETRY]) == ("retrieve", None, 1, stored(drawn))
    marker_of(inventory, fid)
    assert [row["OPERATION"] for row in journal(inventory.path)] == ["retrieve"]


def alone(inventory, *places):
    """Markers without an outline, as an import leaves them."""
    with inventory.change() as tables:
        for number, (x, y) in enumerate(places):
            marker = {"ID": f"RGU{number:015d}", "SUBREGION": "West é", "LAT": y, "LON": x}
            tables.insert(PRIMARY_MARKERS, {GEOMETRY: shapely.to_wkb(shapely.Point(x, y)), **marker})


def test_a_marker_that_waits_keeps_its_identifier_and_gets_the_outline(inventory):
    x, y = WEST + 1.001, SOUTH + 0.001
    alone(inventory, (x, y), (WEST + 2, SOUTH))
    before = snapshot(inventory.path)
    fid = operations.retrieve(inventory, outline_of(square(WEST + 1, SOUTH, 0.01)), ME)
    row, markers = glacier(inventory, fid), rows_of(inventory.path, PRIMARY_MARKERS)
    assert (row["ID"], row["LAT"], row["LON"], row["SUBREGION"]) == ("RGU" + "0" * 15, y, x, "West é")
    assert len(markers) == 2, "no second one"
    again = operations.retrieve(inventory, outline_of(square(WEST + 1, SOUTH, 0.01)), ME)
    assert glacier(inventory, again)["ID"] != row["ID"], "it has its outline now"
    for _ in range(2):
        undoing.undo(inventory, ME.person)
    assert snapshot(inventory.path) == before


def test_an_outline_around_two_markers_that_wait_is_refused(inventory):
    alone(inventory, (WEST + 1.001, SOUTH + 0.001), (WEST + 1.002, SOUTH + 0.001))
    before = snapshot(inventory.path)
    with pytest.raises(UserError, match=r"lie 2 markers that have none yet \(RGU0+, RGU0+1\); draw one around each"):
        operations.retrieve(inventory, outline_of(square(WEST + 1, SOUTH, 0.01)), ME)
    assert snapshot(inventory.path) == before


def test_a_refined_retrieved_rock_glacier_stays_retrieved(inventory):
    fid = operations.retrieve(inventory, outline_of(square(0, 0)), ME)
    operations.refine_rock_glacier(inventory, fid, outline_of(square(0, 0, 0.01)), ME)
    assert glacier(inventory, fid)["OPERATION"] == "retrieve"


# Identifiers


@pytest.mark.parametrize(
    ("x", "y", "letters"),
    [(97.2, 28.1, "NE"), (-69.9, -30.2, "SW"), (-109.4, 38.4, "NW"), (145.0, -42.0, "SE"), (-0.002, -0.002, "SW")],
)
def test_identifiers_of_all_hemispheres(inventory, x, y, letters):
    fid = operations.retrieve(inventory, outline_of(square(x, y, 0.0015)), ME)
    row = glacier(inventory, fid)
    assert (row["ID"][9], row["ID"][-1]) == tuple(letters)
    assert len(row["ID"]) == 18
    assert matches(row["ID"], row["LAT"], row["LON"], 0.0001)


@pytest.mark.parametrize(("x", "y"), [(97.2, 28.1), (-69.9, -30.2)])
def test_two_in_one_cell_get_two_identifiers_and_the_later_marker_moves(inventory, x, y):
    fids = [operations.retrieve(inventory, outline_of(square(x, y)), ME) for _ in range(4)]
    rows = [glacier(inventory, fid) for fid in fids]
    assert len({row["ID"] for row in rows}) == 4
    for fid, row in zip(fids, rows):
        marker_of(inventory, fid)
        assert matches(row["ID"], row["LAT"], row["LON"], 0.0001)


def test_an_identifier_that_only_a_marker_has_is_taken_too(inventory):
    fid = operations.retrieve(inventory, outline_of(square(0, 0)), ME)
    taken = glacier(inventory, fid)["ID"]
    with inventory.gesture("retrieve", "x") as edit:
        (marker,) = edit.find(PRIMARY_MARKERS, "ID", taken)
        edit.delete(ROCK_GLACIERS, fid)
        edit.update(PRIMARY_MARKERS, marker, {GEOMETRY: shapely.to_wkb(shapely.Point(5, 5)), "LAT": 5.0, "LON": 5.0})
    again = operations.retrieve(inventory, outline_of(square(0, 0)), ME)
    assert glacier(inventory, again)["ID"] != taken


def test_an_outline_without_a_free_cell_is_told(inventory):
    tiny = square(0.00001, 0.00001, 0.00005)
    operations.retrieve(inventory, outline_of(tiny), ME)
    with nothing_changes(inventory, "taken by another rock glacier"):
        operations.retrieve(inventory, outline_of(tiny), ME)


def test_a_middle_outside_a_bent_outline_is_no_marker(inventory):
    bent = shapely.Polygon([(0, 0), (0.01, 0), (0.01, 0.001), (0.001, 0.001), (0.001, 0.01), (0, 0.01)])
    assert not bent.contains(bent.centroid)
    marker_of(inventory, operations.retrieve(inventory, outline_of(bent), ME))


# Deciding anew


def test_remain_then_remove_takes_rock_glacier_and_marker_out(inventory):
    kept, gone = keep(inventory, 2), keep(inventory, 1)
    operations.remove(inventory, 1, "talus", ME)
    assert list(rows_of(inventory.path, ROCK_GLACIERS)) == [kept]
    assert gone not in rows_of(inventory.path, ROCK_GLACIERS)
    marker_of(inventory, kept)
    assert len(rows_of(inventory.path, PRIMARY_MARKERS)) == 1
    assert state(inventory, 1)[:2] == ("remove", "talus")


def test_remove_then_remain_takes_the_reason_out(inventory):
    operations.remove(inventory, 1, "talus", replace(ME, comment="no front"))
    marker_of(inventory, keep(inventory, 1))
    assert state(inventory, 1) == ("remain", None, "no front")


def test_remain_then_refine_keeps_feature_and_identifier(inventory):
    fid = keep(inventory, 1)
    before = glacier(inventory, fid)
    assert operations.refine(inventory, 1, outline_of(square(WEST, SOUTH, 0.005)), ME) == fid
    after = glacier(inventory, fid)
    assert (after["ID"], after["OPERATION"], after["STALE"]) == (before["ID"], "refine", 1)
    assert state(inventory, 1)[0] == "refine"
    assert len(rows_of(inventory.path, ROCK_GLACIERS)) == 1


def test_refine_then_remain_goes_back_to_the_candidates_outline(inventory):
    operations.refine(inventory, 1, outline_of(square(WEST, SOUTH, 0.005)), ME)
    fid = keep(inventory, 1)
    (row,) = rows_of(inventory.path, ROCK_GLACIERS).values()
    assert row[GEOMETRY] == rows_of(inventory.path, CANDIDATES)[1][GEOMETRY]
    assert (row["OPERATION"], state(inventory, 1)[0]) == ("remain", "remain")
    marker_of(inventory, fid)


def test_remove_after_a_split_takes_all_its_units_out(inventory):
    fid = keep(inventory, 1)
    reshaping.split(inventory, fid, halves(inventory, fid), ME)
    operations.remove(inventory, 1, "other", ME)
    assert rows_of(inventory.path, ROCK_GLACIERS) == rows_of(inventory.path, PRIMARY_MARKERS) == {}


# Split and merge


def halves(inventory, fid, share=0.4):
    west, south, east, north = decode(glacier(inventory, fid)[GEOMETRY]).bounds
    middle = west + (east - west) * share
    return [outline_of(shapely.box(west, south, middle, north)), outline_of(shapely.box(middle, south, east, north))]


def test_split_makes_units_of_one_system(inventory):
    first = keep(inventory, 2, replace(ME, comment="two tongues"))
    before = glacier(inventory, first)
    smaller, larger = halves(inventory, first)
    elsewhere = replace(ME, person="Ben", source="another map", date="2024", comment="")
    fids = reshaping.split(inventory, first, [smaller, larger], elsewhere)
    assert fids[0] == first
    kept, new = (glacier(inventory, fid) for fid in fids)
    assert (kept[GEOMETRY], new[GEOMETRY]) == (stored(larger), stored(smaller))
    assert (kept["ID"], kept["CANDIDATE"]) == (before["ID"], "c2")
    assert kept["ID"] != new["ID"]
    assert kept["RGS_ID"] == new["RGS_ID"] == "RGS" + before["ID"][3:]
    assert (new["SOUR_DATA"], new["MAP_DATE"], new["COMMENT"]) == (ME.source, ME.date, "two tongues")
    assert (new["SUBREGION"], kept["STALE"], new["STALE"], new["MAPPER"]) == ("Ost", 1, 1, "Ben")
    for fid in fids:
        marker_of(inventory, fid)
    again = reshaping.split(inventory, fids[1], halves(inventory, fids[1]), ME)
    systems = {row["RGS_ID"] for row in rows_of(inventory.path, ROCK_GLACIERS).values()}
    assert len(again) == 2
    assert systems == {kept["RGS_ID"]}, "a unit of a system that is cut again stays in it"


def test_what_is_cut_or_merged_is_no_longer_as_it_was_found(inventory):
    first, second = keep(inventory, 1), keep(inventory, 2)
    fids = reshaping.split(inventory, first, halves(inventory, first), ME)
    assert [glacier(inventory, fid)["OPERATION"] for fid in fids] == ["refine", "refine"]
    states = {fid: row["STATE"] for fid, row in rows_of(inventory.path, CANDIDATES).items()}
    assert (states[1], states[2]) == ("refine", "remain")
    reshaping.merge(inventory, [fids[1], second], outline_of(square(WEST, SOUTH, 0.02)), ME)
    states = {fid: row["STATE"] for fid, row in rows_of(inventory.path, CANDIDATES).items()}
    assert states[2] == "refine", "its ground stays in the inventory, in another outline"
    undoing.undo(inventory, ME.person)
    assert glacier(inventory, second)["OPERATION"] == "remain"


def test_units_of_a_retrieved_rock_glacier_are_retrieved(inventory):
    first = operations.retrieve(inventory, outline_of(square(WEST, SOUTH)), ME)
    fids = reshaping.split(inventory, first, halves(inventory, first), ME)
    assert [glacier(inventory, fid)["OPERATION"] for fid in fids] == ["retrieve", "retrieve"]


def test_a_cut_into_three(inventory):
    fid = keep(inventory, 4)
    west, south, _, north = decode(glacier(inventory, fid)[GEOMETRY]).bounds
    parts = [
        outline_of(shapely.box(west + a, south, west + b, north))
        for a, b in ((0, 0.001), (0.001, 0.003), (0.003, 0.005))
    ]
    fids = reshaping.split(inventory, fid, parts, ME)
    assert len({glacier(inventory, fid)["ID"] for fid in fids}) == len(fids) == 3
    assert len(journal(inventory.path)) == 2, "one gesture"


def test_a_line_that_does_not_cut_is_told(inventory):
    fid = keep(inventory, 1)
    with nothing_changes(inventory, "does not cut"):
        reshaping.split(inventory, fid, halves(inventory, fid)[:1], ME)


def test_merge_keeps_the_largest(inventory):
    small = keep(inventory, 1, replace(ME, comment="upper"))
    large = keep(inventory, 2, replace(ME, comment="lower"))
    before = glacier(inventory, large)
    whole = outline_of(square(WEST, SOUTH, 0.02))
    assert reshaping.merge(inventory, [small, large], whole, ME) == large
    rows = rows_of(inventory.path, ROCK_GLACIERS)
    assert list(rows) == [large]
    row = rows[large]
    assert (row["ID"], row["CANDIDATE"], row[GEOMETRY], row["AREA"], row["STALE"]) == (
        before["ID"],
        "c2",
        stored(whole),
        whole.area,
        1,
    )
    assert row["COMMENT"] == "upper; lower"
    marker_of(inventory, large)
    assert len(rows_of(inventory.path, PRIMARY_MARKERS)) == 1


@pytest.mark.parametrize("which", [[1], [1, 1], []])
def test_a_merge_needs_two(inventory, which):
    keep(inventory, 1)
    with nothing_changes(inventory, "two or more"):
        reshaping.merge(inventory, which, outline_of(square(0, 0)), ME)


# Marker and comment


def test_a_marker_is_dragged(inventory):
    fid = keep(inventory, 1)
    before = glacier(inventory, fid)
    north, east = SOUTH + 0.0003, WEST + 0.0004
    reshaping.move_marker(inventory, fid, north, east, shapely.to_wkb(shapely.Point(east, north)), ME)
    after = glacier(inventory, fid)
    assert {name for name in after if after[name] != before[name]} == {"LAT", "LON"}
    marker_of(inventory, fid)
    assert journal(inventory.path)[-1]["OPERATION"] == "marker"


def test_a_comment_is_that_of_candidate_and_rock_glacier(inventory):
    fid = keep(inventory, 1)
    operations.comment(inventory, CANDIDATES, 1, "  look again ", ME)
    assert (state(inventory, 1)[2], glacier(inventory, fid)["COMMENT"]) == ("look again", "look again")
    operations.comment(inventory, ROCK_GLACIERS, fid, "", ME)
    assert (state(inventory, 1)[2], glacier(inventory, fid)["COMMENT"]) == ("look again", None)


def test_a_comment_that_changes_nothing_is_no_gesture(inventory):
    operations.comment(inventory, CANDIDATES, 1, "x", ME)
    operations.comment(inventory, CANDIDATES, 1, " x", ME)
    assert len(journal(inventory.path)) == 1


def test_texts_are_cut_to_their_fields(inventory):
    long = By("é" * 100, "s" * 300, "d" * 100, "冰" * 300)
    fid = keep(inventory, 1, long)
    row = glacier(inventory, fid)
    assert [len(row[name]) for name in ("MAPPER", "SOUR_DATA", "MAP_DATE", "COMMENT")] == [80, 254, 80, 254]
    assert len(state(inventory, 1)[2]) == 254
    operations.comment(inventory, CANDIDATES, 1, "y" * 500, ME)
    assert (len(state(inventory, 1)[2]), len(glacier(inventory, fid)["COMMENT"])) == (254, 254)


def test_secrets_in_a_source_never_reach_the_file(inventory):
    by = replace(
        ME,
        source="type=xyz&url=https%3A%2F%2Ftiles.example.org%2F%7Bz%7D%3Fapi_key%3Dhunter2secret&password=s3same",
        comment="seen at https://ann:letmein77@example.org/x?token=abcdef99",
    )
    fid = keep(inventory, 1, by)
    drawn = outline_of(square(WEST, SOUTH, 0.005))
    operations.refine(inventory, 1, drawn, by)
    operations.retrieve(inventory, outline_of(square(0, 0)), by)
    operations.comment(inventory, CANDIDATES, 2, by.comment, by)
    undoing.undo(inventory, by.person)
    assert "tiles.example.org" in glacier(inventory, fid)["SOUR_DATA"]
    content = inventory.path.read_bytes()
    for secret in ("hunter2secret", "s3same", "letmein77", "abcdef99"):
        assert secret.encode() not in content
        assert secret.encode().hex().encode() not in content.lower()


# All or nothing


def test_what_is_gone_is_told(inventory):
    drawn = outline_of(square(0, 0))
    for gesture in (
        lambda: operations.remain(inventory, 99, drawn, ME),
        lambda: operations.remove(inventory, 99, "talus", ME),
        lambda: operations.refine(inventory, 99, drawn, ME),
        lambda: operations.refine_rock_glacier(inventory, 99, drawn, ME),
        lambda: reshaping.split(inventory, 99, [drawn, drawn], ME),
        lambda: reshaping.merge(inventory, [98, 99], drawn, ME),
        lambda: reshaping.move_marker(inventory, 99, 0.0, 0.0, b"", ME),
        lambda: operations.comment(inventory, CANDIDATES, 99, "x", ME),
    ):
        with nothing_changes(inventory, "is no longer in"):
            gesture()


def test_a_gesture_that_fails_in_its_middle_changes_nothing(inventory):
    kept = keep(inventory, 1)
    before = snapshot(inventory.path), journal(inventory.path)
    # The first row is dropped, then the second is found to be gone.
    with nothing_changes(inventory, "is no longer in"):
        reshaping.merge(inventory, [kept, 77], outline_of(square(0, 0)), ME)
    outline = candidate_outline(inventory, 2)
    broken = replace(outline, geometry=b"no geometry")
    with pytest.raises((UserError, sqlite3.Error)):
        operations.remain(inventory, 2, broken, ME)
    assert (snapshot(inventory.path), journal(inventory.path)) == before
    assert keep(inventory, 2) != kept, "and the next gesture works"


def test_a_file_that_another_program_is_writing_is_told(path):
    inventory = open_inventory(path, seconds_to_wait=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with nothing_changes(inventory, "locked by another program"):
            keep(inventory, 1)
        other.execute("ROLLBACK")
    marker_of(inventory, keep(inventory, 1))
    inventory.close()


def test_reading_works_while_another_writes(path):
    with open_inventory_twice(path) as (first, second):
        with first.change():
            assert state_seen_by(second) == ["undecided"] * 4
        keep(first, 1)
        assert second.changed_elsewhere()
        assert not second.changed_elsewhere()
        assert not first.changed_elsewhere(), "one's own gestures are not someone else's"
        assert state_seen_by(second) == ["remain", *["undecided"] * 3]


@contextmanager
def open_inventory_twice(path):
    with closing(open_inventory(path)) as first, closing(open_inventory(path)) as second:
        yield first, second


def state_seen_by(inventory):
    return [row[0] for row in inventory.connection.rows("SELECT STATE FROM candidates ORDER BY fid")]


def test_a_candidate_without_an_identifier_of_its_own_harms_no_other(inventory, path):
    add_candidates(path, [square(WEST, SOUTH + 0.1)], CANDIDATE_ID=[None])
    fid = keep(inventory, 5)
    operations.retrieve(inventory, outline_of(square(0, 0)), ME)
    operations.remove(inventory, 5, "talus", ME)
    left = rows_of(path, ROCK_GLACIERS)
    assert [row["OPERATION"] for other, row in left.items() if other != fid] == ["retrieve"]


def test_the_rock_glacier_of_a_candidate(inventory):
    fid = keep(inventory, 2)
    assert operations.rock_glacier_of(inventory, "c2") == fid
    assert operations.rock_glacier_of(inventory, "c1") is None


def test_a_setting_is_kept_in_the_file_and_is_no_gesture(inventory):
    inventory.remember({"dock.order": "it's 'nearest'"})
    inventory.remember({"dock.order": "largest é"})
    assert inventory.facts()["dock.order"] == "largest é"
    assert journal(inventory.path) == []
