"""The values that fields may have: what mappers and reviewers do and say, zones of permafrost, designs of samples."""

from __future__ import annotations

# What a mapper does with a candidate.
REMAIN, REMOVE, REFINE, RETRIEVE = "remain", "remove", "refine", "retrieve"
OPERATIONS = (REMAIN, REMOVE, REFINE, RETRIEVE)
KEPT_OPERATIONS = (REMAIN, REFINE, RETRIEVE)
"""Operations that leave a rock glacier in the inventory."""

UNDECIDED = "undecided"
STATES = (UNDECIDED, REMAIN, REMOVE, REFINE)
"""What a candidate can be."""

REMOVAL_REASONS = (
    "debris-covered glacier",
    "rock avalanche",
    "landslide",
    "moraine",
    "talus",
    "water",
    "shadow or snow",
    "image fault",
    "other",
)

YES, NO, UNCERTAIN, UNDEFINED = "yes", "no", "uncertain", "undefined"
DECISIONS = (YES, NO, UNCERTAIN, UNDEFINED)
"""What a reviewer says of a primary marker."""

CONTINUOUS, DISCONTINUOUS, SPORADIC, ISOLATED, NO_PERMAFROST = (
    "continuous",
    "discontinuous",
    "sporadic",
    "isolated",
    "none",
)
PERMAFROST_ZONES = (CONTINUOUS, DISCONTINUOUS, SPORADIC, ISOLATED, NO_PERMAFROST)
"""Zones of permafrost, from the most to none at all (Brown et al. 1997, Obu et al. 2019)."""

LANDFORM_ROCK_GLACIER, LANDFORM_UNCERTAIN, LANDFORM_OTHER = "rock glacier", "uncertain", "other"
LANDFORMS = (LANDFORM_ROCK_GLACIER, LANDFORM_UNCERTAIN, LANDFORM_OTHER)
"""What a primary marker stands for (RGIK: 1, 0, 2). Nothing to do with how certain an activity is."""

SPLIT, MERGE, MARKER, COMMENT, REVIEW = "split", "merge", "marker", "comment", "review"
SETTLE, CONSENSUS_GESTURE, WINDOW = "settle", "consensus", "window"
GESTURES = (*OPERATIONS, SPLIT, MERGE, MARKER, COMMENT, REVIEW, SETTLE, CONSENSUS_GESTURE, WINDOW)
"""What a person does in the dock, and can undo."""

UNDO, REDO, APPEND, EXTERNAL = "undo", "redo", "append", "external"
JOURNAL_OPERATIONS = (*GESTURES, UNDO, REDO, APPEND, EXTERNAL)
"""`append` is a detection whose candidates were added, `external` a change by another tool."""

MARKERS, GROUND = "markers", "ground"
SAMPLE_KINDS = (MARKERS, GROUND)
"""What a sample consists of: primary markers that are judged, or windows that are searched for what was missed."""

RANDOM, STRATIFIED, SYSTEMATIC = "random", "stratified", "systematic"
DESIGNS = (RANDOM, STRATIFIED, SYSTEMATIC)
"""How a sample is drawn."""

BY_SUBREGION, BY_SIZE, BY_PROBABILITY = "subregion", "size", "probability"
STRATA = (BY_SUBREGION, BY_SIZE, BY_PROBABILITY)
"""What the strata of a sample are."""
