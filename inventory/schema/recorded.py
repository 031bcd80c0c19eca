"""Layers of what is recorded of the work: runs and what they saw, the journal, and what kind of file this is."""

from __future__ import annotations

from .kinds import Field, Layer
from .words import JOURNAL_OPERATIONS

RUNS = Layer(
    "runs",
    "",
    (
        Field("RUN_ID", "text", 32, "", "identifier of the run"),
        Field("TIME", "time", None, "", "when it began (UTC)"),
        Field("VERSION", "text", 20, "", "version of the plugin"),
        Field("COMMAND", "text", 40, "", "the engine's command"),
        Field("SOURCE", "text", None, "", "what was read, without keys and passwords"),
        Field("MODEL", "text", 120, "", "name of the model card"),
        Field("MODEL_HASH", "text", 64, "", "SHA-256 of the weights"),
        Field("DEVICE", "text", 120, "", "where the network ran"),
        Field("PRECISION", "text", 16, "", "number format of the network"),
        Field("RESOLUTION", "real", None, "m", "ground resolution"),
        Field("THRESHOLD", "real", None, "", "probability from which a pixel counts"),
        Field("MIN_AREA", "real", None, "m²", "smallest area kept"),
        Field("TOLERANCE", "real", None, "m", "simplification of the outlines"),
        Field("EXTENT", "text", 254, "", "west, south, east, north in CRS"),
        Field("CRS", "text", None, "", "coordinate system of what was read"),
        Field("FEATURES", "integer", None, "", "features written"),
        Field("PARAMETERS", "text", None, "", "all further options, as JSON"),
        Field("SECONDS", "real", None, "s", "how long it took"),
        Field("TARGET", "text", 80, "", "landform that the model finds; empty: rock glacier"),
    ),
    "Runs: with what each detection or calculation can be repeated",
    unique=("RUN_ID",),
)

KEPT_PROBABILITY = Layer(
    "kept_probability",
    "MULTIPOLYGON",
    (
        Field("RUN_ID", "text", 32, "", "the detection that found it"),
        Field("GRID", "text", 254, "", "its pixels in the run's CRS: the six numbers of (column, row) to (x, y)"),
        Field("WIDTH", "integer", None, "", "pixels in a row"),
        Field("HEIGHT", "integer", None, "", "rows"),
        Field("LEVELS", "blob", None, "", "the level that each pixel reaches, compressed"),
    ),
    "Kept probability: what detections saw where they saw anything, from which outlines are drawn at other levels",
    indexed=("RUN_ID",),
)

JOURNAL = Layer(
    "journal",
    "",
    (
        Field("TIME", "time", None, "", "when (UTC)"),
        Field("PERSON", "text", 80, "", "who"),
        Field("OPERATION", "text", 16, "", "the gesture", JOURNAL_OPERATIONS),
        Field("UNDOES", "integer", None, "", "fid of the journal row that this one takes back"),
        Field("TOUCHED", "text", None, "", "what it touched, as JSON: layer -> feature ids"),
        Field("ATT_BEFORE", "text", None, "", "attributes before, as JSON: layer -> feature id -> values"),
        Field("ATT_AFTER", "text", None, "", "attributes after, in the same form"),
        Field("GEO_BEFORE", "text", None, "", "geometries before, in the same form, GeoPackage binary as hex"),
        Field("GEO_AFTER", "text", None, "", "geometries after, in the same form"),
        Field("PARAMETERS", "text", None, "", "how an outline was made, as JSON: the level of a probability"),
    ),
    "Journal: one row per gesture, only ever appended to",
)

INVENTORY_INFO = Layer(
    "inventory_info",
    "",
    (Field("KEY", "text", 40, "", "name of the fact"), Field("VALUE", "text", None, "", "the fact")),
    "What kind of file this is: schema version, title, coordinate system",
    unique=("KEY",),
)
INFO_VERSION, INFO_TITLE, INFO_CRS, INFO_CREATED = "schema_version", "title", "crs", "created"
INFO_WRITING = "writing"
"""Stands there only inside a transaction of ours, for which the triggers in `watching` keep quiet."""
