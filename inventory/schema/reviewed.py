"""Layers of the review: samples, what reviewers say of their markers and windows, and what they agree on."""

from __future__ import annotations

from .kinds import Field, Layer
from .words import DECISIONS, DESIGNS, SAMPLE_KINDS, STRATA

_SAMPLE = Field("SAMPLE", "text", 120, "", "name of the sample")
_WINDOW_PLACE = Field("PLACE", "integer", None, "", "place of the window in the sample, from 1")
_TIME = Field("TIME", "time", None, "", "when (UTC)")

REVIEWS = Layer(
    "reviews",
    "",
    (
        Field("ID", "text", 18, "", "identifier of the primary marker"),
        Field("REVIEWER", "text", 80, "", "who decided"),
        Field("DECISION", "text", 9, "", "is it a rock glacier?", DECISIONS),
        Field("COMMENT", "text", 254, "", "the reviewer's comment"),
        _TIME,
    ),
    "Reviews: one row per marker and reviewer",
    indexed=("ID",),
)

REVIEW_SAMPLES = Layer(
    "review_samples",
    "",
    (
        _SAMPLE,
        Field("PLACE", "integer", None, "", "place of the marker in the sample, from 1"),
        Field("ID", "text", 18, "", "identifier of the primary marker"),
        Field("REVIEWERS", "integer", None, "", "how many reviewers judge each marker"),
        Field("SEED", "integer", None, "", "seed of the draw"),
        Field("STRATUM", "text", 80, "", "stratum that it was drawn from; empty where there are none"),
        Field("WEIGHT", "real", None, "", "primary markers of the inventory that this one stands for"),
    ),
    "Review samples: the primary markers that were drawn for review",
    indexed=("SAMPLE",),
)

SAMPLES = Layer(
    "samples",
    "",
    (
        _SAMPLE,
        Field("KIND", "text", 8, "", "what it consists of", SAMPLE_KINDS),
        Field("DESIGN", "text", 12, "", "how it was drawn", DESIGNS),
        Field("STRATA", "text", 12, "", "what its strata are; empty where there are none", STRATA),
        _TIME,
        Field("PERSON", "text", 80, "", "who drew it"),
        Field("REVIEWERS", "integer", None, "", "how many reviewers judge each marker or window"),
        Field("SEED", "integer", None, "", "seed of the draw"),
        Field("POPULATION", "text", None, "", "how many markers or windows there were, as JSON: stratum -> number"),
        Field("CELL", "real", None, "m", "side of a window, or of the cells that a systematic sample goes along"),
        Field("SUBREGION", "text", 80, "", "the only subregion that it was drawn from; empty for all"),
    ),
    "Samples: with what each draw can be repeated, extended and weighed",
    unique=("SAMPLE",),
)

SAMPLE_WINDOWS = Layer(
    "sample_windows",
    "MULTIPOLYGON",
    (
        _SAMPLE,
        _WINDOW_PLACE,
        Field("STRATUM", "text", 80, "", "stratum that it was drawn from; empty where there are none"),
        Field("WEIGHT", "real", None, "", "windows of the area that this one stands for"),
        Field("AREA", "real", None, "m²", "area on the WGS84 ellipsoid"),
    ),
    "Sample windows: ground that reviewers search for rock glaciers that were missed",
    indexed=("SAMPLE",),
)

WINDOW_REVIEWS = Layer(
    "window_reviews",
    "",
    (
        _SAMPLE,
        _WINDOW_PLACE,
        Field("REVIEWER", "text", 80, "", "who searched it"),
        Field("MISSED", "integer", None, "", "rock glaciers there that the inventory lacks"),
        Field("COMMENT", "text", 254, "", "the reviewer's comment"),
        _TIME,
    ),
    "Window reviews: one row per window and reviewer",
    indexed=("SAMPLE",),
)

MISSED_POINTS = Layer(
    "missed_points",
    "POINT",
    (_SAMPLE, _WINDOW_PLACE, Field("REVIEWER", "text", 80, "", "who found it"), _TIME),
    "Missed rock glaciers: a point each, set by a reviewer in a sample window",
    indexed=("SAMPLE",),
)

CONSENSUS = Layer(
    "consensus",
    "",
    (
        Field("ID", "text", 18, "", "identifier of the primary marker"),
        Field("DECISION", "text", 9, "", "is it a rock glacier?", DECISIONS),
        Field("PERSONS", "text", 254, "", "who agreed: names, separated by '; '"),
        Field("COMMENT", "text", 254, "", "why"),
        _TIME,
    ),
    "Consensus: what reviewers who disagreed decided together; it counts as no reviewer's decision",
    unique=("ID",),
)
