"""The inventory file: its layers, fields, domains and version. Spelled here and nowhere else.

Published names are those of the Tibetan Plateau inventory (Sun et al. 2024, doi:10.5194/essd-16-5703-2024),
in their order, at most ten characters because its release is a shapefile.
"""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA_VERSION = 6

FEATURE_ID = "fid"
GEOMETRY = "geom"

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

SPLIT, MERGE, MARKER, COMMENT, REVIEW = "split", "merge", "marker", "comment", "review"
SETTLE = "settle"
GESTURES = (*OPERATIONS, SPLIT, MERGE, MARKER, COMMENT, REVIEW, SETTLE)
"""What a person does in the dock, and can undo."""

UNDO, REDO, APPEND, EXTERNAL = "undo", "redo", "append", "external"
JOURNAL_OPERATIONS = (*GESTURES, UNDO, REDO, APPEND, EXTERNAL)
"""`append` is a detection whose candidates were added, `external` a change by another tool."""


@dataclass(frozen=True)
class Field:
    """One column of a layer.

    `kind` is text, integer, real, boolean, time (UTC, ISO 8601) or blob; `length` counts characters;
    `domain` lists the only values that are allowed (empty: any).
    """

    name: str
    kind: str
    length: int | None = None
    unit: str = ""
    description: str = ""
    domain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """One table; `geometry_type` is MULTIPOLYGON, POINT or, for a table without geometry, empty."""

    name: str
    geometry_type: str
    fields: tuple[Field, ...]
    description: str
    unique: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()

    @property
    def field_names(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name}")


_ID = Field("ID", "text", 18, "", "primary identifier: RGU or RGS with latitude and longitude of the marker")
_SUBREGION = Field("SUBREGION", "text", 80, "", "name of the subregion that holds the primary marker")
_LAT = Field("LAT", "real", None, "°", "latitude of the primary marker (WGS84)")
_LON = Field("LON", "real", None, "°", "longitude of the primary marker (WGS84)")
_AREA = Field("AREA", "real", None, "m²", "area on the WGS84 ellipsoid")
_TERRAIN = (
    Field("ELE_MEAN", "real", None, "m", "mean elevation"),
    Field("ELE_MEDIAN", "real", None, "m", "median elevation"),
    Field("ELE_MIN", "real", None, "m", "lowest elevation"),
    Field("ELE_MAX", "real", None, "m", "highest elevation"),
    Field("SLO_MEAN", "real", None, "°", "mean slope"),
    Field("SLO_MEDIAN", "real", None, "°", "median slope"),
    Field("SLO_MIN", "real", None, "°", "smallest slope"),
    Field("SLO_MAX", "real", None, "°", "largest slope"),
    Field("ASPECT", "real", None, "°", "circular mean of the aspect, clockwise from true north"),
)
_CLIMATE = (
    Field("PISR", "real", None, "kWh/m²/a", "potential incoming solar radiation"),
    Field("MAAT", "real", None, "°C", "mean annual air temperature"),
    Field("MAGT", "real", None, "°C", "mean annual ground temperature"),
    Field("AP", "real", None, "mm/a", "annual precipitation"),
)
_PERMAFROST = (
    Field("PERMAFROST", "text", 13, "", "permafrost zone of most of its area", PERMAFROST_ZONES),
    Field("PZI", "real", None, "", "mean permafrost zonation index, 0 to 1"),
)
_ASPECT_RESULTANT = Field(
    "ASP_R", "real", None, "", "resultant length of the aspect, 0 to 1; near 0 the mean says nothing"
)

ROCK_GLACIERS = Layer(
    "rock_glaciers",
    "MULTIPOLYGON",
    (
        _ID,
        _SUBREGION,
        _LAT,
        _LON,
        _AREA,
        *_TERRAIN,
        *_CLIMATE,
        Field("SOUR_DATA", "text", 254, "", "imagery the outline was drawn on"),
        Field("MAP_DATE", "text", 80, "", "date of that imagery"),
        Field("MAPPER", "text", 80, "", "who drew or confirmed the outline"),
        Field("REVIEWER", "text", 254, "", "who reviewed it"),
        Field("ADDI_INF", "text", 254, "", "additional information"),
        Field("RGS_ID", "text", 18, "", "identifier of the rock glacier system it belongs to"),
        Field("OPERATION", "text", 8, "", "how it came into the inventory", KEPT_OPERATIONS),
        Field("CANDIDATE", "text", 40, "", "its candidate's identifier, empty for a retrieved one"),
        Field("COMMENT", "text", 254, "", "the mapper's comment"),
        _ASPECT_RESULTANT,
        Field("STALE", "boolean", None, "", "the attributes are older than the outline"),
        *_PERMAFROST,
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
        _AREA,
        Field("STATE", "text", 9, "", "the mapper's decision", STATES),
        Field("REASON", "text", 24, "", "why it was removed", REMOVAL_REASONS),
        Field("GLAC_FRAC", "real", None, "", "share of its area inside glacier outlines, 0 to 1"),
        # A mapper sorts and filters by these, so a candidate has them before it is a rock glacier.
        _SUBREGION,
        _LAT,
        _LON,
        *_TERRAIN,
        *_CLIMATE,
        _ASPECT_RESULTANT,
        Field("COMMENT", "text", 254, "", "the mapper's comment"),
        Field("SOUR_DATA", "text", 254, "", "imagery under the outline: names, separated by '; '"),
        *_PERMAFROST,
        Field("PROB_SD", "real", None, "", "mean standard deviation of several networks' probabilities, 0 to 0.5"),
    ),
    "Candidates: polygons predicted by the network; their outlines are never changed",
    unique=("CANDIDATE_ID",),
    indexed=("RUN_ID", "STATE"),
)

PRIMARY_MARKERS = Layer(
    "primary_markers",
    "POINT",
    (_ID, _SUBREGION, _LAT, _LON),
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

REVIEWS = Layer(
    "reviews",
    "",
    (
        Field("ID", "text", 18, "", "identifier of the primary marker"),
        Field("REVIEWER", "text", 80, "", "who decided"),
        Field("DECISION", "text", 9, "", "is it a rock glacier?", DECISIONS),
        Field("COMMENT", "text", 254, "", "the reviewer's comment"),
        Field("TIME", "time", None, "", "when (UTC)"),
    ),
    "Reviews: one row per marker and reviewer",
    indexed=("ID",),
)

REVIEW_SAMPLES = Layer(
    "review_samples",
    "",
    (
        Field("SAMPLE", "text", 120, "", "name of the sample"),
        Field("PLACE", "integer", None, "", "place of the marker in the sample, from 1"),
        Field("ID", "text", 18, "", "identifier of the primary marker"),
        Field("REVIEWERS", "integer", None, "", "how many reviewers judge each marker"),
        Field("SEED", "integer", None, "", "seed of the draw"),
    ),
    "Review samples: the primary markers that were drawn for review",
    indexed=("SAMPLE",),
)

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

JOURNAL = Layer(
    "journal",
    "",
    (
        Field("TIME", "time", None, "", "when (UTC)"),
        Field("PERSON", "text", 80, "", "who"),
        Field("OPERATION", "text", 8, "", "the gesture", JOURNAL_OPERATIONS),
        Field("UNDOES", "integer", None, "", "fid of the journal row that this one takes back"),
        Field("TOUCHED", "text", None, "", "what it touched, as JSON: layer -> feature ids"),
        Field("ATT_BEFORE", "text", None, "", "attributes before, as JSON: layer -> feature id -> values"),
        Field("ATT_AFTER", "text", None, "", "attributes after, in the same form"),
        Field("GEO_BEFORE", "text", None, "", "geometries before, in the same form, GeoPackage binary as hex"),
        Field("GEO_AFTER", "text", None, "", "geometries after, in the same form"),
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

WATCHED = (ROCK_GLACIERS, CANDIDATES, PRIMARY_MARKERS, REVIEWS)
"""Layers whose changes by other tools are journalled."""

LAYERS = (
    ROCK_GLACIERS,
    CANDIDATES,
    PRIMARY_MARKERS,
    SUBREGIONS,
    REVIEWED_GROUND,
    REVIEWS,
    REVIEW_SAMPLES,
    RUNS,
    JOURNAL,
    INVENTORY_INFO,
)
"""Every layer of an inventory, in the order in which QGIS shows them."""

DETECTION_LAYERS = (CANDIDATES, RUNS)
"""The layers of a detection's own output file."""

COMPUTED_FIELDS = tuple(
    field.name for field in (_LAT, _LON, _AREA, *_TERRAIN, _ASPECT_RESULTANT, *_CLIMATE, *_PERMAFROST, _SUBREGION)
)
"""What the command `attributes` fills, in rock glaciers and candidates alike."""

COMPUTED_TEXTS = tuple(field.name for field in (*_PERMAFROST, _SUBREGION) if field.kind == "text")
"""Those of them that are texts."""

TERRAIN, RADIATION, GLACIERS = "terrain", "radiation", "glaciers"
AIR_TEMPERATURE, GROUND_TEMPERATURE, PRECIPITATION = "air-temperature", "ground-temperature", "precipitation"
PERMAFROST, ZONATION = "permafrost", "pzi"
ATTRIBUTE_GROUPS = {
    TERRAIN: (*(field.name for field in _TERRAIN), _ASPECT_RESULTANT.name),
    RADIATION: ("PISR",),
    AIR_TEMPERATURE: ("MAAT",),
    GROUND_TEMPERATURE: ("MAGT",),
    PRECIPITATION: ("AP",),
    PERMAFROST: ("PERMAFROST",),
    ZONATION: ("PZI",),
    GLACIERS: ("GLAC_FRAC",),
}
"""Group of attributes that come from one source -> its fields; where the first is empty, the group is.

`glaciers` is of candidates alone. What comes from the outline itself (identifier, place, area, subregion)
is no group: it is always filled.
"""


def layer(name: str) -> Layer:
    """The layer of that name; KeyError where the schema has none."""
    for candidate in LAYERS:
        if candidate.name == name:
            return candidate
    raise KeyError(f"the inventory has no layer {name}")
