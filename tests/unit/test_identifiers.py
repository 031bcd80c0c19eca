"""Identifiers: as published, in every hemisphere, unique."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identifier_reading import is_identifier, matches, parse_identifier
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.inventory.identifiers import CELL, format_identifier, places_around, unique_identifier


@pytest.mark.parametrize(
    ("latitude", "longitude", "expected"),
    [
        (28.1527, 97.2426, "RGU281527N0972426E"),
        (28.15279999, 97.24269999, "RGU281527N0972426E"),  # cut, not rounded
        (38.4455, -109.2526, "RGU384455N1092526W"),  # 38.4455 * 10000 is 384454.99999999994
        (-33.0001, -70.99999, "RGU330001S0709999W"),
        (-0.00001, 0.0, "RGU000000S0000000E"),
        (0.0, -0.00001, "RGU000000N0000000W"),
        (-0.0, 0.0, "RGU000000N0000000E"),
        (90.0, 180.0, "RGU900000N1800000E"),
        (-90.0, -180.0, "RGU900000S1800000W"),
        (1e-5, 179.99999, "RGU000000N1799999E"),
        (0.00009999999, 1e-20, "RGU000000N0000000E"),
    ],
)
def test_format(latitude, longitude, expected):
    assert format_identifier(latitude, longitude) == expected
    assert len(expected) == 18


def test_a_system_has_its_own_prefix():
    assert format_identifier(1, 2, "RGS") == "RGS010000N0020000E"
    with pytest.raises(UserError, match="RGX"):
        format_identifier(1, 2, "RGX")


@pytest.mark.parametrize("place", [(90.1, 0), (0, 180.1), (float("nan"), 0), (0, float("inf"))])
def test_coordinates_that_are_none_are_refused(place):
    with pytest.raises(UserError):
        format_identifier(*place)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RGU",
        "RGU281527N097242E",
        "RGU281527X0972426E",
        "RGU281527N0972426E1",
        "RGU910000N0000000E",
        "RGU000000N1810000E",
        "GU281527N0972426E",
    ],
)
def test_what_is_no_identifier(text):
    assert not is_identifier(text)
    assert not matches(text, 28.1527, 97.2426)
    with pytest.raises(UserError):
        parse_identifier(text)


def test_stray_blanks_and_small_letters_are_read():
    assert parse_identifier(" rgu281527n0972426e ").latitude == 28.1527


@given(st.floats(-90, 90, allow_nan=False), st.floats(-180, 180, allow_nan=False), st.sampled_from(["RGU", "RGS"]))
def test_what_is_written_is_read_within_a_cell(latitude, longitude, kind):
    text = format_identifier(latitude, longitude, kind)
    told = parse_identifier(text)
    assert told.kind == kind
    assert 0 <= abs(latitude) - abs(told.latitude) < CELL + 1e-12
    assert 0 <= abs(longitude) - abs(told.longitude) < CELL + 1e-12
    assert told.latitude * latitude >= 0
    assert matches(text, latitude, longitude)
    # Formatting what was read gives the same again, except that -0.0 has lost its hemisphere.
    if told.latitude and told.longitude:
        assert format_identifier(told.latitude, told.longitude, kind) == text


def test_tolerance_is_a_thousandth_of_a_degree_and_goes_round_the_world():
    identifier = "RGU281527N0972426E"
    assert matches(identifier, 28.1537, 97.2416)
    assert not matches(identifier, 28.1538, 97.2426)
    assert not matches(identifier, -28.1527, 97.2426)
    assert not matches(identifier, 28.1527, -97.2426)
    assert matches("RGU100000N1800000E", 10, -179.9995)
    assert matches("RGU000000S0000000E", 0.0005, -0.0005)
    assert not matches(identifier, float("nan"), 97.2426)


@pytest.mark.realdata
def test_the_published_identifiers_of_the_la_sal_mountains(shared_data):
    with (shared_data / "la_sal" / "LaSal_UT_active_RoGI_subset.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 35
    assert all(is_identifier(row["IPA_id"]) for row in rows)
    rows = [row for row in rows if row["lat"] != "NA"]
    assert len(rows) == 32
    exact = 0
    for row in rows:
        latitude, longitude = float(row["lat"]), float(row["lon"])
        assert matches(row["IPA_id"], latitude, longitude), row
        exact += format_identifier(latitude, longitude, row["IPA_id"][:3]) == row["IPA_id"].strip()
    assert exact / len(rows) > 0.9, "these data truncate, as we do"


def test_places_around_visit_the_nearest_cells_first_and_none_twice():
    places = list(places_around(60.00005, 10.00005))
    cells = [format_identifier(*place) for place in places[::5]]
    assert len(set(cells)) == len(cells)
    assert "RGU600000N0100000E" not in cells, "the marker's own cell is taken"
    # At 60 degrees a cell is half as wide as it is high: the neighbours east and west come first.
    assert set(cells[:2]) == {"RGU600000N0100001E", "RGU600000N0099999E"}


def test_the_later_of_two_markers_in_a_cell_moves_inside_its_outline():
    def inside(latitude, longitude):
        return latitude > 28.15275 and 97.24 < longitude < 97.25

    first = unique_identifier(28.15271, 97.24261, set(), inside)
    assert first == ("RGU281527N0972426E", 28.15271, 97.24261)
    taken = {first[0]}
    identifier, latitude, longitude = unique_identifier(28.15279, 97.24269, taken, inside)
    assert identifier not in taken
    assert inside(latitude, longitude)
    assert format_identifier(latitude, longitude) == identifier
    assert abs(latitude - 28.15279) < 0.0003
    assert unique_identifier(28.15279, 97.24269, taken, lambda *_: False) is None


def test_a_hundred_markers_in_one_cell_get_a_hundred_identifiers_across_the_equator_and_the_antimeridian():
    taken: set[str] = set()
    for _ in range(100):
        identifier, latitude, longitude = unique_identifier(0.00001, 179.99999, taken, lambda *_: True)
        assert abs(latitude) <= 90
        assert -180 <= longitude <= 180
        taken.add(identifier)
    assert len(taken) == 100
    assert {text[9] for text in taken} == {"N", "S"}
    assert {text[-1] for text in taken} == {"E", "W"}
