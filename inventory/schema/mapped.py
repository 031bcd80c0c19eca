"""Layers of what is mapped: rock glaciers, candidates, primary markers, subregions, and ground that was looked at."""

from __future__ import annotations

from .attributes import (
    AREA,
    ASPECT_RESULTANT,
    CLIMATE_FIELDS,
    ID_FIELD,
    LAT,
    LON,
    PERMAFROST_FIELDS,
    SUBREGION_FIELD,
    TERRAIN_FIELDS,
)
from .kinds import Field, Layer
from .words import KEPT_OPERATIONS, LANDFORMS, OPERATIONS, REMOVAL_REASONS, STATES

_RGIK = Field("RGIK", "text", None, "", "attributes of RGIK that are not asked for here, as they came in (JSON)")

ROCK_GLACIERS = Layer(
    "rock_glaciers",
    "MULTIPOLYGON",
    (
        ID_FIELD,
        SUBREGION_FIELD,
        LAT,
        LON,
        AREA,
        *TERRAIN_FIELDS,
        *CLIMATE_FIELDS,
        Field("SOUR_DATA", "text", 254, "", "imagery the outline was drawn on"),
        Field("MAP_DATE", "text", 80, "", "date of that imagery"),
        Field("MAPPER", "text", 80, "", "who drew or confirmed the outline"),
        Field("REVIEWER", "text", 254, "", "who reviewed it"),
        Field("ADDI_INF", "text", 254, "", "additional information"),
        Field("RGS_ID", "text", 18, "", "identifier of the rock glacier system it belongs to"),
        Field("OPERATION", "text", 8, "", "how it came into the inventory", KEPT_OPERATIONS),
        Field("CANDIDATE", "text", 40, "", "its candidate's identifier, empty for a retrieved one"),
        Field("COMMENT", "text", 254, "", "the mapper's comment"),
        ASPECT_RESULTANT,
        Field("STALE", "boolean", None, "", "the attributes are older than the outline"),
        *PERMAFROST_FIELDS,
        _RGIK,
    ),
    "Rock glaciers: units of the inventory, outlined by their extended geomorphological footprint",
    indexed=("ID", "CANDIDATE"),
)

CANDIDATES = Layer(
    "candidates",
    "MULTIPOLYGON",
    (
        Field("CANDIDATE_ID", "text", 40, "", "identifier: the run's, a hyphen, a serial number"),
        Field("RUN_ID", "text", 32, "", "the detection that wrote it"),
        Field("PROB_MEAN", "real", None, "", "mean probability, 0 to 1"),
        Field("PROB_MAX", "real", None, "", "highest probability, 0 to 1"),
        AREA,
        Field("STATE", "text", 9, "", "the mapper's decision", STATES),
        Field("REASON", "text", 24, "", "why it was removed", REMOVAL_REASONS),
        Field("GLAC_FRAC", "real", None, "", "share of its area inside glacier outlines, 0 to 1"),
        # A mapper sorts and filters by these, so a candidate has them before it is a rock glacier.
        SUBREGION_FIELD,
        LAT,
        LON,
        *TERRAIN_FIELDS,
        *CLIMATE_FIELDS,
        ASPECT_RESULTANT,
        Field("COMMENT", "text", 254, "", "the mapper's comment"),
        Field("SOUR_DATA", "text", 254, "", "imagery under the outline: names, separated by '; '"),
        *PERMAFROST_FIELDS,
        Field("PROB_SD", "real", None, "", "mean standard deviation of several networks' probabilities, 0 to 0.5"),
    ),
    "Candidates: polygons predicted by the network; their outlines are never changed",
    unique=("CANDIDATE_ID",),
    indexed=("RUN_ID", "STATE"),
)

PRIMARY_MARKERS = Layer(
    "primary_markers",
    "POINT",
    (
        ID_FIELD,
        SUBREGION_FIELD,
        LAT,
        LON,
        Field("LANDFORM", "text", 12, "", "what it stands for; empty: a rock glacier", LANDFORMS),
        _RGIK,
    ),
    "Primary markers: the point that stands for one rock glacier",
    indexed=("ID",),
)

SUBREGIONS = Layer(
    "subregions",
    "MULTIPOLYGON",
    (Field("NAME", "text", 80, "", "name of the subregion"),),
    "Subregions: the parts of the area that tables and accuracy are told by",
)

REVIEWED_GROUND = Layer(
    "reviewed_ground",
    "MULTIPOLYGON",
    (
        Field("PERSON", "text", 80, "", "who looked at it"),
        Field("TIME", "time", None, "", "when (UTC)"),
        Field("OPERATION", "text", 8, "", "the decision that was made while it was shown", OPERATIONS),
        Field("PIXEL", "real", None, "m", "ground along one pixel of the screen"),
        Field("SCALE", "real", None, "", "denominator of the map's scale"),
        Field("SOUR_DATA", "text", 254, "", "imagery that was shown: names, separated by '; '"),
        Field("RUN_ID", "text", 32, "", "the detection whose candidate was decided; empty where it was none"),
    ),
    "Reviewed ground: what the map showed while somebody decided",
    indexed=("PERSON",),
)
