"""The schema: the published names, and that nothing in it contradicts itself."""

from __future__ import annotations

import pytest
from rock_glacier_inventory.inventory import schema

# As released with Sun et al. (2024); the dbf limit of ten characters is why they look as they do.
PUBLISHED = [
    "ID",
    "SUBREGION",
    "LAT",
    "LON",
    "AREA",
    "ELE_MEAN",
    "ELE_MEDIAN",
    "ELE_MIN",
    "ELE_MAX",
    "SLO_MEAN",
    "SLO_MEDIAN",
    "SLO_MIN",
    "SLO_MAX",
    "ASPECT",
    "PISR",
    "MAAT",
    "MAGT",
    "AP",
    "SOUR_DATA",
    "MAP_DATE",
    "MAPPER",
    "REVIEWER",
    "ADDI_INF",
]


def test_rock_glaciers_begin_with_the_published_fields_in_their_order():
    names = schema.ROCK_GLACIERS.field_names
    assert list(names[: len(PUBLISHED)]) == PUBLISHED
    assert all(len(name) <= 10 for name in names)
    assert {"RGS_ID", "OPERATION", "CANDIDATE", "COMMENT", "STALE", "ASP_R"} <= set(names)
    assert schema.ROCK_GLACIERS.field("ID").length == 18


def test_every_layer_of_the_design_is_there():
    assert [layer.name for layer in schema.LAYERS] == [
        "rock_glaciers",
        "candidates",
        "primary_markers",
        "subregions",
        "reviewed_ground",
        "reviews",
        "review_samples",
        "samples",
        "sample_windows",
        "window_reviews",
        "missed_points",
        "consensus",
        "kept_probability",
        "runs",
        "journal",
        "inventory_info",
    ]
    kinds = {layer.name: layer.geometry_type for layer in schema.LAYERS}
    assert (
        kinds["rock_glaciers"]
        == kinds["candidates"]
        == kinds["subregions"]
        == kinds["reviewed_ground"]
        == "MULTIPOLYGON"
    )
    assert kinds["primary_markers"] == "POINT"
    assert kinds["reviews"] == kinds["runs"] == kinds["journal"] == kinds["inventory_info"] == ""


@pytest.mark.parametrize("layer", schema.LAYERS, ids=lambda layer: layer.name)
def test_a_layer_is_consistent(layer):
    upper = [name.upper() for name in layer.field_names]
    assert len(set(upper)) == len(upper), "SQLite does not tell upper from lower case"
    assert {"FID", "GEOM"}.isdisjoint(upper)
    assert set(layer.unique) | set(layer.indexed) <= set(layer.field_names)
    for field in layer.fields:
        assert field.kind in ("text", "integer", "real", "boolean", "time", "blob")
        assert field.description
        assert field.length is None or field.kind == "text"
        for value in field.domain:
            assert field.length is None or len(value) <= field.length, (field.name, value)


def test_domains_are_those_of_the_design():
    assert schema.OPERATIONS == ("remain", "remove", "refine", "retrieve")
    assert schema.ROCK_GLACIERS.field("OPERATION").domain == ("remain", "refine", "retrieve")
    assert schema.CANDIDATES.field("STATE").domain == ("undecided", "remain", "remove", "refine")
    assert schema.REVIEWS.field("DECISION").domain == ("yes", "no", "uncertain", "undefined")
    reasons = schema.CANDIDATES.field("REASON").domain
    assert reasons[0] == "debris-covered glacier"
    assert reasons[-1] == "other"
    assert len(reasons) == 9


def test_both_outline_layers_have_every_computed_field():
    for layer in (schema.ROCK_GLACIERS, schema.CANDIDATES):
        assert set(schema.COMPUTED_FIELDS) <= set(layer.field_names)


def test_an_unknown_layer_or_field_is_an_error():
    assert schema.layer("runs") is schema.RUNS
    with pytest.raises(KeyError):
        schema.layer("glaciers")
    with pytest.raises(KeyError):
        schema.RUNS.field("ID")
