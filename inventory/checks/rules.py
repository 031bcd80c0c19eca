"""The rules that an inventory or a published file is checked by: how grave, by whose word, and what mends it.

The engine finds and says what breaks a rule; the dock walks through it. Both speak of a rule by its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FAULT, DOUBT, HINT = "fault", "doubt", "hint"
SEVERITIES = (FAULT, DOUBT, HINT)
"""What cannot be right, what a person should look at, and what one should know; the gravest first."""

CLIP, MEND, PUT_INSIDE, SETTLE = "clip", "mend", "put inside", "settle"
FILL, FORM = "fill", "form"
REMEDIES = (CLIP, MEND, PUT_INSIDE, SETTLE, FILL, FORM)
"""What the dock does about it with one click: in the warning of what is shown, by the attributes' tool, by the form."""

SMALLEST_M2 = 10_000.0
"""Smallest rock glacier of the method: 0.01 km²."""
LEAST_OVERLAP_M2 = 50.0
"""Less than this is a shared border whose vertices do not quite meet."""
TOLERANCE_DEGREES = 0.001
"""So far an identifier may name a place beside its marker: published ones are rounded or cut in several ways."""
SAME_AREA = 0.01
"""Share by which an area that is told may differ from the outline's on the ground."""
PARTS_APART_M = 500.0
"""Parts of one outline that lie farther apart are hardly one landform."""

_IDENTIFIER = "Sun et al. 2024, section 4.2, and the RGIK guidelines (2023): the primary ID"
_ATTRIBUTES = "Sun et al. 2024, section 4.2: attributes of a rock glacier"
_METADATA = "RGIK guidelines (2023), in Sun et al. 2024, section 4.2: metadata are mandatory"
_MARKER = "RGIK guidelines (2023), in Sun et al. 2024, section 4.1.2: a primary marker identifies one rock glacier"
_SYSTEM = "RGIK guidelines (2023), in Sun et al. 2024, section 4.2: the associated rock glacier system"
_LEAST = "Sun et al. 2024, section 4.1.2: the least area of 0.01 km²"
_SCHEMA = "the inventory's schema"
_WORDS = "the inventory's schema, or the tables of the dialect that a file is of"
_GEOMETRY = "OGC Simple Features: what an area is"


@dataclass(frozen=True)
class Rule:
    """One rule.

    `title` says in few words what breaks it, `source` by whose word it stands, `remedy` is one of `REMEDIES`, or empty
    where only a person can mend it.
    """

    name: str
    severity: str
    title: str
    source: str
    remedy: str = ""


RULES = (
    # Of a file as a whole
    Rule("no_crs", FAULT, "No coordinate system", _SCHEMA),
    Rule("empty_layer", DOUBT, "Empty layer", _SCHEMA),
    Rule("field_missing", DOUBT, "Missing fields", _SCHEMA),
    Rule("schema_old", HINT, "Older schema version", _SCHEMA),
    Rule("encoding", DOUBT, "Encoding in doubt", "the shapefile's own files, .cpg and .dbf"),
    Rule("reading", DOUBT, "Said while it was read", "GDAL, which reads the file"),
    Rule("z_m", HINT, "Heights or measures in the geometry", _SCHEMA),
    Rule("curved", DOUBT, "Curved outlines", _SCHEMA),
    Rule("unit", DOUBT, "Wrong unit", _SCHEMA),
    Rule("no_markers", HINT, "No markers to compare with", _MARKER),
    # Identifiers
    Rule("id_missing", FAULT, "Missing identifiers", _IDENTIFIER, FORM),
    Rule("id_form", FAULT, "Identifiers of another form", _IDENTIFIER, FORM),
    Rule("id_place", FAULT, "Identifiers of another place", _IDENTIFIER, FORM),
    Rule("id_double", FAULT, "Identifiers given twice", _IDENTIFIER, SETTLE),
    Rule("id_system", HINT, "Systems outlined as units", _SYSTEM, FORM),
    Rule("marker_id", FAULT, "Markers with another identifier", _IDENTIFIER, FORM),
    # Geometry
    Rule("no_outline", FAULT, "No geometry", _GEOMETRY),
    Rule("invalid", FAULT, "Invalid outlines", _GEOMETRY, MEND),
    Rule("outside_crs", FAULT, "Places outside the coordinate system", _GEOMETRY),
    Rule("across_180", DOUBT, "Outlines across 180°", _GEOMETRY),
    Rule("doubled", FAULT, "Outlines there twice", _GEOMETRY),
    Rule("overlap", FAULT, "Overlaps", _GEOMETRY, CLIP),
    Rule("parts_apart", DOUBT, "Parts far apart", _GEOMETRY),
    Rule("hole", HINT, "Holes", _GEOMETRY),
    # Sizes
    Rule("small", DOUBT, "Too small", _LEAST),
    Rule("area", FAULT, "Areas that differ from the outline", _ATTRIBUTES, FILL),
    # Markers
    Rule("marker_outside", FAULT, "Markers outside their outline", _MARKER, PUT_INSIDE),
    Rule("without_marker", FAULT, "Outlines without marker", _MARKER, PUT_INSIDE),
    Rule("without_outline", DOUBT, "Markers without outline", _MARKER),
    Rule("several_markers", FAULT, "Several markers", _MARKER),
    Rule("marker_place", DOUBT, "LAT and LON of another place", _ATTRIBUTES, FILL),
    # Values
    Rule("range", FAULT, "Values that cannot be", _ATTRIBUTES, FILL),
    Rule("order", FAULT, "Minimum, mean and maximum in disorder", _ATTRIBUTES, FILL),
    Rule("no_value", DOUBT, "Numbers that stand for nothing", _SCHEMA, FILL),
    Rule("no_number", FAULT, "Texts in place of numbers", _SCHEMA, FORM),
    Rule("unknown_word", DOUBT, "Unknown words", _WORDS, FORM),
    Rule("mojibake", DOUBT, "Garbled texts", "Unicode: what such texts are when they are read again", FORM),
    Rule("stale", FAULT, "Stale attributes", _SCHEMA, FILL),
    Rule("attribute_missing", DOUBT, "Missing attributes", _ATTRIBUTES, FILL),
    Rule("metadata_missing", DOUBT, "Missing metadata", _METADATA, FORM),
    # Systems and candidates
    Rule("system_form", FAULT, "Systems of another form", _SYSTEM, FORM),
    Rule("system_nowhere", DOUBT, "Systems that point to nothing", _SYSTEM, FORM),
    Rule("system_of_one", DOUBT, "Systems of one unit", _SYSTEM, FORM),
    Rule("contradiction", FAULT, "Contradictions", _SCHEMA, SETTLE),
    Rule("not_decided_so", FAULT, "Candidates that contradict the inventory", _SCHEMA),
)
"""All rules, in the order in which they are told and gone through."""

_BY_NAME = {rule.name: rule for rule in RULES}


def rule_of(name: str) -> Rule:
    """The rule of that name; KeyError where there is none."""
    return _BY_NAME[name]


def ordered(names: Iterable[str]) -> list[str]:
    """Names of rules in the order of `RULES`."""
    wanted = set(names)
    return [rule.name for rule in RULES if rule.name in wanted]
